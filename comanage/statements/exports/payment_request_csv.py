"""The payment request as CSV: UTF-8, commas, and no text that a spreadsheet would run."""

import csv
import io

from comanage.statements.exports.payment_request import COLUMNS, TOTAL, RequestFile, totals
from comanage.statements.exports.payouts import Cell, Cents, written
from comanage.statements.format import Format
from comanage.statements.formula_guard import guarded


def write(request: RequestFile) -> bytes:
    """Write a payment request, one payment a row, with the totals below."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(column.head for column in COLUMNS)
    for line in request.to_pay:
        rows.writerow(_cell(column.cell(request, line)) for column in COLUMNS)
    added = totals(request)
    rows.writerow(
        TOTAL if at == 0 else written(Cents(added[at])) if at in added else ""
        for at in range(len(COLUMNS))
    )
    return text.getvalue().encode()


def _cell(cell: Cell | Cents) -> str:
    return guarded(cell) if isinstance(cell, str) else written(cell)


CSV: Format[RequestFile] = Format("CSV", "csv", "text/csv; charset=utf-8", write)
