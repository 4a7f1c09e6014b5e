"""Evidence: what a file is says its beginning and its name alike, and what hides in it is refused."""

import struct

import pytest

from comanage.readers import archive, confined, evidence, picture
from comanage.readers.evidence import look
from comanage.readers.looked import Looked
from tests.readers import books
from tests.readers.pdfs import pdf
from tests.readers.pictures import jpeg, png

TOTALS = b"measure,numerator,denominator\nreadmissions,7,205\nfirst cases on time,270,304\n"
REPORT = [
    "Readmission within 30 days",
    "2027-Q1: 7 of 205 discharges, 3.4 %",
    "Registry, 2027-04-02",
]


def sentences(name, data):
    return [fault.sentence for fault in look(name, data)[1].faults]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("totals.csv", TOTALS, Looked()),
        ("Totals.XLSX", books.book(["measure", "value"], ["readmissions", 7]), Looked()),
        ("report.pdf", pdf(REPORT), Looked()),
        ("report.pdf", pdf(REPORT, None), Looked(pictures=True, silent=True)),
        ("board.png", png(), Looked(silent=True)),
        ("board.jpg", jpeg(), Looked(silent=True)),
        ("board.jpeg", jpeg(), Looked(silent=True)),
    ],
)
def test_a_file_is_looked_through_as_far_as_a_program_can(name, data, found):
    assert look(name, data)[1] == found


@pytest.mark.trust("C9")
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("totals.csv", b"", evidence.EMPTY),
        ("totals", TOTALS, evidence.WHICH),
        ("totals.docx", books.book(["a"]), evidence.WHICH),
        ("totals.html", b"<html>", evidence.WHICH),
        ("picture.svg", b"<svg/>", evidence.WHICH),
        ("totals.csv.exe", TOTALS, evidence.WHICH),
        ("old.xls", archive.OLE + b"\0" * 500, archive.OLD),
        ("old.xlsx", archive.OLE + b"\0" * 500, archive.OLD),
        ("web.png", b"<html><script>alert(1)</script>", evidence.OTHERWISE.format(".png", "PNG picture")),
        ("web.pdf", b"<html>", evidence.OTHERWISE.format(".pdf", "PDF")),
        ("late.pdf", b"\n%PDF-1.7", evidence.OTHERWISE.format(".pdf", "PDF")),
        ("book.pdf", books.book(["a"]), evidence.OTHERWISE.format(".pdf", "PDF")),
        ("photo.png", jpeg(), evidence.OTHERWISE.format(".png", "PNG picture")),
        ("web.csv", b"a,b\n<script>alert(1)</script>,2\n", evidence.MARKUP),
        ("both.png", png(behind=b"<html><script>alert(1)</script></html>"), evidence.MARKUP),
        ("both.png", png(texts=[(b"tEXt", b"Comment\0<script >x")]), evidence.MARKUP),
        ("both.jpg", jpeg(comment=b"%PDF-1.7"), evidence.MARKUP),
        ("both.jpg", jpeg(behind=b"PK\x03\x04 and an archive"), picture.BROKEN),
        ("both.png", png(behind=b"more"), picture.BROKEN),
        ("cut.png", png()[:-6], picture.BROKEN),
        ("cut.jpg", jpeg()[:-4], picture.BROKEN),
        ("bent.png", png().replace(b"IDAT", b"IDAX"), picture.BROKEN),
        ("flat.png", png(0, 30), picture.BROKEN),
        ("large.png", png(5000, 5001), picture.TOO_MANY),
        ("large.jpg", jpeg(65000, 65000), picture.TOO_MANY),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_or_two_things_at_once_is_refused(name, data, sentence):
    assert sentences(name, data) == [sentence]


@pytest.mark.trust("C8")
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.csv", TOTALS), ("a.xlsx", books.book(["a", "b"])), ("a.pdf", pdf(REPORT)), ("a.png", png()),
     ("a.jpg", jpeg())],
)  # fmt: skip
def test_every_kind_is_looked_through_by_the_process_that_has_little_time(monkeypatch, name, data):
    assert look(name, data)[1].faults == ()
    monkeypatch.setattr(confined, "SECONDS", 0.001)
    assert sentences(name, data) == [confined.TOO_HARD]


@pytest.mark.trust("C9")
def test_twenty_five_megapixels_are_the_most_and_are_read_from_the_header():
    assert look("board.png", png(5000, 5000))[1] == Looked(silent=True)
    assert len(png(6000, 6000)) < 200
    assert sentences("board.png", png(6000, 6000)) == [picture.TOO_MANY]


@pytest.mark.trust("C9")
def test_more_than_five_megabytes_are_not_looked_at():
    assert sentences("totals.csv", b"a" * (5 * 1024 * 1024 + 1)) == [evidence.TOO_LARGE]


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    "data",
    [
        png(texts=[(b"tEXt", b"Description\0Patient: Mary Jones")]),
        png(texts=[(b"iTXt", b"Comment\0\0\0en\0\0SSN 123-45-6789")]),
        jpeg(comment=b"MRN 4455667"),
        jpeg(comment="DOB 1950-05-03".encode("utf-16-le")),
    ],
)
def test_words_beside_a_picture_are_looked_at(data):
    (sentence,) = sentences("p.png" if data[:4] == b"\x89PNG" else "p.jpg", data)
    assert sentence.startswith("A text beside the picture looks like ")


def test_a_part_of_a_picture_that_says_it_is_longer_than_the_file_is_refused():
    data = png()
    longer = data.replace(struct.pack(">I", 13), struct.pack(">I", 2**31), 1)
    assert sentences("p.png", longer) == [picture.BROKEN]
