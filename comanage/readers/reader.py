"""Reader: what turns the bytes of one kind of file into rows of text, and what may not pass.

A row keeps the number it has in its file, so that every later fault can name
the cell. Nothing is guessed here: what a text means is decided by whoever
knows the terms.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from comanage.refusals import Fault

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CELLS = 2_000_000  # as many as 100,000 rows of a template have
COMMENT = "# "  # begins a line that is for people; "#REF!" is a broken cell, not a comment

TOO_LARGE = "The file is larger than 5 MB. A file of totals is small: delete what is not needed."
TOO_LONG = "The file has more than 100,000 rows. A file of totals has a row a measure."
TOO_WIDE = "The file has more than 100 columns. Delete those that are not in the template."
TOO_FULL = (
    "The file has more than 2,000,000 cells. Delete the columns that are not in the template."
)
TOO_MANY = "Put text that holds a comma in quotes, or delete what stands beyond the heading."
TOO_FEW = "Leave a cell empty instead of leaving it out, and close every quote."
EMPTY = "The file has no heading and no rows. Begin with the template."


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its number there, and its text by column."""

    number: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """Where to look for it."""
        return f"row {self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds.

    Attributes:
        columns: The words of the heading in lower case, from left to right.
        rows: The rows below it, blank ones and comments left out.
        read_as: How the file was understood, in words.
        heading: The number of the row that the heading stands in.
        titles: The words of the heading as they are written.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    read_as: str = ""
    heading: int = 1
    titles: tuple[str, ...] = ()


Found = tuple[Table, list[Fault]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file that can be read.

    Attributes:
        title: Its name for people.
        recognises: Says by name and content whether a file is of this kind.
        read: Gives its table and every fault, and what looks like patient data by the columns that a
            layout declares; a file with faults may give no rows.
    """

    title: str
    recognises: Callable[[str, bytes], bool]
    read: Callable[[bytes, Collection[str]], Found]


def letter(column: int) -> str:
    """Name a column, counted from 0, as spreadsheets do.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def table(lines: Iterable[tuple[int, Sequence[str]]], read_as: str, *, ragged: bool) -> Found:
    """Make a table of numbered lines: the first that is not blank is the heading.

    Args:
        lines: Each line's number in the file, and its cells.
        read_as: How the file was understood, in words.
        ragged: True where blank cells at the end of a line may be missing.
    """
    kept = [(number, len(cells), _trimmed(cells)) for number, cells in lines]
    kept = [line for line in kept if line[2] and not line[2][0].startswith(COMMENT)]
    if not kept:
        return Table(read_as=read_as), [Fault("", EMPTY)]
    if len(kept) > MOST_ROWS + 1:
        return Table(read_as=read_as), [Fault("", TOO_LONG)]
    heading, _, words = kept[0]
    columns = tuple(word.casefold() for word in words)
    if len(kept) * len(columns) > MOST_CELLS:
        return Table(read_as=read_as), [Fault("", TOO_FULL)]
    found = _heading_faults(heading, columns)
    rows = []
    for number, length, cells in kept[1:]:
        rows.append(Row(number, dict(zip_longest(columns, cells[: len(columns)], fillvalue=""))))
        if len(cells) > len(columns):
            found.append(Fault(f"row {number}", _lengths(len(cells), len(columns), TOO_MANY)))
        elif length < len(columns) and not ragged:
            found.append(Fault(f"row {number}", _lengths(length, len(columns), TOO_FEW)))
    return Table(columns, tuple(rows), read_as, heading, tuple(words)), found


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cut blanks around words, and blank cells at the end of a line."""
    kept = [cell.strip().strip("\u00a0\u200b\ufeff") for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _heading_faults(number: int, columns: Sequence[str]) -> list[Fault]:
    if len(columns) > MOST_COLUMNS:
        return [Fault("", TOO_WIDE)]
    found = [
        Fault(f"row {number}, column {letter(at)}", "Give this column a heading, or delete it.")
        for at, column in enumerate(columns)
        if not column
    ]
    return found + [
        Fault(f"row {number}, column {letter(at)}", "Another column has the same heading.")
        for at, column in enumerate(columns)
        if column and column in columns[:at]
    ]


def _lengths(cells: int, wanted: int, advice: str) -> str:
    return f"The row has {cells} cells, the heading has {wanted}. {advice}"
