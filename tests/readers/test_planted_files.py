"""Files with a patient somewhere: refused by the place, whatever part of them it stands in."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from pikepdf import Array, Dictionary, Name, String

from comanage import readers
from comanage.readers import archive
from comanage.readers.evidence import OTHERWISE, WHICH, look
from comanage.readers.figure_rows import KNOWN
from tests.readers.books import inline, raw, saved, sheet
from tests.readers.pdfs import pdf

REPORT = ["Readmission within 30 days, 2027-Q1", "7 of 205 discharges, 3.4 %", "Registry export"]
VALUES = (
    "6789",
    "00123456",
    "123456",
    "445566",
    "1961",
    "61",
    "Smith",
    "smith",
    "Jones",
    "555-0123",
)
ROWS = range(6)
NAMES = ("Smith, John", "Jones, Mary", "Zhang, Wei", "Lopez, Ana", "Marsh, Ada", "Okafor, Ruth")

CSVS = {
    "a comment above the heading": ("# MRN 00123456\nWard,Cases\nNorth,12\n", "row 1"),
    "a comment of several cells": ("# made by,MRN 00123456\nWard,Cases\nNorth,12\n", "row 1, column B"),
    "a heading that begins like a comment": ("# of cases,MRN\n12,445566\n", "row 1, column B"),
    "a label beside its value": (
        "Report,Q1\nCases,12\nMRN,00123456\n",
        "row 3, column A",
    ),
    "a label and a blank cell": ("Report,Q1,,\nDOB:,,4/2/1961,\nCases,12,,\n", "row 2, column A"),
    "a label above its value": ("Report\nMRN:\n00123456\n", "row 2, column A"),
    "a name beside its label": ("Report,Q1\nPatient name,Mary Jones\nCases,12\n", "row 2, column A"),
    "a number in two cells": ("Ward,a,b\nNorth,123-45-,6789\n", "row 2, column B"),
    "a number in two cells, parted elsewhere": ("Ward,a,b\nNorth,123-45,6789\n", "row 2, column B"),
    "a number in two cells, its end longer": ("Ward,a,b\nNorth,123,45-6789\n", "row 2, column B"),
    "a number in three columns": (
        "Ward,a,b,c\n" + "".join(f"N{at},{at}23,0{at + 1},678{at}\n" for at in range(1, 7)),
        "row 2, column B",
    ),
    "a number in two lines of a cell": ('Ward,Note\nNorth,"123-45-\n6789"\n', "row 2, column B"),
    "a heading of Cyrillic letters": ("Ward,МRN\nNorth,12\n", "row 1, column B"),
    "a heading of Greek letters": ("Ward,ΜRΝ\nNorth,12\n", "row 1, column B"),
    "a heading of wide letters": ("Ward,ＭＲＮ\nNorth,12\n", "row 1, column B"),
    "a heading with signs that are not seen": ("Ward,M\u200bR\u200bN\nNorth,12\n", "row 1, column B"),
    "a heading letter by letter": ("Ward,M R N\nNorth,12\n", "row 1, column B"),
    "a heading with points": ("Ward,D.O.B\nNorth,12\n", "row 1, column B"),
    "a heading turned around": ("Ward,Name of patient\nNorth,12\n", "row 1, column B"),
    "a heading of a death": ("Ward,Date of death\nNorth,12\n", "row 1, column B"),
    "names below Patient": (
        "Patient,Cases\n" + "".join(f'"{name}",12\n' for name in NAMES),
        "row 2, column A",
    ),
    "days below Date": (
        "Ward,Day\n" + "".join(f"North,{at + 2}-Apr-19{at + 5}1\n" for at in range(4)) +
        'North,5 May 1961\nNorth,"May 7, 1961"\n',
        "row 2, column B",
    ),
    "numbers with a letter": (
        "Ward,Number\n" + "".join(f"North,E{at}445566\n" for at in ROWS),
        "row 2, column B",
    ),
    "numbers that a spreadsheet made amounts": (
        "Ward,Number\n" + "".join(f"North,{at}445566.0\n" for at in ROWS),
        "row 2, column B",
    ),
    "e-mail addresses": (
        "Ward,Reach\n" + "".join(f"North,smith{at}@example.com\n" for at in ROWS),
        "row 2, column B",
    ),
    "telephone numbers": (
        "Ward,Reach\n" + "".join(f"North,(51{at}) 555-0123\n" for at in ROWS),
        "row 2, column B",
    ),
    "a sentence in a cell": ("Ward,Note\nNorth,pt John Smith called\n", "row 2, column B"),
    "cells parted by bars": ("Ward|MRN\nNorth|00123456\n", "row 1, column A"),
}  # fmt: skip


@pytest.mark.trust("H2", "H3", "H4")
@pytest.mark.parametrize(("text", "place"), CSVS.values(), ids=CSVS)
def test_a_csv_file_is_refused_by_its_row_and_column(text, place):
    _, looked = look("q1.csv", text.encode())
    told = [str(fault) for fault in looked.faults]
    assert told[0].startswith(f"{place}: ")
    assert "This looks like" in told[0] or "this looks like" in told[0] or "column looks" in told[0]
    assert not any(value in fault for value in VALUES for fault in told)


@pytest.mark.trust("H2", "H3", "H4")
@pytest.mark.parametrize(("text", "place"), CSVS.values(), ids=CSVS)
def test_it_is_refused_as_an_import_too(text, place):
    _, found = readers.read("q1.csv", text.encode(), KNOWN)
    told = " ".join(map(str, found))
    assert "looks like" in told
    assert not any(value in told for value in VALUES)


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
    "xl/notes/note.txt": "pt John Smith was late",
    "docProps/meta.psmdcp": "<a><b>DOB 4/2/1961</b></a>",
    "xl/printerSettings/p.bin": "MRN 00123456".encode("utf-16-le"),
    "xl/persons/person.xml": '<personList><person displayName="patient Mary Jones"/></personList>',
    "xl/queryTables/q.xml": '<queryTable name="SSN 123456789"/>',
    "xl/tables/t.xml": '<table><tableColumn name="MRN 00123456"/></table>',
}


def remarked(data, *, of_file=b"", of_part=b""):
    """Give an archive with a comment on it, or on a part of it."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        new.comment = of_file
        for entry in old.infolist():
            entry.comment = of_part
            new.writestr(entry, old.read(entry.filename))
    return held.getvalue()


@pytest.mark.trust("H3", "H6")
@pytest.mark.parametrize(
    "data",
    [
        *(pytest.param(raw(PLAIN, **{part: held}), id=part) for part, held in PARTS.items()),
        pytest.param(remarked(raw(PLAIN), of_file=b"MRN 00123456"), id="a comment on the file"),
        pytest.param(remarked(raw(PLAIN), of_part=b"MRN 00123456"), id="a comment on a part"),
    ],
)
def test_the_parts_of_a_workbook_and_what_is_said_of_them_are_looked_at(data):
    for told in (look("q1.xlsx", data)[1].faults, readers.read("q1.xlsx", data, KNOWN)[1]):
        (fault,) = told
        assert "This looks like" in fault.sentence
        assert not any(value in str(fault) for value in VALUES)


@pytest.mark.trust("C9", "H3")
def test_a_workbook_that_is_two_things_at_once_is_refused():
    held = io.BytesIO(raw(PLAIN))
    assert look("q1.xlsx", held.getvalue())[1].faults == ()
    assert look("q1.xlsx", held.getvalue() + b"MRN 00123456")[1].faults[0].sentence == (
        archive.MORE_BEHIND
    )
    with zipfile.ZipFile(held, "a") as twice, pytest.warns(UserWarning, match="Duplicate name"):
        twice.writestr("xl/worksheets/sheet1.xml", PLAIN)
    assert look("q1.xlsx", held.getvalue())[1].faults[0].sentence == archive.DAMAGED


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


@pytest.mark.trust("C9")
@pytest.mark.parametrize(
    "name",
    ["minutes.docx", "q1.docm", "mail.eml", "mail.msg", "q1.zip", "q1.txt", "q1.ods", "q1.rtf"],
)
def test_no_other_kind_of_file_comes_in_at_all(name):
    kind, looked = look(name, b"From: a\nSubject: MRN 00123456\n")
    assert (kind, [fault.sentence for fault in looked.faults]) == (None, [WHICH])
    found = look(f"{name}.csv.xlsx", b"From: a\nSubject: MRN 00123456\n")[1].faults
    assert [fault.sentence for fault in found] == [OTHERWISE.format(".xlsx", "Excel workbook")]


PASSES = {
    "minutes": "Present,Role\nJohn Smith MD,chair\nMary Jones RN,quality\nAna Lopez,finance\n",
    "a list of data": "Field,What became of it\nMRN,removed\nDOB,removed before the export\n",
    "a report of two columns": "Measure,Result\nPatient experience,84.2\nPatient falls,3\n",
    "a ledger": "GL account,Amount\n" + "".join(f"6102{at}045,1{at}500\n" for at in ROWS),
    "invoices": "Invoice,Vendor,Amount\n" + "".join(f"9001234{at},Stone,100{at}\n" for at in ROWS),
    "labels and numbers": "Report,Q1\nVisits,204512\nCost per patient,123456\nUnit number,4\n",
    "negative numbers": "a,b,c\n412,-36,-4120\n205,-12,-1450\n",
    "months": "Month,Cases,Late\n03-2027,412,36\n04-2027,405,31\n",
    "counts of three sizes": "Ward,a,b,c\n" + "".join(f"N{at},{at}23,1{at},678{at}\n" for at in range(1, 7)),
    "comments": "# Figures of 2027-Q1, made on 2027-04-02\n# of patients of Dr. Smith\nWard,Cases\nN,1\n",
    "offices": "Office,Reach\n" + "".join(f"N{at},quality@riverbend.example\n" for at in ROWS),
    "physicians": "Surgeon,Cases\n" + "".join(f'"{name}",2{at}\n' for at, name in enumerate(NAMES)),
}  # fmt: skip


@pytest.mark.trust("H3")
@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES)
def test_an_ordinary_file_passes(text):
    assert [str(fault) for fault in look("q1.csv", text.encode())[1].faults] == []
