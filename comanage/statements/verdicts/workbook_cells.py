"""A workbook's cells, held one by one to those of another: formulas, values, formats and locks."""

import io
import math
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from comanage.statements.twins.styles import STYLES
from comanage.statements.verdicts.workbook_shown import plain_format

SHEETS = "It has the sheets {}; its data give {}."
CELL = "{}, cell {}: “{}”; its data give “{}”."
FORMAT = "{}, cell {}: shown in the format “{}”; by its data “{}”."
LOCKED, OPEN = "{}, cell {}: locked; by its data it is not.", "{}, cell {}: not locked."
NEAR = 1e-13  # programs write 15 digits and more, so no cent of any amount is lost
UNSEEN = 1e-9  # what is smaller counts as 0
GENERAL = "General"  # a program that calculates such a cell may take over the format of another
OURS = {str(style.get("num_format", GENERAL)) for style in STYLES.values()}
CUT = 120  # characters of a cell that are shown


def differ(content: bytes, again: bytes) -> Iterator[str]:
    """Name the cells in which a workbook differs from another.

    Args:
        content: The bytes of the one that is looked at, whose elements are all known.
        again: The bytes of the one that its data give.
    """
    for values in (False, True):
        book, wanted = (
            load_workbook(io.BytesIO(one), data_only=values) for one in (content, again)
        )
        if book.sheetnames != wanted.sheetnames:
            yield SHEETS.format(", ".join(book.sheetnames), ", ".join(wanted.sheetnames))
            return
        for sheet, other in zip(book.worksheets, wanted.worksheets, strict=True):
            yield from _values(sheet, other)
            if not values:
                yield from _formats(sheet, other)


def _values(sheet: Any, wanted: Any) -> Iterator[str]:  # noqa: ANN401 - of either kind that is read
    """Name the cells that hold something else."""
    for place in _places(sheet, wanted):
        one, other = sheet[place], wanted[place]
        formulas = (one.data_type == "f", other.data_type == "f")
        if formulas[0] != formulas[1] or not _same(one.value, other.value):
            yield CELL.format(sheet.title, place, str(one.value)[:CUT], str(other.value)[:CUT])


def _formats(sheet: Any, wanted: Any) -> Iterator[str]:  # noqa: ANN401 - of either kind that is read
    """Name the cells that show their value otherwise, or may be typed into."""
    for place in _places(sheet, wanted):
        one, other = sheet[place], wanted[place]
        shown, by_data = plain_format(one.number_format), plain_format(other.number_format)
        taken_over = by_data == GENERAL and other.data_type == "f" and shown in OURS
        if shown != by_data and not taken_over:
            yield FORMAT.format(sheet.title, place, shown[:CUT], by_data)
        if one.protection.locked != other.protection.locked:
            yield (LOCKED if one.protection.locked else OPEN).format(sheet.title, place)


def _places(*sheets: Any) -> list[str]:  # noqa: ANN401 - of either kind that is read
    """List the cells of sheets, without those between them that nothing was written into."""
    places = {place for each in sheets for place in each._cells}  # noqa: SLF001 - the rest makes cells
    return [f"{get_column_letter(column)}{row}" for row, column in sorted(places)]


def _same(one: object, other: object) -> bool:
    """Say whether two values are the same; numbers, as nearly as two programs write them."""
    kinds = (int, float)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, kinds) and isinstance(other, kinds):
        return math.isclose(one, other, rel_tol=NEAR, abs_tol=UNSEEN)
    return _text(one) == _text(other)


def _text(value: object) -> object:
    """Give a value; an empty text, which cannot be seen, is nothing."""
    return None if value == "" else value
