"""Improvement: a measure earns by how far it has come from its own baseline.

Improvement is told in one of two ways. The gap closed is the share of the way
from the baseline to a target: from 4.8 to 4.5 with a target of 4.0 is 37.5 %.
The relative change is the change as a share of the baseline: 6.25 % there.
Named levels then say what an improvement earns; they are levels of the share
improved, not of the result. A gap closed may also earn its own share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import Between, level_faults, share_at, terms_in_words
from comanage.rules.methods.method import Earned, Edge, Level, Method, Reading
from comanage.rules.numbers import HUNDRED, ONE, ZERO, percent
from comanage.rules.units import KINDS, Better, Scale, Unit, outside

IMPROVED = "improved"
SHARES = Scale(Unit.INDEX, Better.HIGHER)  # levels as they are agreed: 0.375
PERCENTS = Scale(Unit.PERCENT_OF_BASE, Better.HIGHER)  # levels as they are told: 37.5%


class Measured(StrEnum):
    """How an improvement is told."""

    GAP = "gap closed"  # the share of the way from the baseline to the target
    CHANGE = "relative change"  # the change as a share of the baseline


@dataclass(frozen=True, slots=True)
class Target:
    """The result to improve to.

    Attributes:
        reach: The result that closes the whole gap, in the measure's unit.
    """

    reach: Fraction


@dataclass(frozen=True)
class Improvement:
    """How improvement is told, and what it earns.

    Attributes:
        measured: The gap closed, which needs a target, or the relative change, which has none.
        target: The result to improve to, which closes the whole gap.
        levels: Levels of the improvement, each a share to reach: 0.375 for 37.5 %. A gap
            closed without levels earns its own share.
        between: What an improvement between two levels earns.
        edge: Whether an improvement exactly on a level has reached it.
    """

    kind: ClassVar[str] = "improvement"
    measured: Measured
    target: Target | None = None
    levels: tuple[Level, ...] = ()
    between: Between = Between.STEP
    edge: Edge = Edge.AT


def earn(terms: Improvement, reading: Reading) -> Earned:
    """Earn what the improvement on the baseline is worth."""
    share = improved(terms, reading)
    points = ((IMPROVED, share),)
    if share is None:
        return Earned(ZERO, _unmeasured(reading), points=points)
    because = _improvement_words(terms, reading, share)
    if not terms.levels:
        reached = "target" if share == ONE else ""
        return Earned(min(max(share, ZERO), ONE), because, reached, points)
    in_percent = Reading(share * HUNDRED, PERCENTS)
    found = share_at(_in_percent(terms.levels), in_percent, terms.edge, between=terms.between)
    return Earned(found.share, f"{because}; {found.because}", found.level, points)


def improved(terms: Improvement, reading: Reading) -> Fraction | None:
    """Give the share by which a reading improved on its baseline; None where it has no measure.

    A gap closed lies between 0 and 1; a relative change is negative where the
    result is worse than the baseline.
    """
    scale, value, baseline = reading.scale, reading.value, reading.baseline
    if baseline is None:
        return None
    gain = scale.gain(baseline, value)
    if terms.measured is Measured.CHANGE or terms.target is None:
        return gain / abs(baseline) if baseline else None
    if scale.gain(terms.target.reach, value) >= 0:
        return ONE  # first, since the baseline may lie at the target or beyond it
    gap = scale.gain(baseline, terms.target.reach)
    return max(gain / gap, ZERO) if gap > 0 else ZERO


def baseline_fault(terms: Improvement, reading: Reading) -> str:
    """Say why a baseline cannot be improved on as the terms tell it; empty where it can.

    >>> terms = Improvement(Measured.GAP, Target(Fraction(4)))
    >>> there = Reading(Fraction(3), Scale(Unit.RATIO, Better.LOWER), baseline=Fraction(4))
    >>> baseline_fault(terms, there)
    'The baseline (4) is already at the target (4) or beyond it: agree on a harder target.'
    """
    scale, baseline = reading.scale, reading.baseline
    if baseline is None:
        return "Give the baseline: improvement is measured from it."
    if terms.measured is Measured.CHANGE or terms.target is None:
        return "" if baseline else "A change from a baseline of 0 is no share of it."
    if scale.gain(baseline, terms.target.reach) > 0:
        return ""
    where = f"at the target ({scale.shown(terms.target.reach)}) or beyond it"
    return f"The baseline ({scale.shown(baseline)}) is already {where}: agree on a harder target."


def faults(terms: Improvement, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found, gap = [], terms.measured is Measured.GAP
    if gap and terms.target is None:
        found.append(Fault("target", "Give the target that closes the whole gap."))
    if not gap and terms.target is not None:
        found.append(Fault("target", "A relative change has no target: leave it out."))
    if terms.target is not None and (why := outside(scale.unit, terms.target.reach)):
        found.append(Fault("target", why))
    if not gap and not terms.levels:
        found.append(Fault("levels", "Give at least one level, which says what a change earns."))
    return found + (_level_faults(terms, scale) if terms.levels else [])


def sentence(terms: Improvement, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    words = "relative change from the baseline"
    if terms.measured is Measured.GAP and terms.target is not None:
        words = f"gap closed from the baseline to {scale.shown(terms.target.reach)} (target)"
    if not terms.levels:
        return f"the share of the {words}"
    levels = _in_percent(terms.levels)
    return f"{words}: {terms_in_words(levels, PERCENTS, terms.edge, between=terms.between)}"


def levels(terms: Improvement) -> tuple[Level, ...]:
    """Name the target, where reaching it is what earns all; other levels are no results."""
    if terms.levels or terms.target is None:
        return ()
    return (Level("target", terms.target.reach, ONE),)


def _level_faults(terms: Improvement, scale: Scale) -> list[Fault]:
    found = level_faults(terms.levels, SHARES)
    no_more = terms.measured is Measured.GAP or (
        scale.better is Better.LOWER and KINDS[scale.unit].least == ZERO
    )
    for level in terms.levels:
        if level.reach < 0:
            found.append(Fault("levels", f"{level.name} must not be less than no improvement."))
        if no_more and level.reach > ONE:
            most = "must lie between 0 and 1, which is all: write 0.375 for 37.5%"
            found.append(Fault("levels", f"{level.name} {most}."))
        if level.reach == 0 and level.earns > 0 and terms.edge is Edge.AT:
            why = "is reached without any improvement, so it must earn 0%"
            found.append(Fault("levels", f"{level.name} {why}."))
    return found


def _in_percent(levels: Sequence[Level]) -> tuple[Level, ...]:
    return tuple(Level(each.name, each.reach * HUNDRED, each.earns) for each in levels)


def _improvement_words(terms: Improvement, reading: Reading, share: Fraction) -> str:
    scale = reading.scale
    value, baseline = scale.shown(reading.value), scale.shown(reading.baseline or ZERO)
    if terms.measured is Measured.GAP and terms.target is not None:
        target = scale.shown(terms.target.reach)
        ends = f"from the baseline ({baseline}) to the target ({target})"
        return f"{value} closed {percent(share)} of the gap {ends}"
    if share == 0:
        return f"{value} is no change from the baseline ({baseline})"
    way = "better" if share > 0 else "worse"
    return f"{value} is {percent(abs(share))} {way} than the baseline ({baseline})"


def _unmeasured(reading: Reading) -> str:
    if reading.baseline is None:
        return "no baseline to improve on"
    return f"a change from a baseline of {reading.scale.shown(reading.baseline)} is no share of it"


IMPROVEMENT = Method(
    title="Improvement on the baseline",
    terms=Improvement,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=levels,
    example=Improvement(
        Measured.GAP,
        Target(Fraction(90)),
        (
            Level("threshold", Fraction(1, 4), Fraction(1, 2)),
            Level("maximum", Fraction(1, 2), ONE),
        ),
    ),
    compares=lambda _: True,
    needs_baseline=True,
    baseline_fault=baseline_fault,
)
