"""A print is compared: the pages of a PDF with those that its data give, line by line."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import zip_longest

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

AMOUNT = re.compile(r"[-−]?\$[\d,]+\.\d\d")
LINE = "Page {} prints “{}”; its data give “{}”."
AMOUNTS = "Page {} prints {}, which its data do not give."
LACKING = "Its data give {}, which it does not print."
DRAWN = "Page {} is drawn in another way than its data give."
MORE = "It holds something that this program does not write: {}."
NOT_READ = "Its pages are damaged, so that they cannot be read."
BYTES = "The file differs from what its data give from byte {:,} on."
PAGES = "It has {}; its data give {}."
NEVER = (
    "/Annots",
    "/AA",
    "/OCProperties",
    "/OpenAction",
    "/AcroForm",
    "/JavaScript",
    "/JS",
    "/XFA",
)
CUT = 160  # characters of a line that are shown


def compared(found: bytes, expected: bytes, *, same_makers: bool) -> Iterator[str]:
    """List what a PDF shows or holds otherwise than the one that was laid out again.

    Args:
        found: The bytes of the PDF.
        expected: The bytes that its data gave when they were laid out again.
        same_makers: True where both were laid out by the same code and libraries, so that the
            bytes must be the same; otherwise its amounts must be.
    """
    with quiet():
        try:
            reader, again = PdfReader(BytesIO(found)), PdfReader(BytesIO(expected))
            yield from _more(reader, again)
            if same_makers:
                yield from _lines(reader, again)
                yield from _drawn(reader, again)
            else:
                yield from _amounts(reader, again)
        except Exception:  # noqa: BLE001 - what a library says of a damaged file is no line of it
            yield NOT_READ
    if same_makers:
        yield BYTES.format(_first_other(found, expected) + 1)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what the library notes of a damaged file out of the log for a while."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _first_other(found: bytes, expected: bytes) -> int:
    pairs = enumerate(zip(found, expected, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(found), len(expected)))


def _lines(reader: PdfReader, again: PdfReader) -> Iterator[str]:
    """Name the lines that differ, page by page."""
    for number, (page, other) in enumerate(zip(reader.pages, again.pages, strict=False), 1):
        lines, expected = (one.extract_text().splitlines() for one in (page, other))
        for line, wanted in zip_longest(lines, expected, fillvalue=""):
            if line != wanted:
                yield LINE.format(number, line[:CUT], wanted[:CUT])
    if len(reader.pages) != len(again.pages):
        pages = len(reader.pages)
        yield PAGES.format("1 page" if pages == 1 else f"{pages} pages", len(again.pages))


def _amounts(reader: PdfReader, again: PdfReader) -> Iterator[str]:
    """Name the amounts that one prints and the other does not."""
    expected = {amount for page in again.pages for amount in AMOUNT.findall(page.extract_text())}
    printed = set()
    for number, page in enumerate(reader.pages, 1):
        for amount in AMOUNT.findall(page.extract_text()):
            printed.add(amount)
            if amount not in expected:
                yield AMOUNTS.format(number, amount)
    for amount in AMOUNT.findall(again.pages[0].extract_text()):
        if amount not in printed:
            yield LACKING.format(amount)


def _drawn(reader: PdfReader, again: PdfReader) -> Iterator[str]:
    """Name the pages whose words are the same, and whose drawing is not."""
    for number, (page, other) in enumerate(zip(reader.pages, again.pages, strict=False), 1):
        if _drawing(page) != _drawing(other):
            yield DRAWN.format(number)


def _drawing(page: DictionaryObject) -> bytes:
    contents = page.get_contents()  # type: ignore[attr-defined]  # of a page
    return b"" if contents is None else contents.get_data()


def _more(reader: PdfReader, again: PdfReader) -> Iterator[str]:
    """Name what one holds and a document of ours does not, or more often than ours."""
    allowed = _held(again)
    for name, count in (_held(reader) - allowed).items():
        yield MORE.format(f"{name}, {count} more than expected")


def _held(reader: PdfReader) -> Counter[str]:
    """Count what tells a document with notes, layers, programs, files or other fonts from ours."""
    found: Counter[str] = Counter()
    numbers = {number for table in reader.xref.values() for number in table}
    for number in sorted(numbers | reader.xref_objStm.keys()):
        held = IndirectObject(number, 0, reader).get_object()
        if not isinstance(held, DictionaryObject):
            continue
        found.update(key for key in NEVER if _filled(held.get(key)))
        kind, subtype = str(held.get("/Type", "")), str(held.get("/Subtype", ""))
        if kind == "/Font" and "/BaseFont" in held:
            found[f"the font {held['/BaseFont']}"] += 1
        if kind in {"/Filespec", "/EmbeddedFile", "/OCG"} or subtype == "/Image":
            found[kind or subtype] += 1
    return found


def _filled(held: object) -> bool:
    return held is not None and not (isinstance(held, ArrayObject) and not held)
