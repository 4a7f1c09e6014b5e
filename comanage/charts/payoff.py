"""Payoff curve: what each result of a measure would earn, where it stands, and the next step.

The curve is drawn from the measure's own method, result by result, so that it
shows steps as steps and slopes as slopes for any method there is or will be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from comanage.charts import palette
from comanage.charts.axis import Axis, around
from comanage.charts.drawn import MINUS, Drawn, Table, money, whole_dollars
from comanage.charts.labels import width, wrapped
from comanage.charts.level_names import named
from comanage.charts.svg import Number, Svg, box, drawing, line, path, shape, words
from comanage.rules import numbers
from comanage.rules.methods.method import Level
from comanage.rules.units import Scale, Unit

SAMPLES = 96  # results tried along the axis
INK = {"fill": palette.INK}
DASHES = {"stroke_dasharray": "4 3"}


@dataclass(frozen=True, slots=True)
class Payoff:
    """What a measure can earn.

    Attributes:
        name: The measure.
        scale: Its unit, direction and precision.
        levels: Its levels, easiest first; at least one.
        worth: What the whole of its weight is worth, in cents.
        share: The share of the weight that a result earns: the method's own arithmetic.
        value: The result, or None.
        cap: The most that can be paid, in cents, where it is less than the worth.
        onward: Whether the next step is shown and said.
    """

    name: str
    scale: Scale
    levels: tuple[Level, ...]
    worth: int
    share: Callable[[Fraction], Fraction]
    value: Fraction | None = None
    cap: int | None = None
    onward: bool = True

    def earned(self, value: Fraction) -> int:
        """Say what a result earns, in cents."""
        return numbers.to_cents(self.share(value) * self.worth / 100)

    def next_level(self) -> Level | None:
        """Find the easiest level that is still ahead and would earn more."""
        if self.value is None:
            return None
        now = self.earned(self.value)
        for level in self.levels:
            ahead = self.scale.gain(self.value, level.reach) > 0
            if ahead and self.earned(level.reach) > now:
                return level
        return None


@dataclass(frozen=True, slots=True)
class _Frame:
    width: int
    left: int
    right: int
    high: int  # of the curve's field
    size: int  # of the letters


def draw(payoff: Payoff) -> Drawn:
    """Draw a measure's payoff curve."""
    said = sentence(payoff)
    wide = _drawn(payoff, said, _Frame(640, 8, 632, 186, 13))
    narrow = _drawn(payoff, said, _Frame(320, 8, 312, 160, 14))
    return Drawn(f"Payoff of {payoff.name}", said, wide, narrow, table(payoff))


def sentence(payoff: Payoff) -> str:
    """Say what the result earns and what the next level would add."""
    return " ".join((f"{payoff.name}:", *_said(payoff)))


def table(payoff: Payoff) -> Table:
    """List what each level and the result earn."""
    rows = [_row(payoff, level.name.capitalize(), level.reach) for level in payoff.levels]
    if payoff.value is not None:
        rows.append(_row(payoff, "This result", payoff.value))
    return Table(("", ("Result", "num"), ("Earns", "num")), tuple(rows))


def _row(payoff: Payoff, name: str, value: Fraction) -> tuple[str, ...]:
    return (name, _shown(payoff, value), money(payoff.earned(value)))


def _said(payoff: Payoff) -> list[str]:
    if payoff.value is None:
        return [f"worth up to {money(payoff.worth)}; no result yet."]
    here = f"{_shown(payoff, payoff.value)} earns {money(payoff.earned(payoff.value))}."
    if not payoff.onward:
        return [here]
    step = payoff.next_level()
    if step is None:
        return [here, "No further level would earn more."]
    way = _way(payoff.scale, abs(step.reach - payoff.value))
    more = money(payoff.earned(step.reach) - payoff.earned(payoff.value))
    side = "more" if step.reach > payoff.value else "less"
    return [here, f"{way} {side} reaches {step.name} and earns {more} more."]


def _on_top(payoff: Payoff) -> list[str]:
    """Say in short what stands over the drawing: "+0.8 points → +$3,000.00 at maximum"."""
    if payoff.value is None:
        return _said(payoff)
    here = f"You are here: {_said(payoff)[0]}"
    step = payoff.next_level() if payoff.onward else None
    if step is None:
        return [here, *_said(payoff)[1:]]
    sign = "+" if step.reach > payoff.value else MINUS
    way = _way(payoff.scale, abs(step.reach - payoff.value))
    more = money(payoff.earned(step.reach) - payoff.earned(payoff.value))
    return [here, f"{sign}{way} → +{more} at {step.name}"]


def _way(scale: Scale, size: Fraction) -> str:
    """Write a difference; one between percentages is in points, never in percent."""
    if scale.unit in {Unit.PERCENT, Unit.PERCENT_OF_BASE}:
        return f"{numbers.shown(size)} points"
    return scale.shown(size)


def _drawn(payoff: Payoff, title: str, frame: _Frame) -> Svg:
    axis = around(payoff.levels, payoff.value, payoff.scale, (frame.left, frame.right))
    head, top = _head(payoff, frame)
    plot = _Plot(payoff, axis, frame, top)
    names, rows = named(payoff.levels, payoff.scale, axis, top=plot.floor, size=frame.size)
    bottom = plot.floor + 6 + rows * (frame.size + 4)
    shapes = [
        *_ground(plot),
        *_cap(plot),
        _curve(plot),
        *_way_on(plot),
        *_dots(plot),
        *_here(plot),
        *names,
    ]
    return drawing(frame.width, bottom, title, *head, *shapes)


@dataclass(frozen=True, slots=True)
class _Plot:
    payoff: Payoff
    axis: Axis
    frame: _Frame
    top: int

    @property
    def floor(self) -> int:
        return self.top + self.frame.high

    def y(self, cents: int) -> Fraction:
        return self.floor - Fraction(cents * self.frame.high, max(self.payoff.worth, 1))

    def spot(self, value: Fraction) -> tuple[Fraction, Fraction]:
        return self.axis.x(value), self.y(self.payoff.earned(value))


def _head(payoff: Payoff, frame: _Frame) -> tuple[list[Svg], int]:
    """Write on top where the result stands, for there it runs into nothing; say where it ends."""
    size, inset = frame.size, 0 if payoff.value is None else 18
    shapes = [] if payoff.value is None else [_diamond(frame.left + 7, Fraction(size * 2, 3))]
    y = size
    for at, said in enumerate(_on_top(payoff)):
        weight = "bold" if at == 0 and inset else "normal"
        x = frame.left + inset
        room = frame.right - x if weight == "normal" else (frame.right - x) * 9 // 10
        for row in wrapped(said, size, room, most=3):
            shapes.append(words(row, x, y, font_size=size, font_weight=weight, **INK))
            y += size + 5
    if _capped(payoff):
        said = f"Cap {whole_dollars(payoff.cap or 0)}"
        shapes.append(_cap_line(frame.left, frame.left + 24, y - Fraction(size, 3)))
        shapes.append(words(said, frame.left + 30, y, font_size=size, fill=palette.BELOW))
        y += size + 5
    return shapes, y + size


def _ground(plot: _Plot) -> list[Svg]:
    frame = plot.frame
    size = (frame.right - frame.left, frame.high)
    ends = (frame.left, plot.floor), (frame.right, plot.floor)
    return [
        box(frame.left, plot.top, size, fill=palette.WASH),
        line(*ends, stroke=palette.INK),
    ]


def _curve(plot: _Plot) -> Svg:
    """Try results along the axis, and both sides of each level, where curves jump."""
    axis = plot.axis
    span = axis.better - axis.worse
    tried = {axis.worse + span * at / SAMPLES for at in range(SAMPLES + 1)}
    for level in plot.payoff.levels:
        tried |= {level.reach, level.reach - span / 1000, level.reach + span / 1000}
    low, high = sorted((axis.worse, axis.better))
    inside = sorted((value for value in tried if low <= value <= high), reverse=span < 0)
    spots = _needed([plot.spot(value) for value in inside])
    return path(spots, fill="none", stroke=palette.BRAND, stroke_width=3, stroke_linejoin="round")


def _needed(spots: list[tuple[Fraction, Fraction]]) -> list[tuple[Number, Number]]:
    """Leave out what lies on the straight line between its neighbours."""
    kept = spots[:1]
    for (x1, y1), (x2, y2) in pairwise(spots[1:]):
        x0, y0 = kept[-1]
        if (x1 - x0) * (y2 - y0) != (x2 - x0) * (y1 - y0):
            kept.append((x1, y1))
    return [*kept, *spots[-1:]]


def _cap(plot: _Plot) -> list[Svg]:
    if not _capped(plot.payoff):
        return []
    return [_cap_line(plot.frame.left, plot.frame.right, plot.y(plot.payoff.cap or 0))]


def _capped(payoff: Payoff) -> bool:
    return payoff.cap is not None and payoff.cap < payoff.worth


def _cap_line(left: Number, right: Number, y: Number) -> Svg:
    pen: dict[str, Number | str] = {"stroke": palette.BELOW, "stroke_width": 2}
    return line((left, y), (right, y), stroke_dasharray="8 3", **pen)


def _here(plot: _Plot) -> list[Svg]:
    """Mark the result on the curve, over whatever stands there."""
    value = plot.payoff.value
    return [] if value is None else [_diamond(*plot.spot(value))]


def _way_on(plot: _Plot) -> list[Svg]:
    """Draw the way down from the result, and the way on to the next level."""
    value = plot.payoff.value
    if value is None:
        return []
    x, y = plot.spot(value)
    shapes = [line((x, y), (x, plot.floor), stroke=palette.INK, **DASHES)]
    step = plot.payoff.next_level() if plot.payoff.onward else None
    if step is not None:
        there, above = plot.spot(step.reach)
        pen: dict[str, Number | str] = {
            "fill": "none",
            "stroke": palette.TARGET,
            "stroke_width": 2,
        }
        shapes.append(path([(x, y), (there, y), (there, above + 6)], **pen, **DASHES))
        tip = [(there - 5, above + 13), (there, above + 6), (there + 5, above + 13)]
        shapes.append(path(tip, **pen))
    return shapes


def _diamond(x: Number, y: Number) -> Svg:
    corners = [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y), (x, y - 7)]
    return path(corners, fill=palette.BELOW, stroke=palette.PAPER, stroke_width=2)


def _dots(plot: _Plot) -> list[Svg]:
    """Mark each level on the curve with its dollars, up and to the left, where no curve runs."""
    size = plot.frame.size
    shapes = []
    mark: dict[str, Number | str]
    mark = {"fill": palette.PAPER, "stroke": palette.BRAND, "stroke_width": 2}
    taken_to, taken_at = Fraction(-1000), Fraction(-1000)  # where the words before end and stand
    for level in plot.payoff.levels:
        x, y = plot.spot(level.reach)
        said = whole_dollars(plot.payoff.earned(level.reach))
        long = width(said, size)
        right = max(x - 7, plot.frame.left + long + 2)
        above = y - 7
        if right - long < taken_to + 4 and abs(above - taken_at) < size + 2:
            above = taken_at - size - 2
        taken_to, taken_at = right, above
        ground = palette.PAPER if above <= plot.top else palette.WASH
        plate = (long + 4, size + 3)
        shapes.append(box(right - long - 2, above - size + 1, plate, fill=ground))
        shapes.append(shape("circle", cx=x, cy=y, r=5, **mark))
        shapes.append(
            words(said, right, above, font_size=size, font_weight="bold", text_anchor="end", **INK)
        )
    return shapes


def _shown(payoff: Payoff, value: Fraction) -> str:
    return payoff.scale.shown(value).replace("-", MINUS)
