"""Workbooks and PDFs with a patient in some part: refused, whatever part of them it stands in."""

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from pikepdf import Array, Dictionary, Name, String

from comanage import readers
from comanage.readers.evidence import look
from comanage.readers.figure_rows import KNOWN
from tests.readers.books import inline, raw, saved, sheet
from tests.readers.pdfs import pdf

REPORT = ["Readmission within 30 days, 2027-Q1", "7 of 205 discharges, 3.4 %", "Registry export"]
VALUES = ("6789", "00123456", "123456", "1961", "Smith", "Jones")


def in_a_comment(made):
    made.active["A1"].comment = Comment("pt John Smith, late start", "Ada")


def in_the_author_of_a_comment(made):
    made.active["A1"].comment = Comment("late start", "MRN 00123456")


def in_the_name_of_a_sheet(made):
    made.create_sheet("pt John Smith")


def in_the_name_of_a_range(made):
    made.defined_names["MRN_00123456"] = DefinedName("MRN_00123456", attr_text="Sheet!$A$1")


def in_the_subject(made):
    made.properties.subject = "DОB 4/2/1961"


def in_the_keywords(made):
    made.properties.keywords = "Acct 123456789"


def in_a_property_of_its_own(made):
    made.custom_doc_props.append(StringProperty(name="for", value="patient John Smith"))


def in_a_list_to_choose_from(made):
    made.active["B9"] = "pt 123456789 was late"


def beside_its_label(made):
    made.active["D8"], made.active["E8"] = "MRN", "00123456"


def below_its_label(made):
    made.active["D8"], made.active["D9"] = "Patient", "Mary Jones"


BOOKS = (
    in_a_comment, in_the_author_of_a_comment, in_the_name_of_a_sheet, in_the_name_of_a_range,
    in_the_subject, in_the_keywords, in_a_property_of_its_own, in_a_list_to_choose_from,
    beside_its_label, below_its_label,
)  # fmt: skip


def book(hide):
    made = openpyxl.Workbook()
    for row in (["measure", "value"], ["LOS", "5.1"], ["HARM", "2"]):
        made.active.append(row)
    hide(made)
    return saved(made)


@pytest.mark.trust("H3", "H4", "H6")
@pytest.mark.parametrize("hide", BOOKS)
def test_a_workbook_is_refused_wherever_it_stands(hide):
    for told in (
        look("q1.xlsx", book(hide))[1].faults,
        readers.read("q1.xlsx", book(hide), KNOWN)[1],
    ):
        assert any("looks like" in fault.sentence for fault in told)
        assert not any(value in str(fault) for value in VALUES for fault in told)


PLAIN = sheet(f'<row r="1">{inline("A1", "measure")}{inline("B1", "value")}</row>')
PARTS = {
    "xl/notes/MRN 00123456.xml": "<a/>",
    "docProps/meta.psmdcp": "<a><b>DOB 4/2/1961</b></a>",
    "xl/printerSettings/p.bin": "MRN 00123456".encode("utf-16-le"),
    "xl/persons/person.xml": '<personList><person displayName="patient Mary Jones"/></personList>',
    "xl/queryTables/q.xml": '<queryTable name="SSN 123456789"/>',
    "xl/tables/t.xml": '<table><tableColumn name="MRN 00123456"/></table>',
}


@pytest.mark.trust("H3", "H6")
@pytest.mark.parametrize("part", PARTS)
def test_the_parts_of_a_workbook_and_their_names_are_looked_at(part):
    data = raw(PLAIN, **{part: PARTS[part]})
    for told in (look("q1.xlsx", data)[1].faults, readers.read("q1.xlsx", data, KNOWN)[1]):
        (fault,) = told
        assert "This looks like" in fault.sentence
        assert not any(value in str(fault) for value in VALUES)


def in_the_keywords_of_a_pdf(made):
    made.docinfo["/Keywords"] = "Acct 123456789"


def in_the_metadata(made):
    with made.open_metadata() as told:
        told["dc:title"] = "pt John Smith"


def in_a_bookmark(made):
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("patient John Smith", 0))


def in_the_choices_of_a_field(made):
    field = Dictionary(FT=Name.Ch, T=String("who"), Opt=Array([String("MRN 00123456")]))
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]))


def in_a_text_of_its_own(made):
    made.docinfo["/Subject"] = made.make_indirect(String("DOB 4/2/1961"))


def in_a_list_of_its_own(made):
    made.Root.Names = Dictionary(Dests=Dictionary(Names=made.make_indirect(
        Array([String("patient John Smith"), made.pages[0].obj]))))  # fmt: skip


def in_the_name_of_a_place(made):
    made.Root.Dests = Dictionary({"/MRN 00123456": Array([made.pages[0].obj, Name.Fit])})


def in_the_name_of_a_layer(made):
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("SSN 123456789")))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())


def in_a_remark(made):
    said = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]),
                      T=String("Ada"), Contents=String("pt John Smith was late"))  # fmt: skip
    made.pages[0].Annots = Array([made.make_indirect(said)])


def in_an_attachment(made):
    made.attachments["pt.txt"] = pikepdf.AttachedFileSpec(made, b"MRN 00123456", filename="pt.txt")


@pytest.mark.trust("H3", "H4")
@pytest.mark.parametrize(
    "hide",
    [
        in_the_keywords_of_a_pdf, in_the_metadata, in_a_bookmark, in_the_choices_of_a_field,
        in_a_text_of_its_own, in_a_list_of_its_own, in_the_name_of_a_place,
        in_the_name_of_a_layer, in_a_remark, in_an_attachment,
    ],
)  # fmt: skip
def test_a_pdf_is_refused_wherever_it_stands(hide):
    (fault,) = look("q1.pdf", pdf(REPORT, change=hide))[1].faults
    assert "looks like" in fault.sentence or "another file" in fault.sentence
    assert not any(value in str(fault) for value in VALUES)


@pytest.mark.trust("H3", "H4")
@pytest.mark.parametrize(
    "line", ["pt John Smith was late", "Patient Mary Jones, DOB 4/2/61", "Acct 123456789"]
)
def test_a_sentence_on_a_page_is_refused_by_its_page(line):
    (fault,) = look("q1.pdf", pdf(REPORT, [*REPORT, line]))[1].faults
    assert fault.place == "page 2"
    assert not any(value in str(fault) for value in VALUES)
