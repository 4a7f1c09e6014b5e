"""PDF pages: how much of a page its pictures cover, wherever they are drawn.

A page draws pictures itself, or through forms that it draws, which may draw others; by
patterns that it fills with; and through the looks of its comments and fields. Where each
lies follows from the matrices on the way. A form without fonts of its own takes those of
its page, which it is given here, so that its text can be read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PageObject
from pypdf.generic import ContentStream, DictionaryObject, NameObject, StreamObject

MOST_DRAWN = 5000  # pictures and forms of one page
TOO_MANY = "more pictures and forms than a page of a report has"
PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)  # the matrix that moves nothing

Matrix = Sequence[float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture on a page, or another thing that draws.

    Attributes:
        share: How much of the page it covers, from 0 to 1.
        pixels: How many pixels it has.
        size: How many bytes draw it, where it is no picture.
    """

    share: float = 0.0
    pixels: int = 0
    size: int = 0


def drawn_on(page: PageObject) -> list[Drawn]:
    """List what a page draws: itself, its forms, and every picture.

    Raises:
        ValueError: More than any page of a report.
    """
    found: list[Drawn] = []
    for each in _of_page(page):
        found.append(each)
        if len(found) > MOST_DRAWN:
            raise ValueError(TOO_MANY)
    return found


def looks_of(annotation: DictionaryObject) -> Iterator[StreamObject]:
    """Give the streams that a comment or a field may look like."""
    looks = annotation.get("/AP", DictionaryObject())
    for look in looks.values() if isinstance(looks, DictionaryObject) else ():
        held = look.get_object()
        for each in [held, *held.values()] if isinstance(held, DictionaryObject) else ():
            if isinstance(stream := each.get_object(), StreamObject):
                yield stream


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stream draws: what its names mean, and where it lies on the paper."""

    resources: DictionaryObject
    paper: Sequence[float]
    matrix: Matrix = PLAIN


def _of_page(page: PageObject) -> Iterator[Drawn]:
    box = page.cropbox
    paper = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    place = _Place(_dictionary(page.get("/Resources")), paper)
    contents = page.get_contents()
    if contents is not None:
        yield from _of_stream(contents, place)
    for annotation in map(_dictionary, page.annotations or ()):
        left, low, right, high = (float(side) for side in annotation.get("/Rect", (0, 0, 0, 0)))
        share = _share((right - left, 0.0, 0.0, high - low, left, low), paper)
        for look in looks_of(annotation):
            for each in _of_stream(ContentStream(look, page.pdf), _inside(look, place)):
                yield replace(each, share=share if each.pixels else 0.0)


def _of_stream(content: ContentStream, place: _Place) -> Iterator[Drawn]:
    """Give what a stream draws."""
    yield Drawn(size=len(content.get_data().strip()))
    before: list[_Place] = []
    for operands, operator in content.operations:
        match operator:
            case b"q":
                before.append(place)
            case b"Q" if before:
                place = before.pop()
            case b"cm":
                place = replace(place, matrix=_times(operands, place.matrix))
            case b"INLINE IMAGE":
                yield _picture(operands["settings"], place)
            case b"Do" if operands:
                yield from _of_named(content, operands[0], place)
            case b"scn" | b"SCN" if operands and isinstance(operands[-1], NameObject):
                yield from _of_pattern(_dictionary(place.resources.get("/Pattern")), operands[-1])


def _of_named(content: ContentStream, name: str, place: _Place) -> Iterator[Drawn]:
    """Give a picture that is drawn by its name, or what a form draws."""
    held = _dictionary(_dictionary(place.resources.get("/XObject")).get(name))
    if held.get("/Subtype") == "/Image":
        yield _picture(held, place)
    elif isinstance(held, StreamObject):
        yield from _of_stream(ContentStream(held, content.pdf), _inside(held, place))


def _inside(form: StreamObject, place: _Place) -> _Place:
    """Give the place of what a form draws."""
    if "/Resources" not in form:
        form[NameObject("/Resources")] = place.resources
    matrix = _times(form.get("/Matrix", PLAIN), place.matrix)
    return _Place(_dictionary(form["/Resources"]), place.paper, matrix)


def _picture(told: DictionaryObject, place: _Place) -> Drawn:
    return Drawn(_share(place.matrix, place.paper), _pixels(told))


def _of_pattern(patterns: DictionaryObject, name: str) -> Iterator[Drawn]:
    """Give the pictures of a pattern, which may fill the whole page."""
    pattern = _dictionary(patterns.get(name))
    inside = _dictionary(_dictionary(pattern.get("/Resources")).get("/XObject"))
    for held in map(_dictionary, inside.values()):
        if held.get("/Subtype") == "/Image":
            yield Drawn(1.0, _pixels(held))


def _pixels(picture: DictionaryObject) -> int:
    width, height = (picture.get(f"/{long}", picture.get(f"/{long[0]}", 0))
                     for long in ("Width", "Height"))  # fmt: skip
    return int(width) * int(height)


def _share(matrix: Matrix, paper: Sequence[float]) -> float:
    """Say how much of the paper the unit square covers where a matrix puts it."""
    a, b, c, d, x, y = matrix
    across, up = (x, x + a, x + c, x + a + c), (y, y + b, y + d, y + b + d)
    width = min(max(across), paper[2]) - max(min(across), paper[0])
    height = min(max(up), paper[3]) - max(min(up), paper[1])
    whole = (paper[2] - paper[0]) * (paper[3] - paper[1])
    return max(width, 0.0) * max(height, 0.0) / whole if whole else 1.0


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, x, y = (float(each) for each in first)
    e, f, g, h, u, v = then
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h,
            x * e + y * g + u, x * f + y * h + v)  # fmt: skip


def _dictionary(held: Any) -> DictionaryObject:  # noqa: ANN401 - a file may hold anything anywhere
    """Give what a file holds at a place if it is a dictionary; an empty one else."""
    found = held.get_object() if held is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
