"""Count: as much as was done of what was planned, such as four of five milestones.

Each one done earns the same, and more than planned earns no more. An agreement
may name a least: with fewer done than that, nothing is earned.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.method import Earned, Level, Method, Reading
from comanage.rules.numbers import ONE, ZERO, shown
from comanage.rules.units import Better, Scale, outside

MINIMUM, PLAN = "minimum", "plan"


@dataclass(frozen=True)
class Count:
    """How many are planned, and how few earn nothing.

    Attributes:
        planned: How many are planned; all of them earn the whole weight.
        least: The fewest that earn anything; 0 where each one does.
    """

    kind: ClassVar[str] = "count"
    planned: Fraction
    least: Fraction = ZERO


def earn(terms: Count, reading: Reading) -> Earned:
    """Earn the share done of what was planned.

    >>> from comanage.rules.units import Unit
    >>> four = Reading(Fraction(4), Scale(Unit.COUNT, Better.HIGHER))
    >>> earn(Count(Fraction(5)), four).because
    '4 of 5 planned were done'
    """
    done = reading.value
    because = f"{shown(done)} of {shown(terms.planned)} planned were done"
    if done < terms.least:
        return Earned(ZERO, f"{because}, fewer than the least of {shown(terms.least)}")
    share = min(max(done / terms.planned, ZERO), ONE)
    reached = [level.name for level in levels(terms) if done >= level.reach]
    return Earned(share, because, reached[-1] if reached else "")


def faults(terms: Count, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found = []
    if scale.better is Better.LOWER:
        found.append(Fault("better", "Of what is done, higher is better."))
    if terms.planned <= 0:
        found.append(Fault("planned", "Plan more than 0."))
    elif not ZERO <= terms.least <= terms.planned:
        between = f"between 0 and {shown(terms.planned)}, which are planned"
        found.append(Fault("least", f"The least must lie {between}."))
    limits = (("planned", terms.planned), ("least", terms.least))
    reasons = ((place, outside(scale.unit, limit)) for place, limit in limits)
    return found + [Fault(place, why) for place, why in reasons if why]


def sentence(terms: Count, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    del scale  # what is planned is counted, whatever the unit
    words = f"the share that is done of {shown(terms.planned)} planned"
    return f"{words}; nothing below {shown(terms.least)}" if terms.least else words


def levels(terms: Count) -> tuple[Level, ...]:
    """Name the least, where there is one, and what is planned."""
    plan = Level(PLAN, terms.planned, ONE)
    if not ZERO < terms.least < terms.planned:
        return (plan,)
    return (Level(MINIMUM, terms.least, terms.least / terms.planned), plan)


COUNT = Method(
    title="Milestones done of those planned",
    terms=Count,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=levels,
    example=Count(planned=Fraction(5)),
)
