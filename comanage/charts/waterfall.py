"""Waterfall: the way from one amount to another, one step after the other.

From the pool at risk through what each domain did not earn to what was
earned; gates, caps and corrections are further steps of the same kind. Bars
are never cut off, so that a small step looks small.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts import palette
from comanage.charts.drawn import MINUS, Drawn, Table, money, whole_dollars
from comanage.charts.labels import width, wrapped
from comanage.charts.svg import Svg, box, drawing, hatch, line, words

HIGH = 190  # of the tallest bar
SIZES = (13, 12, 11)  # of the names beneath the bars: the largest in which none is cut
ROW, CLOSE = 24, 19  # from one bar that lies to the next: on a page, and on paper
WORD = {"fill": palette.INK}


@dataclass(frozen=True, slots=True)
class Change:
    """One step: its name and by how many cents it changes the amount."""

    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The way from a first amount to a last one; amounts in cents.

    Attributes:
        title: What the chart is of.
        first: The name of the first amount.
        start: The first amount.
        changes: The steps in their order; those of nothing are listed but not drawn.
        last: The name of the last amount.
    """

    title: str
    first: str
    start: int
    changes: tuple[Change, ...]
    last: str

    @property
    def end(self) -> int:
        """The last amount: the first one and every change."""
        return self.start + sum(change.cents for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    low: int
    high: int
    level: int  # the amount after this bar, where the next one begins
    said: str
    fill: str


def of_pool(possible: int, way: Iterable[tuple[str, int]], last: str = "Earned") -> Waterfall:
    """Go from a pool to what was earned of it.

    Args:
        possible: The pool, in cents.
        way: What each domain left of its part, and what each gate, cap and the like changed,
            with its name, in print order; negative where it took something.
        last: What the last amount is called.
    """
    return Waterfall(
        title="From the pool to what was earned",
        first="Possible",
        start=possible,
        changes=tuple(Change(name, cents) for name, cents in way),
        last=last,
    )


def draw(fall: Waterfall, high: int = HIGH) -> Drawn:
    """Draw the way from the first amount to the last.

    Args:
        fall: The way.
        high: How high the tallest bar stands where bars stand side by side.
    """
    said = sentence(fall)
    return Drawn(
        fall.title,
        said,
        _wide(fall, said, high),
        _lying(list(_bars(fall)), said, 320, 14),
        table(fall),
    )


def sentence(fall: Waterfall) -> str:
    """Say where it begins and ends, and which step took most."""
    said = (
        f"{fall.title}: from {money(fall.start)} ({fall.first}) to {money(fall.end)} ({fall.last})"
    )
    cuts = [change for change in fall.changes if change.cents < 0]
    if not cuts:
        return f"{said}; nothing was taken off."
    most = min(cuts, key=lambda change: change.cents)
    return f"{said}; most was taken off by {most.name} ({money(-most.cents)})."


def table(fall: Waterfall) -> Table:
    """List every step to the cent."""
    rows = [(fall.first, "", money(fall.start))]
    level = fall.start
    for change in fall.changes:
        level += change.cents
        rows.append((change.name, _signed(change.cents, money(abs(change.cents))), money(level)))
    rows.append((fall.last, "", money(fall.end)))
    return Table(("Step", ("Change", "num"), ("Amount", "num")), tuple(rows))


def _bars(fall: Waterfall) -> Iterator[_Bar]:
    start = fall.start
    yield _Bar(fall.first, 0, start, start, whole_dollars(start), palette.LINE)
    level = start
    for change in fall.changes:
        if change.cents:
            low, high = sorted((level, level + change.cents))
            level += change.cents
            said = _signed(change.cents, whole_dollars(abs(change.cents)))
            fill = palette.BELOW if change.cents < 0 else palette.TARGET
            yield _Bar(change.name, low, high, level, said, fill)
    yield _Bar(fall.last, min(level, 0), max(level, 0), level, whole_dollars(level), palette.BRAND)


def _signed(cents: int, size: str) -> str:
    return f"{MINUS if cents < 0 else '+' if cents else ''}{size}"


def _scale(bars: list[_Bar], room: int) -> tuple[Fraction, int]:
    lowest = min(0, *(bar.low for bar in bars))
    highest = max(1, *(bar.high for bar in bars))
    return Fraction(room, highest - lowest), lowest


def _wide(fall: Waterfall, title: str, high: int) -> Svg:
    """Stand the bars side by side; where words would collide or be cut, lay each in a row."""
    bars = list(_bars(fall))
    step = Fraction(640, len(bars))
    sizes = SIZES if high < HIGH else SIZES[:2]  # the smallest is for paper alone
    whole = [size for size in sizes if all(_is_whole(bar.name, size, step - 2) for bar in bars)]
    if not whole or max(width(bar.said, 13) for bar in bars) + 6 > step:
        return _in_rows(bars, title, ROW if high == HIGH else CLOSE)
    return _standing(bars, title, high, size=whole[0])


def _is_whole(name: str, size: int, room: Fraction) -> bool:
    """Say whether a name stands beneath its bar uncut."""
    return " ".join(wrapped(name, size, room)) == " ".join(name.split())


def _standing(bars: list[_Bar], title: str, tallest: int, *, size: int) -> Svg:
    scale, lowest = _scale(bars, tallest)
    step = Fraction(640, len(bars))
    thick, floor = step * 3 / 5, 22 + tallest
    shapes: list[Svg] = []
    for at, bar in enumerate(bars):
        left = at * step + (step - thick) / 2
        top = floor - (bar.high - lowest) * scale
        high = (bar.high - bar.low) * scale
        shapes += _filled((left, top), (thick, high), bar.fill)
        middle = at * step + step / 2
        shapes.append(_word(bar.said, (middle, top - 6), 13, bold=True))
        shapes += [
            _word(name, (middle, floor + 18 + row * 16), size)
            for row, name in enumerate(wrapped(bar.name, size, step - 2))
        ]
        if at + 1 < len(bars):
            y = floor - (bar.level - lowest) * scale
            ends = (left + thick, y), (left + step, y)
            shapes.append(line(*ends, stroke=palette.LINE, stroke_dasharray="3 2"))
    shapes.append(line((0, floor), (640, floor), stroke=palette.INK))
    return drawing(640, floor + 42, title, *shapes)


def _in_rows(bars: list[_Bar], title: str, row: int) -> Svg:
    """Lay each bar in a row between its name and its dollars, so that many take little room."""
    wide, size, thick = 640, 13, row - 10
    left = min(max(width(bar.name, size) for bar in bars), Fraction(220)) + 10
    dollars = max(width(bar.said, size) for bar in bars) + 10
    scale, lowest = _scale(bars, wide - int(left) - int(dollars) - 2)
    shapes: list[Svg] = []
    for at, bar in enumerate(bars):
        top = at * row + 4
        name = wrapped(bar.name, size, left - 10, most=1)[0]
        shapes.append(words(name, 0, top + 11, font_size=size, **WORD))
        shapes.append(_word(bar.said, (wide, top + 11), size, bold=True, anchor="end"))
        from_left = left + (bar.low - lowest) * scale
        shapes += _filled((from_left, top), ((bar.high - bar.low) * scale, thick), bar.fill)
        if at + 1 < len(bars):
            x = left + (bar.level - lowest) * scale
            shapes.append(
                line((x, top + thick), (x, top + row), stroke=palette.LINE, stroke_dasharray="3 2")
            )
    return drawing(wide, len(bars) * row, title, *shapes)


def _lying(bars: list[_Bar], title: str, wide: int, size: int) -> Svg:
    scale, lowest = _scale(bars, wide - 2)
    shapes: list[Svg] = []
    for at, bar in enumerate(bars):
        top = at * 46
        left = 1 + (bar.low - lowest) * scale
        room = wide - width(bar.said, size) - 8
        name = wrapped(bar.name, size, room, most=1)[0]
        shapes.append(words(name, 0, top + 14, font_size=size, **WORD))
        long = width(bar.said, size) + 8  # a connector behind the words would cross them out
        shapes.append(box(wide - long, top + 1, (long, 17), fill=palette.PAPER))
        shapes.append(_word(bar.said, (wide, top + 14), size, bold=True, anchor="end"))
        shapes += _filled((left, top + 20), ((bar.high - bar.low) * scale, 16), bar.fill)
        if at + 1 < len(bars):
            x = 1 + (bar.level - lowest) * scale
            ends = (x, top + 36), (x, top + 66)
            shapes.append(line(*ends, stroke=palette.LINE, stroke_dasharray="3 2"))
    return drawing(wide, len(bars) * 46 - 8, title, *shapes)


def _filled(
    corner: tuple[Fraction, int | Fraction], size: tuple[Fraction, int | Fraction], fill: str
) -> list[Svg]:
    """Draw a bar; a step is hatched, an amount is solid, so that grey print tells them apart."""
    left, top = corner
    wide, high = max(size[0], Fraction(1)), max(size[1], 1)
    if fill in {palette.BRAND, palette.LINE}:
        return [box(left, top, (wide, high), fill=fill)]
    return [
        box(left, top, (wide, high), fill=palette.PAPER, stroke=fill, stroke_width=Fraction(3, 2)),
        hatch(left, top, (wide, high), stroke=fill, stroke_width=Fraction(3, 2)),
    ]


def _word(
    said: str,
    at: tuple[int | Fraction, int | Fraction],
    size: int,
    *,
    bold: bool = False,
    anchor: str = "middle",
) -> Svg:
    weight = {"font_weight": "bold"} if bold else {}
    return words(said, at[0], at[1], font_size=size, text_anchor=anchor, **WORD, **weight)
