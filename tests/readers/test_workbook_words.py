"""Workbooks that are kept: an identifier is found wherever a person may have left it."""

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from comanage.readers import archive, workbook, workbook_words, workbook_xml, xlsx
from comanage.readers.looked import Looked
from comanage.readers.workbook_words import look
from tests.readers import books
from tests.readers.books import inline, raw, saved, sheet

ROWS = (["measure", "numerator", "denominator"], ["readmissions", 7, 205], ["on time", 270, 304])


def book(change=None):
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    if change:
        change(made)
    return saved(made)


def told(data):
    return [str(fault) for fault in look(data).faults]


def in_a_cell(made):
    made.active["B9"] = "see 123-45-6789"


def in_a_hidden_sheet(made):
    made.create_sheet("Raw").append(["MRN", "Ward"])
    made["Raw"].sheet_state = "veryHidden"


def in_a_second_sheet_of_cases(made):
    cases = made.create_sheet("Cases")
    cases.append(["Ward", "Number"])
    for at in range(6):
        cases.append(["North", 44550000 + at])


def in_a_comment(made):
    made.active["A2"].comment = Comment("Patient: Mary Jones", "Ada")


def in_the_name_of_a_sheet(made):
    made.create_sheet("MRN 4455667")


def in_the_name_of_a_range(made):
    made.defined_names["who"] = DefinedName("who", attr_text='"SSN 123-45-6789"')


def in_the_properties(made):
    made.properties.title = "DOB 1950-05-03"


def in_a_header(made):
    made.active.oddHeader.center.text = "Patient name: Mary Jones"


def in_a_rule_for_cells(made):
    made.active.auto_filter.ref = "A1:C3"
    made.active.auto_filter.add_filter_column(0, ["123-45-6789"])


def in_a_format(made):
    made.active["B4"] = 123456789
    made.active["B4"].number_format = "000\\-00\\-0000"


@pytest.mark.trust("H3", "H6")
@pytest.mark.parametrize(
    ("hide", "place"),
    [
        (in_a_cell, "sheet Sheet, row 9, column B"),
        (in_a_hidden_sheet, "sheet Raw, row 1, column A"),
        (in_a_second_sheet_of_cases, "sheet Cases, row 2, column B"),
        (in_a_comment, "a comment"),
        (in_the_name_of_a_sheet, "the name of a sheet or a range"),
        (in_the_name_of_a_range, "the name of a sheet or a range"),
        (in_the_properties, "the properties of the file"),
        (in_a_header, "a header, a link or a rule of a sheet"),
        (in_a_rule_for_cells, "a header, a link or a rule of a sheet"),
        (in_a_format, "a number format"),
    ],
)
def test_an_identifier_is_found_and_not_repeated(hide, place):
    (fault,) = told(book(hide))
    assert fault.startswith(f"{place}: This ")
    for value in ("6789", "4455", "Jones", "1950-05"):
        assert value not in fault


PIVOT = (
    '<pivotCacheDefinition xmlns="x"><cacheFields><cacheField name="Patient MRN"/></cacheFields>'
    "</pivotCacheDefinition>"
)
ORIGIN = '<pivotCacheRecords xmlns="x"><r><s v="123-45-6789"/></r></pivotCacheRecords>'
PLAIN = sheet(f'<row r="1">{inline("A1", "measure")}{inline("B1", "value")}</row>')


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    ("part", "content", "place"),
    [
        ("xl/pivotCache/pivotCacheDefinition1.xml", PIVOT, "what a pivot table remembers"),
        ("xl/pivotCache/pivotCacheRecords1.xml", ORIGIN, "what a pivot table remembers"),
        ("xl/externalLinks/externalLink1.xml", "<a><v>SSN 123-45-6789</v></a>",
         "what a link to another file remembers"),
        ("xl/threadedComments/threadedComment1.xml", "<a><text>DOB 5/3/1950</text></a>", "a comment"),
        ("xl/comments9.xml", "<a><comment><r>123-45-</r><r>6789</r></comment></a>", "a comment"),
        ("xl/drawings/drawing1.xml", "<a><t>Patient: Mary Jones</t></a>", "a text box or a picture"),
        ("customXml/item1.xml", "<a><b>MRN 4455667</b></a>", "a part of the workbook"),
    ],
)  # fmt: skip
def test_what_programs_remember_in_a_workbook_is_looked_at(part, content, place):
    assert [fault.partition(": ")[0] for fault in told(raw(PLAIN, **{part: content}))] == [place]


def test_a_workbook_of_totals_passes():
    assert look(book()) == Looked()


@pytest.mark.trust("C9")
@pytest.mark.parametrize("part", ["xl/media/image1.png", "xl/media/image1.wdp", "customXml/a.emf"])
def test_a_workbook_with_a_picture_inside_is_not_scanned(part):
    data = raw(PLAIN, **{part: b"\x89PNG"})
    assert look(data) == Looked(pictures=True, silent=True)


def test_the_preview_of_a_sheet_that_was_looked_at_is_told_and_passes():
    assert look(raw(PLAIN, **{"docProps/thumbnail.jpeg": b"\xff\xd8"})) == Looked(pictures=True)


@pytest.mark.trust("C9")
@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/activeX/activeX1.xml", "xl/embeddings/a.docx"]
)
def test_a_workbook_with_a_program_inside_is_refused(part):
    assert told(raw(PLAIN, **{part: "x"})) == [workbook_words.HIDDEN_MACRO]


@pytest.mark.trust("C7", "C8")
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (raw(PLAIN, **{"docProps/core.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), workbook.HOSTILE),
        (raw(PLAIN, **{"docProps/core.xml": "<x>"}), archive.DAMAGED),
        (raw(sheet(f'<row r="1048576">{inline("XFD1048576", "x")}</row>')),
         f"sheet Figures, cell XFD1048576: {workbook.BEYOND}"),
        (raw(PLAIN, **{"xl/media/image1.png": b"\0" * (60 * 1024 * 1024)}), archive.TOO_BIG),
        (books.packed({"readme.txt": "x"}), archive.NESTED),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_here_too(data, sentence):
    assert told(data) == [sentence]


@pytest.mark.trust("C8")
def test_nothing_more_is_parsed_once_a_cell_lies_beyond(monkeypatch):
    def of_words(_):
        pytest.fail("The words were parsed.")
        yield

    data = raw(sheet(f'<row r="1048576">{inline("A1", "x")}</row>'))
    monkeypatch.setattr(workbook_words, "_of_words", of_words)
    assert told(data) == [f"sheet Figures, cell A1048576: {workbook.BEYOND}"]


MANY = "<a " + " ".join(f'a{at}="1"' for at in range(101)) + "/>"


@pytest.mark.trust("C8")
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(MANY, id="attributes"),
        pytest.param("<a>" * 51 + "</a>" * 51, id="elements in elements"),
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "docProps/core.xml"])
def test_xml_that_only_makes_work_is_refused(part, content):
    (said,) = told(raw(PLAIN, **{part: content}))
    assert said.endswith(workbook.HOSTILE)


@pytest.mark.trust("C8")
def test_a_workbook_of_too_many_elements_is_refused_before_one_is_parsed(monkeypatch):
    monkeypatch.setattr(workbook_xml, "MOST_TAGS", 100)
    assert told(raw(PLAIN)) == []
    monkeypatch.setattr(workbook_xml, "iterparse", lambda *_, **__: pytest.fail("It was parsed."))
    data = raw(sheet("<row/>" * 101))
    assert told(data) == [workbook_xml.TOO_FULL]
    assert xlsx.read_here(data, ())[1][0].sentence == workbook_xml.TOO_FULL


@pytest.mark.trust("C8")
def test_a_sheet_of_many_names_is_read_once():
    again = books.BOOK.replace("<sheets>", '<sheets><sheet name="A" sheetId="2" r:id="r1"/>' * 1)
    parts, _ = archive.unpacked(raw(PLAIN, **{"xl/workbook.xml": again}))
    assert [name for name, _ in workbook.sheets(parts)] == ["A"]


def test_the_template_filled_in_by_a_person_passes():
    made = openpyxl.load_workbook(io.BytesIO(book()))
    made.create_sheet("Notes").append(["Give counts and rates; leave out MRN and dates of birth."])
    assert look(saved(made)) == Looked()
