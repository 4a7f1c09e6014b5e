"""Formulas: what is written into a cell, and what a spreadsheet makes of it.

A formula holds its text and the value that a spreadsheet calculates: in binary floating
point, where numbers that differ in the last bits count as equal, as LibreOffice and Excel
compare them. So it is known before a workbook is opened whether its cell will show what
the settlement says. An empty text stands for what is absent; None for an error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.numbers import terminates, written

Value = float | str | bool | None
ATOM, TIMES, PLUS, COMPARED = 3, 2, 1, 0  # how tightly the parts of a formula hold together
SAME = 2.0**-48  # numbers nearer than this part of them are the same
MOST_TEXT = 120  # characters of a text in a formula, of the 255 units that spreadsheets read
MOST_DIGITS = 15  # that a spreadsheet reads of a number


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its equals sign, what it comes to, and how tightly it holds."""

    text: str
    value: Value
    holds: int = ATOM

    def __add__(self, other: "Formula") -> "Formula":
        """Add."""
        return _joined(self, "+", other, _plus)

    def __sub__(self, other: "Formula") -> "Formula":
        """Take off."""
        return _joined(self, "-", other, lambda one, less: _plus(one, -less))

    def __mul__(self, other: "Formula") -> "Formula":
        """Multiply."""
        return _joined(self, "*", other, lambda one, by: one * by)

    def __truediv__(self, other: "Formula") -> "Formula":
        """Divide."""
        return _joined(self, "/", other, lambda one, by: one / by if by else None)

    def inside(self, holds: int) -> str:
        """Write it as a part of another: in brackets where it would come apart."""
        return self.text if self.holds >= holds else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Cells:
    """A block of cells and what they hold."""

    text: str
    values: tuple[Value, ...]


EMPTY = Formula('""', "")
YES, NO = Formula("TRUE", True), Formula("FALSE", False)


def number(amount: Fraction | int) -> Formula:
    """Write a constant; as a division where it does not end, or has too many digits.

    >>> number(Fraction(1, 3)).text, number(Fraction(-5, 2)).text
    ('1/3', '-2.5')
    """
    exact = Fraction(amount)
    text = written(exact)
    if not terminates(exact) or sum(char.isdigit() for char in text) > MOST_DIGITS:
        text = f"{exact.numerator}/{exact.denominator}"
    holds = TIMES if "/" in text else PLUS if exact < 0 else ATOM
    return Formula(text, float(exact), holds)


def words(text: str) -> Formula:
    """Write a text into a formula; it is quoted, so that none of it is calculated.

    A long one is put together of pieces, since spreadsheets read only short ones.

    >>> words("a" * 200).text.count("&")
    1
    """
    pieces = [text[at : at + MOST_TEXT] for at in range(0, len(text), MOST_TEXT)] or [""]
    quoted = "&".join('"' + each.replace('"', '""') + '"' for each in pieces)
    return Formula(quoted, text, ATOM if len(pieces) == 1 else COMPARED)


ZERO, ONE, CENTS = number(0), number(1), number(100)


def compared(one: Formula, sign: str, other: Formula) -> Formula:
    """Compare by one of = <> >= > <= <."""
    text = f"{one.inside(PLUS)}{sign}{other.inside(PLUS)}"
    if one.value is None or other.value is None:
        return Formula(text, None, COMPARED)
    return Formula(text, _SIGNS[sign](_order(one.value, other.value)), COMPARED)


def absent(one: Formula) -> Formula:
    """Ask whether nothing is there."""
    return compared(one, "=", EMPTY)


def present(one: Formula) -> Formula:
    """Ask whether something is there."""
    return compared(one, "<>", EMPTY)


def where(condition: Formula, then: Formula, otherwise: Formula) -> Formula:
    """Choose; only what is chosen is calculated."""
    if condition.text in {"TRUE", "FALSE"}:
        return then if condition.value else otherwise
    text = f"IF({condition.text},{then.text},{otherwise.text})"
    if condition.value is None:
        return Formula(text, None)
    return Formula(text, then.value if condition.value else otherwise.value)


def every(conditions: Sequence[Formula]) -> Formula:
    """Ask whether all hold; true of none."""
    return _several("AND", [each for each in conditions if each.text != "TRUE"], all)


def some(conditions: Sequence[Formula]) -> Formula:
    """Ask whether one holds; false of none."""
    return _several("OR", [each for each in conditions if each.text != "FALSE"], any)


def opposite(condition: Formula) -> Formula:
    """Ask whether it does not hold."""
    if condition.text in {"TRUE", "FALSE"}:
        return NO if condition.value else YES
    value = None if condition.value is None else not condition.value
    return Formula(f"NOT({condition.text})", value)


def called(name: str, made: Callable[..., Value], *inputs: Formula) -> Formula:
    """Call a function of numbers."""
    text = f"{name}({','.join(each.text for each in inputs)})"
    values = [each.value for each in inputs]
    numbers = [each for each in values if isinstance(each, int | float)]
    return Formula(text, made(*numbers) if len(numbers) == len(values) else None)


def over(name: str, made: Callable[[Sequence[float]], Value], cells: Cells) -> Formula:
    """Call a function of the numbers in cells; texts among them are passed over."""
    return Formula(f"{name}({cells.text})", made(numbers_in(cells)))


def numbers_in(cells: Cells) -> list[float]:
    """List the numbers that cells hold."""
    return [each for each in cells.values if isinstance(each, float)]


def total(parts: Sequence[Formula]) -> Formula:
    """Add up single parts."""
    if not parts:
        return ZERO
    summed = parts[0]
    for part in parts[1:]:
        summed += part
    return summed


def product(parts: Sequence[Formula]) -> Formula:
    """Multiply single parts; 1 of none, and without the ones among them."""
    counted = [each for each in parts if each.text != ONE.text]
    if not counted:
        return ONE
    times = counted[0]
    for part in counted[1:]:
        times *= part
    return times


def summed(cells: Cells) -> Formula:
    """Add up cells."""
    return over("SUM", sum_of, cells)


def sum_of(numbers: Sequence[float]) -> float:
    """Add up numbers from the first to the last."""
    whole = 0.0
    for each in numbers:
        whole += each
    return whole


def summed_where(kinds: Cells, kind: str, cells: Cells) -> Formula:
    """Add up the cells beside which a text stands."""
    text = f"SUMPRODUCT(({kinds.text}={words(kind).text})*{cells.text})"
    chosen = [
        each
        for named, each in zip(kinds.values, cells.values, strict=True)
        if named == kind and isinstance(each, float)
    ]
    return Formula(text, sum_of(chosen))


def least(*parts: Formula) -> Formula:
    """Take the least."""
    return parts[0] if len(parts) == 1 else called("MIN", lambda *found: min(found), *parts)


def most(*parts: Formula) -> Formula:
    """Take the most."""
    return parts[0] if len(parts) == 1 else called("MAX", lambda *found: max(found), *parts)


def kept_within(amount: Formula, floor: Formula | None, cap: Formula | None) -> Formula:
    """Lift to a floor, then cut to a cap, where there are any."""
    lifted = amount if floor is None else most(amount, floor)
    return lifted if cap is None else least(lifted, cap)


def _joined(
    one: Formula, sign: str, other: Formula, made: Callable[[float, float], float | None]
) -> Formula:
    holds = PLUS if sign in "+-" else TIMES
    tighter = holds + 1 if sign in "-/" else holds
    text = f"{one.inside(holds)}{sign}{other.inside(tighter)}"
    first, second = one.value, other.value
    if not isinstance(first, int | float) or not isinstance(second, int | float):
        return Formula(text, None, holds)
    return Formula(text, made(float(first), float(second)), holds)


def _plus(one: float, other: float) -> float:
    """Add as spreadsheets do: what is left of two numbers that are the same is nothing."""
    return 0.0 if one * other < 0 and same(one, -other) else one + other


def same(one: float, other: float) -> bool:
    """Say whether a spreadsheet takes two numbers as the same."""
    if one == other:
        return True
    return bool(one and other) and abs(one - other) < min(abs(one), abs(other)) * SAME


def _order(one: float | str, other: float | str) -> int:
    """Order two values; texts come after numbers."""
    if isinstance(one, str) or isinstance(other, str):
        ranks = [(isinstance(each, str), str(each).lower()) for each in (one, other)]
        return (ranks[0] > ranks[1]) - (ranks[0] < ranks[1]) if ranks[0] != ranks[1] else 0
    return 0 if same(one, other) else (one > other) - (one < other)


_SIGNS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    ">=": lambda order: order >= 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    "<": lambda order: order < 0,
}


def _several(
    name: str, conditions: Sequence[Formula], made: Callable[[Sequence[Value]], bool]
) -> Formula:
    if not conditions:
        return YES if name == "AND" else NO
    if len(conditions) == 1:
        return conditions[0]
    values = [each.value for each in conditions]
    text = f"{name}({','.join(each.text for each in conditions)})"
    return Formula(text, None if None in values else made(values))
