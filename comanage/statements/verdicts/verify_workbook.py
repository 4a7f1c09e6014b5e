"""A workbook is verified: written again from the data that it carries, and compared.

The parts of its zip have to be the same. A spreadsheet program that saves a workbook writes others:
then each formula, each value and whatever else can be named is compared, and only how it looks is
not, which the verdict says.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from comanage.refusals import Refusal
from comanage.rules.chain import Head
from comanage.statements import makers, twins
from comanage.statements.carried import Carried
from comanage.statements.carried_read import (
    DAMAGED,
    by_its_data,
    carried_read,
    in_words,
    rest_of,
    same_result,
)
from comanage.statements.in_time import in_time
from comanage.statements.verdicts import workbook_cells, workbook_parts, workbook_shown
from comanage.statements.verdicts.recalculated import recalculated
from comanage.statements.verdicts.verdict import Finding, Verdict, altered, not_compared, not_ours
from comanage.statements.verdicts.workbook_zip import TORN, Refused, unzipped

KIND = "Workbook"
NO_DATA = "It is a workbook, but carries no settlement of this program."
UNREADABLE = "Its sheets cannot be read."
TOO_LARGE = "It holds more than any workbook of ours, unpacked."
SAME_BYTES = "Written again from these data: the file comes out the same to the last byte."
SAME_PARTS = (
    "Written again from these data: every part of the file comes out the same to the last byte,"
    " packed by another library."
)
SAME_CELLS = (
    "Written again from these data: every formula and every value is the same, cell by cell, and"
    " so are sheets, names, number formats, protection and what is hidden."
)
SAVED_AGAIN = (
    "Another program saved it. Each formula and each value is the same as its data give, but how it"
    " looks, such as colours, letters and widths, was not compared."
)
BY_OTHERS = (
    "It says that another version wrote it ({}), and here it comes out otherwise, so its sheets were"
    " not held to its data."
)
UNSIGNED = "A workbook is not signed; the statement beside it may be."
MOST_BYTES = 50 * 1024 * 1024  # unpacked


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
    found = recalculated(held)
    if found.differs or not whole:
        return altered(f"{KIND} {held.number}", (*found.differs, TORN)[0])
    verdict = _held_to_data(held, plain, content, same_result(held, found))
    return replace(verdict, rest=rest_of(held, found))


def _held_to_data(held: Carried, plain: str, content: bytes, result: str) -> Verdict:
    """Hold a workbook to what its data give when it is written again."""
    what = f"{KIND} {held.number}"
    try:
        again = written(held, plain)
    except Refusal:  # the time is over
        raise
    except Exception as why:  # noqa: BLE001 - forged data may end the writing at any place
        return altered(what, DAMAGED.format(in_words(why)))
    told = (*by_its_data(held), result)
    if _same(content, again):
        same = SAME_BYTES if content == again else SAME_PARTS
        return Verdict(Finding.MATCH, what, checked=(*told, same, UNSIGNED))
    maker = twins.made_by(content)
    other_maker = maker not in {"", makers.of_workbooks()}
    differs = next(_otherwise(plain, content, None if other_maker else again), "")
    if differs:
        return altered(what, differs)
    if other_maker:
        return not_compared(what, BY_OTHERS.format(maker), (*told, UNSIGNED))
    return not_compared(what, SAVED_AGAIN, (*told, SAME_CELLS, UNSIGNED))


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


def _otherwise(plain: str, content: bytes, again: bytes | None) -> Iterator[str]:
    """Name what differs between a workbook and what its data give.

    Args:
        plain: The data as text.
        content: The workbook.
        again: What its data give; None where another version gave something else.
    """
    try:
        parts = unzipped(content).parts
        yield from workbook_parts.others(parts)
        yield from workbook_shown.strange(parts)
        if again is not None:
            yield from workbook_cells.differ(content, again)
            yield from workbook_shown.looks(parts, unzipped(again).parts)
        if twins.carried(content) != plain:
            yield UNREADABLE
    except Refused as why:
        yield str(why)
    except Exception:  # noqa: BLE001 - a damaged file makes a library say anything
        yield UNREADABLE


def _same(content: bytes, again: bytes) -> bool:
    """Say whether two workbooks have the same parts, be they packed by another library."""
    if content == again:
        return True
    try:
        found = unzipped(content)
    except Refused:
        return False
    return found.bare and [*found.parts.items()] == [*unzipped(again).parts.items()]
