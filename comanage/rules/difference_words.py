"""Words for values of terms, as a difference between two versions prints them."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from comanage.rules import canonical
from comanage.rules.numbers import money, percent, shown, to_cents
from comanage.rules.periods import in_words
from comanage.rules.term_words import CODES, label, value_words
from comanage.rules.units import Scale

NOTHING = "none"
NO_NAMES: Mapping[str, str] = MappingProxyType({})
# Entries that hold a share of 1, wherever they stand, and those that do in one class alone.
SHARES = frozenset({"weight", "earns", "share", "keeps", "own_weight", "reported"})
SHARES_OF = frozenset(
    {("Measure", "floor"), ("Measure", "cap"), ("Domain", "floor"), ("Domain", "cap"),
     ("PoolRules", "floor"), ("PoolRules", "cap"), ("Advances", "rate"),
     ("SharedSavings", "rate"), ("Losses", "rate"), ("Losses", "floor"), ("Losses", "ceiling"),
     ("Losses", "limit"), ("EpisodeBundle", "gain_share"), ("EpisodeBundle", "loss_share"),
     ("EpisodeBundle", "stop_gain"), ("EpisodeBundle", "stop_loss"), ("EpisodeBundle", "minimum")}
)  # fmt: skip
# Entries that hold dollars.
DOLLARS_OF = frozenset(
    {("Terms", "base_fee"), ("Fixed", "amount"), ("FmvCap", "amount"), ("PoolRules", "least"),
     ("PoolRules", "most"), ("Division", "least"), ("Division", "most"),
     ("RestatementRules", "material"), ("EpisodeBundle", "target")}
)  # fmt: skip
# Entries of a method that are results of its measure, in its unit.
RESULTS = frozenset(
    {"reach", "target", "planned", "level", "threshold", "benchmark", "low", "high", "low_limit",
     "high_limit", "mean"}
)  # fmt: skip


def in_words_of(
    owner: object,
    name: str,
    value: object,
    scale: Scale | None,
    *,
    names: Mapping[str, str] = NO_NAMES,
) -> str:
    """Put the value of an entry in words.

    Args:
        owner: What it is an entry of.
        name: The name of the entry.
        value: Its value.
        scale: How the results of the measure read that it belongs to, if it belongs to one.
        names: The names of measures and groups by their codes.
    """
    if (type(owner).__name__, name) in CODES:
        return said(_named(value, names))
    if isinstance(value, Fraction):
        return _number(type(owner).__name__, name, value, scale)
    return said(value)


def _named(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, tuple):
        return tuple(_named(each, names) for each in value)
    return names.get(value, value) if isinstance(value, str) else value


def said(value: object) -> str:
    """Put any value in words.

    >>> said(True), said(None), said(""), said(date(2027, 1, 31)), said(("a", "b"))
    ('yes', 'none', 'none', '31 Jan 2027', 'a, b')
    """
    if value is None or value in ("", ()):
        return NOTHING
    if isinstance(value, tuple):
        return ", ".join(said(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return _whole(value)
    return _single(value)


def part_said(part: object, called: str) -> str:
    """Put an entry of a list in words, without the code or the name that it is called by.

    >>> from comanage.rules.periods import Period
    >>> part_said(Period("2027-Q1", date(2027, 1, 1), date(2027, 3, 31)), "2027-Q1")
    'first day 1 Jan 2027, last day 31 Mar 2027'
    """
    if not is_dataclass(part) or isinstance(part, type):
        return said(part)
    return ", ".join(words for words in _told(part, called) if words) or said(part)


def _single(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return shown(value)
    if isinstance(value, date):
        return in_words(value)
    return value_words(value) if isinstance(value, StrEnum) else str(value)


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
    return f"({', '.join(words for words in _told(value) if words)})"


def _told(value: Any, called: str | None = None) -> Iterator[str]:  # noqa: ANN401  # the same
    yield str(getattr(value, "kind", ""))
    for each in fields(value):
        held = getattr(value, each.name)
        if held not in (each.default, called):
            words = in_words_of(value, each.name, held, None)
            yield f"{label(type(value), each.name)} {words}".lstrip()
