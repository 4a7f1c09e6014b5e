"""A sample of a claim: which of the claimed cases were looked up, and what they turned out to be.

Only row numbers are kept, never the list. A figure has one sample: whoever does not like
what it shows cannot draw again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Exact, Instant
from comanage.records.figure import Figure
from comanage.records.person import Person
from comanage.rules.sampling import MOST_CASES, MOST_DRAWN, Answers, draw


class ClaimSample(Base):
    """The draw: how many of how many, and the seed it follows from."""

    __tablename__ = "claim_sample"
    __table_args__ = (
        UniqueConstraint("figure_id", name="claim_sample_once_a_figure"),
        CheckConstraint(f"cases BETWEEN 1 AND {MOST_CASES}", name="claim_sample_of_some_cases"),
        CheckConstraint(
            f"size BETWEEN 1 AND {MOST_DRAWN} AND size <= cases",
            name="claim_sample_within_its_cases",
        ),
        CheckConstraint("length(seed) >= 16", name="claim_sample_keeps_its_seed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"))
    cases: Mapped[int]  # claimed
    size: Mapped[int]  # drawn
    seed: Mapped[str]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime] = mapped_column(Instant)

    figure: Mapped[Figure] = relationship(viewonly=True)
    drawn_by: Mapped[Person] = relationship(viewonly=True)
    result: Mapped["SampleResult | None"] = relationship(viewonly=True, uselist=False)

    def __repr__(self) -> str:
        """Say of which claim this is."""
        return (
            f"<ClaimSample {self.id}: {self.size} of {self.cases} cases, figure {self.figure_id}>"
        )

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows to look up."""
        return draw(self.cases, self.size, self.seed)


class SampleResult(Base):
    """What the sampled cases turned out to be, and the share that was agreed on that day."""

    __tablename__ = "sample_result"
    __table_args__ = (
        UniqueConstraint("sample_id", name="sample_result_once_a_sample"),
        CheckConstraint(
            "confirmed >= 0 AND refused >= 0 AND unclear >= 0", name="sample_result_counts_cases"
        ),
        CheckConstraint("reference <> ''", name="sample_result_names_its_evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("claim_sample.id"))
    confirmed: Mapped[int]
    refused: Mapped[int]
    unclear: Mapped[int]
    reference: Mapped[str]  # where the answers are kept
    least: Mapped[Fraction | None] = mapped_column(Exact)  # the share agreed; None: none was
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    sample: Mapped[ClaimSample] = relationship(viewonly=True)
    recorded_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say of which sample this is."""
        return f"<SampleResult {self.id}: sample {self.sample_id}>"

    @property
    def answers(self) -> Answers:
        """The counts as the rules read them."""
        return Answers(self.confirmed, self.refused, self.unclear)

    @property
    def sentence(self) -> str:
        """What was found, and what follows from it."""
        return self.answers.sentence(self.least)


def unanswered(session: Session, figure_ids: Iterable[int]) -> frozenset[int]:
    """Say which figures have a sample that was drawn and not answered."""
    return frozenset(
        session.scalars(
            select(ClaimSample.figure_id)
            .outerjoin(SampleResult, SampleResult.sample_id == ClaimSample.id)
            .where(ClaimSample.figure_id.in_([*figure_ids]), SampleResult.id.is_(None))
        )
    )


def of_figures(session: Session, figure_ids: Iterable[int]) -> Mapping[int, ClaimSample]:
    """Give the samples of some figures, by figure, each with its result and the people."""
    rows = session.scalars(
        select(ClaimSample)
        .options(
            joinedload(ClaimSample.drawn_by),
            joinedload(ClaimSample.result).joinedload(SampleResult.recorded_by),
        )
        .where(ClaimSample.figure_id.in_([*figure_ids]))
        .execution_options(populate_existing=True)  # a result may have come since
    )
    return {row.figure_id: row for row in rows}
