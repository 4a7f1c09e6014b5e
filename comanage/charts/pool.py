"""Pool: what was earned of each part of the money, and what was left.

All bars share one scale, so that a large domain looks large; the words stand
on the bars, since colour alone says nothing to many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts import palette
from comanage.charts.drawn import Drawn, Table, in_whole_dollars, money, whole_dollars
from comanage.charts.labels import width, wrapped
from comanage.charts.svg import Svg, box, drawing, hatch, words
from comanage.rules.numbers import percent

EARNED, PROJECTED, SCORED = "earned", "projected", "scored"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pool, such as a domain; amounts in cents.

    Attributes:
        name: Its name.
        possible: The most it could earn.
        earned: What it earned.
        word: What that is called: earned, projected while the year goes on, or scored.
    """

    name: str
    possible: int
    earned: int
    word: str = EARNED


def draw(title: str, parts: Sequence[Part], said: str = "") -> Drawn:
    """Draw what was earned and left of each part, in the order given.

    Args:
        title: What the chart is of.
        parts: The parts.
        said: Its sentence, where the parts do not add up to one sum.
    """
    said = said or sentence(title, parts)
    return Drawn(title, said, _wide(parts, said), _stacked(parts, said, 320, 14), table(parts))


def strip(part: Part) -> Svg:
    """Draw one part as a bar that says its share; the dollars stand above it."""
    said = f"{part.name}: {money(part.earned)} of {money(part.possible)}."
    wide, high, size = 320, 22, 14
    scale = _scale([part], wide - 2)
    share = _share(part.earned, part.possible)
    solid, long = min(max(part.earned, 0), part.possible) * scale, width(share, size)
    inside = solid >= long + 16
    x = 9 if inside else min(solid + 9, wide - long - 4)
    plate = (long + 8, high - 4)
    return drawing(
        wide,
        high,
        said,
        *_bar(part, scale, (1, 1, high - 2)),
        box(x - 4, 2, (0 if inside else plate[0], plate[1]), fill=palette.PAPER),
        _word(share, x, 16, font_size=size, fill=palette.PAPER if inside else palette.INK),
    )


def sentence(title: str, parts: Sequence[Part]) -> str:
    """Say what was earned in all, and where most was left."""
    earned, possible = sum(part.earned for part in parts), sum(part.possible for part in parts)
    word = _named(parts)
    said = f"{title}: {money(earned)} of {money(possible)} {word} ({_share(earned, possible)})"
    if len(parts) < 2 or earned == possible:
        return f"{said}."
    most = max(parts, key=lambda part: part.possible - part.earned)
    return f"{said}; most was left in {most.name} ({money(most.possible - most.earned)})."


def table(parts: Sequence[Part]) -> Table:
    """List each part to the cent."""
    named = (_named(parts).capitalize(), "num")
    heads = ("Part", ("Possible", "num"), named, ("Left", "num"), ("Share", "num"))
    return Table(heads, tuple(_row(part) for part in parts))


def _named(parts: Sequence[Part]) -> str:
    """Say what the parts came to: earned, projected, or one of them and the other."""
    return " or ".join(sorted({part.word for part in parts})) or EARNED


def _row(part: Part) -> tuple[str, ...]:
    amounts = (part.possible, part.earned, part.possible - part.earned)
    return (part.name, *map(money, amounts), _share(part.earned, part.possible))


def _wide(parts: Sequence[Part], title: str) -> Svg:
    """Write on and beside the bars; where one amount is too long for that, beneath them."""
    scale = _scale(parts, 340)
    if any(_ends(part, scale) > 640 - 130 - 62 for part in parts):
        return _stacked(parts, title, 640, 13)
    shapes: list[Svg] = []
    for at, part in enumerate(parts):
        y = at * 36
        share = _share(part.earned, part.possible)
        name = wrapped(part.name, 13, 124, most=1)[0]
        shapes.append(_word(name, 0, y + 19, font_size=13, font_weight="bold"))
        shapes.append(_word(share, 640, y + 19, font_size=13, text_anchor="end"))
        shapes += _bar(part, scale, (130, y, 30)) + _on_bar(part, scale, (130, y))
    return drawing(640, len(parts) * 36 - 5, title, *shapes)


def _stacked(parts: Sequence[Part], title: str, wide: int, size: int) -> Svg:
    """Keep the words off the bars, which may be short on a phone."""
    scale = _scale(parts, wide - 2)
    shapes: list[Svg] = []
    for at, part in enumerate(parts):
        y = at * 72
        right: dict[str, int | str] = {"font_size": size, "text_anchor": "end"}
        name = wrapped(part.name, size, wide - 70, most=1)[0]
        shapes.append(_word(name, 0, y + 14, font_size=size, font_weight="bold"))
        shapes.append(_word(_share(part.earned, part.possible), wide, y + 14, **right))
        shapes += _bar(part, scale, (1, y + 21, 16))
        shapes.append(_word(f"{whole_dollars(part.earned)} {part.word}", 0, y + 54, font_size=size))
        shapes.append(_word(_left(part) or "nothing left", wide, y + 54, **right))
    return drawing(wide, len(parts) * 72 - 12, title, *shapes)


def _scale(parts: Sequence[Part], room: int) -> Fraction:
    return Fraction(room, max([*(part.possible for part in parts), 1]))


def _bar(part: Part, scale: Fraction, place: tuple[int, int, int]) -> list[Svg]:
    """Draw one bar: what was earned is solid, what was left is hatched."""
    left, top, high = place
    end, solid = part.possible * scale, min(max(part.earned, 0), part.possible) * scale
    return [
        box(left, top, (end, high), fill=palette.PAPER, stroke=palette.LINE),
        hatch(left + solid, top, (end - solid, high), stroke=palette.HAIR, stroke_width=1),
        box(left, top, (solid, high), fill=palette.BRAND),
    ]


def _on_bar(part: Part, scale: Fraction, corner: tuple[int, int]) -> list[Svg]:
    """Write the dollars earned on the solid part where they fit, and what is left beside it."""
    left, y = corner[0], corner[1] + 20
    inside, beside = _said(part, scale)
    shapes = []
    if inside:
        shapes.append(_word(inside, left + 8, y, font_size=13, fill=palette.PAPER))
    if beside:
        x, long = left + _starts(part, scale, beside), width(beside, 13)
        shapes.append(box(x - 3, y - 13, (long + 6, 18), fill=palette.PAPER))
        shapes.append(_word(beside, x, y, font_size=13))
    return shapes


def _said(part: Part, scale: Fraction) -> tuple[str, str]:
    """Say what stands on the solid part of a bar, and what beside it."""
    earned, rest = whole_dollars(part.earned), _left(part)
    if width(earned, 13) + 16 <= part.earned * scale:
        return earned, rest
    return "", f"{earned} {part.word}, {rest}" if rest else f"{earned} {part.word}"


def _starts(part: Part, scale: Fraction, beside: str) -> Fraction:
    """Place words into the free part of a bar where there is room, else after the bar."""
    solid, end = max(part.earned, 0) * scale, part.possible * scale
    return solid + 8 if width(beside, 13) + 16 <= end - solid else end + 8


def _ends(part: Part, scale: Fraction) -> Fraction:
    beside = _said(part, scale)[1]
    return _starts(part, scale, beside) + width(beside, 13)


def _left(part: Part) -> str:
    """Say what is left, so that it adds up with what is said to be earned, in whole dollars."""
    rest = part.possible - part.earned
    told = in_whole_dollars(part.possible) - in_whole_dollars(part.earned)
    if rest < 0:
        return f"{whole_dollars(-told)} above"
    return f"{whole_dollars(told)} left" if rest else ""


def _word(said: str, x: int | Fraction, y: int, **attributes: int | str) -> Svg:
    return words(said, x, y, **({"fill": palette.INK} | attributes))


def _share(earned: int, possible: int) -> str:
    return percent(Fraction(earned, possible), 1) if possible else "–"
