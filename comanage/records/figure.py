"""A figure: one measured value for one measure in one period, and who stood by it.

A figure is never edited. A correction is a new one that names the one it
replaces, so that a score can always be traced to the figure it was made from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    column_property,
    joinedload,
    mapped_column,
    relationship,
)

from comanage import clock
from comanage.records.base import Base, Exact, Instant, another, one_of
from comanage.records.measure import Measure
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import Person
from comanage.rules.due import days_late, late_sentence
from comanage.rules.parts import Taken
from comanage.rules.signoff import FigureState, Part

VERIFIED = (FigureState.VERIFIED, FigureState.LOCKED)  # the states in which a figure counts
VERSION = table(
    "figure",
    column("period_id"),
    column("measure_id"),
    column("participant_id"),
    column("submitted_at", Instant()),
).alias("version")  # any version of a figure, to look among them from within one


class Figure(Base):
    """A measured value as entered, or the reason why there is none."""

    __tablename__ = "figure"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="figure_period_of_its_agreement",
        ),
        ForeignKeyConstraint(
            ["agreement_id", "measure_id"],
            ["measure.agreement_id", "measure.id"],
            name="figure_measure_of_its_agreement",
        ),
        ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="figure_participant_of_its_agreement",
        ),
        CheckConstraint(
            "value IS NOT NULL OR numerator IS NOT NULL OR absent IS NOT NULL",
            name="figure_has_a_value_or_a_reason",
        ),
        CheckConstraint(
            "absent IS NULL OR (value IS NULL AND numerator IS NULL)",
            name="figure_absent_has_no_value",
        ),
        CheckConstraint("absent <> ''", name="figure_absent_says_why"),
        CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)",
            name="figure_numerator_goes_with_denominator",
        ),
        CheckConstraint("CAST(denominator AS NUMERIC) > 0", name="figure_denominator_above_zero"),
        CheckConstraint("entered_by_id <> entered_for_id", name="figure_entered_for_someone_else"),
        CheckConstraint(
            "verified_by_id <> verified_for_id", name="figure_verified_for_someone_else"
        ),
        CheckConstraint(
            "verified_by_id <> entered_by_id AND verified_by_id <> entered_for_id"
            " AND verified_for_id <> entered_by_id AND verified_for_id <> entered_for_id",
            name="figure_not_verified_by_its_enterer",
        ),
        CheckConstraint(
            "state NOT IN ('verified', 'locked')"
            " OR (verified_by_id IS NOT NULL AND verified_at IS NOT NULL)",
            name="figure_verified_names_its_verifier",
        ),
        CheckConstraint(
            "state = 'draft' OR submitted_at IS NOT NULL", name="figure_submitted_says_when"
        ),
        CheckConstraint(
            "state <> 'returned' OR (return_reason IS NOT NULL AND return_reason <> '')",
            name="figure_returned_says_why",
        ),
        Index("figure_replaced_once", "replaces_id", unique=True),
        Index(
            "figure_one_original",
            "period_id",
            "measure_id",
            text("coalesce(participant_id, 0)"),
            unique=True,
            sqlite_where=text("replaces_id IS NULL"),
            postgresql_where=text("replaces_id IS NULL"),
        ),
        Index("figure_by_period", "period_id", "measure_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    period_id: Mapped[int] = mapped_column()
    measure_id: Mapped[int] = mapped_column()
    participant_id: Mapped[int | None] = mapped_column()  # None: the service line as a whole
    value: Mapped[Fraction | None] = mapped_column(Exact)
    numerator: Mapped[Fraction | None] = mapped_column(Exact)
    denominator: Mapped[Fraction | None] = mapped_column(Exact)
    baseline: Mapped[Fraction | None] = mapped_column(Exact)
    absent: Mapped[str | None]  # the reason why there is no figure
    source: Mapped[str] = mapped_column(default="")  # e.g. "Q3 readmission report, row 14"
    note: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]  # as it stood when it was entered; None: no due day was stated
    state: Mapped[FigureState] = mapped_column(
        one_of(FigureState, "figure_state_is_known"), default=FigureState.DRAFT
    )
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose duty it was
    entered_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    # in what it departed from its measure's history when it was submitted, in sentences
    out_of_pattern: Mapped[str] = mapped_column(default="", server_default="")
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # as above
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    return_reason: Mapped[str | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("figure.id"))
    revision: Mapped[int] = mapped_column()  # counted up at every change

    __mapper_args__ = {"version_id_col": revision}  # two people cannot sign at once

    # when the first of its versions was submitted; None where none was yet
    first_submitted_at: Mapped[datetime | None] = column_property(
        select(func.min(VERSION.c.submitted_at, type_=Instant()))
        .where(
            VERSION.c.period_id == period_id,
            VERSION.c.measure_id == measure_id,
            VERSION.c.participant_id.is_not_distinct_from(participant_id),
        )
        .correlate_except(VERSION)
        .scalar_subquery()
    )

    # Rows are written by their ids; these only read.
    period: Mapped[PerformancePeriod] = relationship(viewonly=True)
    measure: Mapped[Measure] = relationship(viewonly=True)
    participant: Mapped[Participant | None] = relationship(viewonly=True)
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id], viewonly=True)
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id], viewonly=True)
    entered_for: Mapped[Person | None] = relationship(foreign_keys=[entered_for_id], viewonly=True)
    verified_for: Mapped[Person | None] = relationship(
        foreign_keys=[verified_for_id], viewonly=True
    )

    @property
    def days_late(self) -> int:
        """How many days after its due day it was first submitted; 0 where it was on time.

        A draft is nobody's word yet, so it is neither in time nor late.
        """
        if self.submitted_at is None:
            return 0
        return days_late(self.due_on, clock.day(self.first_submitted_at or self.submitted_at))

    @property
    def late(self) -> str:
        """The same in words; empty where it was on time."""
        return late_sentence(self.days_late)

    def __repr__(self) -> str:
        """Say which figure this is, for logs and test failures."""
        shown = self.absent if self.value is None else self.value
        return f"<Figure {self.id}: measure {self.measure_id}, {shown}, {self.state}>"


def standing(session: Session, period_id: int) -> Sequence[Figure]:
    """List the figures that stand for a period: the last of each chain of corrections."""
    later = another(Figure, "figure_later")
    return session.scalars(
        select(Figure)
        .outerjoin(later, later.replaces_id == Figure.id)
        .options(
            joinedload(Figure.period),
            joinedload(Figure.measure),
            joinedload(Figure.participant).joinedload(Participant.group),
            joinedload(Figure.entered_by),
            joinedload(Figure.verified_by),
        )
        .where(Figure.period_id == period_id, later.id.is_(None))
        .order_by(Figure.measure_id, Figure.participant_id.nulls_first(), Figure.id)
    ).all()


def history(session: Session, figure: Figure) -> Sequence[Figure]:
    """List every figure ever entered for the same measure, period and participant, oldest first."""
    return session.scalars(
        select(Figure)
        .options(joinedload(Figure.entered_by), joinedload(Figure.verified_by))
        .where(
            Figure.period_id == figure.period_id,
            Figure.measure_id == figure.measure_id,
            Figure.participant_id.is_not_distinct_from(figure.participant_id),
        )
        .order_by(Figure.id)
    ).all()


def entered(session: Session, period_id: int) -> Mapping[tuple[int, int | None], Sequence[Taken]]:
    """Say who entered any version of each figure of a period, by measure and participant."""
    found: dict[tuple[int, int | None], list[Taken]] = defaultdict(list)
    rows = session.execute(
        select(
            Figure.measure_id, Figure.participant_id, Figure.entered_by_id, Figure.entered_at
        ).where(Figure.period_id == period_id)
    )
    for measure_id, participant_id, person_id, at in rows:
        found[measure_id, participant_id].append(Taken(Part.ENTERED, person_id, clock.day(at)))
    return found


def earlier(session: Session, agreement_id: int, before: date) -> Sequence[Figure]:
    """List the verified figures that stand for the periods before a day, oldest period first."""
    later = another(Figure, "figure_later_2")
    return session.scalars(
        select(Figure)
        .join(PerformancePeriod, PerformancePeriod.id == Figure.period_id)
        .outerjoin(later, later.replaces_id == Figure.id)
        .options(
            joinedload(Figure.period), joinedload(Figure.measure), joinedload(Figure.participant)
        )
        .where(Figure.agreement_id == agreement_id, PerformancePeriod.starts < before)
        .where(Figure.state.in_(VERIFIED), later.id.is_(None))
        .order_by(PerformancePeriod.starts, Figure.id)
    ).all()


def periods_with_any(session: Session, period_ids: Iterable[int]) -> frozenset[int]:
    """Say of which periods a figure was ever given."""
    return frozenset(
        session.scalars(
            select(Figure.period_id).where(Figure.period_id.in_([*period_ids])).distinct()
        )
    )
