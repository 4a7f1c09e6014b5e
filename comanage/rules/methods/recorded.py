"""Recorded: a figure that is kept for what goes by it, and never scored.

Savings, hours, head counts and payments made before are such figures: a funding,
a division, a gate or an advance names the measure, and reads its result.
"""

from dataclasses import dataclass
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.method import Earned, Level, Method, Reading
from comanage.rules.numbers import ZERO
from comanage.rules.units import Scale


@dataclass(frozen=True)
class Recorded:
    """Nothing more to agree on."""

    kind: ClassVar[str] = "recorded"


def earn(_terms: Recorded, _reading: Reading) -> Earned:
    """Earn nothing: it is not scored."""
    return Earned(ZERO, "recorded, not scored")


def faults(_terms: Recorded, _scale: Scale) -> list[Fault]:
    """Find nothing: there is nothing to agree on."""
    return []


def sentence(_terms: Recorded, _scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    return "recorded, not scored"


def levels(_terms: Recorded) -> tuple[Level, ...]:
    """Name no level."""
    return ()


RECORDED = Method(
    title="Only recorded",
    terms=Recorded,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=levels,
    example=Recorded(),
    scores=False,
)
