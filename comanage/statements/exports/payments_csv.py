"""The list of payments as CSV: one row a payment, with what was set off and where it stands.

UTF-8, a comma between cells, lines that end as RFC 4180 says. A text that a spreadsheet
would take for a formula gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from comanage.statements.exports.payouts import Cents, written, zulu
from comanage.statements.format import Format
from comanage.statements.formula_guard import guarded

Cell = str | int | date | datetime | Cents | None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment; the names are the heads of the columns, and never change."""

    payment: int
    agreement_code: str
    agreement_title: str
    service_line: str
    group_code: str
    group_name: str
    period_code: str
    period_start: date
    period_end: date
    kind: str
    sequence: int
    amount: Cents
    set_off: Cents
    to_pay: Cents  # below zero: what the group still owes
    state: str
    released_by: str
    released_at: datetime
    reverses: int | None
    corrects: int | None
    request_number: int | None
    paid_on: date | None
    paid_reference: str


def write(lines: Sequence[PaymentLine]) -> bytes:
    """Write payments, one a row."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    names = [each.name for each in fields(PaymentLine)]
    rows.writerow(names)
    for line in lines:
        rows.writerow(_cell(getattr(line, name)) for name in names)
    return text.getvalue().encode()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return zulu(cell) if isinstance(cell, datetime) else written(cell)


PAYMENTS: Format[Sequence[PaymentLine]] = Format("CSV", "csv", "text/csv; charset=utf-8", write)
