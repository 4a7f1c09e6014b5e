"""Evidence: files that are kept as they came in, each looked through for patient data first.

What a file is says its beginning, and its name must say the same. A file that is
two things at once, such as a picture with a web page behind it, is refused. What is
inside is looked at by the confined process alone, whatever the kind.
"""

import re

from comanage.readers import picture
from comanage.readers.archive import OLD, OLE
from comanage.readers.confined import look_through
from comanage.readers.looked import FileKind, Looked, refused
from comanage.readers.reader import MOST_BYTES

TOO_LARGE = "The file is larger than 5 MB. Send the part that shows the figure."
EMPTY = "The file is empty. Choose another one."
WHICH = (
    "Choose a CSV file, an Excel workbook (.xlsx) or a PDF with text;"
    " a picture (.png, .jpg) only where this installation takes pictures."
)
OTHERWISE = "The name ends in {}, but the file is no {}. Save it again as what its name says."
MARKUP = "The file holds a web page or a program. Save the totals alone, and choose that file."
PROGRAM = re.compile(
    rb"<(script|html|svg|iframe|\?php|!doctype|object|embed)[\s>/]|%pdf-\d|javascript:",
    re.IGNORECASE,
)


def look(name: str, data: bytes) -> tuple[FileKind | None, Looked]:
    """Say what a file is, and what looking through it found.

    Args:
        name: Its name.
        data: Its bytes.
    """
    if not data:
        return None, refused(EMPTY)
    if len(data) > MOST_BYTES:
        return None, refused(TOO_LARGE)
    ending = f".{name.casefold().rpartition('.')[2]}" if "." in name else ""
    kind = next((each for each in KINDS if ending in each.endings), None)
    if kind is None:
        return None, refused(OLD if data.startswith(OLE) else WHICH)
    if not data.startswith(kind.begins):
        return None, refused(OLD if data.startswith(OLE) else OTHERWISE.format(ending, kind.title))
    return kind, kind.look(data)


def _look_at_plain(reader: str, data: bytes) -> Looked:
    """Look through a kind of file in which programs are plain to see."""
    return refused(MARKUP) if PROGRAM.search(data) else look_through(reader, data)


CSV = FileKind(
    "CSV file", (".csv",), b"", "text/csv; charset=utf-8",
    lambda data: _look_at_plain("comanage.readers.csv_cells", data),
)  # fmt: skip
XLSX = FileKind(
    "Excel workbook", (".xlsx",), b"PK\x03\x04",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    lambda data: look_through("comanage.readers.workbook_words", data),
)  # fmt: skip
PDF = FileKind(
    "PDF", (".pdf",), b"%PDF-", "application/pdf",
    lambda data: look_through("comanage.readers.pdf", data),
)  # fmt: skip
PNG = FileKind(
    "PNG picture", (".png",), picture.PNG, "image/png",
    lambda data: _look_at_plain("comanage.readers.picture", data),
)  # fmt: skip
JPEG = FileKind(
    "JPEG picture", (".jpg", ".jpeg"), picture.JPEG, "image/jpeg",
    lambda data: _look_at_plain("comanage.readers.picture", data),
)  # fmt: skip
KINDS = (CSV, XLSX, PDF, PNG, JPEG)
