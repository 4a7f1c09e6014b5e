"""Fields drawn from the class of some terms: what each entry looks like on a page.

Numbers, words, choices, lists of rows and nested parts become fields by their
types. An entry named `earns` or `share` holds a share of 1 and is typed in percent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from wtforms import BooleanField, Field, SelectField, StringField

from comanage.pages.form import ExactField, choices
from comanage.pages.hints import about, hints_of, in_percent, words
from comanage.pages.picks import chosen_id
from comanage.rules.numbers import HUNDRED

SHARES = frozenset({"earns", "share"})
SPARE_ROWS, FEWEST_ROWS, MOST_ROWS = 2, 5, 15
PREFIX, AGREED = "method", "agreed"

# Any: an entry of terms may hold whatever its class says.
Held = Any


class WholeField(ExactField):
    """A whole number; `data` is an int."""

    example = "2"

    def from_typed(self, number: Fraction) -> int:
        """Refuse a number with a fraction."""
        if number.denominator != 1:
            raise ValueError("give a whole number, such as 2.")
        return number.numerator

    def as_typed(self, data: int) -> str:
        """Write it as it is."""
        return str(data)


class ShareField(ExactField):
    """A share typed in percent; `data` is the share: 0.15 for 15 %."""

    example = "15"

    def __init__(self, label: str = "", validators: Any = None, **options: Any) -> None:  # noqa: ANN401  # wtforms' own
        """Stand a percent sign behind the box."""
        super().__init__(label, validators, **({"unit": "%"} | options))

    def from_typed(self, number: Fraction) -> Fraction:
        """Turn percent into a share."""
        return number / HUNDRED

    def as_typed(self, data: Fraction) -> str:
        """Turn a share into percent."""
        return super().as_typed(data * HUNDRED)


@dataclass
class Part:
    """One entry of the terms, as a page draws it.

    Attributes:
        key: Its name in the terms.
        legend: Its name for people.
        hint: What it means.
        inner: The class of its rows or of its nested part; None for a plain entry.
        repeated: True for a list of rows.
        heads: The names of the inner entries, with their hints.
        names: The names of its fields: a row of one for a plain entry.
        switch: The name of the field that says whether an optional part was agreed on.
        rows: The fields themselves, once the form stands.
        agreed: The switch itself.
        errors: Faults of the part as a whole.
    """

    key: str
    legend: str
    hint: str = ""
    inner: type[Any] | None = None
    repeated: bool = False
    heads: list[tuple[str, str]] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)
    switch: str = ""
    rows: list[list[Field]] = field(default_factory=list)
    agreed: Field | None = None
    errors: list[str] = field(default_factory=list)

    def fields(self) -> Iterator[Field]:
        """Go through every field, the switch first."""
        yield from [] if self.agreed is None else [self.agreed]
        for row in self.rows:
            yield from row


class Drawing:
    """The fields of a class of terms, with what they start with.

    Attributes:
        made: Every field by its name.
        start: What it shows at first.
        parts: The entries, in order.
    """

    def __init__(self, kind: type[Any], start: Mapping[str, Held], sent: Mapping[str, str]) -> None:
        """Draw the fields.

        Args:
            kind: The class of the terms.
            start: What each entry holds at first.
            sent: What was sent, which may hold more rows than were stored.
        """
        self.made: dict[str, Any] = {}
        self.start: dict[str, Held] = {}
        self.sent = sent
        hints, notes = get_type_hints(kind), hints_of(kind)
        self.parts = [
            self._part(each.name, hints[each.name], start.get(each.name), notes.get(each.name, ""))
            for each in fields(kind)
        ]

    def _part(self, key: str, kind: Held, held: Held, hint: str) -> Part:
        hint = hint or about(kind)
        part = Part(key, words(key), hint, inner=inner_class(kind))
        name = f"{PREFIX}-{key}"
        if part.inner is None:
            self._field(name, kind, key=key, held=held, hint=hint)
            part.names = [[name]]
            return part
        notes = hints_of(part.inner)
        part.heads = [(words(each.name), notes.get(each.name, "")) for each in fields(part.inner)]
        part.repeated = is_list(kind)
        if part.repeated:
            rows = list(held or ())
            count = self._row_count(name, len(rows))
            padded = rows + [None] * (count - len(rows))
            part.names = [
                self._row(part.inner, f"{name}-{at}", row, blank=row is None)
                for at, row in enumerate(padded)
            ]
            return part
        part.names = [self._row(part.inner, name, held)]
        if isinstance(kind, UnionType):
            part.switch = f"{name}-{AGREED}"
            self.made[part.switch] = BooleanField(f"{part.legend} is part of the agreement")
            self.start[part.switch] = held is not None
        return part

    def _row(self, kind: type[Any], name: str, held: Held, *, blank: bool = False) -> list[str]:
        hints, names = get_type_hints(kind), []
        for each in fields(kind):
            inner = f"{name}-{each.name}"
            chosen = isinstance(hints[each.name], type) and issubclass(hints[each.name], StrEnum)
            starts = default_of(each) if held is None and (chosen or not blank) else None
            value = getattr(held, each.name, starts)
            self._field(inner, hints[each.name], key=each.name, held=value)
            names.append(inner)
        return names

    def _field(self, name: str, kind: Held, *, key: str, held: Held, hint: str = "") -> None:
        label = words(key)
        self.start[name] = held
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            self.made[name] = SelectField(label, choices=choices(kind), description=hint)
        elif kind is bool:
            self.made[name] = BooleanField(label, description=hint)
        elif kind is int:
            self.made[name] = WholeField(label, description=hint)
        elif kind is Fraction and key in SHARES:
            self.made[name] = ShareField(label, description=in_percent(hint))
        elif kind is Fraction:
            self.made[name] = ExactField(label, description=hint)
        else:
            self.made[name] = StringField(label, description=hint)

    def _row_count(self, name: str, stored: int) -> int:
        front = f"{name}-"
        sent = {key[len(front) :].partition("-")[0] for key in self.sent if key.startswith(front)}
        most = max((at + 1 for at in map(chosen_id, sent) if at is not None), default=0)
        return min(max(stored + SPARE_ROWS, FEWEST_ROWS, most), max(MOST_ROWS, stored))


def inner_class(kind: Held) -> type[Any] | None:
    """Give the class of the rows of a list, or of a nested part; None for a plain entry."""
    named = [part for part in get_args(kind) if part not in {NoneType, Ellipsis}] or [kind]
    return named[0] if isinstance(named[0], type) and is_dataclass(named[0]) else None


def is_list(kind: Held) -> bool:
    """Say whether an entry is a list of rows."""
    origin: object = get_origin(kind)
    return origin is tuple


def default_of(entry: Held) -> Held:
    """Give the default of an entry of a class; None where it has none."""
    return None if entry.default is MISSING else entry.default
