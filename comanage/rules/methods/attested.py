"""Attested: a person of standing says that something was done, or how much of it.

A result is 1 for done and 0 for not done, or a share between them where the
agreement pays for a part; in percent, 100 is done.
"""

from dataclasses import dataclass
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.method import Earned, Method, Reading
from comanage.rules.numbers import HUNDRED, ONE, ZERO, percent
from comanage.rules.units import Better, Scale, Unit

DONE = "done"
ALL_OF_IT = {Unit.FRACTION: ONE, Unit.PERCENT: HUNDRED, Unit.COUNT: ONE}


@dataclass(frozen=True)
class Attested:
    """Who attests, and whether a part counts.

    Attributes:
        attested_by: Who attests it, by office, such as service line administrator.
        partial: A part that is done earns its share; otherwise only all of it earns.
    """

    kind: ClassVar[str] = "attested"
    attested_by: str
    partial: bool = False


def earn(terms: Attested, reading: Reading) -> Earned:
    """Earn the share that was attested as done."""
    whole = ALL_OF_IT.get(reading.scale.unit, ONE)
    share = min(max(reading.value / whole, ZERO), ONE)
    attested = f"attested by {terms.attested_by}"
    if share == ONE:
        return Earned(ONE, f"{attested} as done", DONE)
    if share == ZERO:
        return Earned(ZERO, f"{attested} as not done")
    because = f"{attested} as {percent(share)} done"
    return Earned(share, because) if terms.partial else Earned(ZERO, f"{because}, which is not all")


def faults(terms: Attested, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found = []
    if not terms.attested_by.strip():
        found.append(Fault("attested_by", "Say who attests it."))
    if scale.unit not in ALL_OF_IT:
        found.append(Fault("unit", f"What is attested is a {_listed()}, not {scale.unit}."))
    if scale.better is Better.LOWER:
        found.append(Fault("better", "Of what is done, higher is better."))
    if terms.partial and scale.unit is Unit.COUNT:
        found.append(Fault("partial", "A part is no whole number: use the unit percent."))
    return found


def sentence(terms: Attested, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    del scale  # done is done in any unit
    if terms.partial:
        return f"the share that {terms.attested_by} attests as done"
    return f"100% when {terms.attested_by} attests it as done; nothing otherwise"


def _listed() -> str:
    *most, last = ALL_OF_IT
    return f"{', '.join(most)} or {last}"


ATTESTED = Method(
    title="Done, as a person attests",
    terms=Attested,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=lambda _: (),
    example=Attested(attested_by="the service line administrator"),
)
