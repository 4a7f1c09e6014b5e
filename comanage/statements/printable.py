"""Signs that our fonts cannot print stand as their code, on every machine alike.

Otherwise a font of the machine would print them, or a box that stands for any sign: the same data
would come out as another file elsewhere, and two names could look the same.
"""

from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
KEPT = frozenset(map(ord, "\n"))


def printable(text: str) -> str:
    r"""Write the code of each sign that one of our fonts lacks.

    >>> printable("Ortiz-Nu\u00f1ez"), printable("Dr. \u6797")
    ('Ortiz-Nuñez', 'Dr. [U+6797]')
    """
    lacking = set(map(ord, set(text))) - _held() - KEPT
    return text.translate({code: f"[U+{code:04X}]" for code in lacking})


@cache
def _held() -> frozenset[int]:
    """Give the codes of the signs that every font of ours has."""
    return frozenset.intersection(*map(_of_font, FONTS.glob("*.ttf")))


def _of_font(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - it comes with the engine, and is as large

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())
