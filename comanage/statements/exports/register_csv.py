"""The register as CSV: first where each agreement stands, then, after a blank line, its history."""

import csv
import io
from collections.abc import Sequence

from comanage.statements.exports.payouts import written
from comanage.statements.exports.register import COLUMNS, HISTORY, Cell, RegisterLine, past
from comanage.statements.format import Format
from comanage.statements.formula_guard import guarded


def write(lines: Sequence[RegisterLine]) -> bytes:
    """Write the register, one agreement a row, and below it what was done to each."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(column.head for column in COLUMNS)
    rows.writerows([_cell(column.cell(line)) for column in COLUMNS] for line in lines)
    rows.writerow(())
    rows.writerow(head for head, _ in HISTORY)
    rows.writerows([guarded(cell) for cell in event] for line in lines for event in past(line))
    return text.getvalue().encode()


def _cell(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else written(cell)


CSV: Format[Sequence[RegisterLine]] = Format("CSV", "csv", "text/csv; charset=utf-8", write)
