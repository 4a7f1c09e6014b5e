"""Brought: the rows of a file on their way through the steps of an import.

The file itself is kept nowhere. What was read of it travels in the page, and is looked
through for patients each time it comes back: nothing that a browser sends is taken on trust.
"""

import csv
import io
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from comanage.readers import confined
from comanage.readers.patient_data import looked_through
from comanage.readers.reader import Found, Table, table
from comanage.refusals import Fault

MOST_CARRIED = 300_000  # bytes; some thousand rows, where a period asks for some hundred figures
MOST_HERE = 64 * 1024  # bytes; more are looked through in a process of their own
TOO_MANY = (
    "The file has more rows than can be taken in at once. A file of totals has a row a measure:"
    " delete those of other periods."
)
TORN = "The rows came back damaged, so nothing was stored. Choose the file again."


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file held.

    Attributes:
        name: Its name; empty for rows that were pasted.
        table: Its rows.
    """

    name: str
    table: Table


def written(brought: Brought) -> str:
    """Write rows so that they can travel in a page; empty where there are too many."""
    held = brought.table
    told = {
        "name": brought.name,
        "as": held.read_as,
        "heading": [held.heading, held.titles],
        "rows": [(row.number, [*row.cells.values()]) for row in held.rows],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text if len(text.encode()) <= MOST_CARRIED else ""


def pasted(held: Table) -> str:
    """Write rows as a spreadsheet gives them when they are copied, each in the line it was in."""
    stream = io.StringIO(newline="")
    lines = csv.writer(stream, delimiter="\t", lineterminator="\n")
    at = 1
    for number, cells in [
        (held.heading, held.titles),
        *((r.number, r.cells.values()) for r in held.rows),
    ]:
        stream.write("\n" * (number - at))
        lines.writerow(cells)
        at = number + 1
    return stream.getvalue()


def read_back(text: str, known: Collection[str]) -> tuple[Brought, list[Fault]]:
    """Read rows that travelled in a page, and look through them again.

    Args:
        text: What `written` gave.
        known: The columns that the layout declares.
    """
    try:
        name, _ = _parted(text)
    except (ValueError, RecursionError):
        return Brought("", Table()), [Fault("", TORN)]
    data = text.encode()
    if len(data) > MOST_HERE:
        held, found = confined.read("comanage.readers.brought", data, known)
    else:
        held, found = read_here(data, known)
    return Brought(name, held), found


def read_here(data: bytes, known: Collection[str]) -> Found:
    """Read them in this process."""
    _, (lines, read_as) = _parted(data.decode())
    return looked_through(table(lines, read_as, ragged=True), known, lines)


def _parted(text: str) -> tuple[str, tuple[list[tuple[int, list[str]]], str]]:
    """Part what travelled into the name, the lines and how they were read.

    Raises:
        ValueError: It is none of ours.
    """
    told: Any = json.loads(text)
    try:
        lines = [told["heading"], *told["rows"]]
        name, read_as = told["name"], told["as"]
        kept = [(number, list(cells)) for number, cells in lines]
    except (TypeError, KeyError, ValueError):
        raise ValueError(TORN) from None
    words = [name, read_as, *(cell for _, cells in kept for cell in cells)]
    numbers = [number for number, _ in kept]
    if not all(isinstance(word, str) and "\0" not in word for word in words):
        raise ValueError(TORN)
    if not all(isinstance(number, int) for number in numbers) or numbers != sorted({*numbers}):
        raise ValueError(TORN)
    "".join(words).encode()  # half of a sign, which no page could show, is a ValueError
    return name, (kept, read_as)
