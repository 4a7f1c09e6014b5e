"""XmR: results over time, their mean and limits, and which of them need another reason.

A small multiple: one measure a drawing, all of one size. What is special is told by the
shape of its point and in words, never by colour alone. It explains and never pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts import palette
from comanage.charts.drawn import MINUS, Drawn, Table
from comanage.charts.labels import width
from comanage.charts.svg import Number, Svg, drawing, line, path, shape, words
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.numbers import rounded
from comanage.rules.special_cause import Point, Side
from comanage.rules.units import Better, Scale, Unit
from comanage.rules.variation import (
    AS_A_RULE,
    Assurance,
    Chart,
    Variation,
    assurance_sentence,
    control_chart,
    variation_sentence,
)

TARGET = "target"
FEWEST = 3  # points that make a line worth drawing
ASSURED = AS_A_RULE | {
    Assurance.HIT_OR_MISS: "Hit or miss",
    Assurance.NONE: "",
}
VARIED = {
    Variation.COMMON: "No sign of change",
    Variation.IMPROVING_HIGH: "Improving",
    Variation.IMPROVING_LOW: "Improving",
    Variation.CONCERNING_HIGH: "Concerning",
    Variation.CONCERNING_LOW: "Concerning",
    Variation.NEUTRAL_HIGH: "Changed",
    Variation.NEUTRAL_LOW: "Changed",
}


@dataclass(frozen=True, slots=True)
class Xmr:
    """One measure over its periods.

    Attributes:
        name: The measure.
        scale: Its unit, direction and precision.
        periods: The names of the periods, oldest first; as many as values.
        values: The results.
        target: The target that holds for the last one, if there is one.
    """

    name: str
    scale: Scale
    periods: tuple[str, ...]
    values: tuple[Fraction, ...]
    target: Fraction | None = None

    @property
    def chart(self) -> Chart:
        """The control chart of its results."""
        return control_chart(self.values, self.scale.better, target=self.target)

    @property
    def trial(self) -> bool:
        """Whether its limits rest on too few results to be relied on."""
        return self.chart.latest.trial

    @property
    def says(self) -> str:
        """What the last result says, in a word or two."""
        return VARIED[self.chart.variation]

    @property
    def assured(self) -> str:
        """Whether the target can be counted on, in words; empty where that is not judged."""
        return ASSURED[self.chart.assurance]


def target_of(measure: Measure) -> Fraction | None:
    """Give the target of a measure: the level of that name, or the only one."""
    levels = method_of(measure.method).levels(measure.method)
    named = [one.reach for one in levels if one.name.lower() == TARGET]
    if named:
        return named[0]
    return levels[0].reach if len(levels) == 1 else None


def draw(xmr: Xmr) -> Drawn:
    """Draw a measure over its periods."""
    said = sentence(xmr)
    return Drawn(
        xmr.name,
        said,
        _drawn(xmr, said, (640, 150, 13)),
        _drawn(xmr, said, (320, 108, 15)),
        table(xmr),
    )


def sentence(xmr: Xmr) -> str:
    """Say how the results vary, and whether the target can be counted on.

    >>> from comanage.rules.units import Unit
    >>> scale = Scale(Unit.COUNT, Better.HIGHER)
    >>> sentence(Xmr("Protocols", scale, ("Q1", "Q2"), (Fraction(4), Fraction(5))))
    'Protocols, Q1 to Q2. No sign of change: 5 lies within the usual range (1.84 to 7.16).'
    """
    chart, scale = xmr.chart, xmr.scale

    def write(value: Fraction) -> str:
        return written(scale, value)

    said = variation_sentence(chart, write=write, names=xmr.periods)
    assured = "" if xmr.target is None else f" {assurance_sentence(chart, write=write)}"
    return f"{xmr.name}, {xmr.periods[0]} to {xmr.periods[-1]}. {said}{assured}"


def table(xmr: Xmr) -> Table:
    """List every result with what it says."""
    rows = tuple(
        (period, written(xmr.scale, point.value), str(point.cause))
        for period, point in zip(xmr.periods, points_of(xmr.chart), strict=True)
    )
    return Table(("Period", ("Result", "num"), "Why it stands there"), rows)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values stand on paper."""

    low: Fraction
    high: Fraction
    left: Fraction
    right: Fraction
    top: Fraction
    bottom: Fraction
    count: int

    def x(self, at: int) -> Fraction:
        """Place a point, by its number."""
        return self.left + (self.right - self.left) * at / max(self.count - 1, 1)

    def y(self, value: Fraction) -> Fraction:
        """Place a value; the higher, the further up."""
        return self.bottom - (value - self.low) * (self.bottom - self.top) / (self.high - self.low)


def _drawn(xmr: Xmr, title: str, size: tuple[int, int, int]) -> Svg:
    wide, high, letters = size
    chart = xmr.chart
    lines = _lines(xmr, chart)
    room = max((width(said, letters) for _, said, _ in lines), default=Fraction(0)) + 8
    frame = _frame(
        xmr, lines, (Fraction(8), wide - room, Fraction(9), Fraction(high - letters - 14))
    )
    return drawing(
        wide,
        high,
        title,
        *_levels(lines, frame, letters),
        *_results(xmr, chart, frame),
        *_ends(xmr, frame, (high - 6, letters)),
    )


Line = tuple[Fraction, str, dict[str, str | Number]]


def _lines(xmr: Xmr, chart: Chart) -> list[Line]:
    """Give the lines that run through the chart, each with its label and its pen."""
    limits = chart.latest.limits
    found: list[Line] = []
    if limits is not None:
        dashed: dict[str, str | Number] = {"stroke": palette.LINE, "stroke_dasharray": "4 3"}
        found.append((limits.upper, "", dashed))
        found.append((limits.mean, "Mean", {"stroke": palette.LINE}))
        found.append((limits.lower, "", dashed))
    if xmr.target is not None:
        said = f"Target {written(xmr.scale, xmr.target)}"
        pen: dict[str, str | Number] = {"stroke": palette.INK, "stroke_dasharray": "7 3 1 3"}
        found.append((xmr.target, said, pen))
    return found


def _frame(xmr: Xmr, lines: Sequence[Line], room: tuple[Fraction, ...]) -> _Frame:
    every = [*xmr.values, *(value for value, _, _ in lines)]
    low, high = min(every), max(every)
    if low == high:
        low, high = low - 1, high + 1
    left, right, top, bottom = room
    return _Frame(low, high, left, right, top, bottom, len(xmr.values))


def _levels(lines: Sequence[Line], frame: _Frame, letters: int) -> list[Svg]:
    """Draw the lines, and write their names at the right end, apart from each other."""
    drawn = [
        line(
            (frame.left - 4, frame.y(value)), (frame.right + 2, frame.y(value)), stroke_width=1,
            **pen,
        )
        for value, _, pen in lines
    ]  # fmt: skip
    named = sorted((frame.y(value) + 4, said) for value, said, _ in lines if said)
    at = Fraction(0)
    for y, said in named:
        at = max(y, at + letters + 1)
        drawn.append(words(said, frame.right + 7, at, font_size=letters, fill=palette.MUTED))
    return drawn


def _results(xmr: Xmr, chart: Chart, frame: _Frame) -> list[Svg]:
    at = [(frame.x(place), frame.y(value)) for place, value in enumerate(xmr.values)]
    drawn = [path(at, fill="none", stroke=palette.MUTED, stroke_width=Fraction(3, 2))]
    for place, point in zip(at, points_of(chart), strict=True):
        drawn.append(marked(place, point, xmr.scale.better))
    return drawn


def marked(place: tuple[Fraction, Fraction], point: Point, better: Better | None) -> Svg:
    """Mark a result: round by common cause, a triangle for better, a square for worse."""
    x, y = place
    if point.side is None:
        return shape("circle", cx=x, cy=y, r=4, fill=palette.INK)
    good = (point.side is Side.HIGH) is (better is Better.HIGHER)
    if good:
        up = -1 if point.side is Side.HIGH else 1
        corners = [(x - 6, y - 5 * up), (x + 6, y - 5 * up), (x, y + 6 * up), (x - 6, y - 5 * up)]
        return path(corners, fill=palette.STRETCH, stroke=palette.PAPER)
    corners = [(x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5), (x - 5, y - 5)]
    return path(corners, fill=palette.BELOW, stroke=palette.PAPER)


def _ends(xmr: Xmr, frame: _Frame, place: tuple[int, int]) -> list[Svg]:
    """Name the first and the last period beneath."""
    y, letters = place
    pen: dict[str, str | Number] = {"font_size": letters, "fill": palette.MUTED}
    return [
        words(xmr.periods[0], 0, y, **pen),
        words(xmr.periods[-1], frame.right + 4, y, text_anchor="end", **pen),
    ]


def points_of(chart: Chart) -> list[Point]:
    """List every point of a chart."""
    return [point for segment in chart.segments for point in segment.points]


def written(scale: Scale, value: Fraction) -> str:
    """Write a result as it is stated, and a limit to one place more; dollars have cents or none.

    >>> scale = Scale(Unit.PERCENT, Better.HIGHER, 1)
    >>> written(scale, Fraction(77)), written(scale, Fraction(6704, 100))
    ('77.0%', '67.04%')
    >>> written(Scale(Unit.DOLLARS, Better.LOWER, 0), Fraction(52135, 10))
    '$5,213.50'
    """
    places = 2 if scale.precision is None or scale.unit is Unit.DOLLARS else scale.precision + 1
    near = rounded(value, places)
    stated = scale.precision if scale.unit is not Unit.DOLLARS else 0
    if stated is not None and rounded(near, stated) == near:
        places = stated
    fixed = None if scale.precision is None and scale.unit is not Unit.DOLLARS else places
    return Scale(scale.unit, scale.better, fixed).shown(near).replace("-", MINUS)
