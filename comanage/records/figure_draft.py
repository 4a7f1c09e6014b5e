"""A figure draft: what somebody has typed into the grid of a period and not yet saved.

It is a text in a box, never a figure: nothing is scored, settled, printed or packed by it, and
nobody but whoever typed it reads it. It is there so that a reload, an ended sign-in or another
device of the same person loses nothing, and it goes when the form is saved or submitted.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Instant

FIELDS = ("numerator", "denominator", "value", "baseline", "absent", "source", "note")


class FigureDraft(Base):
    """What one person typed into one box."""

    __tablename__ = "figure_draft"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="figure_draft_period_of_its_agreement",
        ),
        CheckConstraint("measure <> ''", name="figure_draft_names_its_measure"),
        CheckConstraint(
            "field IN ('numerator', 'denominator', 'value', 'baseline', 'absent', 'source',"
            " 'note')",
            name="figure_draft_field_is_known",
        ),
        UniqueConstraint(
            "person_id", "period_id", "participant", "measure", "field",
            name="figure_draft_once_a_box",
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    period_id: Mapped[int] = mapped_column()
    participant: Mapped[str]  # its code in the terms; empty for the service line as a whole
    measure: Mapped[str]  # its code in the terms
    field: Mapped[str]
    text: Mapped[str]  # as it was typed; empty where something was taken out
    seen_id: Mapped[int | None] = mapped_column(ForeignKey("figure.id"))  # what stood there then
    at: Mapped[datetime] = mapped_column(Instant)

    @property
    def key(self) -> tuple[str, str]:
        """What it is typed for: participant and measure."""
        return (self.participant, self.measure)

    def __repr__(self) -> str:
        """Say which box it is of, without what was typed."""
        return f"<FigureDraft {self.id}: {self.field} of {self.measure}, person {self.person_id}>"


def own(session: Session, person_id: int, period_id: int) -> Sequence[FigureDraft]:
    """List what one person has typed and not saved in a period, oldest first."""
    return session.scalars(
        select(FigureDraft)
        .where(FigureDraft.person_id == person_id, FigureDraft.period_id == period_id)
        .order_by(FigureDraft.at, FigureDraft.id)
    ).all()
