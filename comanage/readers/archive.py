"""Archive: the files inside a workbook, unpacked no further than a workbook of totals needs.

A zip file may lie about the sizes in its headers, so bytes are counted while
they are inflated and the work stops at the first one too many. It may also hold more than
its parts: what stands before, between or behind them, or is no part of any workbook,
nobody would look through, so it is refused.
"""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from zlib import error as InflateError  # noqa: N812 - zlib names its exception like a function

from comanage.readers.reader import MOST_BYTES, TOO_LARGE
from comanage.refusals import Fault

MOST_ENTRIES = 2000
MOST_UNPACKED = 50 * 1024 * 1024
PIECE = 64 * 1024

NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx). Save it as one, or as CSV UTF-8."
ENCRYPTED = "The workbook is protected by a password. Save a copy without one."
OLD = "This is an old Excel workbook (.xls) or one with a password. Save a copy as .xlsx."
DAMAGED = "The workbook is damaged: its content cannot be unpacked. Save it again as .xlsx."
TOO_MANY = "The workbook has more than 2,000 parts inside. Copy the figures to a new workbook."
TOO_BIG = "The workbook unpacks to more than 50 MB. Copy the figures alone to a new workbook."
NESTED = (
    "The workbook holds another file inside, such as a macro or an archive."
    " Copy the figures alone to a new workbook."
)
MORE = (
    "The workbook holds more than its parts, or one of them twice."
    " Open it in a spreadsheet program and save it again as .xlsx."
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # other ways inflate without a limit
BROKEN = (zipfile.BadZipFile, InflateError, NotImplementedError, EOFError, ValueError, OSError,
          struct.error)  # fmt: skip
HEADER, LENGTHS, END = 30, 26, 22  # bytes: of what leads a part, up to its two lengths, of the end
LARGER = 76  # bytes before the end, where the list is written for large archives too
ASIDE = 24  # bytes behind a part that was packed before its size was known
MOST_EXTRA = 1024  # bytes beside a name: programs leave themselves room there


def unpacked(data: bytes) -> tuple[Mapping[str, bytes], list[Fault]]:
    """Give the parts of a workbook by their names, or why it is not one."""
    if len(data) > MOST_BYTES:
        return {}, [Fault("", TOO_LARGE)]
    if data.startswith(OLE):
        return {}, [Fault("", OLD)]
    if not data.startswith(ZIP):
        return {}, [Fault("", NOT_A_WORKBOOK)]
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return ({}, [Fault("", MORE)]) if _holds_more(archive, data) else _inflated(archive)
    except BROKEN:
        return {}, [Fault("", DAMAGED)]
    except RuntimeError:  # what zipfile raises where a password is needed
        return {}, [Fault("", ENCRYPTED)]


def _inflated(archive: zipfile.ZipFile) -> tuple[Mapping[str, bytes], list[Fault]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        return {}, [Fault("", TOO_MANY)]
    if any(entry.compress_type not in PACKED for entry in entries):
        return {}, [Fault("", DAMAGED)]
    parts: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for entry in entries:
        part = bytearray()
        with archive.open(entry) as stream:
            while piece := stream.read(PIECE):
                part += piece
                left -= len(piece)
                if left < 0:
                    return {}, [Fault("", TOO_BIG)]
        name = entry.filename.lstrip("/").casefold()
        if part.startswith((ZIP, OLE)):
            return {}, [Fault("", NESTED)]
        if name in parts:
            return {}, [Fault("", MORE)]
        parts[name] = bytes(part)
    return parts, []


def labels(data: bytes) -> list[str]:
    """List the names of the parts of a workbook that can be unpacked, as they are written."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [entry.filename for entry in archive.infolist()]


def _holds_more(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Say whether there is more than the parts, one behind the other, and their list."""
    at = 0
    for entry in sorted(archive.infolist(), key=lambda each: each.header_offset):
        named, extra = struct.unpack_from("<HH", data, entry.header_offset + LENGTHS)
        between = entry.header_offset - at
        if not 0 <= between <= (ASIDE if at else 0) or max(extra, len(entry.extra)) > MOST_EXTRA:
            return True
        if entry.comment:
            return True
        at = entry.header_offset + HEADER + named + extra + entry.compress_size
    (listed,) = struct.unpack_from("<L", data, len(data) - END + 12)
    behind = len(data) - END - archive.start_dir - listed
    return (
        not 0 <= archive.start_dir - at <= ASIDE
        or behind not in {0, LARGER}
        or bool(archive.comment)
    )
