"""XLSX: workbooks as Excel, LibreOffice and Google Sheets save them."""

from comanage.readers.archive import NOT_A_WORKBOOK, OLD, OLE
from comanage.readers.confined import read as read_confined
from comanage.readers.reader import MOST_BYTES, TOO_LARGE, Found, Reader, Table
from comanage.refusals import Fault


def recognises(name: str, data: bytes) -> bool:
    """Say whether a file is a workbook, or says that it is one."""
    named = name.casefold().endswith((".xlsx", ".xlsm", ".xls"))
    return named or data.startswith((b"PK", OLE))


def read(data: bytes) -> Found:
    """Read the rows of the sheet of figures."""
    if len(data) > MOST_BYTES:
        return Table(), [Fault("", TOO_LARGE)]
    if data.startswith(OLE):
        return Table(), [Fault("", OLD)]
    if not data.startswith(b"PK"):
        return Table(), [Fault("", NOT_A_WORKBOOK)]
    return read_confined(data)


XLSX = Reader("Excel workbook", recognises, read)
