"""Payout records as CSV: UTF-8, a comma between cells, lines that end as RFC 4180 says.

A text that a spreadsheet would take for a formula gets an apostrophe in front;
numbers stay numbers.
"""

import csv
import io
from collections.abc import Sequence

from comanage.statements.exports.payout_columns import COLUMNS, TOTAL, totals
from comanage.statements.exports.payouts import Cell, Cents, PayoutLine, written
from comanage.statements.format import Format
from comanage.statements.formula_guard import guarded


def write(lines: Sequence[PayoutLine]) -> bytes:
    """Write payout records, one a row, with the totals below."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(column.head for column in COLUMNS)
    for line in lines:
        rows.writerow(_cell(column.cell(line)) for column in COLUMNS)
    added = totals(lines)
    rows.writerow(
        TOTAL if at == 0 else written(Cents(added[at])) if at in added else ""
        for at in range(len(COLUMNS))
    )
    return text.getvalue().encode()


def _cell(cell: Cell | Cents | None) -> str:
    return guarded(cell) if isinstance(cell, str) else written(cell)


CSV: Format[Sequence[PayoutLine]] = Format("CSV", "csv", "text/csv; charset=utf-8", write)
