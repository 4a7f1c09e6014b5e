"""Pages of a PDF: what its pictures cover no program reads, wherever and however they are drawn."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from comanage.readers import pdf_pages
from comanage.readers.looked import Looked
from comanage.readers.pdf import NOT_A_PDF, look
from tests.readers.pdfs import SCANNED, font, form, image, page, saved, text

REPORT = ["Readmission within 30 days, 2027-Q1", "7 of 205 discharges, 3.4 %", "Registry export"]
SILENT = Looked(pictures=True, silent=True)
IN_PART = Looked(pictures=True)


def one_page(lines, draw=None, **drawn):
    made = pikepdf.new()
    page(made, lines, **drawn)
    if draw:
        draw(made, made.pages[0])
    return look(saved(made))


@pytest.mark.trust("C9")
@pytest.mark.parametrize(
    ("lines", "picture", "found"),
    [
        pytest.param(None, SCANNED, SILENT, id="a scan, as a scanner draws it"),
        pytest.param(["x"], SCANNED, SILENT, id="a scan and a letter"),
        pytest.param(["Page 1 of 1 scan"], SCANNED, SILENT, id="a scan and the line of a fax"),
        pytest.param(REPORT * 12, SCANNED, SILENT, id="a scan with its words laid behind it"),
        pytest.param(REPORT * 12, (612, 400), SILENT, id="a picture over half of the page"),
        pytest.param(["Page 1 of 1 scan"], (120, 120), SILENT, id="a small picture and few words"),
        pytest.param(REPORT * 12, (612, 300), IN_PART, id="a chart on a page of text"),
        pytest.param(REPORT, (120, 40), IN_PART, id="a logo on a page of text"),
        pytest.param(REPORT, None, Looked(), id="text alone"),
    ],
)
def test_a_page_counts_by_how_much_of_it_is_a_picture(lines, picture, found):
    assert one_page(lines, picture=picture) == found


def in_a_form(made, on):
    fonts = Dictionary(XObject=Dictionary(Im0=image(made)))
    held = form(made, b"q 300 0 0 792 0 0 cm /Im0 Do Q", Resources=fonts,
                Matrix=Array([2, 0, 0, 1, 0, 0]))  # fmt: skip
    on.Resources.XObject = Dictionary(Fm0=held)
    on.contents_add(b" q /Fm0 Do Q")


def in_strips(made, on):
    on.Resources.XObject = Dictionary(Im0=image(made, 400, 40))
    for at in range(8):
        on.contents_add(b" q 612 0 0 99 0 %d cm /Im0 Do Q" % (99 * at))


def turned_to_its_side(made, on):
    on.Resources.XObject = Dictionary(Im0=image(made))
    on.contents_add(b" q 0 792 -612 0 612 0 cm /Im0 Do Q")


def inside_the_drawing(made, on):
    del made
    told = b" q 612 0 0 792 0 0 cm BI /W 60 /H 40 /CS /G /BPC 8 ID "
    on.contents_add(told + b"\x80" * 2400 + b"\nEI Q")


def as_the_look_of_a_stamp(made, on):
    shown = Dictionary(XObject=Dictionary(Im0=image(made)))
    look_of_it = form(made, b"q 6 0 0 7 0 0 cm /Im0 Do Q", Resources=shown)
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 612, 700]),
                       AP=Dictionary(N=look_of_it))  # fmt: skip
    on.Annots = Array([made.make_indirect(stamp)])


def as_a_pattern(made, on):
    shown = Dictionary(XObject=Dictionary(Im0=image(made)))
    tile = form(made, b"612 0 0 792 0 0 cm /Im0 Do", Resources=shown, PatternType=1)
    on.Resources.Pattern = Dictionary(P0=tile)
    on.contents_add(b" /Pattern cs /P0 scn 0 0 612 792 re f")


@pytest.mark.trust("C9")
@pytest.mark.parametrize(
    "draw",
    [
        in_a_form, in_strips, turned_to_its_side, inside_the_drawing, as_the_look_of_a_stamp,
        as_a_pattern,
    ],
)  # fmt: skip
def test_a_scan_is_one_however_it_is_drawn(draw):
    assert one_page(REPORT * 3, draw) == SILENT


def test_a_picture_of_a_few_pixels_shows_no_words():
    def shaded(made, on):
        on.Resources.XObject = Dictionary(Im0=image(made, 1, 256))
        on.contents_add(b" q 612 0 0 792 0 0 cm /Im0 Do Q")

    assert one_page(REPORT, shaded) == IN_PART


@pytest.mark.trust("C9")
def test_letters_that_are_drawn_as_lines_are_no_text_in_a_form_either():
    def lines(made, on):
        on.Resources.XObject = Dictionary(Fm0=form(made, b"0 0 m 9 9 l S " * 40))
        on.contents_add(b" q /Fm0 Do Q")

    assert one_page([], lines).silent


@pytest.mark.trust("C8")
def test_forms_that_draw_each_other_without_end_are_refused(monkeypatch):
    def rings(made, on):
        held = made.make_indirect(form(made, b"/Fm0 Do"))
        held.Resources = Dictionary(XObject=Dictionary(Fm0=held), Font=Dictionary(F1=font()))
        on.Resources.XObject = Dictionary(Fm0=held)
        on.contents_add(b" /Fm0 Do")

    def many(made, on):
        on.Resources.XObject = Dictionary(Fm0=form(made, text(["x"])))
        on.contents_add(b" /Fm0 Do" * 30)

    assert one_page(REPORT, many) == Looked()
    monkeypatch.setattr(pdf_pages, "MOST_DRAWN", 20)
    for draw in (rings, many):
        assert [fault.sentence for fault in one_page(REPORT, draw).faults] == [NOT_A_PDF]
