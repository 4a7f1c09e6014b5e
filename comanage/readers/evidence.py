"""Evidence: files that are kept as they came in, each looked through for patient data first.

What a file is says its beginning, and its name must say the same. A file that is
two things at once, such as a picture with a web page behind it, is refused.
"""

import re

from comanage.readers import csv, picture
from comanage.readers.archive import OLD, OLE
from comanage.readers.confined import look_through
from comanage.readers.looked import FileKind, Looked, refused
from comanage.readers.patient_data import line_faults
from comanage.readers.reader import MOST_BYTES, letter
from comanage.refusals import Fault

TOO_LARGE = "The file is larger than 5 MB. Send the part that shows the figure."
EMPTY = "The file is empty. Choose another one."
WHICH = (
    "Choose a CSV file, an Excel workbook (.xlsx) or a PDF with text;"
    " a picture (.png, .jpg) only where this installation takes pictures."
)
OTHERWISE = "The name ends in {}, but the file is no {}. Save it again as what its name says."
MARKUP = "The file holds a web page or a program. Save the totals alone, and choose that file."
FORMULA = "This begins like a formula, which a spreadsheet would run. Save the values instead."
PROGRAM = re.compile(
    rb"<(script|html|svg|iframe|\?php|!doctype|object|embed)[\s>/]|%pdf-\d|javascript:",
    re.IGNORECASE,
)
RUNS = re.compile(r"[=@\t\r]|[+-](?![\d.,$( ]|$)")


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


def _look_at_text(data: bytes) -> Looked:
    """Look through a CSV file: every cell, whatever stands above the heading."""
    if PROGRAM.search(data):
        return refused(MARKUP)
    lines, found = csv.lines(data)
    if found:
        return Looked(tuple(found))
    runs = [
        Fault(f"row {number}, column {letter(at)}", FORMULA)
        for number, cells in lines
        for at, cell in enumerate(cells)
        if RUNS.match(cell)
    ]
    return Looked((*line_faults(lines), *runs[:1]))


def _look_at_picture(data: bytes) -> Looked:
    if PROGRAM.search(data):
        return refused(MARKUP)
    return picture.look(data)


CSV = FileKind("CSV file", (".csv",), b"", "text/csv; charset=utf-8", _look_at_text)
XLSX = FileKind(
    "Excel workbook", (".xlsx",), b"PK\x03\x04",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    lambda data: look_through("comanage.readers.workbook_words", data),
)  # fmt: skip
PDF = FileKind(
    "PDF",
    (".pdf",),
    b"%PDF-",
    "application/pdf",
    lambda data: look_through("comanage.readers.pdf", data),
)
PNG = FileKind("PNG picture", (".png",), picture.PNG, "image/png", _look_at_picture)
JPEG = FileKind("JPEG picture", (".jpg", ".jpeg"), picture.JPEG, "image/jpeg", _look_at_picture)
KINDS = (CSV, XLSX, PDF, PNG, JPEG)
