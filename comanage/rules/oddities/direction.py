"""Direction: levels that run the other way, and a name that says the opposite."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from comanage.rules.measure import Measure
from comanage.rules.methods.composite import Composite
from comanage.rules.methods.percentiles import Percentiles
from comanage.rules.methods.points import Points
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import of_measure
from comanage.rules.units import Better

# Words of what one usually wants less of, and more of; a name that has both says neither.
LESS = (
    "readmission", "infection", "mortality", "death", "complication", "reoperation", "bleeding",
    "denial", "turnover", "poor control", "cost per", "expense", "injury", "leakage",
)  # fmt: skip
MORE = (
    "satisfaction", "recommend", "screening", "on time", "in time", "attendance", "adherence",
    "completed", "saving", "referred", "discharged home", "within", "reviewed", "avoided",
)  # fmt: skip
OPPOSITE = {Better.HIGHER: "lower", Better.LOWER: "higher"}


def _contradicted(subject: Subject) -> Found:
    for domain, measure in subject.paid:
        if isinstance(measure.method, TargetBand | Composite):
            continue  # neither goes by the direction of what it is named after
        place, other = of_measure(domain, measure), OPPOSITE[measure.better]
        if _backwards(measure):
            why = f"The levels of {measure.name} run from hard to easy while {measure.better}"
            yield Odd(place, f"{why} is better: is {other} better?")
        elif wanted := _wanted(measure.name, measure.better):
            why = f"{measure.name}: {measure.better} is better by the terms, and the name"
            yield Odd(place, f"{why} says “{wanted}”. Is {other} better?")


def _backwards(measure: Measure) -> bool:
    steps = list(pairwise(_reaches(measure)))
    return bool(steps) and all(measure.scale.gain(one, next_one) < 0 for one, next_one in steps)


def _reaches(measure: Measure) -> Sequence[Fraction]:
    """List the results to reach, as the terms order them, sound or not."""
    agreed = measure.method
    if isinstance(agreed, Points):
        return (agreed.threshold, agreed.benchmark)
    if isinstance(agreed, Percentiles):
        return [cut.reach for cut in agreed.cuts]
    if agreed.kind in {"bands", "linear"}:
        return [level.reach for level in getattr(agreed, "levels", ())]
    return ()


def _wanted(name: str, better: Better) -> str:
    """Give the word of a name that speaks against a direction; empty where none does."""
    plain = name.casefold()
    against, in_favour = (LESS, MORE) if better is Better.HIGHER else (MORE, LESS)
    if any(word in plain for word in in_favour):
        return ""
    return next((word for word in against if word in plain), "")


DIRECTION = Oddity("direction", _contradicted)
