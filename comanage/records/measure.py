"""A measure: the identity that its figures keep through every version of a scorecard.

What a measure asks and earns stands in the scorecard's terms, under the same code.
"""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base


class Measure(Base):
    """One measure of an agreement, known by its code."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("agreement_id", "code", name="measure_code_once_an_agreement"),
        UniqueConstraint("agreement_id", "id", name="measure_of_one_agreement"),
        CheckConstraint("code <> ''", name="measure_has_a_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    code: Mapped[str]

    agreement: Mapped[Agreement] = relationship()

    def __repr__(self) -> str:
        """Say which measure this is."""
        return f"<Measure {self.id}: {self.code} of agreement {self.agreement_id}>"


def of_agreement(session: Session, agreement_id: int) -> dict[str, Measure]:
    """Give an agreement's measures by their codes, in the order of the codes."""
    found = session.scalars(
        select(Measure).where(Measure.agreement_id == agreement_id).order_by(Measure.code)
    )
    return {measure.code: measure for measure in found}
