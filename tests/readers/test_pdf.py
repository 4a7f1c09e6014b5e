"""PDFs: text is looked through wherever it hides, and what is more than a document is refused."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from comanage.readers import confined, evidence, pdf
from comanage.readers.evidence import look as look_at
from comanage.readers.looked import Looked
from comanage.readers.pdf import look
from comanage.readers.pdf_pages import Drawn
from tests.readers.pdfs import font, form, page, saved, text
from tests.readers.pdfs import pdf as make

REPORT = ["Readmission within 30 days, 2027-Q1", "7 of 205 discharges, 3.4 %", "Registry export"]


def sentence(data):
    (fault,) = look(data).faults
    return str(fault)


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    "line",
    [
        "SSN 123-45-6789", "of 123-45-6789 and others", "Patient: Mary Jones", "MRN: 00445566",
        "DOB 05/03/1950", "MBI 1EG4-TE5-MK73", "born 3 May 1950", "Encounter no. 12345678",
    ],
)  # fmt: skip
def test_a_planted_identifier_is_found_on_its_page_and_not_repeated(line):
    told = sentence(make(REPORT, [*REPORT, line]))
    assert told.startswith("page 2: This looks like ")
    assert line not in told


def hidden_in_the_title(made):
    made.docinfo["/Title"] = "Chart of Patient: Mary Jones"


def hidden_in_the_metadata(made):
    with made.open_metadata() as told:
        told["dc:description"] = "MRN 4455667"


def hidden_in_a_comment(made):
    said = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]),
                      Contents=String("see DOB 1950-05-03"))  # fmt: skip
    made.pages[0].Annots = Array([made.make_indirect(said)])


def hidden_in_a_field(made):
    field = Dictionary(FT=Name.Tx, T=String("who"), V=String("SSN 123456789"), Type=Name.Annot,
                       Subtype=Name.Widget, Rect=Array([1, 1, 9, 9]))  # fmt: skip
    kept = made.make_indirect(field)
    made.pages[0].Annots = Array([kept])
    made.Root.AcroForm = Dictionary(Fields=Array([kept]))


def hidden_in_a_bookmark(made):
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Patient name: Jones, Mary", 0))


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    "hide",
    [
        hidden_in_the_title, hidden_in_the_metadata, hidden_in_a_comment, hidden_in_a_field,
        hidden_in_a_bookmark,
    ],
)  # fmt: skip
def test_an_identifier_beside_the_pages_is_found(hide):
    assert sentence(make(REPORT, change=hide)).startswith("beside the pages: This looks like ")


def before_the_first_object(said):
    head, first, rest = make(REPORT).partition(b"\n1 0 obj")
    return head + said + first + rest


def between_two_objects(said):
    return make(REPORT).replace(b"endobj\n", b"endobj\n" + said, 1)


def before_the_table_of_objects(said):
    return make(REPORT).replace(b"\nxref", b"\n" + said + b"\nxref", 1)


@pytest.mark.trust("H3")
@pytest.mark.parametrize("said", [b"\n% MRN 4455667\n", b"\nPatient: Mary Jones\n"])
@pytest.mark.parametrize(
    "place", [before_the_first_object, between_two_objects, before_the_table_of_objects]
)
def test_an_identifier_outside_of_the_objects_is_found(place, said):
    assert sentence(place(said)).startswith("beside the pages: This looks like ")


def test_what_programs_write_outside_of_the_objects_passes():
    """A mark that the file is no text, who made it, and where its objects stand."""
    for said in (
        b"\n%\xe2\xe3\xcf\xd3\n%Made by Press 4.2 on 2027-04-02",
        b"\n% Totals, 412 cases",
    ):
        assert look(before_the_first_object(said)).faults == ()


def in_a_form(made):
    held = form(made, text(["MRN 4455667"]), Resources=Dictionary(Font=Dictionary(F1=font())))
    made.pages[0].Resources.XObject = Dictionary(Fm0=held)
    made.pages[0].contents_add(b" q /Fm0 Do Q")


def in_a_form_with_the_fonts_of_its_page(made):
    made.pages[0].Resources.XObject = Dictionary(Fm0=form(made, text(["MRN 4455667"])))
    made.pages[0].contents_add(b" q /Fm0 Do Q")


def in_the_look_of_a_comment(made):
    fonts = Dictionary(Font=Dictionary(F1=font()))
    look = form(made, text(["SSN 123-45-6789"]), Resources=fonts)
    said = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([20, 100, 320, 140]),
                      AP=Dictionary(N=look))  # fmt: skip
    made.pages[0].Annots = Array([made.make_indirect(said)])


def in_one_of_the_looks_of_a_field(made):
    look = made.make_stream(text(["DOB 05/03/1950"]))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([1, 1, 99, 99]),
                       AP=Dictionary(N=Dictionary(On=look)))  # fmt: skip
    made.pages[0].Annots = Array([kept := made.make_indirect(field)])
    made.Root.AcroForm = Dictionary(Fields=Array([kept]))


def sign_by_sign(made):
    loose = b"BT /F1 12 Tf 20 200 Td "
    loose += b"".join(b"(%c) Tj 14 0 Td " % sign for sign in b"MRN 4455667")
    made.pages[0].contents_add(b" " + loose + b"ET")


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    "draw",
    [
        in_a_form, in_a_form_with_the_fonts_of_its_page, in_the_look_of_a_comment,
        in_one_of_the_looks_of_a_field, sign_by_sign,
    ],
)  # fmt: skip
def test_an_identifier_is_found_however_it_is_drawn(draw):
    assert look(make(REPORT)) == Looked()
    assert "This looks like " in sentence(make(REPORT, change=draw))


@pytest.mark.trust("H3")
def test_a_list_of_persons_is_found_by_its_rows():
    rows = [f"44556{at}7 Ward {at} {at}/12/2027 discharged" for at in range(1, 6)]
    assert pdf.PERSONS in sentence(make(["Discharges", *rows]))
    labelled = ["MRN Ward", *(f"44556{at}7 Ward {at}" for at in range(1, 6))]
    assert pdf.PERSONS in sentence(make(labelled))


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    "lines",
    [
        ["Measure Numerator Denominator", "Readmissions 205 12 1450", "Falls 412 86 5210"],
        ["Ledger account 610200, 1,234,567 dollars", "Ledger account 610300, 7,654,321 dollars",
         "Ledger account 610400, 5,555,555 dollars"],
        ["Facility 330101 2027-03-31", "Facility 330101 2027-06-30", "Facility 330101 2027-09-30"],
        ["We removed MRN and DOB. 412 cases remain, 23 of them late."],
    ],
)  # fmt: skip
def test_tables_of_totals_and_words_about_identifiers_pass(lines):
    assert look(make(lines)) == Looked()


@pytest.mark.trust("C9")
def test_a_page_without_text_makes_the_file_silent():
    assert look(make(REPORT, None)).silent
    assert look(make(None)).silent
    assert not look(make(REPORT, [])).silent  # an empty page shows nothing


@pytest.mark.trust("C9")
def test_text_that_cannot_be_read_is_no_text():
    garbled = "".join(chr(0xE000 + at) for at in range(40))
    lines = [Drawn(size=200)]
    assert pdf._is_silent(garbled, lines)
    assert pdf._is_silent("(cid:12)(cid:13)(cid:14) ab", lines)
    assert pdf._is_silent("", lines)
    assert not pdf._is_silent("7 of 205 discharges", lines)


def program(made):
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def launch(made):
    made.Root.OpenAction = made.make_indirect(Dictionary(S=Name.Launch, F=String("calc.exe")))


def sends_itself(made):
    act = Dictionary(S=Name.SubmitForm, F=String("https://elsewhere.example"))
    made.pages[0].AA = Dictionary(O=act)


def attachment(made):
    made.attachments["rows.csv"] = pikepdf.AttachedFileSpec(
        made, b"mrn\n4455667\n", filename="rows.csv"
    )


def unused(made):
    made.Root.Spare = made.make_indirect(Dictionary(Deep=Array([Dictionary(JS=String("x"))])))


@pytest.mark.trust("C9")
@pytest.mark.parametrize("hide", [program, launch, sends_itself, attachment, unused])
@pytest.mark.parametrize(
    "packed", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate]
)
def test_a_pdf_that_acts_or_carries_a_file_is_refused(hide, packed):
    made = pikepdf.new()
    page(made, REPORT)
    hide(made)
    assert sentence(saved(made, object_stream_mode=packed)) == pdf.ACTS


@pytest.mark.trust("C9")
def test_a_pdf_with_more_behind_it_or_that_ends_nowhere_is_refused():
    data = make(REPORT)
    assert sentence(data + b"PK\x03\x04 an archive") == pdf.MORE_BEHIND
    assert sentence(data[: len(data) // 2]) == pdf.NOT_A_PDF
    assert sentence(b"%PDF-1.7\n%%EOF") == pdf.NOT_A_PDF
    assert look(data + b"\r\n\n") == Looked()


@pytest.mark.trust("H3")
def test_what_was_taken_out_of_a_page_but_not_of_the_file_is_found():
    """A program that saves changes behind the old file leaves the old page inside."""
    first = make(["SSN 123-45-6789", *REPORT])
    with pikepdf.open(io.BytesIO(first)) as opened:
        offset, size = len(first) + 1, len(opened.objects) + 1
        contents, root = opened.pages[0].Contents.objgen[0], opened.Root.objgen[0]
    drawn = b"BT /F1 11 Tf 40 760 Td (Nothing is here any more) Tj ET"
    changed = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        contents,
        len(drawn),
        drawn,
    )
    start = int(first.rpartition(b"startxref")[2].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        contents, offset, size, root, start, offset + len(changed))  # fmt: skip
    data = first + b"\n" + changed + table
    assert "Nothing is here" in "".join(
        p.extract_text() for p in pdf.PdfReader(io.BytesIO(data)).pages
    )
    assert sentence(data).startswith("page 1: This looks like a social security number")


@pytest.mark.trust("H3")
def test_a_pdf_that_was_saved_over_more_often_than_it_is_looked_at_is_refused():
    data = make(REPORT)
    assert sentence(data + b"\n%%EOF" * pdf.MOST_STATES) == pdf.TOO_OFTEN


def test_a_pdf_with_a_password_or_of_too_many_pages_is_refused():
    made = pikepdf.open(io.BytesIO(make(REPORT)))
    assert sentence(saved(made, encryption=pikepdf.Encryption(owner="a", user="b"))) == pdf.LOCKED
    assert sentence(make(*[["page"]] * 301)) == pdf.TOO_LONG


@pytest.mark.trust("C8")
def test_a_pdf_that_takes_too_long_is_let_go(monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 0.001)
    assert [str(fault) for fault in look_at("r.pdf", make(REPORT))[1].faults] == [confined.TOO_HARD]


@pytest.mark.trust("C8")
def test_a_pdf_bomb_costs_this_process_nothing():
    """A hundred megabytes of drawing in a small file: the other process has a limit of memory."""
    made = pikepdf.new()
    page(made, REPORT)
    made.pages[0].Contents = made.make_stream(b"0 0 m " * 40_000_000)
    data = saved(made, compress_streams=True)
    assert len(data) < 1_000_000
    found = look_at("r.pdf", data)[1]
    assert found.faults
    assert found.faults[0].sentence in {confined.TOO_HARD, pdf.NOT_A_PDF}
    assert evidence.PDF.media_type == "application/pdf"
