"""Logged hours as CSV: one row an entry, corrected ones too, with who attested and approved it.

UTF-8, a comma between cells, lines that end as RFC 4180 says. A text that a spreadsheet
would take for a formula gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime
from fractions import Fraction

from comanage.rules.numbers import printed
from comanage.statements.format import Format
from comanage.statements.formula_guard import guarded

Cell = str | int | date | datetime | Fraction | None


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One entry, and what became of it; the names are the heads of the columns."""

    agreement: str
    group: str
    physician: str
    month: str
    entry: int
    day: date
    duty: str
    hours: Fraction
    done: str
    entered_at: datetime
    corrects: int | None
    reason: str
    stands: str  # "yes", or "" where it was corrected
    state: str  # of the month
    attested_at: datetime | None
    attested_sha256: str
    approved_by: str  # the levels so far, one after the other


def write(lines: Sequence[HoursLine]) -> bytes:
    """Write logged hours, one entry a row."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(each.name for each in fields(HoursLine))
    for line in lines:
        rows.writerow(_written(cell) for cell in astuple(line))
    return text.getvalue().encode()


def _written(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, date):
        return cell.isoformat()
    return printed(cell) if isinstance(cell, Fraction) else cell


HOURS: Format[Sequence[HoursLine]] = Format("CSV", "csv", "text/csv; charset=utf-8", write)
