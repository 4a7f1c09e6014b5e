"""A finished chart: the drawing, a narrow one for phones, a sentence, and its numbers."""

from dataclasses import dataclass
from fractions import Fraction

from comanage.charts.svg import Svg
from comanage.rules import numbers
from comanage.rules.numbers import Rounding

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart, for those who read rather than look.

    Attributes:
        heads: The heads of the columns; each is its words, or (words, "num") over figures.
        rows: The cells, in words; the first of a row names it.
    """

    heads: tuple[str | tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart's draw() returns.

    Attributes:
        title: What the chart is of.
        sentence: What it shows, in one sentence.
        wide: The drawing for desktops and for the PDF.
        narrow: The drawing for phones, with the same words.
        table: The numbers drawn.
    """

    title: str
    sentence: str
    wide: Svg
    narrow: Svg
    table: Table


def money(cents: int) -> str:
    """Write cents exactly, for sentences and tables.

    >>> money(-125000)
    '−$1,250.00'
    """
    return numbers.money(cents).replace("-", MINUS)


def whole_dollars(cents: int) -> str:
    """Write cents as whole dollars, half up: labels in a drawing have no room for cents.

    >>> whole_dollars(13600050), whole_dollars(-125000)
    ('$136,001', '−$1,250')
    """
    size = in_whole_dollars(abs(cents)) // numbers.CENTS
    sign = MINUS if cents < 0 and size else ""
    return f"{sign}${numbers.shown(Fraction(size), 0)}"


def in_whole_dollars(cents: int) -> int:
    """Round cents to whole dollars, half up, and give them in cents again.

    >>> in_whole_dollars(13600050), in_whole_dollars(13600049)
    (13600100, 13600000)
    """
    return int(numbers.rounded(numbers.dollars(cents), 0, Rounding.HALF_UP) * numbers.CENTS)
