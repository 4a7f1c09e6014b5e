"""CSV: text with a row a line, as spreadsheets save it or as people paste it.

The text is UTF-8, with or without a byte order mark. Cells are parted by
commas; semicolons and tabs are understood where the heading shows them. Whoever
looks for patients looks at what any of them, and a bar, would part.
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator

from comanage.readers import confined
from comanage.readers.patient_data import looked_through
from comanage.readers.reader import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LARGE,
    TOO_LONG,
    TOO_WIDE,
    Found,
    Reader,
    Table,
    table,
)
from comanage.refusals import Fault

MOST_HERE = 64 * 1024  # bytes; what they can cost is too little for a process of its own
PARTED_BY = {",": "commas", ";": "semicolons", "\t": "tabs"}
ALSO_PARTED_BY = (*PARTED_BY, "|")  # in a file that is looked through
AGAIN = "In Excel, save the sheet as “CSV UTF-8 (Comma delimited)” and choose that file."
UTF_16 = f"The text is in UTF-16. {AGAIN}"
NOT_UTF_8 = f"Line {{line}} is not UTF-8 text. {AGAIN}"
NUL = "The file holds a NUL character, so it is damaged or not CSV. Save it again as CSV."
LONG = (
    "A cell in line {line} has more than 131,072 signs. Shorten it; if it should be short,"
    " a quote before it is not closed."
)
QUOTES = "The quotes in line {line} do not match. Write a quote inside a text twice."


def recognises(name: str, data: bytes) -> bool:
    """Say whether a file is text by its name; what was pasted has no name."""
    return not data.startswith(b"PK") and (
        not name or name.casefold().endswith((".csv", ".txt", ".tsv"))
    )


def read(data: bytes, known: Collection[str]) -> Found:
    """Read the rows of a text; a long one is read in a process of its own."""
    if len(data) > MOST_BYTES:
        return Table(), [Fault("", TOO_LARGE)]
    if len(data) > MOST_HERE:
        return confined.read("comanage.readers.csv", data, known)
    return read_here(data, known)


def read_here(data: bytes, known: Collection[str]) -> Found:
    """Read them in this process; another encoding is named, never guessed."""
    kept, found = lines(data)
    if found:
        return Table(), found
    how = f"CSV, parted by {PARTED_BY[_parted_by(_text(data))]}"
    return looked_through(table(kept, how, ragged=False), known, kept)


def lines(data: bytes) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """Give every row of a text with its number, or why it cannot be read."""
    if len(data) > MOST_BYTES:
        return [], [Fault("", TOO_LARGE)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [], [Fault("", UTF_16)]
    if b"\0" in data:
        return [], [Fault("", NUL)]
    try:
        text = _text(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [], [Fault("", NOT_UTF_8.format(line=line))]
    return _parted(text)


def other_tables(data: bytes) -> Iterator[list[tuple[int, list[str]]]]:
    """Give what is a table too where another sign than that of the first line parts the cells.

    Lines without the sign are no part of it; two of the same length make a table.
    """
    text = _text(data)
    for sign in ALSO_PARTED_BY:
        if sign == _parted_by(text) or sign not in text:
            continue
        parted = ((at, line.split(sign)) for at, line in enumerate(text.splitlines(), start=1))
        kept = [(at, [cell.strip(' "') for cell in cells]) for at, cells in parted if cells[1:]]
        lengths = Counter(len(cells) for _, cells in kept)
        if max(lengths.values(), default=0) > 1:
            yield kept


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _parted(text: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    parted = csv.reader(io.StringIO(text, newline=""), delimiter=_parted_by(text), strict=True)
    kept: list[tuple[int, list[str]]] = []
    try:
        for number, cells in _numbered(parted):
            if len(cells) > MOST_COLUMNS:
                return [], [Fault(f"row {number}", TOO_WIDE)]
            kept.append((number, cells))
            if len(kept) > MOST_ROWS + 1:
                return [], [Fault("", TOO_LONG)]
    except csv.Error as why:
        told = LONG if "field limit" in str(why) else QUOTES
        return [], [Fault("", told.format(line=parted.line_num))]
    return kept, []


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Number rows as a spreadsheet shows them: a text of two lines is in one row."""
    return enumerate(lines, start=1)


def _parted_by(text: str) -> str:
    """Choose what the heading is parted by most often."""
    first = next((line for line in text.splitlines() if line.strip() and line[:1] != "#"), "")
    return max(PARTED_BY, key=first.count)


CSV = Reader("CSV", recognises, read)
