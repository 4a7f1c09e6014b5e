"""Bullet: where a result stands among its levels, always better to the right.

After Stephen Few: bands for the stretches between levels, a bar for the
result, a mark at each level. A measure where lower is better is turned round
and says so.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from comanage.charts import palette
from comanage.charts.axis import Axis, around
from comanage.charts.drawn import MINUS, Drawn, Table
from comanage.charts.labels import width
from comanage.charts.level_names import named
from comanage.charts.svg import Svg, box, drawing, hatch, line, words
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Level
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.units import Better, Scale

BAND, BAR = 24, 10  # heights
HATCH = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class Bullet:
    """One measure's result and its levels.

    Attributes:
        name: The measure.
        scale: Its unit, direction and precision.
        levels: Its levels, easiest first; at least one.
        value: The result, or None.
        counts: Such as "412 of 486"; empty where the result is not a quotient.
        absent: Why there is no result.
        reached: The name of the level reached; empty below the easiest.
    """

    name: str
    scale: Scale
    levels: tuple[Level, ...]
    value: Fraction | None
    counts: str = ""
    absent: str = ""
    reached: str = ""


def of_measure(measure: Measure, scored: ScoredMeasure, *, counts: str = "") -> Bullet:
    """Take from a measure and what became of it what the chart shows."""
    return Bullet(
        name=measure.name,
        scale=measure.scale,
        levels=method_of(measure.method).levels(measure.method),
        value=scored.value,
        counts=counts,
        absent=scored.absent,
        reached=scored.level,
    )


def draw(bullet: Bullet) -> Drawn:
    """Draw a measure's result among its levels."""
    said = sentence(bullet)
    return Drawn(bullet.name, said, _wide(bullet, said), _narrow(bullet, said), table(bullet))


def beneath(bullet: Bullet) -> Svg:
    """Draw it without the result and the direction, which stand in the row of a table above it."""
    return _drawn(bullet, sentence(bullet), _Frame(width=320, left=2, right=318, top=4, size=14))


def sentence(bullet: Bullet) -> str:
    """Say where the result stands, in words."""
    if bullet.value is None:
        return f"{bullet.name}: no result. {bullet.absent}".rstrip()
    counts = f" ({bullet.counts})" if bullet.counts else ""
    reached = f"reached {bullet.reached}" if bullet.reached else f"below {bullet.levels[0].name}"
    way = "higher is better" if bullet.scale.better is Better.HIGHER else "lower is better"
    return f"{bullet.name}: {_shown(bullet, bullet.value)}{counts}, {reached}; {way}."


def table(bullet: Bullet) -> Table:
    """List the result and the levels."""
    value = _result(bullet)
    levels = tuple(
        (level.name.capitalize(), _shown(bullet, level.reach)) for level in bullet.levels
    )
    return Table(("", ("Value", "num")), (("Result", value), *levels))


def _wide(bullet: Bullet, title: str) -> Svg:
    beneath = bullet.counts if bullet.value is not None else "no result"
    size = 18 if width(_result(bullet), 18) < 144 else 13
    return _drawn(
        bullet,
        title,
        _Frame(width=640, left=150, right=632, top=6, size=13),
        words(_result(bullet), 0, 24, font_size=size, font_weight="bold", fill=palette.INK),
        words(beneath, 0, 42, font_size=13, fill=palette.MUTED) if beneath else Svg(""),
    )


def _narrow(bullet: Bullet, title: str) -> Svg:
    counts = f" ({bullet.counts})" if bullet.counts else ""
    said = f"{_result(bullet)}{counts}" if bullet.value is not None else "– no result"
    return _drawn(
        bullet,
        title,
        _Frame(width=320, left=2, right=318, top=28, size=14),
        words(said, 0, 16, font_size=16, font_weight="bold", fill=palette.INK),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    width: int
    left: int
    right: int
    top: int
    size: int  # of the letters


def _drawn(bullet: Bullet, title: str, frame: _Frame, *head: Svg) -> Svg:
    axis = around(bullet.levels, bullet.value, bullet.scale, (frame.left, frame.right))
    top = frame.top + BAND + 2
    names, rows = named(bullet.levels, bullet.scale, axis, top=top, size=frame.size)
    bottom = frame.top + BAND + 6 + rows * (frame.size + 4)
    note = Svg("")
    if head and bullet.scale.better is Better.LOWER:
        bottom += frame.size + 7
        note = words(
            "Lower is better: the scale runs down",
            frame.left,
            bottom - 5,
            font_size=frame.size,
            fill=palette.MUTED,
        )
    shapes = (*head, *_bands(bullet, axis, frame), *_bar(bullet, axis, frame), *names, note)
    return drawing(frame.width, bottom, title, *shapes)


def _bands(bullet: Bullet, axis: Axis, frame: _Frame) -> list[Svg]:
    edges = [axis.left, *(axis.x(level.reach) for level in bullet.levels), axis.right]
    shapes = []
    for shade, (start, end) in zip(_shades(len(edges) - 1), pairwise(edges), strict=True):
        size = (end - start, BAND)
        shapes.append(box(start, frame.top, size, fill=shade))
        if shade == palette.BAND_BELOW:
            shapes.append(hatch(start, frame.top, size, stroke=palette.LINE, stroke_width=HATCH))
    whole = (axis.right - axis.left, BAND)
    shapes.append(box(axis.left, frame.top, whole, fill="none", stroke=palette.LINE))
    return shapes


def _shades(count: int) -> list[str]:
    """Give each stretch its shade: below, then lighter with each level, the last one white."""
    between = [palette.BAND_THRESHOLD, palette.BAND_TARGET]
    middle = (between * count)[: count - 2] if count > 4 else between[: count - 2]
    return [palette.BAND_BELOW, *middle, palette.PAPER]


def _bar(bullet: Bullet, axis: Axis, frame: _Frame) -> list[Svg]:
    shapes = []
    if bullet.value is not None:
        long = max(axis.x(bullet.value) - axis.left, Fraction(2))
        middle = frame.top + Fraction(BAND - BAR, 2)
        shapes.append(box(axis.left, middle, (long, BAR), fill=palette.INK))
    for level in bullet.levels:
        at = axis.x(level.reach)
        thick = 4 if level.name.lower() == "target" else 2
        ends = (at, frame.top - 3), (at, frame.top + BAND + 4)
        shapes.append(line(*ends, stroke=palette.PAPER, stroke_width=thick + 2))
        shapes.append(line(*ends, stroke=palette.INK, stroke_width=thick))
    return shapes


def _result(bullet: Bullet) -> str:
    return "–" if bullet.value is None else _shown(bullet, bullet.value)


def _shown(bullet: Bullet, value: Fraction) -> str:
    return bullet.scale.shown(value).replace("-", MINUS)
