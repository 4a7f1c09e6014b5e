"""Levels: what must hold for a list of named levels, whatever the method makes of them."""

from collections.abc import Sequence
from itertools import pairwise

from comanage.refusals import Fault
from comanage.rules.methods.method import Edge, Level, Reading, reaches
from comanage.rules.numbers import HUNDRED, ONE, ZERO, shown
from comanage.rules.units import Scale, outside


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


def unreached(level: Level, reading: Reading) -> str:
    """Say in words that a reading fell short of a level."""
    scale = reading.scale
    exactly = reading.value == level.reach
    verb = "only met, did not pass" if exactly else "did not reach"
    return f"{scale.shown(reading.value)} {verb} {level.name} ({scale.shown(level.reach)})"
