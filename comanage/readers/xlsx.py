"""XLSX: workbooks as Excel, LibreOffice and Google Sheets save them."""

from collections.abc import Collection

from comanage.readers import confined
from comanage.readers.archive import NOT_A_WORKBOOK, OLD, OLE, labels, unpacked
from comanage.readers.patient_data import looked_through
from comanage.readers.reader import MOST_BYTES, TOO_LARGE, Found, Reader, Table, table
from comanage.readers.workbook import is_failure, lines
from comanage.readers.workbook_words import beside
from comanage.readers.workbook_xml import fullness
from comanage.refusals import Fault


def recognises(name: str, data: bytes) -> bool:
    """Say whether a file is a workbook, or says that it is one."""
    named = name.casefold().endswith((".xlsx", ".xlsm", ".xls"))
    return named or data.startswith((b"PK", OLE))


def read(data: bytes, known: Collection[str]) -> Found:
    """Read the rows of the sheet of figures, in a process of its own."""
    if len(data) > MOST_BYTES:
        return Table(), [Fault("", TOO_LARGE)]
    if data.startswith(OLE):
        return Table(), [Fault("", OLD)]
    if not data.startswith(b"PK"):
        return Table(), [Fault("", NOT_A_WORKBOOK)]
    return confined.read("comanage.readers.xlsx", data, known)


def read_here(data: bytes, known: Collection[str]) -> Found:
    """Read them in this process."""
    parts, found = unpacked(data)
    if found := found or fullness(parts):
        return Table(), found
    rows, found = lines(parts)
    if not any(map(is_failure, found)):  # whatever else is wrong with it, patients come first
        found = beside(parts, labels(data)) or found
    if found:
        return Table(), found
    return looked_through(table(rows, "an Excel workbook", ragged=True), known, rows)


XLSX = Reader("Excel workbook", recognises, read)
