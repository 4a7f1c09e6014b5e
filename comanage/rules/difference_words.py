"""Words for values of terms, as a difference between two versions prints them."""

from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from comanage.rules import canonical
from comanage.rules.numbers import money, percent, shown, to_cents
from comanage.rules.periods import in_words
from comanage.rules.units import Scale

NOTHING = "none"
# Entries that hold a share of 1, wherever they stand, and those that do in one class alone.
SHARES = frozenset({"weight", "earns", "share", "keeps", "own_weight", "reported"})
SHARES_OF = frozenset(
    {("Measure", "floor"), ("Measure", "cap"), ("Domain", "floor"), ("Domain", "cap"),
     ("PoolRules", "floor"), ("PoolRules", "cap"), ("Advances", "rate")}
)  # fmt: skip
# Entries that hold dollars.
DOLLARS_OF = frozenset(
    {("Terms", "base_fee"), ("Fixed", "amount"), ("FmvCap", "amount"), ("PoolRules", "least"),
     ("PoolRules", "most"), ("Division", "least"), ("Division", "most"),
     ("RestatementRules", "material")}
)  # fmt: skip
# Entries of a method that are results of its measure, in its unit.
RESULTS = frozenset(
    {"reach", "target", "planned", "level", "threshold", "benchmark", "low", "high", "low_limit",
     "high_limit", "mean"}
)  # fmt: skip


def label(name: str) -> str:
    """Turn the name of an entry into words.

    >>> label("must_beat_baseline")
    'must beat baseline'
    """
    return name.replace("_", " ")


def in_words_of(owner: object, name: str, value: object, scale: Scale | None) -> str:
    """Put the value of an entry in words.

    Args:
        owner: What it is an entry of.
        name: The name of the entry.
        value: Its value.
        scale: How the results of the measure read that it belongs to, if it belongs to one.
    """
    if isinstance(value, Fraction):
        return _number(type(owner).__name__, name, value, scale)
    return said(value)


def said(value: object) -> str:
    """Put any value in words.

    >>> said(True), said(None), said(""), said(date(2027, 1, 31)), said(("a", "b"))
    ('yes', 'none', 'none', '31 Jan 2027', 'a, b')
    """
    if value is None or value in ("", ()):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(said(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return _whole(value)
    if isinstance(value, Fraction):
        return shown(value)
    return in_words(value) if isinstance(value, date) else str(value)


def told_apart(before: str, after: str, values: tuple[object, object]) -> tuple[str, str]:
    """Give words that differ wherever the values do: the exact ones where rounding hides it.

    >>> third = Fraction(1, 3)
    >>> told_apart("33.33%", "33.33%", (third, third + Fraction(1, 10**9)))
    ('"1/3"', '"1000000003/3000000000"')
    """
    if before != after:
        return before, after
    return canonical.text(values[0]), canonical.text(values[1])


def _number(owner: str, name: str, value: Fraction, scale: Scale | None) -> str:
    if name in SHARES or (owner, name) in SHARES_OF:
        return percent(value)
    if (owner, name) in DOLLARS_OF and to_cents(value) == value * 100:
        return money(to_cents(value))
    if name in RESULTS and scale is not None:
        return scale.shown(value)
    return shown(value)


def _whole(value: Any) -> str:  # noqa: ANN401  # whatever has entries
    """Name a thing with all that it says, for one that came or went as a whole."""
    told = [str(getattr(value, "kind", ""))]
    for each in fields(value):
        held = getattr(value, each.name)
        if held != each.default:
            told.append(f"{label(each.name)} {in_words_of(value, each.name, held, None)}")
    return f"({', '.join(words for words in told if words)})"
