"""CSV: text with a row a line, as spreadsheets save it or as people paste it.

The text is UTF-8, with or without a byte order mark. Cells are parted by
commas; semicolons and tabs are understood where the heading shows them.
"""

import csv
import io
from collections.abc import Iterator

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

PARTED_BY = {",": "commas", ";": "semicolons", "\t": "tabs"}
AGAIN = "In Excel, save the sheet as “CSV UTF-8 (Comma delimited)” and choose that file."
UTF_16 = f"The text is in UTF-16. {AGAIN}"
NOT_UTF_8 = f"Line {{line}} is not UTF-8 text. {AGAIN}"
NUL = "The file holds a NUL character, so it is damaged or not CSV. Save it again as CSV."
QUOTES = "The quotes in line {line} do not match. Write a quote inside a text twice."


def recognises(name: str, data: bytes) -> bool:
    """Say whether a file is text by its name; what was pasted has no name."""
    return not data.startswith(b"PK") and (
        not name or name.casefold().endswith((".csv", ".txt", ".tsv"))
    )


def read(data: bytes) -> Found:
    """Read the rows of a text; another encoding is named, never guessed."""
    kept, found = lines(data)
    if found:
        return Table(), found
    return table(kept, f"CSV, parted by {PARTED_BY[_parted_by(_text(data))]}", ragged=False)


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
    except csv.Error:
        return [], [Fault("", QUOTES.format(line=parted.line_num))]
    return kept, []


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Number rows as a spreadsheet shows them: a text of two lines is in one row."""
    return enumerate(lines, start=1)


def _parted_by(text: str) -> str:
    """Choose what the heading is parted by most often."""
    first = next((line for line in text.splitlines() if line.strip() and line[:1] != "#"), "")
    return max(PARTED_BY, key=first.count)


CSV = Reader("CSV", recognises, read)
