"""Maintenance: a measure earns for holding the level that it improved to before.

Two things must hold: the result is at the agreed level, and it is no worse
than the baseline, which is last year's result. It usually earns less than an
improvement does, and for a stated time only.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import unreached
from comanage.rules.methods.method import Earned, Level, Method, Reading
from comanage.rules.numbers import ONE, ZERO, percent
from comanage.rules.units import Scale, outside

HELD = "level to hold"


@dataclass(frozen=True)
class Maintenance:
    """The level to hold, and what holding it earns.

    Attributes:
        level: The level to hold, in the measure's unit.
        slack: By how much a result may be worse than the baseline, in the measure's unit.
        earns: The share of the measure's weight earned by holding it, 0 to 1.
    """

    kind: ClassVar[str] = "maintenance"
    level: Fraction
    slack: Fraction = ZERO
    earns: Fraction = Fraction(1, 2)


def earn(terms: Maintenance, reading: Reading) -> Earned:
    """Earn the agreed share where the level and the baseline are held, else nothing."""
    (level,), scale = levels(terms), reading.scale
    if reading.baseline is None:
        return Earned(ZERO, "no baseline to hold")
    if scale.gain(terms.level, reading.value) < 0:
        return Earned(ZERO, unreached(level, reading))
    value, baseline = scale.shown(reading.value), scale.shown(reading.baseline)
    if scale.gain(reading.baseline, reading.value) < -terms.slack:
        because = f"{value} is worse than the baseline ({baseline}){_by_more(terms, scale)}"
        return Earned(ZERO, because, HELD)
    because = f"{value} held the level ({scale.shown(terms.level)}) and the baseline ({baseline})"
    return Earned(terms.earns, because, HELD)


def faults(terms: Maintenance, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found = []
    if why := outside(scale.unit, terms.level):
        found.append(Fault("level", why))
    if terms.slack < 0:
        found.append(Fault("slack", "The slack must not be negative."))
    if not ZERO <= terms.earns <= ONE:
        found.append(Fault("earns", "Holding the level must earn between 0% and 100%."))
    return found


def sentence(terms: Maintenance, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    return (
        f"{percent(terms.earns)} at {scale.shown(terms.level)} {scale.or_better()}"
        f" if not worse than the baseline{_by_more(terms, scale)}; nothing otherwise"
    )


def levels(terms: Maintenance) -> tuple[Level, ...]:
    """Name the level to hold as the one level."""
    return (Level(HELD, terms.level, terms.earns),)


def _by_more(terms: Maintenance, scale: Scale) -> str:
    if not terms.slack:
        return ""
    return f" by more than {scale.shown(terms.slack).replace('%', ' points')}"


MAINTENANCE = Method(
    title="A level held",
    terms=Maintenance,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=levels,
    example=Maintenance(level=Fraction(90)),
    compares=lambda _: True,
    needs_baseline=True,
)
