"""What tests store without an act, put into the log as the act would have noted it."""

from sqlalchemy import select

from comanage.records.acts import Act
from comanage.records.agreement_document import AgreementDocument
from comanage.records.audit_entry import note
from comanage.records.figure import Figure
from comanage.records.figure_evidence import FigureEvidence
from comanage.records.performance_period import PerformancePeriod
from comanage.records.scorecard import Scorecard


def as_noted(session, actor, agreement_id):
    """Note the documents, the locked versions of the scorecard and the evidence of an agreement."""

    def told(act, row, **after):
        note(session, actor, act, agreement_id=agreement_id, object_id=row.id, after=after)

    of = AgreementDocument.agreement_id == agreement_id
    for row in session.scalars(select(AgreementDocument).where(of)):
        told(Act.DOCUMENT_ADDED, row, sha256=row.document_sha256)
    for row in session.scalars(select(Scorecard).where(Scorecard.agreement_id == agreement_id)):
        if row.effective_on is not None:
            day = row.effective_on.isoformat()
            told(Act.SCORECARD_LOCKED, row, number=row.number, hash=row.terms_hash,
                 **{"effective on": day})  # fmt: skip
    every = select(FigureEvidence, PerformancePeriod.code).join(
        Figure, Figure.id == FigureEvidence.figure_id
    ).join(PerformancePeriod, PerformancePeriod.id == Figure.period_id)  # fmt: skip
    for row, code in session.execute(every.where(Figure.agreement_id == agreement_id)):
        if row.document_sha256:
            told(Act.FIGURE_EVIDENCE_ADDED, row, figure=row.figure_id, sha256=row.document_sha256,
                 checked="scanned", period=code)  # fmt: skip


def as_issued(session, actor, statement):
    """Note that a settlement was approved and a statement of it issued, as the approval would have."""
    agreement_id = statement.settlement.agreement_id
    group = statement.participant.code if statement.participant else None
    for act, at, after in (
        (Act.SETTLEMENT_APPROVED, statement.settlement_id, {}),
        (Act.STATEMENT_ISSUED, statement.id,
         {"group": group, "sha256": statement.document_sha256}),
    ):  # fmt: skip
        note(session, actor, act, agreement_id=agreement_id, object_id=at, after=after)
