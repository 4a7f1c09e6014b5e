"""Hostile workbooks: each is refused in a sentence, soon, and costs this process nothing."""

import resource
import struct
import zipfile

import pytest

from comanage import readers
from comanage.readers import archive, confined, evidence, reader, workbook
from tests.readers import books
from tests.readers.books import inline, raw, sheet

AT_MOST = 8.0  # seconds of a processor; the worst takes about two


def worked():
    """Count the processor's seconds of this process and of those it started."""
    each = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in each)


def refusal(data, name="figures.xlsx"):
    """Give the one sentence that a file is refused with, having looked at time and memory.

    Whoever keeps files looks through the same bytes, and must refuse them as soon.
    """
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = worked()
    found, faults = readers.read(name, data)
    assert worked() - begun < AT_MOST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 64 * 1024  # KB
    assert found.rows == ()
    assert len(faults) == 1
    if name.endswith(".xlsx") and data.startswith(b"PK"):
        begun = worked()
        assert evidence.look(name, data)[1].faults
        assert worked() - begun < AT_MOST
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 64 * 1024  # KB
    return str(faults[0])


def test_a_file_that_is_no_workbook():
    assert refusal(b"PDF or anything") == archive.NOT_A_WORKBOOK
    assert refusal(archive.OLE + b"\0" * 500) == archive.OLD
    assert refusal(books.packed({"readme.txt": "no workbook inside"})) == archive.NOT_A_WORKBOOK


def test_a_file_cut_short():
    assert refusal(books.book(["period"], ["Q1"])[:900]) == archive.DAMAGED


@pytest.mark.trust("C8")
def test_a_file_that_is_too_large():
    assert refusal(b"PK\x03\x04" + b"\0" * reader.MOST_BYTES) == reader.TOO_LARGE


@pytest.mark.trust("C8")
def test_a_zip_bomb():
    bomb = raw(sheet("") + " " * (60 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert refusal(bomb) == archive.TOO_BIG


@pytest.mark.trust("C8")
def test_a_zip_bomb_whose_headers_lie_about_its_size():
    bomb = raw(sheet(inline("A1", "period")), **{"xl/media/image.png": b"\0" * (60 * 1024 * 1024)})
    true, lie = struct.pack("<I", 60 * 1024 * 1024), struct.pack("<I", 10)
    assert bomb.count(true) == 2
    assert refusal(bomb.replace(true, lie)) in {archive.DAMAGED, archive.TOO_BIG}


@pytest.mark.trust("C8")
def test_too_many_parts():
    parts = {f"xl/part{number}.xml": "" for number in range(2001)}
    assert refusal(raw(sheet(""), **parts)) == archive.TOO_MANY


@pytest.mark.trust("C8")
def test_an_archive_inside_an_archive():
    inner = books.packed({"more.txt": "x"})
    assert refusal(raw(sheet(""), **{"xl/embeddings/object.bin": inner})) == archive.NESTED


@pytest.mark.trust("C8")
def test_a_way_of_packing_that_inflates_without_limit():
    bomb = books.packed({"xl/workbook.xml": " " * 10_000_000}, zipfile.ZIP_BZIP2)
    assert refusal(bomb) == archive.DAMAGED


def test_an_encrypted_part():
    data = bytearray(raw(sheet("")))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of a password, in the first entry
    assert refusal(bytes(data)) == archive.ENCRYPTED


@pytest.mark.trust("C8")
def test_one_cell_in_the_farthest_corner():
    corner = f'<row r="1048576">{inline("XFD1048576", "x")}</row>'
    assert refusal(raw(sheet(corner))) == f"cell XFD1048576: {workbook.BEYOND}"
    wide = f'<row r="1">{inline("A1", "period")}{inline("CW1", "x")}</row>'
    assert refusal(raw(sheet(wide))) == f"cell CW1: {workbook.BEYOND}"


@pytest.mark.trust("C8")
def test_six_hundred_thousand_rows():
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(1, 600_001))
    data = raw(sheet(rows))
    assert len(data) < reader.MOST_BYTES
    assert refusal(data) == f"cell A100002: {workbook.BEYOND}"


@pytest.mark.trust("C8")
def test_one_long_text_that_every_row_repeats():
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 401))
    long = f"<sst><si><t>{'x' * 1_000_000}</t></si></sst>"
    kind = books.RELATIONS.partition(' Target="')[0].replace("r1", "r2")
    kind = kind.replace("/worksheet", "/sharedStrings").partition("<Relationship ")[2]
    named = f'<Relationship {kind} Target="sharedStrings.xml"/></Relationships>'
    related = books.RELATIONS.replace("</Relationships>", named)
    parts = {"xl/sharedStrings.xml": long, "xl/_rels/workbook.xml.rels": related}
    data = raw(sheet(rows), **parts)
    assert len(data) < 20_000
    assert refusal(data) == workbook.TOO_WORDY


@pytest.mark.trust("C8")
def test_more_cells_than_any_template_has():
    heading = ",".join(f"column {at}" for at in range(100))
    assert refusal(f"{heading}\nx\n".encode() + b"x\n" * 50_000, "f.csv") == reader.TOO_FULL


BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(8))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.trust("C7")
@pytest.mark.parametrize("declared", [BILLION, OUTSIDE, "<!DOCTYPE x>"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
def test_entities_and_document_types(declared, part):
    content = sheet(f'<row r="1">{inline("A1", "&a;")}</row>')
    parts = {"xl/workbook.xml": books.BOOK, "_rels/.rels": books.ROOT}
    parts["xl/worksheets/sheet1.xml"] = content
    assert refusal(raw(content, **{part: declared + parts[part]})) == workbook.HOSTILE


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<worksheet><sheetData>", id="XML that stops"),
        pytest.param(sheet('<row r="one"><c><v>1</v></c></row>'), id="a row without a number"),
        pytest.param(sheet('<row><c t="s"><v>99</v></c></row>'), id="a text that is not there"),
        pytest.param(sheet('<row><c s="x"><v>1</v></c></row>'), id="a style that is no number"),
    ],
)
def test_xml_that_is_no_sheet(content):
    assert refusal(raw(content)) == archive.DAMAGED


@pytest.mark.trust("C8")
def test_a_workbook_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 0.001)
    assert refusal(books.book(["period"])) == confined.TOO_MUCH


@pytest.mark.trust("C8")
def test_a_workbook_that_takes_too_much_memory(monkeypatch):
    data = raw(sheet(f"<row>{inline('A1', 'x' * (40 * 1024 * 1024))}</row>"))
    less = "import comanage.readers.confined as c; c.MEMORY = 96 * 1024 * 1024; reading("
    monkeypatch.setattr(confined, "READ", confined.READ.replace("reading(", less))
    assert readers.read("small.xlsx", books.book(["period"]))[1] == []
    assert refusal(data) == confined.TOO_MUCH


@pytest.mark.trust("C8")
def test_the_reading_process_is_given_neither_environment_nor_key(monkeypatch):
    monkeypatch.setenv("COMANAGE_SECRET_KEY", "k" * 40)
    told = "dict(columns=list(os.environ), rows=[], read_as='', heading=1, titles=[], faults=[])"
    tells = f"import json, os; print(json.dumps({told}))"
    monkeypatch.setattr(confined, "READ", f"{tells} # {{}} {{}}")
    found, faults = readers.read("f.xlsx", books.book(["period"]))
    assert faults == []
    assert set(found.columns) <= {"LC_CTYPE"}  # which Python itself may set
