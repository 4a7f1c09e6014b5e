"""A renewal: a further term of an agreement, what it rests on, and the review before it.

It is never changed or taken back: an agreement that should end after all is terminated.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement_document import AgreementDocument
from comanage.records.base import Base, Instant
from comanage.records.person import Person
from comanage.rules.oversight.review import Reviewed


class AgreementRenewal(Base):
    """A further term that joins the one before it."""

    __tablename__ = "agreement_renewal"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number", name="agreement_renewal_number_once"),
        CheckConstraint("number >= 1", name="agreement_renewals_count_from_one"),
        CheckConstraint("last_day > last_day_before", name="agreement_renewal_looks_ahead"),
        CheckConstraint("review <> ''", name="agreement_renewal_says_what_the_review_found"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    last_day_before: Mapped[date]
    last_day: Mapped[date]
    # what the parties signed; None: it renewed itself
    signed_document_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_document.id"))
    reviewed_on: Mapped[date]
    review: Mapped[str]  # what the review of measures and benchmarks found
    review_document_id: Mapped[int] = mapped_column(ForeignKey("agreement_document.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    recorded_by: Mapped[Person] = relationship()
    signed_document: Mapped[AgreementDocument | None] = relationship(
        foreign_keys=[signed_document_id]
    )
    review_document: Mapped[AgreementDocument] = relationship(foreign_keys=[review_document_id])

    def __repr__(self) -> str:
        """Say which renewal this is."""
        return f"<AgreementRenewal {self.number} of agreement {self.agreement_id}: {self.last_day}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[AgreementRenewal]:
    """List the renewals of an agreement, the newest first."""
    return session.scalars(
        select(AgreementRenewal)
        .options(joinedload(AgreementRenewal.recorded_by))
        .options(joinedload(AgreementRenewal.signed_document))
        .options(joinedload(AgreementRenewal.review_document))
        .where(AgreementRenewal.agreement_id == agreement_id)
        .order_by(AgreementRenewal.number.desc())
    ).all()


def rests_on(session: Session, agreement_document_id: int) -> AgreementRenewal | None:
    """Find the renewal that a document was signed for."""
    return session.scalar(
        select(AgreementRenewal).where(AgreementRenewal.signed_document_id == agreement_document_id)
    )


def reviews(session: Session, agreement_ids: Collection[int]) -> Mapping[int, Reviewed]:
    """Give, by agreement, the review that its newest renewal rests on."""
    rows = session.scalars(
        select(AgreementRenewal)
        .options(joinedload(AgreementRenewal.review_document))
        .where(AgreementRenewal.agreement_id.in_(agreement_ids))
        .order_by(AgreementRenewal.number)
    )
    return {
        row.agreement_id: Reviewed(
            on=row.reviewed_on,
            found=row.review,
            record=row.review_document.title,
            document_id=row.review_document_id,
        )
        for row in rows
    }
