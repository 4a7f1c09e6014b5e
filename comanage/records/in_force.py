"""Whether agreements are in force: their course, gathered from what is stored of them.

Payments and the compliance board ask in_force_on; it says every reason why not.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from comanage.records import agreement_document, participant, termination
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument
from comanage.rules import in_force as rules
from comanage.rules.documents import BINDING
from comanage.rules.in_force import SPONSOR, Course, InForceOn, Party, Signature

UNNAMED = "the hospital"  # a sponsor whose legal name nobody has given yet


def in_force_on(session: Session, agreement: Agreement, day: date) -> InForceOn:
    """Say whether an agreement holds on a day, with every reason why it does not."""
    return rules.in_force_on(course_of(session, agreement), day)


def course_of(session: Session, agreement: Agreement) -> Course:
    """Gather what the standing of an agreement follows from."""
    return courses(session, [agreement])[agreement.id]


def courses(session: Session, agreements: Sequence[Agreement]) -> Mapping[int, Course]:
    """Gather the course of many agreements, in three queries."""
    ids = [agreement.id for agreement in agreements]
    parties: dict[int, list[Party]] = {
        agreement.id: [Party(SPONSOR, agreement.sponsor or UNNAMED)] for agreement in agreements
    }
    for row in participant.of_agreements(session, ids):
        parties[row.agreement_id].append(Party(row.code, row.group.name))
    documents = agreement_document.standing(session, ids)
    ended = termination.standing(session, ids)
    return {
        agreement.id: Course(
            agreement.starts,
            agreement.ends,
            tuple(parties[agreement.id]),
            signatures(documents.get(agreement.id, ())),
            ended[agreement.id].last_day if agreement.id in ended else None,
            agreement.withdrawn_at is not None,
        )
        for agreement in agreements
    }


def signatures(documents: Sequence[AgreementDocument]) -> tuple[Signature, ...]:
    """List the signatures on some documents that bind a party."""
    return tuple(
        Signature(signer.participant.code if signer.participant else SPONSOR, signer.signed_on)
        for document in documents
        if document.kind in BINDING
        for signer in document.signed_by
    )
