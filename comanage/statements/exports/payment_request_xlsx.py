"""The payment request as a workbook: every text is text, whatever it begins with."""

import io
from datetime import UTC
from decimal import Decimal
from typing import Any

import xlsxwriter

from comanage.rules.numbers import plain_money
from comanage.statements.exports.payment_request import COLUMNS, TOTAL, RequestFile, totals
from comanage.statements.exports.payouts_xlsx import MEDIA_TYPE, STYLES, write_cell
from comanage.statements.format import Format

SHEET = "Payment request"


def write(request: RequestFile) -> bytes:
    """Write a payment request, one payment a row, with the totals below."""
    file = io.BytesIO()
    # Any, below: the package ships no types.
    workbook: Any = xlsxwriter.Workbook(file, {"in_memory": True})
    title = f"Payment request {request.number}"
    workbook.set_properties({"title": title, "created": request.at.astimezone(UTC)})
    styles = {name: workbook.add_format(style) for name, style in STYLES.items()}
    sheet = workbook.add_worksheet(SHEET)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.head, styles["head"])
    for row, line in enumerate(request.to_pay, 1):
        for at, column in enumerate(COLUMNS):
            write_cell(sheet, (row, at), column.cell(request, line), styles)
    last = len(request.to_pay) + 1
    for at in range(len(COLUMNS)):
        sheet.write_blank(last, at, None, styles["total"])
    sheet.write_string(last, 0, TOTAL, styles["total"])
    for at, cents in totals(request).items():
        sheet.write_number(last, at, Decimal(plain_money(cents)), styles["total"])
    sheet.freeze_panes(1, 0)
    workbook.close()
    return file.getvalue()


XLSX: Format[RequestFile] = Format("XLSX", "xlsx", MEDIA_TYPE, write)
