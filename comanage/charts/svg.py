"""SVG text: shapes with escaped words and repeatable coordinates.

Coordinates are exact numbers written with at most two places, so the same
values give the same bytes everywhere. No style, script or id is ever written:
the drawings pass the strictest content policy and stand on one page together.
"""

from collections.abc import Sequence
from fractions import Fraction
from html import escape

from comanage.rules.numbers import rounded, written

Number = int | Fraction
FONT = "Public Sans, system-ui, sans-serif"  # the first in the PDF, the second on screen


class Svg(str):
    """SVG text whose every word was escaped when it was put together."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell templates that nothing is left to escape."""
        return str(self)


def shape(name: str, *inside: str, **attributes: Number | str) -> Svg:
    """Write one element; plain text inside it is escaped, shapes are not.

    >>> shape("text", "A < B", x=Fraction(1, 3), font_size=13)
    '<text x="0.33" font-size="13">A &lt; B</text>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
    )
    within = "".join(part if isinstance(part, Svg) else escape(part) for part in inside)
    return Svg(f"<{name}{said}>{within}</{name}>" if within else f"<{name}{said}/>")


def drawing(width: Number, height: Number, title: str, *shapes: Svg) -> Svg:
    """Write a whole drawing; its title is what a screen reader and the PDF's Alt say."""
    size = f"0 0 {coordinate(width)} {coordinate(height)}"
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}"'
        f' width="{coordinate(width)}" height="{coordinate(height)}" role="img"'
        f' font-family="{FONT}"><title>{escape(title)}</title>{"".join(shapes)}</svg>'
    )


def box(x: Number, y: Number, size: tuple[Number, Number], **attributes: Number | str) -> Svg:
    """Draw a rectangle; one without a size is left out."""
    wide, high = size
    if wide <= 0 or high <= 0:
        return Svg("")
    return shape("rect", x=x, y=y, width=wide, height=high, **attributes)


def line(start: tuple[Number, Number], end: tuple[Number, Number], **pen: Number | str) -> Svg:
    """Draw a straight line."""
    return shape("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], **pen)


def words(text: str, x: Number, y: Number, **attributes: Number | str) -> Svg:
    """Write words, by default to the right of x."""
    return shape("text", text, x=x, y=y, **attributes)


def path(points: Sequence[tuple[Number, Number]], **attributes: Number | str) -> Svg:
    """Draw a line through points."""
    joined = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
    return shape("path", d=f"M{joined}", **attributes)


def hatch(x: Number, y: Number, size: tuple[Number, Number], **pen: Number | str) -> Svg:
    """Draw slanted lines over a rectangle, without a pattern that would need an id."""
    wide, high = (Fraction(side) for side in size)
    strokes = []
    at = Fraction(6)
    while wide > 0 and at < wide + high:
        left, bottom = max(at - high, Fraction(0)), min(at, high)
        right, top = min(at, wide), max(at - wide, Fraction(0))
        strokes.append(
            f"M{coordinate(x + left)} {coordinate(y + bottom)}"
            f"L{coordinate(x + right)} {coordinate(y + top)}"
        )
        at += 6
    return shape("path", d="".join(strokes), fill="none", **pen) if strokes else Svg("")


def coordinate(number: Number) -> str:
    """Write a coordinate with at most two places.

    >>> coordinate(Fraction(1, 3)), coordinate(Fraction(5, 2)), coordinate(7)
    ('0.33', '2.5', '7')
    """
    return written(rounded(Fraction(number), 2))


def _value(value: Number | str) -> str:
    return escape(value) if isinstance(value, str) else coordinate(value)
