"""Control: the XmR chart of a measure as its own page draws it, large, with every line named.

The statement's small chart (xmr.py) shows the same points by the same rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts import palette
from comanage.charts.drawn import Drawn
from comanage.charts.labels import width
from comanage.charts.svg import Number, Svg, drawing, line, path, words
from comanage.charts.xmr import FEWEST, Xmr, marked, points_of, sentence, table, written

Pen = dict[str, str | Number]
ROOMY = 400  # a drawing of this width has room for the names at its ends
DASHED: Pen = {"stroke": palette.LINE, "stroke_dasharray": "5 4"}
SOLID: Pen = {"stroke": palette.LINE, "stroke_width": Fraction(3, 2)}
DASH_DOT: Pen = {"stroke": palette.TARGET, "stroke_width": 2, "stroke_dasharray": "9 3 2 3"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line through the chart: its value, its name at the right end, and its pen."""

    value: Fraction
    said: str
    pen: Pen


def draw(xmr: Xmr) -> Drawn | None:
    """Draw a measure over its periods; nothing of fewer than three results."""
    if len(xmr.values) < FEWEST:
        return None
    said = sentence(xmr)
    return Drawn(
        f"Control chart of {xmr.name}",
        said,
        _drawn(xmr, said, (640, 230, 13)),
        _drawn(xmr, said, (320, 220, 14)),
        table(xmr),
    )


def _drawn(xmr: Xmr, title: str, size: tuple[int, int, int]) -> Svg:
    wide, high, letters = size
    lines = sorted(_lines(xmr), key=lambda one: -one.value)
    values = [*xmr.values, *(one.value for one in lines)]
    low, most = min(values), max(values)
    span = most - low or Fraction(1)
    room = max(width(one.said, letters) for one in lines) + 8
    right, top, bottom = wide - room, Fraction(12), Fraction(high - letters - 22)

    def y(value: Fraction) -> Fraction:
        return bottom - (value - low) * (bottom - top) / span

    ends = [width(name, letters) / 2 for name in (xmr.periods[0], xmr.periods[-1])]
    inset = max(Fraction(9), *ends) if wide > ROOMY else Fraction(9)  # each name under its point
    step = (right - 2 * inset) / (len(xmr.values) - 1)
    xs = [inset + step * at for at in range(len(xmr.values))]
    return drawing(
        wide,
        high,
        title,
        *_ruled(lines, [y(one.value) for one in lines], (right, letters, high)),
        *_points(xmr, [(x, y(value)) for x, value in zip(xs, xmr.values, strict=True)]),
        *_periods(xmr, xs, (right, letters, high)),
    )


def _lines(xmr: Xmr) -> Iterator[_Line]:
    limits = xmr.chart.latest.limits
    if limits is not None:
        for name, value, pen in (
            ("Upper", limits.upper, DASHED),
            ("Mean", limits.mean, SOLID),
            ("Lower", limits.lower, DASHED),
        ):
            yield _Line(value, f"{name} {written(xmr.scale, value)}", pen)
    if xmr.target is not None:
        yield _Line(xmr.target, f"Target {written(xmr.scale, xmr.target)}", DASH_DOT)


def _ruled(
    lines: Sequence[_Line], ys: Sequence[Fraction], place: tuple[Fraction, int, int]
) -> Iterator[Svg]:
    """Draw the lines, each tied to its name, which is pushed away from its neighbours."""
    right, letters, high = place
    middles = apart(ys, letters + 2, (Fraction(letters, 2), high - letters - Fraction(16)))
    for one, y, middle in zip(lines, ys, middles, strict=True):
        yield line((0, y), (right - 6, y), **one.pen)
        if abs(middle - y) > 1:
            tie: Pen = {"stroke": palette.LINE, "stroke_width": 1}
            yield line((right - 6, y), (right - 1, middle), **tie)
        base = middle + Fraction(letters, 3)
        yield words(one.said, right + 1, base, font_size=letters, fill=palette.INK)


def _points(xmr: Xmr, spots: Sequence[tuple[Fraction, Fraction]]) -> Iterator[Svg]:
    pen: Pen = {"stroke": palette.MUTED, "stroke_width": Fraction(3, 2)}
    yield path(spots, fill="none", **pen)
    for spot, point in zip(spots, points_of(xmr.chart), strict=True):
        yield marked(spot, point, xmr.scale.better)


def _periods(xmr: Xmr, xs: Sequence[Fraction], place: tuple[Fraction, int, int]) -> Iterator[Svg]:
    """Name the first and the last period beneath, and of those between as many as have room."""
    right, letters, high = place
    last = len(xs) - 1
    long = [width(name, letters) for name in xmr.periods]
    lefts = [max(x - wide / 2, Fraction(0)) for x, wide in zip(xs, long, strict=True)]
    lefts[last] = max(min(lefts[last], right - long[last]), Fraction(0))
    taken = Fraction(-100)
    for at, name in enumerate(xmr.periods):
        between = 0 < at < last
        if between and (lefts[at] < taken + 10 or lefts[at] + long[at] + 10 > lefts[last]):
            continue
        taken = lefts[at] + long[at]
        yield words(name, lefts[at], high - 5, font_size=letters, fill=palette.MUTED)


def apart(ys: Sequence[Fraction], gap: Number, within: tuple[Number, Number]) -> list[Fraction]:
    """Push places of one column apart until each is a gap from the next, and keep them inside.

    Args:
        ys: From the top down.
        gap: How far each is from the next at least.
        within: The uppermost and the lowest place.

    >>> apart([Fraction(10), Fraction(12)], 5, (0, 14))
    [Fraction(9, 1), Fraction(14, 1)]
    """
    found: list[Fraction] = []
    least = Fraction(within[0])
    for y in ys:
        found.append(max(y, least))
        least = found[-1] + gap
    most = Fraction(within[1])
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], most)
        most = found[at] - gap
    return found
