"""Heatmap: measures by periods or groups, a real table whose cells say their level by a letter.

The letter and the shade say the same, so that it reads in grey print and without colour. It is
for those who run an agreement or watch over it, and is never shown to the groups.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

KNOWN = {
    # the word of a level: its letter and its shade
    "below": ("B", "below"),
    "threshold": ("T", "threshold"),
    "target": ("G", "target"),
    "stretch": ("S", "stretch"),
    "maximum": ("M", "stretch"),
}
BELOW = "below"
NONE = "none"  # the shade of a cell without a level


@dataclass(frozen=True, slots=True)
class Cell:
    """One result.

    Attributes:
        letter: The letter of its level; empty where there is none.
        shade: below, threshold, target, stretch, or none.
        word: Its level in words, or why there is no result.
        value: The result with its unit; a dash where there is none.
    """

    letter: str
    shade: str
    word: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: its code, its name, and a cell a column.

    Attributes:
        code: Its code.
        name: Its name.
        domain: The name of its domain.
        cells: Its cells; None where it was not measured.
        standing: How far the result that counts came, from 0 to 1; None without one.
    """

    code: str
    name: str
    domain: str
    cells: tuple[Cell | None, ...]
    standing: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A heatmap: what its columns are called, and its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def sentence(self) -> str:
        """Say in one sentence what it shows: how many results are below every level."""
        cells = [cell for row in self.rows for cell in row.cells]
        known = [cell for cell in cells if cell is not None and cell.shade != NONE]
        below = sum(cell.shade == BELOW for cell in known)
        return f"{self.title}: {below} of {len(known)} results with levels lie below the easiest."

    @property
    def legend(self) -> tuple[tuple[str, str, str], ...]:
        """List the letters there are, each with its shade and its word."""
        cells = (cell for row in self.rows for cell in row.cells if cell is not None)
        found = {cell.letter: (cell.letter, cell.shade, cell.word) for cell in cells if cell.letter}
        return tuple(sorted(found.values(), key=lambda one: (SHADES.index(one[1]), one[0])))


SHADES = ("below", "threshold", "target", "stretch", "none")


def cell(value: str, reached: str, place: int, levels: int) -> Cell:
    """Give the cell of a result.

    Args:
        value: The result with its unit.
        reached: The name of the hardest level that it reached; empty below the easiest.
        place: Which level that is, from 1; 0 below the easiest.
        levels: How many levels there are.

    >>> cell("84.2%", "target", 2, 3)
    Cell(letter='G', shade='target', word='Target', value='84.2%')
    >>> cell("4", "", 0, 0).shade
    'none'
    """
    if not levels:
        return Cell("", NONE, "no level", value)
    if not reached:
        return Cell("B", BELOW, "Below threshold", value)
    letter, shade = KNOWN.get(reached.lower(), (reached[:1].upper(), _shade(place, levels)))
    return Cell(letter, shade, f"{reached[:1].upper()}{reached[1:]}", value)


def absent(reason: str) -> Cell:
    """Give the cell of a measure without a result."""
    return Cell("", NONE, reason, "–")


def lowest_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Sort measures by how far they came, the lowest first; those without a result last."""
    return tuple(sorted(rows, key=lambda row: (row.standing is None, row.standing or 0, row.name)))


def _shade(place: int, levels: int) -> str:
    """Shade a level of any other name by its place: the hardest, the easiest, those between."""
    if place == levels:
        return "stretch" if levels > 2 else "target"
    return "threshold" if place == 1 else "target"


def by_domain(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Put rows that follow each other under the domain they share."""
    found: list[tuple[str, list[Row]]] = []
    for row in rows:
        if not found or found[-1][0] != row.domain:
            found.append((row.domain, []))
        found[-1][1].append(row)
    return found
