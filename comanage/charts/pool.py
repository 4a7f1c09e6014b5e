"""Pool: what was earned of each part of the money, and what was left.

All bars share one scale, so that a large domain looks large; the words stand
on the bars, since colour alone says nothing to many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts import palette
from comanage.charts.drawn import Drawn, Table, money, whole_dollars
from comanage.charts.labels import width
from comanage.charts.svg import Svg, box, drawing, hatch, words
from comanage.rules.numbers import percent


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pool, such as a domain; amounts in cents."""

    name: str
    possible: int
    earned: int


def draw(title: str, parts: Sequence[Part]) -> Drawn:
    """Draw what was earned and left of each part, in the order given."""
    said = sentence(title, parts)
    return Drawn(title, said, _wide(parts, said), _narrow(parts, said), table(parts))


def sentence(title: str, parts: Sequence[Part]) -> str:
    """Say what was earned in all, and where most was left."""
    earned, possible = sum(part.earned for part in parts), sum(part.possible for part in parts)
    said = f"{title}: {money(earned)} of {money(possible)} earned ({_share(earned, possible)})"
    if len(parts) < 2 or earned == possible:
        return f"{said}."
    most = max(parts, key=lambda part: part.possible - part.earned)
    return f"{said}; most was left in {most.name} ({money(most.possible - most.earned)})."


def table(parts: Sequence[Part]) -> Table:
    """List each part to the cent."""
    heads = ("Part", ("Possible", "num"), ("Earned", "num"), ("Left", "num"), ("Share", "num"))
    return Table(heads, tuple(_row(part) for part in parts))


def _row(part: Part) -> tuple[str, ...]:
    amounts = (part.possible, part.earned, part.possible - part.earned)
    return (part.name, *map(money, amounts), _share(part.earned, part.possible))


def _wide(parts: Sequence[Part], title: str) -> Svg:
    shapes: list[Svg] = []
    for at, part in enumerate(parts):
        y = at * 36
        shapes.append(_word(part.name, 0, y + 19, font_size=13, font_weight="bold"))
        shapes.append(
            _word(_share(part.earned, part.possible), 640, y + 19, font_size=13, text_anchor="end")
        )
        shapes += _bar(part, _scale(parts, 430), (130, y), 13)
    return drawing(640, len(parts) * 36 - 6, title, *shapes)


def _narrow(parts: Sequence[Part], title: str) -> Svg:
    shapes: list[Svg] = []
    for at, part in enumerate(parts):
        y = at * 60
        shapes.append(_word(part.name, 0, y + 15, font_size=14, font_weight="bold"))
        shapes.append(
            _word(_share(part.earned, part.possible), 320, y + 15, font_size=14, text_anchor="end")
        )
        shapes += _bar(part, _scale(parts, 318), (1, y + 22), 14)
    return drawing(320, len(parts) * 60 - 4, title, *shapes)


def _scale(parts: Sequence[Part], room: int) -> Fraction:
    return Fraction(room, max([*(part.possible for part in parts), 1]))


def _bar(part: Part, scale: Fraction, corner: tuple[int, int], size: int) -> list[Svg]:
    """Draw one bar: earned solid with its dollars, the rest hatched with what is left."""
    left, top = corner
    end, solid, high = part.possible * scale, max(part.earned, 0) * scale, 30
    shapes = [
        box(left, top, (end, high), fill=palette.PAPER, stroke=palette.LINE),
        hatch(left + solid, top, (end - solid, high), stroke=palette.HAIR, stroke_width=1),
        box(left, top, (min(solid, end), high), fill=palette.BRAND),
    ]
    earned = whole_dollars(part.earned)
    rest = part.possible - part.earned
    unearned = f"{whole_dollars(rest)} left" if rest else ""
    y = top + 20
    inside = width(earned, size) + 16 <= solid
    if inside:
        shapes.append(_word(earned, left + 8, y, font_size=size, fill=palette.PAPER))
    said = unearned if inside else f"{earned} earned" + (f", {unearned}" if unearned else "")
    shapes += _beside(said, (left + solid, left + end), y, size)
    return shapes


def _beside(said: str, free: tuple[Fraction, Fraction], y: int, size: int) -> list[Svg]:
    """Write into the free part of a bar where there is room, else after the bar."""
    if not said:
        return []
    start, end = free
    long = width(said, size)
    x = start + 8 if long + 16 <= end - start else end + 8
    plate = box(x - 3, y - size, (long + 6, size + 5), fill=palette.PAPER)
    return [plate, _word(said, x, y, font_size=size)]


def _word(said: str, x: int | Fraction, y: int, **attributes: int | str) -> Svg:
    return words(said, x, y, **({"fill": palette.INK} | attributes))


def _share(earned: int, possible: int) -> str:
    return percent(Fraction(earned, possible), 1) if possible else "–"
