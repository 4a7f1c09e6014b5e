"""Figures as CSV: claimed, found and verified side by side, with who stood by each.

UTF-8, lines that end as RFC 4180 says; a text that a spreadsheet would take for a formula
gets an apostrophe in front, and numbers stay numbers.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from fractions import Fraction

from comanage.rules.numbers import shown, terminates, written
from comanage.statements.formula_guard import guarded


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of a period; the names of the columns are those of these fields."""

    period: str
    participant: str
    measure: str
    name: str
    unit: str
    claimed: Fraction | None
    found: Fraction | None
    stands: Fraction | None
    difference: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    baseline: Fraction | None
    absent: str
    state: str
    due_on: date | None
    days_late: int
    out_of_pattern: str
    note: str
    source: str
    entered_by: str
    entered_at: datetime
    verified_by: str
    verified_at: datetime | None
    sampled: int | None
    confirmed: int | None


COLUMNS = tuple(field.name for field in fields(FigureLine))


def write(lines: Sequence[FigureLine]) -> bytes:
    """Write figures, one a row, below the names of the columns."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for line in lines:
        rows.writerow(_cell(getattr(line, column)) for column in COLUMNS)
    return text.getvalue().encode()


def _cell(value: Fraction | int | str | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return written(value) if terminates(value) else shown(value, 6)
    if isinstance(value, date):  # a day or an instant
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else str(value)
