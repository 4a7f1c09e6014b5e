"""The register as a workbook: a sheet of where each agreement stands, and one of their history."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from comanage.statements.exports.payouts_xlsx import MEDIA_TYPE, NEVER, STYLES
from comanage.statements.exports.register import COLUMNS, HISTORY, Cell, RegisterLine, past
from comanage.statements.format import Format

NOW, PAST = "Register", "History"


def write(lines: Sequence[RegisterLine]) -> bytes:
    """Write the register and the history of its agreements, every text as text."""
    file = io.BytesIO()
    # Any, below: the package ships no types.
    workbook: Any = xlsxwriter.Workbook(file, {"in_memory": True})
    latest = max((event.at for line in lines for event in line.history), default=NEVER)
    workbook.set_properties({"title": "Register of agreements", "created": latest})
    styles = {name: workbook.add_format(style) for name, style in STYLES.items()}
    sheet = _sheet(workbook, NOW, [(column.head, column.width) for column in COLUMNS], styles)
    for row, line in enumerate(lines, 1):
        for at, column in enumerate(COLUMNS):
            _write(sheet, (row, at), column.cell(line), styles)
    sheet.autofilter(0, 0, len(lines), len(COLUMNS) - 1)
    sheet = _sheet(workbook, PAST, HISTORY, styles)
    for row, event in enumerate([event for line in lines for event in past(line)], 1):
        for at, cell in enumerate(event):
            sheet.write_string(row, at, cell, styles["text"])
    workbook.close()
    return file.getvalue()


def _sheet(
    workbook: Any,  # noqa: ANN401 - the package ships no types
    name: str,
    heads: Sequence[tuple[str, int]],
    styles: dict[str, Any],
) -> Any:  # noqa: ANN401
    sheet = workbook.add_worksheet(name)
    for at, (head, width) in enumerate(heads):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, styles["head"])
    sheet.freeze_panes(1, 0)
    return sheet


def _write(
    sheet: Any,  # noqa: ANN401 - the package ships no types
    place: tuple[int, int],
    cell: Cell,
    styles: dict[str, Any],
) -> None:
    if isinstance(cell, str):
        sheet.write_string(*place, cell, styles["text"])
    else:
        day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day has no zone
        sheet.write_datetime(*place, day, styles["day"])


XLSX: Format[Sequence[RegisterLine]] = Format("XLSX", "xlsx", MEDIA_TYPE, write)
