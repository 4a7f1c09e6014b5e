"""The boxes of the what-if page: what the address tries, and what of it is no figure.

The changed values stand in the address, so that it can be kept and passed on; blank, or left
out, is as it stood. The name of a box is its kind and the code of its measure: `n-` a numerator,
`d-` a denominator, `v-` a value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from werkzeug.datastructures import MultiDict

from comanage.actions.whatif import Subject, WhatIf
from comanage.pages.form import Problem
from comanage.pages.whatif_sliders import Slider, of_counts, of_values, within
from comanage.refusals import Fault
from comanage.rules.figures import Figure
from comanage.rules.numbers import shortened, shown, written
from comanage.rules.outlook import Route
from comanage.rules.typed import typed_number
from comanage.rules.units import KINDS

KIND = {"numerator": "n", "denominator": "d", "value": "v"}
MOST = Fraction(10**12)  # far beyond any figure, and short enough to print
NAMED = 3  # unknown entries that are named
SHARE = "“{}” is a share. Give the number itself."
DOLLARS = "“{}” is in dollars, and this is not."
TWICE = "It is given more than once. Give it once."
CLIPPED = "“{}” is out of range, so {} is tried."
TOO_LARGE = f"Give a number from -{shown(MOST)} to {shown(MOST)}."


@dataclass(slots=True)
class Box:
    """A box for one number of a figure.

    Attributes:
        name: Its name in the form and the address.
        label: What it asks for.
        typed: What stands in it.
        stood: The number as it stood, as the box would write it; empty where there was none.
        number: What was typed, read; None where it is blank or no number.
        fault: What is wrong with it.
        note: What is tried instead, where it was out of range.
    """

    name: str
    label: str
    typed: str
    stood: str
    number: Fraction | None = None
    fault: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The boxes of one measure.

    Attributes:
        subject: The measure with the figure as it stood.
        boxes: A numerator and a denominator, or a value.
        tried: The figure as it is tried; None where it is as it stood.
    """

    subject: Subject
    boxes: tuple[Box, ...]
    tried: Figure | None

    @property
    def faulty(self) -> bool:
        """Whether a box is wrong."""
        return any(box.fault for box in self.boxes)

    @property
    def slider(self) -> Slider | None:
        """The slider beside the first box; None where counts have no denominator yet."""
        measure, stood = self.subject.measure, self.subject.figure
        now = stood if self.faulty or self.tried is None else self.tried
        if not self.subject.counted:
            return of_values(measure, *_given(stood.value, now.value))
        if not now.denominator:
            return None
        return of_counts(measure, now.denominator, *_given(stood.numerator, now.numerator))


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was filled in.

    Attributes:
        rows: Its rows.
        left_out: What the address holds besides, in a sentence; empty where nothing.
    """

    rows: tuple[Row, ...]
    left_out: str

    @property
    def changes(self) -> list[Figure]:
        """The figures that are tried."""
        return [row.tried for row in self.rows if row.tried is not None]

    @property
    def problems(self) -> list[Problem]:
        """Every fault, with the name of its measure."""
        return [
            Problem(box.name, f"{row.subject.measure.name}: {box.fault}")
            for row in self.rows
            for box in row.boxes
            if box.fault
        ]

    @property
    def query(self) -> dict[str, str]:
        """The entries of the address that change something."""
        return {
            box.name: box.typed
            for row in self.rows
            for box in row.boxes
            if box.typed and (box.fault or box.typed != box.stood)
        }

    def lay(self, faults: Sequence[Fault]) -> None:
        """Put the faults of figures beside the boxes they are about."""
        rows = {row.subject.measure.code: row for row in self.rows}
        for fault in faults:
            code, _, column = fault.place.partition(", column ")
            boxes = {box.name[:1]: box for box in rows[code].boxes}
            typed = [box for box in rows[code].boxes if box.number is not None]
            box = boxes.get(KIND.get(column, ""), typed[0])
            box = box if box.number is not None else typed[0]  # beside what was typed
            box.fault = box.fault or fault.sentence

    def with_route(self, route: Route) -> dict[str, str]:
        """Give the entries of the address with the change of a route put in."""
        figure, found = route.figure, self.query
        for part, kind in KIND.items():
            number = getattr(figure, part)
            if number is not None:
                found[f"{kind}-{figure.measure}"] = written(number)
        return found

    def holds(self, route: Route) -> bool:
        """Say whether the change of a route stands in the form."""
        return route.figure in self.changes


def read(found: WhatIf, sent: "MultiDict[str, str]") -> Filled:
    """Read what an address tries of a period."""
    rows = tuple(_row(subject, sent) for subject in found.subjects)
    known = {box.name for row in rows for box in row.boxes}
    strange = [name for name in sent if name[:2] in _PREFIXES and name not in known]
    return Filled(rows, _left_out(found, strange, sent.get("of", "")))


def _row(subject: Subject, sent: "MultiDict[str, str]") -> Row:
    figure = subject.figure
    parts = ("numerator", "denominator") if subject.counted else ("value",)
    boxes = tuple(_box(subject, part, sent) for part in parts)
    numbers: Mapping[str, Fraction | None] = {
        part: getattr(figure, part) if box.number is None else box.number
        for part, box in zip(parts, boxes, strict=True)
    }
    if all(number == getattr(figure, part) for part, number in numbers.items()):
        return Row(subject, boxes, None)
    tried = replace(
        figure,
        value=numbers.get("value"),
        numerator=numbers.get("numerator"),
        denominator=numbers.get("denominator"),
        absent="",
    )
    return Row(subject, boxes, tried)


def _box(subject: Subject, part: str, sent: "MultiDict[str, str]") -> Box:
    name, stood = f"{KIND[part]}-{subject.measure.code}", getattr(subject.figure, part)
    label = part.capitalize() if subject.counted else "Result"
    words = "" if stood is None else _as_typed(stood)
    given = list(dict.fromkeys(each.strip() for each in sent.getlist(name)))
    box = Box(name, label, given[0] if given and given[0] else words, words)
    if len(given) > 1:
        box.fault = TWICE
    elif given and given[0] not in {"", words}:
        try:
            typed = _number(subject, given[0])
            box.number = within(subject, part, typed)
            if box.number != typed:
                box.typed = _as_typed(box.number)
                box.note = CLIPPED.format(shortened(given[0]), shown(box.number))
        except ValueError as fault:
            box.fault = str(fault)
    return box


def _number(subject: Subject, typed: str) -> Fraction:
    kind, short = KINDS[subject.measure.unit], shortened(typed)
    number = typed_number(typed)
    if "%" in typed and (subject.counted or kind.after != "%"):
        raise ValueError(SHARE.format(short))
    if "$" in typed and (subject.counted or kind.before != "$"):
        raise ValueError(DOLLARS.format(short))
    if abs(number) > MOST:
        raise ValueError(TOO_LARGE)
    return number


def _as_typed(number: Fraction) -> str:
    """Write a stored number as a box shows it; one without an end, to six places."""
    text = written(number)
    return shown(number).replace(",", "") if "/" in text else text


def _left_out(found: WhatIf, strange: Sequence[str], whose: str) -> str:
    said = []
    if whose and whose not in dict(found.cards):
        said.append(f"“{shortened(whose)}” is no scorecard that you can try here.")
    if strange:
        names = ", ".join(f"“{shortened(name)}”" for name in strange[:NAMED])
        more = len(strange) - NAMED
        names += f" and {more:,} more" if more > 0 else ""
        said.append(f"The address also holds what is not in this form and was left out: {names}.")
    return " ".join(said)


def _given(*numbers: Fraction | None) -> list[Fraction]:
    return [number for number in numbers if number is not None]


_PREFIXES = frozenset(f"{kind}-" for kind in KIND.values())
