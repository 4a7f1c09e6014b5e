"""Splits: whole cents divided in proportion, as formulas: what numbers.split does in exact ones.

Each part gets its exact share cut down to the cent; the cents left over go one by one to the
largest remainders, ties to the earlier part. Shares are looked at to a millionth of a cent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

from comanage.statements.twins.book import At, block
from comanage.statements.twins.formula import (
    ONE,
    PLUS,
    ZERO,
    Formula,
    compared,
    every,
    sum_of,
    where,
)
from comanage.statements.twins.roundings import FINE, by


@dataclass(frozen=True, slots=True)
class Column:
    """Cells one below the other, or what is calculated of each.

    Attributes:
        values: What they hold.
        text: Writes those from one place up to, but without, another.
    """

    values: tuple[float, ...]
    text: Callable[[int, int], str]

    @property
    def whole(self) -> str:
        """All of them."""
        return self.text(0, len(self.values))


def column(first: At, cells: Sequence[Formula]) -> Column:
    """Take cells that stand one below the other, from the first."""
    return Column(
        tuple(each.value if isinstance(each.value, float) else 0.0 for each in cells),
        lambda low, high: (
            block(At(first.sheet, first.row + low, first.column), cells[low:high]).text
        ),
    )


def part_of(cents: Formula, weight: Formula, whole: Formula) -> Formula:
    """Give a part of cents by its weight, before it is a whole number."""
    return where(compared(whole, "=", ZERO), ZERO, by(cents * weight / whole, FINE))


def parts(cents: Formula, exact: Column, mine: Sequence[Formula], weight: Formula) -> list[Formula]:
    """Divide whole cents; each part by its exact share.

    Args:
        cents: What is divided; not negative.
        exact: The exact shares, in cents.
        mine: The same, one by one.
        weight: The weight of all; where it is nothing, nobody gets anything.
    """
    downs = [floor(each) for each in exact.values]
    rests = [round(each - down, FINE) for each, down in zip(exact.values, downs, strict=True)]
    whole = Formula(f"SUMPRODUCT(INT({exact.whole}))", sum_of([float(each) for each in downs]))
    found = []
    for at, part in enumerate(mine):
        down = Formula(f"INT({part.text})", float(downs[at]))
        rest = f"ROUND({part.text}-INT({part.text}),{FINE})"
        ahead = _ahead(lambda low, high: _rests(exact, low, high), rests, at, (">", rest))
        cent = where(compared(ahead, "<", cents - whole), ONE, ZERO)
        found.append(where(compared(weight, "=", ZERO), ZERO, down + cent))
    return found


def parts_with_least(
    cents: Formula, exact: Column, limits: tuple[Column, Column], mine: Sequence[Formula]
) -> list[Formula]:
    """Divide whole cents where each part must get a least.

    Args:
        cents: What is divided.
        exact: The exact shares, in cents.
        limits: Each share cut down to the cent, or its least where that is more; and the leasts.
        mine: The first of these, one by one.
    """
    bases, leasts = limits
    rests = [
        round(each - base, FINE) for each, base in zip(exact.values, bases.values, strict=True)
    ]
    whole = Formula(f"SUM({bases.whole})", sum_of(bases.values))
    left = cents - whole

    def over_base(low: int, high: int) -> str:
        return f"ROUND({exact.text(low, high)}-{bases.text(low, high)},{FINE})"

    above = [base > least for base, least in zip(bases.values, leasts.values, strict=True)]
    found = []
    for at, base in enumerate(mine):
        rest = over_base(at, at + 1)
        more = compared(_ahead(over_base, rests, at, (">", rest)), "<", left)
        free = Formula(f"{base.text}>{leasts.text(at, at + 1)}", above[at], 0)
        fewer = compared(
            _above(over_base, (rests, above, at), (bases, leasts), rest), "<", ZERO - left
        )
        less = where(every([free, fewer]), ZERO - ONE, ZERO)
        found.append(base + where(compared(left, ">", ZERO), where(more, ONE, ZERO), less))
    return found


def _rests(exact: Column, low: int, high: int) -> str:
    cells = exact.text(low, high)
    return f"ROUND({cells}-INT({cells}),{FINE})"


def _ahead(
    text: Callable[[int, int], str], rests: Sequence[float], at: int, mine: tuple[str, str]
) -> Formula:
    """Count the parts that get a cent before one: larger rests, and the same that stand earlier."""
    sign, rest = mine
    count = sum(each > rests[at] for each in rests) + sum(each == rests[at] for each in rests[:at])
    made = f"SUMPRODUCT(--({text(0, len(rests))}{sign}{rest}))"
    if at:
        made += f"+SUMPRODUCT(--({text(0, at)}={rest}))"
    return Formula(made, float(count), PLUS)


def _above(
    text: Callable[[int, int], str],
    among: tuple[Sequence[float], Sequence[bool], int],
    limits: tuple[Column, Column],
    rest: str,
) -> Formula:
    """Count the parts above their least that give a cent back before one: smaller rests first."""
    (rests, above, at), (bases, leasts) = among, limits
    count = sum(free and each < rests[at] for each, free in zip(rests, above, strict=True))
    count += sum(free and each == rests[at] for each, free in zip(rests[:at], above, strict=False))
    size = len(rests)
    free = f"({bases.whole}>{leasts.whole})"
    made = f"SUMPRODUCT({free}*({text(0, size)}<{rest}))"
    if at:
        free = f"({bases.text(0, at)}>{leasts.text(0, at)})"
        made += f"+SUMPRODUCT({free}*({text(0, at)}={rest}))"
    return Formula(made, float(count), PLUS)
