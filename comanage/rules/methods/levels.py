"""Levels: what must hold for a list of named levels, and what a reading among them earns.

Whatever a method measures, its levels are read in one of two ways: in steps,
or along a straight line.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from comanage.refusals import Fault
from comanage.rules.methods.method import Earned, Edge, Level, Reading, reaches
from comanage.rules.numbers import HUNDRED, ONE, ZERO, percent, shown
from comanage.rules.units import Scale, outside


class Between(StrEnum):
    """What a result between two levels earns."""

    STRAIGHT = "straight line"  # in proportion to the way from one level to the next
    STEP = "step"  # as much as on the easier of the two


def level_faults(levels: Sequence[Level], scale: Scale) -> list[Fault]:
    """Say what is wrong with levels that should run from the easiest to the hardest."""
    if not levels:
        return [Fault("levels", "Give at least one level.")]
    found = [
        Fault("levels", f"{harder.name} must be harder to reach than {easier.name}.")
        for easier, harder in pairwise(levels)
        if scale.gain(easier.reach, harder.reach) <= 0
    ]
    found += [
        Fault("levels", f"{harder.name} must not earn less than {easier.name}.")
        for easier, harder in pairwise(levels)
        if harder.earns < easier.earns
    ]
    found += [
        Fault("levels", f"{level.name} must earn between 0% and 100%.")
        for level in levels
        if not ZERO <= level.earns <= ONE
    ]
    found += [Fault("levels", "Give every level a name.") for level in levels if not level.name]
    names = [level.name for level in levels if level.name]
    found += [
        Fault("levels", f"Two levels are named {name}.")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    reasons = ((level, outside(scale.unit, level.reach)) for level in levels)
    return found + [Fault("levels", f"{level.name}: {why}") for level, why in reasons if why]


def share_at(levels: Sequence[Level], reading: Reading, edge: Edge, *, between: Between) -> Earned:
    """Earn what the levels give a reading: in steps, or along the straight line.

    Args:
        levels: At least one, easiest first.
        reading: The result, on the scale that the levels are on.
        edge: Whether a result exactly on a level has reached it.
        between: What a result between two levels earns.
    """
    read = along_line if between is Between.STRAIGHT else in_steps
    return read(levels, reading, edge)


def in_steps(levels: Sequence[Level], reading: Reading, edge: Edge) -> Earned:
    """Earn the share of the hardest level reached."""
    level = hardest_reached(levels, reading, edge)
    return _short_of(levels[0], reading) if level is None else _at(level, reading)


def along_line(levels: Sequence[Level], reading: Reading, edge: Edge) -> Earned:
    """Earn the share that lies on the straight line at a reading.

    The edge concerns the easiest level alone; further on the line is the same
    either way.
    """
    easiest, hardest = levels[0], levels[-1]
    if not reaches(reading, easiest.reach, edge):
        return _short_of(easiest, reading)
    level = hardest_reached(levels, reading, Edge.AT) or easiest
    if level is hardest or reading.value == level.reach:
        return _at(level, reading)
    harder = next(high for low, high in pairwise(levels) if low is level)
    return _between(level, harder, reading)


def hardest_reached(levels: Sequence[Level], reading: Reading, edge: Edge) -> Level | None:
    """Find the hardest level that a reading has reached, if any."""
    for level in reversed(levels):
        if reaches(reading, level.reach, edge):
            return level
    return None


def in_words(levels: Sequence[Level], scale: Scale) -> str:
    """List the levels as the statement prints them."""
    return "; ".join(
        f"{shown(level.earns * HUNDRED)}% at {scale.shown(level.reach)} {scale.or_better()}"
        f" ({level.name})"
        for level in levels
    )


def terms_in_words(levels: Sequence[Level], scale: Scale, edge: Edge, *, between: Between) -> str:
    """List the levels, with what is earned between them and whether they must be passed."""
    words = in_words(levels, scale)
    passed = "a level"
    if between is Between.STRAIGHT:
        words, passed = f"{words}; a straight line between", levels[0].name
    return words if edge is Edge.AT else f"{words}; {passed} must be passed, not only reached"


def unreached(level: Level, reading: Reading) -> str:
    """Say in words that a reading fell short of a level."""
    scale = reading.scale
    exactly = reading.value == level.reach
    verb = "only reached, did not pass" if exactly else "did not reach"
    return f"{scale.shown(reading.value)} {verb} {level.name} ({scale.shown(level.reach)})"


def _short_of(easiest: Level, reading: Reading) -> Earned:
    return Earned(ZERO, unreached(easiest, reading))


def _at(level: Level, reading: Reading) -> Earned:
    scale = reading.scale
    because = f"{scale.shown(reading.value)} reached {level.name} ({scale.shown(level.reach)})"
    return Earned(level.earns, because, level.name)


def _between(low: Level, high: Level, reading: Reading) -> Earned:
    scale = reading.scale
    way = scale.gain(low.reach, reading.value) / scale.gain(low.reach, high.reach)
    share = low.earns + way * (high.earns - low.earns)
    because = (
        f"{scale.shown(reading.value)} lies {percent(way)} of the way from"
        f" {low.name} ({scale.shown(low.reach)}) to {high.name} ({scale.shown(high.reach)}),"
        f" which earn {percent(low.earns)} and {percent(high.earns)}"
    )
    return Earned(share, because, low.name)
