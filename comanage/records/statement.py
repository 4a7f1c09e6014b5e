"""A statement: the document that tells one participant, or the agreement, what was earned, and how."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, nulls_first, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.document import Document
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod
from comanage.records.settlement import Settlement


class Statement(Base):
    """A document issued for one settlement: to one participant, or of the agreement as a whole."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("settlement_id", "participant_id", name="statement_once_a_participant"),
        Index(
            "statement_once_of_the_whole",
            "settlement_id",
            unique=True,
            sqlite_where=text("participant_id IS NULL"),
            postgresql_where=text("participant_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"))
    participant_id: Mapped[int | None] = mapped_column(  # None: of the agreement as a whole
        ForeignKey("participant.id"), index=True
    )
    document_sha256: Mapped[str] = mapped_column(ForeignKey("document.sha256"))
    issued_at: Mapped[datetime] = mapped_column(Instant)

    settlement: Mapped[Settlement] = relationship()
    participant: Mapped[Participant | None] = relationship()
    document: Mapped[Document] = relationship()

    def __repr__(self) -> str:
        """Say whose statement this is."""
        return f"<Statement {self.id}: participant {self.participant_id}>"


def of_settlement(session: Session, settlement_id: int) -> Sequence[Statement]:
    """List the statements of a settlement, each with its group and document."""
    return session.scalars(
        _complete()
        .where(Statement.settlement_id == settlement_id)
        .order_by(nulls_first(Statement.participant_id))
    ).all()


def of_agreement(session: Session, agreement_id: int) -> Sequence[Statement]:
    """List the statements of an agreement, newest first, each with its group and document."""
    return session.scalars(
        _complete()
        .join(Statement.settlement)
        .where(Settlement.agreement_id == agreement_id)
        .order_by(Statement.issued_at.desc(), nulls_first(Statement.participant_id))
    ).all()


def of_days(session: Session, agreement_id: int, first: date, last: date) -> Sequence[Statement]:
    """List the statements of an agreement's periods that overlap some days, the first one first."""
    return session.scalars(
        _complete()
        .join(Statement.settlement)
        .join(Settlement.period)
        .where(Settlement.agreement_id == agreement_id)
        .where(PerformancePeriod.starts <= last, PerformancePeriod.ends >= first)
        .order_by(Statement.id)
    ).all()


def whole(session: Session, statement_id: int) -> Statement | None:
    """Find a statement with its group, its settlement and the bytes of its document."""
    return session.scalar(
        _complete()
        .options(joinedload(Statement.document).undefer(Document.content))
        .where(Statement.id == statement_id)
    )


def _complete() -> Select[Statement]:
    return select(Statement).options(
        joinedload(Statement.participant).joinedload(Participant.group),
        joinedload(Statement.settlement).joinedload(Settlement.period),
        joinedload(Statement.document),
    )
