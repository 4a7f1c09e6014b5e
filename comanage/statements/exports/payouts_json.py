"""Payout records as JSON: one object that names its format, its columns, the rows and the totals.

Money and shares are decimal text, so that no reader turns them into a binary float; counts
are numbers, days and moments text as in the CSV, and what a row does not have is null.
"""

import json
from collections.abc import Sequence

from comanage.statements.exports.payout_columns import COLUMNS, totals
from comanage.statements.exports.payouts import Cell, Cents, PayoutLine, written
from comanage.statements.format import Format

NAME = "comanage payouts 1"  # counted up when a reader of the old could misread the new


def write(lines: Sequence[PayoutLine]) -> bytes:
    """Write payout records with their totals; keys stand in the order of the columns."""
    added = totals(lines)
    told = {
        "format": NAME,
        "columns": [
            {"name": column.head, "unit": column.unit, "meaning": column.meaning}
            for column in COLUMNS
        ],
        "rows": [{column.head: _value(column.cell(line)) for column in COLUMNS} for line in lines],
        "totals": {COLUMNS[at].head: written(Cents(cents)) for at, cents in added.items()},
    }
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def _value(cell: Cell | Cents | None) -> str | int | None:
    if cell is None or isinstance(cell, str | int):
        return cell
    return written(cell)


JSON: Format[Sequence[PayoutLine]] = Format("JSON", "json", "application/json", write)
