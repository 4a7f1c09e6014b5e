"""A finding: what a verifier found at the source where a figure claims something else.

The claim stays as it was entered. Whoever entered it takes the found value over, as a new
version in their own name, or gives another; that version is then verified.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Exact, Instant
from comanage.records.figure import Figure
from comanage.records.person import Person


class Finding(Base):
    """The value found at the source, beside the figure that claims another."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("figure_id", name="finding_once_a_figure"),
        CheckConstraint("value IS NOT NULL OR numerator IS NOT NULL", name="finding_has_a_value"),
        CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)",
            name="finding_numerator_goes_with_denominator",
        ),
        CheckConstraint("CAST(denominator AS NUMERIC) > 0", name="finding_denominator_above_zero"),
        CheckConstraint("source <> ''", name="finding_names_its_source"),
        CheckConstraint("note <> ''", name="finding_says_what_was_found"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"))  # the claim
    value: Mapped[Fraction | None] = mapped_column(Exact)
    numerator: Mapped[Fraction | None] = mapped_column(Exact)
    denominator: Mapped[Fraction | None] = mapped_column(Exact)
    source: Mapped[str]  # where it was found
    note: Mapped[str]
    found_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    found_at: Mapped[datetime] = mapped_column(Instant)

    figure: Mapped[Figure] = relationship(viewonly=True)
    found_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say of which claim this is."""
        return f"<Finding {self.id}: figure {self.figure_id}>"


def of_figures(session: Session, figure_ids: Iterable[int]) -> Mapping[int, Finding]:
    """Give the findings of some figures, by figure, with who found them."""
    rows = session.scalars(
        select(Finding)
        .options(joinedload(Finding.found_by))
        .where(Finding.figure_id.in_([*figure_ids]))
    )
    return {row.figure_id: row for row in rows}
