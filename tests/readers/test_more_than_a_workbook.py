"""More than a workbook: what rides along where no spreadsheet program shows it is refused, unread."""

import io
import struct
import warnings
import zipfile

import pytest

from comanage import readers
from comanage.readers import archive, evidence, workbook
from tests.readers import books
from tests.readers.books import MAIN, inline, raw, sheet

PLAIN = sheet(f'<row r="1">{inline("A1", "measure")}{inline("B1", "value")}</row>')
PATIENTS = sheet(f'<row r="1">{inline("A1", "123-45-6789")}</row>')
LIST = b"name,born,number\n" + b"Mary Jones,1950-05-03,00445566\n" * 20

pytestmark = pytest.mark.trust("C9", "H3")


def told(data):
    """Give the sentence of both who read a workbook: whoever imports it, and whoever keeps it."""
    _, kept = evidence.look("report.xlsx", data)
    _, read = readers.read("report.xlsx", data)
    assert [fault.sentence for fault in kept.faults] == [fault.sentence for fault in read]
    return [fault.sentence for fault in kept.faults]


def twice(name):
    """Make a workbook whose sheet stands in it under another spelling first."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as made:
        warnings.simplefilter("ignore")  # zipfile tells of the name that is there twice
        made.writestr(name, PATIENTS)
        with zipfile.ZipFile(io.BytesIO(raw(PLAIN))) as plain:
            for entry in plain.infolist():
                made.writestr(entry.filename, plain.read(entry))
    return stream.getvalue()


def commented(of_part):
    """Make a workbook with a comment of the archive, or of a part."""
    stream = io.BytesIO(raw(PLAIN))
    with zipfile.ZipFile(stream, "a") as made:
        if of_part:
            made.getinfo("xl/workbook.xml").comment = LIST
        else:
            made.comment = LIST
        made.writestr("docProps/app.xml", "<a/>")  # so that the list is written anew
    return stream.getvalue()


def between():
    """Make a workbook with something between its last part and the list of its parts."""
    data = raw(PLAIN)
    with zipfile.ZipFile(io.BytesIO(data)) as plain:
        listed = plain.start_dir
    at = len(data) - 22 + 16
    moved = struct.pack("<L", listed + len(LIST))
    return data[:listed] + LIST + data[listed:at] + moved + data[at + 4 :]


@pytest.mark.parametrize(
    "data",
    [raw(PLAIN) + LIST, b"PK\x03\x04" + LIST + raw(PLAIN), between(), commented(of_part=False),
     commented(of_part=True), twice("xl/worksheets/sheet1.xml"), twice("xl/Worksheets/Sheet1.XML"),
     twice("/xl/worksheets/sheet1.xml")],
    ids=["behind", "before", "between", "comment", "comment of a part", "twice", "twice in capitals",
         "twice from the root"],
)  # fmt: skip
def test_what_stands_beside_the_parts_of_an_archive(data):
    assert told(data) == [archive.MORE]


@pytest.mark.parametrize(
    "name",
    ["patients.csv", "xl/notes.txt", "[trash]/0000.dat", "x.html", "xl/model/item.data", "xl/more.bin",
     "patients"],
)  # fmt: skip
def test_another_file_among_the_parts(name):
    assert told(raw(PLAIN, **{name: LIST})) == [archive.NESTED]


@pytest.mark.parametrize("name", ["xl/worksheets/unused.xml", "customXml/item1.xml"])
def test_cells_that_belong_to_no_sheet(name):
    assert told(raw(PLAIN, **{name: PATIENTS})) == [workbook.HOSTILE]


def test_rows_of_a_part_that_is_no_sheet_are_looked_at():
    rows = f'<list xmlns="{MAIN}"><row><who>SSN 123-45-6789</who></row></list>'
    (sentence,) = told(raw(PLAIN, **{"customXml/item1.xml": rows}))
    assert sentence.startswith("This looks like a social security number.")


def test_what_programs_put_into_workbooks_passes():
    settings = {
        "xl/printerSettings/printerSettings1.bin": b"\0" * 100,
        "xl/customProperty1.bin": b"x",
    }
    for data in (books.book(["measure"], ["x"]), raw(PLAIN, **settings), streamed()):
        assert evidence.look("report.xlsx", data)[1].faults == ()


def streamed():
    """Make a workbook as programs do that cannot go back: sizes stand behind each part."""

    class Forward(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_):
            raise io.UnsupportedOperation

        def tell(self):
            raise io.UnsupportedOperation

    stream = Forward()
    with zipfile.ZipFile(stream, "w") as made, zipfile.ZipFile(io.BytesIO(raw(PLAIN))) as plain:
        for entry in plain.infolist():
            made.writestr(entry.filename, plain.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
