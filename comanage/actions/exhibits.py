"""Exhibits: the documents on which a version of a scorecard can be signed, and why others cannot.

A paper is signed for one version. The first one may rest on a paper that is older than its place
here; whatever amends it is signed once its terms are checked, and so never on a paper from before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage.records import agreement_document as documents
from comanage.records import participant as participants
from comanage.records import scorecard_step as steps
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import StepTaken
from comanage.refusals import Fault, Faulty
from comanage.rules.documents import OF_SCORECARDS
from comanage.rules.scorecard_steps import why_of_other_terms
from comanage.rules.terms_named import Names

NONE_CHOSEN = "Choose the document that every party has signed."
UNSIGNED = "{} is not signed by {}."
TAKEN = (
    "{} was recorded as signed for {} already, and a document is signed for one version alone."
    " Add the one on which every party signed these terms."
)
OWN_EARLIER_TERMS = "other terms of this version"
OF_OTHER_TERMS = (
    "{} names {}, not these. Print the exhibit of these terms, let every party sign it, and add what"
    " they signed."
)
OF_VERSION = "the terms of version {}"
OF_NONE = "terms that are of no version of this agreement"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a paper by one version, read once for all papers.

    Attributes:
        version: The version.
        parties: The name of each party, by participant; that of the hospital under None.
        signings: Every signing of the agreement on record, with its exhibit.
        checked_on: When the terms as they stand were checked.
        known: The number of the version that had some terms, by their hash.
    """

    version: Scorecard
    parties: dict[int | None, str]
    signings: Sequence[StepTaken]
    checked_on: date | None
    known: Mapping[str, int]

    def why_not(self, paper: AgreementDocument) -> str:
        """Say why the version cannot be signed on a paper; empty where it can."""
        signed = {each.participant_id for each in paper.signed_by}
        waits = [name for party, name in self.parties.items() if party not in signed]
        if waits:
            return UNSIGNED.format(paper.title, " and ".join(waits))
        if paper.names(self.version.terms_hash) is Names.OTHERS:
            return OF_OTHER_TERMS.format(paper.title, self._named_by(paper))
        if taken := self._taken_for(paper):
            return TAKEN.format(paper.title, taken)
        if self.version.number == 1:
            return ""
        return why_of_other_terms(paper.title, last_signed(paper), self.checked_on)

    def _named_by(self, paper: AgreementDocument) -> str:
        """Say of what version the terms are that a paper names."""
        numbers = {self.known.get(each) for each in paper.terms_named.split()}
        found = sorted(number for number in numbers if number is not None)
        if self.version.number in found:
            return OWN_EARLIER_TERMS
        return OF_VERSION.format(found[-1]) if found else OF_NONE

    def _taken_for(self, paper: AgreementDocument) -> str:
        """Say for what the same paper was recorded as signed; empty where for nothing else."""
        for each in self.signings:
            if each.exhibit is None or each.exhibit.document_sha256 != paper.document_sha256:
                continue
            if each.scorecard_id != self.version.id:
                return f"version {each.scorecard.number}"
            if self.version.number > 1 and each.terms_hash != self.version.terms_hash:
                return OWN_EARLIER_TERMS
        return ""


def that_serve(session: Session, version: Scorecard) -> list[AgreementDocument]:
    """List the documents on which a version can be recorded as signed, newest first."""
    asked = _asked(session, version)
    return [each for each in _papers(session, version) if not asked.why_not(each)]


def chosen(session: Session, version: Scorecard, exhibit_id: int | None) -> AgreementDocument:
    """Find the document that was chosen for the signatures under a version.

    Raises:
        Faulty: It is none of the agreement, or the version cannot be signed on it.
    """
    found = next((each for each in _papers(session, version) if each.id == exhibit_id), None)
    if found is None:
        raise Faulty([Fault("exhibit", NONE_CHOSEN)])
    if why := _asked(session, version).why_not(found):
        raise Faulty([Fault("exhibit", why)])
    return found


def why_not(session: Session, version: Scorecard, exhibit: AgreementDocument) -> str:
    """Say why a version cannot be signed on a document; empty where it can."""
    return _asked(session, version).why_not(exhibit)


def last_signed(paper: AgreementDocument) -> date:
    """Give the day on which the last party signed a document that was signed."""
    return max(each.signed_on for each in paper.signed_by)


def _papers(session: Session, version: Scorecard) -> list[AgreementDocument]:
    standing = documents.standing(session, [version.agreement_id]).get(version.agreement_id, ())
    return [each for each in reversed(standing) if each.kind in OF_SCORECARDS]


def _asked(session: Session, version: Scorecard) -> _Asked:
    agreement = session.get_one(Agreement, version.agreement_id)
    parties: dict[int | None, str] = {None: agreement.sponsor or "the hospital"}
    for row in participants.of_agreement(session, agreement.id):
        parties[row.id] = row.group.name
    return _Asked(
        version,
        parties,
        steps.signed_in(session, agreement.id),
        steps.checked_on(session, version),
        steps.numbers_of(session, agreement.id),
    )
