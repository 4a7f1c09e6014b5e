"""Reads a drawing back: its words, the paper that each takes, and whether any are in the way."""

import re
from dataclasses import dataclass
from fractions import Fraction

from defusedxml import ElementTree

from comanage.charts.labels import width
from comanage.rules.methods.method import Level
from comanage.rules.numbers import exact

PLACES = {"x", "y", "width", "height", "x1", "y1", "x2", "y2", "cx", "cy", "r"}
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Words:
    said: str
    left: Fraction
    right: Fraction
    top: Fraction
    bottom: Fraction


def _words(element):
    size, x, y = (exact(element.get(name)) for name in ("font-size", "x", "y"))
    long = width(element.text, size)
    left = x - long * {"middle": Fraction(1, 2), "end": 1}.get(element.get("text-anchor"), 0)
    return Words(element.text, left, left + long, y - size * 3 / 4, y + size / 5)


def words_of(svg):
    """List the words of a drawing with the paper they take, as estimated where they were placed."""
    return [_words(text) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _reached(root):
    """List the outermost points of every shape that is not words."""
    for element in root.iter():
        at = {key: exact(value) for key, value in element.attrib.items() if key in PLACES}
        match element.tag.removeprefix(SVG):
            case "rect":
                yield at["x"], at["y"]
                yield at["x"] + at["width"], at["y"] + at["height"]
            case "line":
                yield at["x1"], at["y1"]
                yield at["x2"], at["y2"]
            case "circle":
                yield at["cx"] - at["r"], at["cy"] - at["r"]
                yield at["cx"] + at["r"], at["cy"] + at["r"]
            case "path":
                for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", element.get("d")):
                    yield exact(x), exact(y)


def check_tidy(svg):
    """Check that nothing is inline that a content policy forbids, and no words are in the way."""
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox")
    assert root.find(f"{SVG}title").text
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "image", "a"}
        assert not {"style", "id", "class", "href"} & set(element.attrib)
    _, _, wide, high = map(exact, root.get("viewBox").split())
    for x, y in _reached(root):
        assert -1 <= x <= wide + 1, f"something reaches {x}, outside of 0 to {wide}"
        assert -1 <= y <= high + 1, f"something reaches {y}, outside of 0 to {high}"
    words = words_of(svg)
    for said in words:
        assert said.left >= -1, f"{said} is cut off at the left"
        assert said.right <= wide + 1, f"{said} is cut off at the right of {wide}"
        assert said.top >= 0, f"{said} is cut off at the top"
        assert said.bottom <= high, f"{said} is cut off at the bottom of {high}"
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            beside = one.right <= other.left or other.right <= one.left
            apart = one.bottom <= other.top or other.bottom <= one.top
            assert beside or apart, f"{one.said!r} runs into {other.said!r}"


def levels(*rows):
    """Make levels from rows of name, reach and earned share, as decimal text."""
    return tuple(Level(name, exact(reach), exact(earns)) for name, reach, earns in rows)
