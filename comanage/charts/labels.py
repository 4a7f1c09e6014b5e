"""Labels that do not collide: how wide words are, and how far apart they are pushed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.charts.svg import Number

# How wide letters are for their height: those of Public Sans Bold, the widest in use.
_GROUPS = (
    ("iIjl.,:;'|!()[] ", Fraction(33, 100)),
    ("ftr-/", Fraction(41, 100)),
    ("abcdeghknopqsuvxyz", Fraction(58, 100)),
    ("mwMW%@…→", Fraction(93, 100)),
    ("0123456789$−+–", Fraction(67, 100)),
)
_WIDTHS = {sign: wide for signs, wide in _GROUPS for sign in signs}
_OTHER = Fraction(72, 100)  # capitals, and what we know nothing of


@dataclass(frozen=True, slots=True)
class Label:
    """Words that want to stand centred at a place."""

    words: str
    at: Fraction


def width(words: str, size: Number) -> Fraction:
    """Estimate how wide words are at a font size; rather too wide than too narrow.

    >>> width("$1,250", 10)
    Fraction(184, 5)
    """
    return sum((_WIDTHS.get(sign, _OTHER) for sign in words), Fraction(0)) * size


def spread(
    labels: Sequence[Label], size: Number, within: tuple[Number, Number], gap: Number = 8
) -> list[Fraction]:
    """Push labels of one line apart until none touches the next, and keep them inside.

    Args:
        labels: From left to right.
        size: Their font size.
        within: The left and the right edge.
        gap: What stays free between two.

    Returns:
        The centre of each label. Where they cannot all fit, the leftmost ones
        stay inside and the rest follow without touching.
    """
    halves = [width(label.words, size) / 2 for label in labels]
    left, right = Fraction(within[0]), Fraction(within[1])
    centres: list[Fraction] = []
    for label, half in zip(labels, halves, strict=True):
        centres.append(max(label.at, left + half))
        left = centres[-1] + half + gap
    for at in range(len(centres) - 1, -1, -1):
        centres[at] = min(centres[at], right - halves[at])
        right = centres[at] - halves[at] - gap
    if centres and centres[0] < within[0] + halves[0]:
        return _from_the_left(halves, Fraction(within[0]), gap)
    return centres


def fits(labels: Sequence[Label], size: Number, room: Number, gap: Number = 8) -> bool:
    """Say whether labels have room on one line."""
    taken = sum((width(label.words, size) for label in labels), Fraction(0))
    return taken + gap * max(len(labels) - 1, 0) <= room


def wrapped(text: str, size: Number, room: Number, most: int = 2) -> list[str]:
    """Break words into lines that fit; what does not fit the last line is cut with a mark.

    >>> wrapped("Physician alignment", 10, 70)
    ['Physician', 'alignment']
    """
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined, size) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_cut(line, size, room) for line in lines]


def _cut(line: str, size: Number, room: Number) -> str:
    if width(line, size) <= room:
        return line
    while line and width(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _from_the_left(halves: Sequence[Fraction], left: Fraction, gap: Number) -> list[Fraction]:
    centres = []
    for half in halves:
        centres.append(left + half)
        left += 2 * half + gap
    return centres
