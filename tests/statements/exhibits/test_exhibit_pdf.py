"""An exhibit's PDF: repeatable, tagged, archivable, with its terms inside, and deaf to any name."""

import hashlib
import io
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest

from comanage.readers import pdf as reader
from comanage.rules import canonical
from comanage.rules.terms import Participant
from comanage.statements import press
from comanage.statements.exhibits import exhibit_pdf
from comanage.statements.paper import Paper
from tests.rules.worked import with_measure
from tests.statements import samples
from tests.statements.exhibits.exhibits import exhibit, facts
from tests.statements.test_pdf import VECTORS, many, plain, read

INCH = 72
MM = INCH / 25.4


@pytest.fixture(scope="module")
def written():
    """The sample's exhibit."""
    return exhibit_pdf.write(exhibit())


@pytest.fixture(scope="module")
def pages(written):
    """The words of the sample's exhibit, page by page."""
    return read(written).rstrip("\f").split("\f")


@pytest.mark.trust("D6")
def test_the_same_contents_give_the_same_bytes(written):
    assert exhibit_pdf.write(exhibit()) == written


@pytest.mark.trust("D6")
def test_another_process_with_another_hash_seed_gives_the_same_bytes(written, tmp_path):
    program = (
        "import hashlib; from comanage.statements.exhibits import exhibit_pdf;"
        "from tests.statements.exhibits.exhibits import exhibit;"
        "print(hashlib.sha256(exhibit_pdf.write(exhibit())).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, cwd=press.ROOT,
        env={"PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo",
             "HOME": str(tmp_path)},
    )  # fmt: skip
    assert run.stdout.strip() == hashlib.sha256(written).hexdigest()


def test_it_is_marked_as_archivable_tagged_and_in_a_language(written):
    with pikepdf.open(io.BytesIO(written)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en-US"
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["dc:title"] == "Scorecard exhibit: Orthopedic co-management, version 1"
        assert document.docinfo["/CreationDate"] == "D:20261207152000+00'00"
        assert len(document.open_outline().root) >= 6


def test_every_font_is_embedded(written):
    with pikepdf.open(io.BytesIO(written)) as document:
        fonts = [
            font for page in document.pages for font in page.Resources.get("/Font", {}).values()
        ]
        descriptors = [
            descendant.FontDescriptor for font in fonts for descendant in font.DescendantFonts
        ]
        assert descriptors
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)


def test_it_carries_its_terms_as_they_are_stored_and_nothing_else(written):
    told = facts()
    with pikepdf.open(io.BytesIO(written)) as document:
        assert [*document.attachments] == ["ORTHO-scorecard-1.json"]
        spec = document.attachments["ORTHO-scorecard-1.json"]
        content = spec.get_file().read_bytes()
        assert str(spec.obj.AFRelationship) == "/Source"
        assert spec.get_file().mime_type == "application/json"
        assert [each.objgen for each in document.Root.AF] == [spec.obj.objgen]
    assert content.decode() == told.terms_text == canonical.text(samples.TERMS)
    assert hashlib.sha256(content).hexdigest() == told.terms_hash


def test_every_page_names_the_version_its_terms_and_its_place(pages):
    told = facts()
    assert len(pages) > 3
    for at, page in enumerate(pages, 1):
        foot = plain(page)[-150:]
        assert f"ORTHO · scorecard version 1 · terms {told.terms_hash[:16]}…" in foot
        assert foot.endswith(f"Page {at} of {len(pages)}")


def test_the_whole_number_of_the_terms_stands_on_the_page_of_signatures_alone(pages):
    number = facts().terms_hash
    with_it = [page for page in pages if number in "".join(page.split())]
    assert with_it == pages[-1:]
    assert "Signatures" in pages[-1]
    assert plain(pages[-1]).count("Signature ") >= 3


def test_it_is_printed_on_letter_and_on_a4(written):
    four = exhibit_pdf.write(exhibit(), Paper.A4)
    for content, size in ((written, (8.5 * INCH, 11 * INCH)), (four, (210 * MM, 297 * MM))):
        with pikepdf.open(io.BytesIO(content)) as document:
            for page in document.pages:
                box = [float(side) for side in page.MediaBox]
                assert box == pytest.approx([0, 0, *size], abs=0.1)
    assert read(four).split() != []


def test_forty_measures_repeat_their_head_and_none_is_split():
    terms, _ = many(40)
    said = read(exhibit_pdf.write(exhibit(terms))).rstrip("\f").split("\f")
    for at in range(40):
        (page,) = [each for each in said if f"site {at} " in f"{plain(each)} "]
        beneath = plain(page).partition(f"site {at} ")[2]
        assert "Without a figure" in beneath
    of_measures = [page for page in said if "Without a figure" in page]
    assert len(of_measures) > 5
    assert all("Most of a period" in page for page in of_measures)


def test_a_demo_says_so_on_every_page():
    content = exhibit_pdf.write(exhibit(demo=True))
    said = read(content).rstrip("\f").split("\f")
    assert all("Demo data, not a real organization" in plain(page) for page in said)


@pytest.mark.trust("C5")
def test_names_that_ask_for_something_are_printed_as_they_stand():
    forms = [
        '<img src="{}">', '<link rel="attachment" href="{}">', "<style>@import url({});</style>",
        '<svg><image href="{}"/></svg>', '<a rel="attachment" href="{}">',
    ]  # fmt: skip
    asked = [form.format(url) for form in forms for url in VECTORS]
    half = len(asked) // 2
    terms = with_measure(
        samples.TERMS, "ssi", name=asked[0], definition=" ".join(asked[:half]),
        source=" ".join(asked[half:]), evidence=asked[1], clause=asked[2],
    )  # fmt: skip
    terms = replace(terms, participants=(Participant("GRANITE", asked[3]), samples.COPPER))
    content = exhibit_pdf.write(exhibit(terms, hospital=asked[4], reason=asked[5], version=2))
    printed = plain(read(content)).replace(" ", "")
    assert [one for one in asked if one.replace(" ", "") not in printed] == []
    with pikepdf.open(io.BytesIO(content)) as document:
        assert [*document.attachments] == ["ORTHO-scorecard-2.json"]


@pytest.mark.trust("C5")
def test_a_document_that_asks_for_a_file_is_refused_without_ending_the_worker(monkeypatch):
    monkeypatch.setattr(exhibit_pdf, "html", lambda _: '<img src="file:///etc/hostname">')
    with pytest.raises(RuntimeError, match="no font of ours"):
        exhibit_pdf.write(exhibit())


def test_signs_that_steer_a_reader_are_left_out():
    content = exhibit_pdf.write(exhibit(hospital="Larkspur\u202eRidge\x07 Hospital"))
    assert "LarkspurRidge Hospital" in read(content)


def test_what_is_printed_comes_back_as_a_paper_that_names_its_terms(written):
    told = facts()
    looked = reader.look(written)
    assert (looked.faults, looked.silent, looked.pictures) == ((), False, False)
    assert looked.named == looked.carried == (told.terms_hash,)


def test_other_terms_have_another_number_and_other_bytes(written):
    weighed = with_measure(samples.TERMS, "casemix", precision=3)
    other = exhibit_pdf.write(exhibit(weighed))
    assert other != written
    assert reader.look(other).named == (facts(weighed).terms_hash,)
