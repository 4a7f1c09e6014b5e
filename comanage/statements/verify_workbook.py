"""A workbook is verified: written again from the data that it carries, and compared cell by cell.

A spreadsheet program that saves a workbook writes other bytes, so its cells are compared:
each formula, and each value that is kept beside it.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook

from comanage.rules.chain import Head
from comanage.statements import twins
from comanage.statements.carried import Carried
from comanage.statements.carried_read import DAMAGED, carried_read, in_words, same_result
from comanage.statements.in_time import in_time
from comanage.statements.recalculated import recalculated
from comanage.statements.twins.book import agrees
from comanage.statements.verdict import Finding, Verdict, altered, not_ours

KIND = "Workbook"
NO_DATA = "It is a workbook, but carries no settlement of this program."
UNREADABLE = "Its sheets cannot be read."
TORN = "Its archive is damaged: not every part of it can be unpacked."
TOO_LARGE = "It holds more than any workbook of ours, unpacked."
SHEETS = "It has the sheets {}; its data give {}."
CELL = "{}, cell {}: “{}”; its data give “{}”."
MORE = "It holds something that this program does not write: {}."
SAME_BYTES = "Written again from these data: the file comes out the same to the last byte."
SAME_CELLS = (
    "Written again from these data: every formula and every value is the same, cell by cell. Its"
    " bytes are not, as after a spreadsheet program saved it."
)
UNSIGNED = "A workbook is not signed; the statement beside it may be."
MOST_BYTES = 50 * 1024 * 1024  # unpacked
NEVER = ("vbaProject", "externalLink", "embeddings", "activeX", "macrosheets", "customUI")
CUT = 120  # characters of a cell that are shown


def verify(content: bytes, heads: Sequence[Head] = ()) -> Verdict:  # noqa: ARG001 - it prints no head
    """Verify a workbook.

    Args:
        content: The bytes of an xlsx file, whatever they are.
        heads: Entries of the audit log; a workbook names none.
    """
    size, whole = _unpacked(content)
    if size > MOST_BYTES:
        return not_ours(TOO_LARGE)
    plain = twins.carried(content)
    if not plain:
        return not_ours(NO_DATA)
    held, why = carried_read(KIND, plain.encode())
    if held is None:
        return why
    what, again = f"{KIND} {held.number}", recalculated(held)
    found = (*again.differs, *_otherwise(held, plain, content), *(() if whole else (TORN,)))
    if found:
        return altered(what, found[0])
    same = SAME_BYTES if written(held, plain) == content else SAME_CELLS
    return Verdict(Finding.MATCH, what, checked=(same_result(held, again), same, UNSIGNED))


def written(held: Carried, plain: str) -> bytes:
    """Write the workbook of what a statement carries.

    Args:
        held: What it carries.
        plain: The same as text.

    Raises:
        TooMuch: It takes too long.
        LookupError: The data name what their terms do not know.
        ValueError: They hold what no workbook can.
    """
    return in_time(
        lambda: twins.write(
            held.terms, held.settlement, held.figures, held.facts,
            reader=held.reader, payout=held.payouts, carried=plain,
        )
    )  # fmt: skip


def _unpacked(content: bytes) -> tuple[int, bool]:
    """Count what an archive unpacks to, whatever it says of itself, and say whether all of it does.

    It stops at more than a workbook of ours has.
    """
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for each in parts.infolist():
                with parts.open(each) as part:
                    while size <= MOST_BYTES and (chunk := part.read(1 << 16)):
                        size += len(chunk)
    except Exception:  # noqa: BLE001 - a damaged archive makes the library say anything
        return size, False
    return size, True


def _otherwise(held: Carried, plain: str, content: bytes) -> Iterator[str]:
    """Hold a workbook to what its data give when it is written again."""
    try:
        again = written(held, plain)
    except (LookupError, ValueError) as why:
        yield DAMAGED.format(in_words(why))
        return
    if again == content:
        return
    yield from _more(content)
    try:
        for values in (False, True):
            books = (load_workbook(io.BytesIO(one), data_only=values) for one in (content, again))
            yield from _cells(*books)
    except Exception:  # noqa: BLE001 - a damaged file makes a library say anything
        yield UNREADABLE


def _more(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if any(word in name for word in NEVER):
                yield MORE.format(name[:CUT])


def _cells(book: Any, again: Any) -> Iterator[str]:  # noqa: ANN401 - of either kind that is read
    """Name the cells that differ."""
    if book.sheetnames != again.sheetnames:
        yield SHEETS.format(", ".join(book.sheetnames), ", ".join(again.sheetnames))
        return
    for sheet, wanted in zip(book.worksheets, again.worksheets, strict=True):
        places = {cell.coordinate for each in (sheet, wanted) for row in each for cell in row}
        for place in sorted(places, key=lambda one: (len(one), one)):
            one, other = sheet[place].value, wanted[place].value
            if one != other and not _near(one, other):
                yield CELL.format(sheet.title, place, str(one)[:CUT], str(other)[:CUT])


def _near(one: object, other: object) -> bool:
    """Say whether two numbers differ only as two programs write them."""
    kinds = (int, float)
    if isinstance(one, kinds) and isinstance(other, kinds):
        return agrees(float(one), float(other))
    return (one or "") == (other or "")
