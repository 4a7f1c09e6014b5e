"""Binary: a measure earns all of its weight when it reaches its target, else nothing."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import unreached
from comanage.rules.methods.method import Earned, Edge, Level, Method, Reading, reaches
from comanage.rules.numbers import ONE, ZERO
from comanage.rules.units import Scale, outside


@dataclass(frozen=True)
class Binary:
    """The one result that decides, and whether meeting it exactly is enough."""

    kind: ClassVar[str] = "binary"
    target: Fraction
    edge: Edge = Edge.AT


def earn(terms: Binary, reading: Reading) -> Earned:
    """Earn everything at the target, nothing short of it."""
    (level,) = levels(terms)
    if not reaches(reading, terms.target, terms.edge):
        return Earned(ZERO, unreached(level, reading))
    scale = reading.scale
    because = f"{scale.shown(reading.value)} reached target ({scale.shown(terms.target)})"
    return Earned(ONE, because, level.name)


def faults(terms: Binary, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    why = outside(scale.unit, terms.target)
    return [Fault("target", why)] if why else []


def sentence(terms: Binary, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    way = scale.or_better() if terms.edge is Edge.AT else f"{scale.or_better()}, but not exactly"
    return f"100% at {scale.shown(terms.target)} {way}; nothing otherwise"


def levels(terms: Binary) -> tuple[Level, ...]:
    """Name the target as the one level."""
    return (Level("target", terms.target, ONE),)


BINARY = Method(
    title="All or nothing at the target",
    terms=Binary,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=levels,
    example=Binary(Fraction(90)),
)
