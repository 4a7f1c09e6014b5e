"""Archive: the files inside a workbook, unpacked no further than a workbook of totals needs.

A zip file may lie about the sizes in its headers, so bytes are counted while
they are inflated and the work stops at the first one too many.
"""

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

MORE_BEHIND = "The file goes on behind the workbook. Save it again as .xlsx."

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENDS, SHORTEST_END = (
    b"PK\x05\x06",
    22,
)  # of the list of parts: its mark, and its bytes but for a comment
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # other ways inflate without a limit
BROKEN = (zipfile.BadZipFile, InflateError, NotImplementedError, EOFError, ValueError, OSError)


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
            end = data.rfind(ENDS) + SHORTEST_END + len(archive.comment)
            return ({}, [Fault("", MORE_BEHIND)]) if end != len(data) else _inflated(archive)
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
        if part.startswith((ZIP, OLE)):
            return {}, [Fault("", NESTED)]
        name = entry.filename.lstrip("/").casefold()
        if name in parts:  # a program shows one of them, and keeps both
            return {}, [Fault("", DAMAGED)]
        parts[name] = bytes(part)
    return parts, []


def labels(data: bytes) -> list[str]:
    """List what a workbook that can be unpacked says of its parts: their names, and comments on them."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        comments = [archive.comment, *(entry.comment for entry in entries)]
    return [entry.filename for entry in entries] + [
        comment.decode("utf-8", "replace") for comment in comments if comment
    ]
