"""Payout records as a workbook: every text is text, whatever it begins with."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter

from comanage.rules.numbers import plain_money
from comanage.statements.exports.payout_columns import COLUMNS, TOTAL, totals
from comanage.statements.exports.payouts import Cell, Cents, PayoutLine, written
from comanage.statements.format import Format

SHEET = "Payouts"
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # the date of a workbook without rows
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STYLES = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "money": {"num_format": "#,##0.00"},
    "count": {"num_format": "0", "align": "left"},
    "share": {"num_format": "0.############"},
    "text": {"num_format": "@"},
    "total": {"bold": True, "top": 1, "num_format": "#,##0.00"},
}


def write(lines: Sequence[PayoutLine]) -> bytes:
    """Write payout records, one a row, with the totals below."""
    file = io.BytesIO()
    # Any, below: the package ships no types.
    workbook: Any = xlsxwriter.Workbook(file, {"in_memory": True})
    made = max((line.approved_at for line in lines), default=NEVER)
    workbook.set_properties({"title": "Payout records", "created": made.astimezone(UTC)})
    styles = {name: workbook.add_format(style) for name, style in STYLES.items()}
    sheet = workbook.add_worksheet(SHEET)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.head, styles["head"])
    for row, line in enumerate(lines, 1):
        for at, column in enumerate(COLUMNS):
            write_cell(sheet, (row, at), column.cell(line), styles)
    _total(sheet, lines, styles)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), len(COLUMNS) - 1)
    workbook.close()
    return file.getvalue()


def write_cell(
    sheet: Any,  # noqa: ANN401 - the package ships no types
    place: tuple[int, int],
    cell: Cell | Cents | None,
    styles: dict[str, Any],
) -> None:
    """Write one cell as what it is, with its style."""
    match cell:
        case None:
            sheet.write_blank(*place, None, styles["text"])
        case Cents(amount):
            sheet.write_number(*place, Decimal(plain_money(amount)), styles["money"])
        case date():
            sheet.write_datetime(*place, datetime(cell.year, cell.month, cell.day), styles["day"])  # noqa: DTZ001 - a day has no zone
        case Fraction():
            sheet.write_number(*place, Decimal(written(cell)), styles["share"])
        case int():
            sheet.write_number(*place, cell, styles["count"])
        case _:
            sheet.write_string(*place, cell, styles["text"])


def _total(sheet: Any, lines: Sequence[PayoutLine], styles: dict[str, Any]) -> None:  # noqa: ANN401
    row = len(lines) + 1
    for at in range(len(COLUMNS)):
        sheet.write_blank(row, at, None, styles["total"])
    sheet.write_string(row, 0, TOTAL, styles["total"])
    for at, cents in totals(lines).items():
        sheet.write_number(row, at, Decimal(plain_money(cents)), styles["total"])


XLSX: Format[Sequence[PayoutLine]] = Format("XLSX", "xlsx", MEDIA_TYPE, write)
