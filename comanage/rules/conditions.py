"""Conditions: what must hold of a result for a gate to be open or a modifier to apply.

A condition looks at one number of the scorecard, never at the number it decides
about, and says in advance what it means when that number is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from comanage.rules.numbers import ZERO, percent
from comanage.rules.units import Scale


class Looks(StrEnum):
    """Which number of the scorecard a condition looks at."""

    VALUE = "value"  # a measure's result at its precision
    FACTOR = "factor"  # what a measure's method gave it, 0 to 1, before modifiers and gates
    DOMAIN = "domain"  # the share of its weight that a domain earned, 0 to 1, before its own gates
    TOTAL = "total"  # the score of the whole scorecard, 0 to 1


class Compares(StrEnum):
    """How the number must compare."""

    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"
    HOLDS_BASELINE = "not worse than its baseline"  # of a measure's result
    BEATS_BASELINE = "better than its baseline"  # of a measure's result


class Unknown(StrEnum):
    """What a condition means while its number is missing."""

    FAILS = "fails"  # what cannot be shown to hold does not hold
    HOLDS = "holds"


@dataclass(frozen=True)
class Condition:
    """A comparison that decides.

    Attributes:
        compares: How the number must compare.
        than: What it is compared with: in the measure's unit, or as a share 0 to 1.
        code: The measure or the domain that is looked at; empty for the whole scorecard.
        looks_at: Which number of it.
        missing: What it means while that number is missing.
    """

    compares: Compares
    than: Fraction = ZERO
    code: str = ""
    looks_at: Looks = Looks.VALUE
    missing: Unknown = Unknown.FAILS

    @property
    def by_baseline(self) -> bool:
        """Say whether the number is compared with that of its own baseline period."""
        return self.compares in {Compares.HOLDS_BASELINE, Compares.BEATS_BASELINE}


@dataclass(frozen=True, slots=True)
class Looked:
    """A measure as conditions see it: its name, scale, result, baseline and method's factor."""

    name: str
    scale: Scale
    value: Fraction | None = None
    baseline: Fraction | None = None
    factor: Fraction | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The numbers of one scorecard that conditions may look at.

    Attributes:
        measures: Each measure by its code.
        domains: Each domain's share of its own weight, by its code, as far as it is known.
        total: The score of the whole, once it is known.
    """

    measures: Mapping[str, Looked] = field(default_factory=dict)
    domains: Mapping[str, Fraction | None] = field(default_factory=dict)
    total: Fraction | None = None

    def number(self, condition: Condition) -> Fraction | None:
        """Find the number that a condition looks at; None where it is missing."""
        if condition.looks_at is Looks.TOTAL:
            return self.total
        if condition.looks_at is Looks.DOMAIN:
            return self.domains.get(condition.code)
        looked = self.measures.get(condition.code)
        if looked is None:
            return None
        return looked.value if condition.looks_at is Looks.VALUE else looked.factor


def holds(condition: Condition, view: View) -> bool:
    """Say whether a condition holds; where its number is missing, the terms decide."""
    number = view.number(condition)
    if number is None:
        return condition.missing is Unknown.HOLDS
    if condition.by_baseline:
        return _against_baseline(condition, view.measures[condition.code])
    match condition.compares:
        case Compares.AT_LEAST:
            return number >= condition.than
        case Compares.MORE_THAN:
            return number > condition.than
        case Compares.AT_MOST:
            return number <= condition.than
        case _:
            return number < condition.than


def _against_baseline(condition: Condition, looked: Looked) -> bool:
    if looked.value is None or looked.baseline is None:
        return condition.missing is Unknown.HOLDS
    gain = looked.scale.gain(looked.baseline, looked.value)
    return gain > 0 or (gain == 0 and condition.compares is Compares.HOLDS_BASELINE)


def outcome(condition: Condition, view: View) -> str:
    """Say in words how a condition came out, with its number."""
    number = view.number(condition)
    named = _named(condition, view)
    if number is None:
        return f"{named} has no result, which {condition.missing.value} the condition"
    scale = _scale(condition, view)
    shown = scale.shown(number) if scale else percent(number)
    verb = "is" if holds(condition, view) else "is not"
    return f"{named}, {shown}, {verb} {_required(condition, scale)}"


def sentence(condition: Condition, view: View) -> str:
    """Put a condition in words, as the terms state it."""
    required = _required(condition, _scale(condition, view))
    missing = f"; without a result it {condition.missing.value}"
    return f"{_named(condition, view)} must be {required}{missing}"


def _required(condition: Condition, scale: Scale | None) -> str:
    if condition.by_baseline:
        return condition.compares.value
    than = scale.shown(condition.than) if scale else percent(condition.than)
    return f"{condition.compares.value} {than}"


def _scale(condition: Condition, view: View) -> Scale | None:
    """Give the scale of the number looked at; None for a share."""
    if condition.looks_at is not Looks.VALUE:
        return None
    looked = view.measures.get(condition.code)
    return looked.scale if looked else None


def _named(condition: Condition, view: View) -> str:
    match condition.looks_at:
        case Looks.TOTAL:
            return "the score"
        case Looks.DOMAIN:
            return f"the score of domain {condition.code}"
        case _:
            looked = view.measures.get(condition.code)
            name = looked.name if looked else condition.code
            return f"the factor of {name}" if condition.looks_at is Looks.FACTOR else name
