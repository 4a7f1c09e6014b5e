"""What is on file of agreements, as oversight asks for it: documents, opinions, signed versions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from comanage import clock
from comanage.records import agreement_document, basis, fmv_opinion, scorecard_step
from comanage.records.agreement_document import AgreementDocument
from comanage.records.declaration import Declaration
from comanage.records.dispute import Dispute, DisputeTaken
from comanage.records.document import Checked, Document
from comanage.records.figure import Figure
from comanage.records.figure_evidence import FigureEvidence
from comanage.records.meeting import Meeting
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import StepTaken
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import Course, unsigned_by
from comanage.rules.oversight.facts import OnFile, Opinion, VersionSigned
from comanage.rules.oversight.pay_terms import changes_pay
from comanage.rules.periods import in_words


def documents(
    session: Session, courses: Mapping[int, Course], today: date
) -> Mapping[int, Sequence[OnFile]]:
    """List, by agreement, the documents that stand; the agreement itself with who has not signed."""
    found = {}
    for agreement_id, rows in agreement_document.standing(session, courses).items():
        waits = tuple(party.name for party in unsigned_by(courses[agreement_id], today))
        found[agreement_id] = [_on_file(row, waits) for row in rows]
    return found


def opinions(
    session: Session, agreement_ids: Collection[int], today: date
) -> Mapping[int, Sequence[Opinion]]:
    """List, by agreement, the opinions of fair market value that stand and were given by a day."""
    return {
        agreement_id: [
            Opinion(
                firm=row.firm,
                given=row.opinion_on,
                until=row.valid_until,
                most_cents=row.high_cents,
                document_id=row.agreement_document_id,
            )
            for row in rows
            if row.opinion_on <= today
        ]
        for agreement_id, rows in fmv_opinion.standing_rows(session, agreement_ids).items()
    }


def versions(
    session: Session, locked: Sequence[Scorecard]
) -> Mapping[int, Sequence[VersionSigned]]:
    """List, by agreement, the locked versions that governed a period, the first one first.

    Args:
        session: A session to read with.
        locked: The versions that were locked.
    """
    signed = scorecard_step.signings(session, locked)
    found: dict[int, list[VersionSigned]] = defaultdict(list)
    before: dict[int, Scorecard] = {}
    for row in sorted(locked, key=lambda each: each.number):
        if row.effective_on is not None:
            old = before.get(row.agreement_id)
            made = _version(row, row.effective_on, signed.get(row.id), old)
            found[row.agreement_id].append(made)
            before[row.agreement_id] = row
    return found


def files(
    session: Session, agreement_ids: Collection[int]
) -> Mapping[int, Mapping[str, tuple[str, Checked]]]:
    """Give, by agreement, the files that people sent for it: by hash, each with name and check."""
    figure, dispute = Figure.agreement_id, Dispute.agreement_id
    sent = union_all(
        select(AgreementDocument.agreement_id, AgreementDocument.document_sha256),
        select(figure, FigureEvidence.document_sha256).join(
            Figure, Figure.id == FigureEvidence.figure_id
        ),
        select(dispute, Dispute.document_sha256),
        select(dispute, DisputeTaken.document_sha256).join(
            Dispute, Dispute.id == DisputeTaken.dispute_id
        ),
        select(Declaration.agreement_id, Declaration.document_sha256),
        select(Meeting.agreement_id, Meeting.document_sha256),
    ).subquery()
    rows = session.execute(
        select(sent.c.agreement_id, Document.sha256, Document.name, Document.checked)
        .join(Document, Document.sha256 == sent.c.document_sha256)
        .where(sent.c.agreement_id.in_([*agreement_ids]), Document.checked != Checked.MADE)
        .distinct()
        .order_by(Document.name)
    )
    found: dict[int, dict[str, tuple[str, Checked]]] = defaultdict(dict)
    for agreement_id, sha256, name, checked in rows:
        found[agreement_id][sha256] = name, checked
    return found


def _on_file(row: AgreementDocument, waits: tuple[str, ...]) -> OnFile:
    return OnFile(
        kind=row.kind,
        title=row.title,
        sha256=row.document_sha256,
        unsigned=waits if row.kind is DocumentKind.AGREEMENT else (),
        signers=tuple(
            f"signed by {each.name}, {in_words(each.signed_on)}" for each in row.signed_by
        ),
        signed_for=tuple(
            (each.participant.code, each.signed_on) for each in row.signed_by if each.participant
        ),
        effective=row.effective_on,
        expires=row.expires_on,
        id=row.id,
    )


def _version(
    row: Scorecard, governs_from: date, signed: StepTaken | None, old: Scorecard | None
) -> VersionSigned:
    exhibit = signed.exhibit if signed else None
    return VersionSigned(
        number=row.number,
        signed=signed.signed_on if signed else None,
        governs_from=governs_from,
        changes_pay=old is None or changes_pay(basis.terms_of(old), basis.terms_of(row)),
        terms_hash=row.terms_hash,
        exhibit=f"{exhibit.title} of {in_words(clock.day(exhibit.added_at))}" if exhibit else "",
    )
