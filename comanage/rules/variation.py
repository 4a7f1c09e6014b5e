"""Variation: what a control chart says of a measure. It explains and never pays.

Results move from period to period even where nothing has changed. The chart of
single results and their moving ranges (XmR) tells such common variation from a
special cause that is worth a look, and says whether a target can be counted on.
The rules are those of NHS England's Making Data Count, as NHSRplotthedots 0.2.2
(MIT) applies them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from comanage.rules.numbers import shown
from comanage.rules.special_cause import Cause, Limits, Point, Side, judged, limits_of
from comanage.rules.units import Better

FIRM = 13  # fewer points than this make trial limits
LEAST_FIXED = 12  # the fewest points that limits may be fixed on

Write = Callable[[Fraction], str]  # writes a result with its unit, as in "84.2%"


class Variation(StrEnum):
    """What the last point says of the measure."""

    COMMON = "common cause"
    IMPROVING_HIGH = "improving high"
    IMPROVING_LOW = "improving low"
    CONCERNING_HIGH = "concerning high"
    CONCERNING_LOW = "concerning low"
    NEUTRAL_HIGH = "neutral high"  # it changed, and neither way is better
    NEUTRAL_LOW = "neutral low"


class Assurance(StrEnum):
    """Whether the target can be counted on while nothing changes."""

    PASSES = "consistently pass"
    FAILS = "consistently fail"
    HIT_OR_MISS = "hit or miss"
    NONE = "not judged"  # no target, neither way better, or no limits yet


ICONS = {
    (Better.HIGHER, Side.HIGH): Variation.IMPROVING_HIGH,
    (Better.HIGHER, Side.LOW): Variation.CONCERNING_LOW,
    (Better.LOWER, Side.HIGH): Variation.CONCERNING_HIGH,
    (Better.LOWER, Side.LOW): Variation.IMPROVING_LOW,
    (None, Side.HIGH): Variation.NEUTRAL_HIGH,
    (None, Side.LOW): Variation.NEUTRAL_LOW,
}
POINTS = {
    (Cause.OUTSIDE, Side.HIGH): "{value} lies above the upper limit ({upper})",
    (Cause.OUTSIDE, Side.LOW): "{value} lies below the lower limit ({lower})",
    (Cause.TREND, Side.HIGH): "{count} points from {first} to {last} all rise",
    (Cause.TREND, Side.LOW): "{count} points from {first} to {last} all fall",
    (Cause.NEAR, Side.HIGH): "2 of 3 points in a row lie near the upper limit ({upper})",
    (Cause.NEAR, Side.LOW): "2 of 3 points in a row lie near the lower limit ({lower})",
    (Cause.SHIFT, Side.HIGH): "{count} points from {first} to {last} lie above the mean ({mean})",
    (Cause.SHIFT, Side.LOW): "{count} points from {first} to {last} lie below the mean ({mean})",
    (Cause.COMMON, None): "{value} lies within the usual range ({lower} to {upper})",
}
VARIATIONS = {
    Variation.COMMON: "No sign of change",
    Variation.IMPROVING_HIGH: "Improving",
    Variation.IMPROVING_LOW: "Improving",
    Variation.CONCERNING_HIGH: "Concerning",
    Variation.CONCERNING_LOW: "Concerning",
    Variation.NEUTRAL_HIGH: "Changed, though neither way is better",
    Variation.NEUTRAL_LOW: "Changed, though neither way is better",
}
AS_A_RULE = {
    Assurance.PASSES: "Target met as a rule",
    Assurance.FAILS: "Target missed as a rule",
}
ASSURANCES = {
    Assurance.PASSES: "all of the usual range ({lower} to {upper}) meets the target ({target})",
    Assurance.FAILS: "none of the usual range ({lower} to {upper}) meets the target ({target})",
    Assurance.HIT_OR_MISS: "the target ({target}) lies inside the limits ({lower} to {upper})",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """The points from one rebase to the next, and their limits; None for a single point."""

    points: tuple[Point, ...]
    limits: Limits | None

    @property
    def trial(self) -> bool:
        """Whether there are too few points for limits that one can rely on."""
        return len(self.points) < FIRM


@dataclass(frozen=True, slots=True)
class Chart:
    """A control chart.

    Attributes:
        segments: One, and one more for each rebase.
        better: Which way is better; None where neither is.
        target: The target that holds for the last point, if there is one.
    """

    segments: tuple[Segment, ...]
    better: Better | None
    target: Fraction | None

    @property
    def latest(self) -> Segment:
        """The last segment, which the icons look at."""
        return self.segments[-1]

    @property
    def variation(self) -> Variation:
        """The variation icon: what the last point says."""
        side = self.latest.points[-1].side
        return ICONS[self.better, side] if side else Variation.COMMON

    @property
    def assurance(self) -> Assurance:
        """The assurance icon: on which side of the target the last limits lie."""
        limits = self.latest.limits
        if self.target is None or self.better is None or limits is None:
            return Assurance.NONE
        if limits.lower <= self.target <= limits.upper:
            return Assurance.HIT_OR_MISS
        out_of_reach = (self.target > limits.upper) is (self.better is Better.HIGHER)
        return Assurance.FAILS if out_of_reach else Assurance.PASSES


def control_chart(
    values: Sequence[Fraction],
    better: Better | None,
    *,
    target: Fraction | None = None,
    rebase: Sequence[int] = (),
    fixed: int | None = None,
    screening: bool = True,
) -> Chart:
    """Draw up a control chart.

    Args:
        values: The results in the order of their periods, without gaps.
        better: Which way is better; None where neither is.
        target: The target that holds for the last point.
        rebase: The places, counted from 0, of the points at which all starts anew.
        fixed: How many first points of each segment make its limits; None for all.
        screening: Whether moving ranges that are outliers are left out of the limits.

    Raises:
        ValueError: There is no point, a rebase is out of place, or limits would be
            fixed on fewer than 12 points; the message is a sentence.

    >>> readmissions = [Fraction(n) for n in (11, 12, 10, 11, 9, 8, 7, 6, 5, 4)]
    >>> chart = control_chart(readmissions, Better.LOWER, target=Fraction(3))
    >>> chart.variation, chart.assurance, chart.latest.trial
    (<Variation.IMPROVING_LOW: 'improving low'>, <Assurance.FAILS: 'consistently fail'>, True)
    """
    if not values:
        raise ValueError("Give at least one point.")
    if fixed is not None and fixed < LEAST_FIXED:
        raise ValueError(f"Limits must be fixed on {LEAST_FIXED} points or more, not on {fixed}.")
    edges = (0, *rebase, len(values))
    if any(start >= end for start, end in pairwise(edges)):
        raise ValueError("Rebases must stand in order, after the first point and up to the last.")
    segments = []
    for start, end in pairwise(edges):
        own = values[start:end]
        limits = limits_of(own[:fixed], screening=screening) if len(own) > 1 else None
        segments.append(Segment(tuple(judged(own, limits, start=start)), limits))
    return Chart(tuple(segments), better, target)


def point_sentence(
    point: Point, limits: Limits | None, *, write: Write = shown, names: Sequence[str] = ()
) -> str:
    """Say why a point stands where it does.

    Args:
        point: The point.
        limits: The limits of its segment.
        write: Writes a result.
        names: What all points of the chart are called, as in "Mar 2027"; empty to count them.
    """
    if limits is None:
        return "One point alone does not say how much the measure varies."
    because = POINTS[point.cause, point.side].format(
        value=write(point.value),
        count=point.last - point.first + 1,
        first=names[point.first] if names else f"point {point.first + 1}",
        last=names[point.last] if names else f"point {point.last + 1}",
        mean=write(limits.mean),
        lower=write(limits.lower),
        upper=write(limits.upper),
    )
    return f"{because}."


def variation_sentence(chart: Chart, *, write: Write = shown, names: Sequence[str] = ()) -> str:
    """Say what the variation icon means, and why; `write` and `names` as for one point.

    >>> variation_sentence(control_chart([Fraction(n) for n in (1, 2) * 6 + (9,)], None))
    'Changed, though neither way is better: 9 lies above the upper limit (4.736923).'
    """
    latest = chart.latest
    reason = point_sentence(latest.points[-1], latest.limits, write=write, names=names)
    return f"{VARIATIONS[chart.variation]}: {reason}"


def assurance_sentence(chart: Chart, *, write: Write = shown) -> str:
    """Say what the assurance icon means: whether the target can be counted on."""
    limits = chart.latest.limits
    if chart.target is None:
        return "Not judged: there is no target."
    if chart.better is None:
        return "Not judged: neither way is better."
    if limits is None:
        return "Not judged: one point alone makes no limits."
    because = ASSURANCES[chart.assurance].format(
        target=write(chart.target), lower=write(limits.lower), upper=write(limits.upper)
    )
    return f"{AS_A_RULE.get(chart.assurance, chart.assurance.capitalize())}: {because}."


def limits_sentence(segment: Segment) -> str:
    """Say which points made the limits of a segment, and whether one can rely on them.

    >>> limits_sentence(control_chart([Fraction(1), Fraction(2)], None).latest)
    'Trial limits: they rest on 2 points, and firm ones take 13.'
    """
    limits, count = segment.limits, len(segment.points)
    if limits is None:
        return "There are no limits yet: it takes two points to make them."
    if segment.trial:
        return f"Trial limits: they rest on {limits.counted} points, and firm ones take {FIRM}."
    made = f"the first {limits.counted} of {count}" if limits.counted < count else f"{count}"
    return f"The limits rest on {made} points."


def screening_sentence(limits: Limits, *, write: Write = shown) -> str:
    """Say which moving ranges the limits leave out as outliers, or that they leave out none.

    >>> screening_sentence(limits_of([Fraction(n) for n in (1, 2) * 6 + (9,)]))
    'The limits leave out 1 of 12 moving ranges as an outlier: 7.'
    """
    among = limits.counted - 1
    if limits.left_out is None:
        return f"Outliers were not screened: the limits count all moving ranges ({among})."
    if not limits.left_out:
        return f"The limits leave out no moving range as an outlier, of {among}."
    count = len(limits.left_out)
    noun = "an outlier" if count == 1 else "outliers"
    listed = ", ".join(write(step) for step in limits.left_out)
    return f"The limits leave out {count} of {among} moving ranges as {noun}: {listed}."
