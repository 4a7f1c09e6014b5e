"""One measure as printed: its result, its level, its dollars, and how it came to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules.measure import Measure, Status
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Level
from comanage.rules.numbers import dollars, money, percent, shown
from comanage.rules.printed import Amount
from comanage.rules.scoring import ScoredMeasure
from comanage.statements import steps
from comanage.statements.steps import StepLine

APART = "each group has its own"


@dataclass(frozen=True)
class LevelLine:
    """A level as printed: its name, the result to reach, the share it earns, and if it was."""

    name: str
    reach: str
    earns: str
    reached: bool


@dataclass(frozen=True)
class MeasureLine:
    """One measure as printed.

    Attributes:
        measure: Its terms.
        scored: What became of it.
        agreed: Its share of the scorecard by the contract, before missing figures moved any.
        levels: Its levels, easiest first.
        terms: What its method agreed to, in words.
        actual: The result with its unit; a dash where there is none.
        counts: "179 of 211" where counts were given; "fewer than 11" where they were left out.
        level: The hardest level reached, or what is short of the easiest.
        possible: The most it could earn, in cents.
        earned: What it earned, in cents.
        worked: How it came to its dollars, in one sentence or two.
        steps: The steps of the trace that are about it.
    """

    measure: Measure
    scored: ScoredMeasure
    agreed: Fraction
    levels: tuple[LevelLine, ...]
    terms: str
    actual: str
    counts: str
    level: str
    possible: int
    earned: int
    worked: str
    steps: tuple[StepLine, ...]

    @property
    def paid(self) -> bool:
        """Whether it is paid on at all."""
        return self.measure.status is not Status.REPORTING

    @property
    def of_groups(self) -> bool:
        """Whether each group has a figure of its own instead, so that none of all is to be seen."""
        return self.scored.absent == APART


def measure_line(
    measure: Measure,
    scored: ScoredMeasure,
    agreed: Fraction,
    *,
    paid: tuple[int, Amount] | None,
    about: tuple[StepLine, ...],
    withheld: str = "",
    apart: bool = False,
) -> MeasureLine:
    """Lay a scored measure out as a line.

    Args:
        measure: Its terms.
        scored: What became of it.
        agreed: Its share of the scorecard by the contract.
        paid: The pool in cents and the dollars of the measure; None where it has none of its own.
        about: The steps of the trace that are about it.
        withheld: What stands where its counts were left out (see rules/small_counts.py); empty
            where they were not.
        apart: Whether its figures are the groups' own, so that none of all is lacking.
    """
    if apart and scored.absent:
        scored = replace(scored, absent=APART, because=APART)
    method = method_of(measure.method)
    levels = method.levels(measure.method)
    return MeasureLine(
        measure=measure,
        scored=scored,
        agreed=agreed,
        levels=_levels(measure, levels, scored.level),
        terms=method.sentence(measure.method, measure.scale),
        actual="–" if scored.value is None else measure.scale.shown(scored.value),
        counts=withheld or counts_words(scored),
        level=level_words(scored, levels),
        possible=paid[1].possible if paid else 0,
        earned=paid[1].earned if paid else 0,
        worked=_worked(measure, scored, paid),
        steps=about,
    )


def _levels(measure: Measure, levels: Sequence[Level], hardest: str) -> tuple[LevelLine, ...]:
    names = [level.name for level in levels]
    count = names.index(hardest) + 1 if hardest in names else 0
    return tuple(
        LevelLine(
            level.name, measure.scale.shown(level.reach), percent(level.earns), reached=at < count
        )
        for at, level in enumerate(levels)
    )


def counts_words(scored: ScoredMeasure) -> str:
    """Write the counts that a result is made of; empty where there are none."""
    if scored.numerator is None or scored.denominator is None:
        return ""
    return f"{shown(scored.numerator)} of {shown(scored.denominator)}"


def level_words(scored: ScoredMeasure, levels: Sequence[Level]) -> str:
    """Name the hardest level that a result reached, or say what it is short of."""
    if scored.absent:
        return "No result"
    if not scored.level:
        return f"Below {levels[0].name}" if levels else "No level"
    return f"{scored.level[:1].upper()}{scored.level[1:]}"


def _worked(measure: Measure, scored: ScoredMeasure, paid: tuple[int, Amount] | None) -> str:
    """Say how a measure came to its dollars, or to its part of a score."""
    reason = f"{scored.because[:1].upper()}{scored.because[1:]}."
    if measure.status is Status.REPORTING:
        return f"{reason} Reporting only: it is never paid on."
    if scored.factor is None:
        return reason
    product = f"{steps.share(scored.factor)} × {steps.share(scored.weight)}"
    if paid is None:
        return f"{reason} {product} = {steps.share(scored.weighted)} of the score."
    pool, amount = paid
    exactly = scored.weighted * dollars(pool)
    product = f"{product} × {money(pool)}"
    if exactly == dollars(amount.earned):
        return f"{reason} {product} = {money(amount.earned)}."
    said = f"${steps.cut_short(exactly, 4)}, printed as {money(amount.earned)}"
    return f"{reason} {product} = {said}."
