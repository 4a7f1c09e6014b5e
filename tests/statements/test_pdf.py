"""A statement's PDF: repeatable, tagged, archivable, and deaf to whatever a name asks for."""

import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pikepdf
import pytest

from comanage.refusals import NotReady
from comanage.rules.chain import Head
from comanage.rules.methods.attested import Attested
from comanage.rules.numbers import money
from comanage.rules.settlement import settle
from comanage.rules.signoff import SettlementState
from comanage.statements import carried, pdf, press
from tests.rules.worked import with_measure
from tests.statements import samples
from tests.statements.samples import statement


@pytest.fixture(scope="module")
def written():
    """The sample's statement."""
    return pdf.write(samples.held())


@pytest.fixture(scope="module")
def text(written):
    """The words of the sample's statement, page by page."""
    return read(written)


def read(content):
    """Read the words of a PDF."""
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return run.stdout.decode()


def plain(words):
    """Put words on one line."""
    return " ".join(words.split())


def test_the_answer_stands_on_the_first_page(text):
    first = plain(text.split("\f")[0])
    assert "$194,605.26" in first
    assert "$400,000.00 pool × 77.842105…% score = $311,368.42 earned" in first
    assert "Granite Fork Bone & Joint" in first
    assert "Final, approved" in first


def test_a_measure_without_levels_is_written_and_not_drawn():
    attested = Attested("the quality committee")
    terms = with_measure(samples.TERMS, "fcots", method=attested)
    page, before = pdf.html(statement(terms=terms)), pdf.html(statement())
    assert "attested by the quality committee as 84.8% done" in page.lower()
    assert page.count('class="bullet"') == before.count('class="bullet"') - 1


def test_the_sections_come_in_their_order(text):
    sections = [
        "Incentive statement", "Payable to you", "How it was worked out", "Measures",
        "Your share", "What missing figures cost", "What changed since the last statement",
        "Signatures", "Questions", "How to check this statement", "Annex",
    ]  # fmt: skip
    found = [re.search(rf"^ *{section}", text, re.MULTILINE).start() for section in sections]
    assert found == sorted(found)


def test_every_page_names_the_settlement_its_data_and_its_place(text):
    pages = text.rstrip("\f").split("\f")
    data = hashlib.sha256(carried.text(samples.held()).encode()).hexdigest()
    assert len(pages) > 3
    for at, page in enumerate(pages, 1):
        foot = plain(page)[-200:]
        assert f"Settlement ORTHO/2027-Q1/1 · data SHA-256 {data[:16]} · No patient data" in foot
        assert f"Page {at} of {len(pages)}" in foot
        assert "To check this file: comanage verify" in foot


@pytest.mark.trust("F3")
def test_every_page_prints_the_last_entry_of_the_audit_log_when_it_was_issued():
    said = samples.held()
    issued = replace(said, facts=replace(said.facts, log=Head(1042, "5f" * 32)))
    pages = read(pdf.write(issued)).rstrip("\f").split("\f")
    assert len(pages) > 3
    for page in pages:
        assert "Audit log entry 1042, hash 5f5f5f5f5f5f5f5f" in plain(page)[-200:]
    assert pdf.write(issued) == pdf.write(issued)


@pytest.mark.trust("D6")
def test_the_same_contents_give_the_same_bytes(written):
    assert pdf.write(samples.held()) == written


@pytest.mark.trust("D6")
def test_another_process_with_another_hash_seed_gives_the_same_bytes(written, tmp_path):
    program = (
        "import hashlib; from comanage.statements import pdf; from tests.statements import samples;"
        "print(hashlib.sha256(pdf.write(samples.held())).hexdigest())"
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
            assert metadata["pdfuaid:part"] == "1"
            assert "Granite Fork Bone & Joint" in metadata["dc:title"]
        assert document.docinfo["/CreationDate"] == "D:20270420160200+00'00"
        assert len(document.open_outline().root) >= 7


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
        assert {str(one.FontName).partition("+")[2] for one in descriptors} <= {
            "Public-Sans", "Public-Sans-Bold",
        }  # fmt: skip


def test_every_drawing_has_words_for_those_who_do_not_see_it(written):
    with pikepdf.open(io.BytesIO(written)) as document:
        figures = [
            entry for entry in document.objects
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/S") == "/Figure"
        ]  # fmt: skip
        assert figures
        assert all(str(figure.get("/Alt", "")) for figure in figures)


@pytest.mark.trust("B3")
def test_no_other_groups_dollars_stand_anywhere_in_the_file(written, text):
    other = settle(samples.TERMS, samples.FIGURES, "2027-Q1").payout("COPPER").payable
    with pikepdf.open(io.BytesIO(written)) as document:
        held = "".join(str(entry) for entry in document.objects)
        held += document.attachments[carried.NAME].get_file().read_bytes().decode()
    for form in (money(other), money(other).replace(",", ""), str(other), f"{other / 100:.2f}"):
        assert form not in text
        assert form.encode() not in written
        assert form not in held


@pytest.mark.parametrize("state", [SettlementState.PRELIMINARY, SettlementState.FINAL])
def test_before_approval_every_page_says_that_nothing_is_payable(state):
    pages = read(pdf.write(samples.held(state=state))).rstrip("\f").split("\f")
    standing = {SettlementState.PRELIMINARY: "PRELIMINARY"}.get(state, "NOT YET APPROVED")
    assert all(f"{standing}: not payable" in plain(page) for page in pages)
    assert "Would be payable, if approved as it stands" in plain(pages[0])
    assert "Not yet given." in plain(" ".join(pages))


def test_an_approved_statement_bears_no_such_word(text):
    assert "not payable" not in text
    assert "PRELIMINARY" not in text


def test_a_demo_says_so_on_every_page():
    pages = read(pdf.write(samples.held(demo=True))).rstrip("\f").split("\f")
    assert all("Demo data, not a real organization" in plain(page) for page in pages)


def many(count):
    """Give terms with many measures of equal weight, and a figure for each."""
    (domain, *_) = samples.DOMAINS
    (ssi, *_) = domain.measures
    measures = tuple(
        replace(ssi, code=f"m{at}", name=f"{ssi.name}, site {at}", weight=Fraction(1, count))
        for at in range(count)
    )
    terms = replace(
        samples.TERMS, domains=(replace(domain, weight=Fraction(1), measures=measures),)
    )
    return terms, tuple(samples.counted(one.code, 4, 486) for one in measures)


def test_twenty_four_measures_fit_and_no_row_is_split():
    terms, figures = many(24)
    pages = read(pdf.write(samples.held(terms=terms, figures=figures))).split("\f")
    for at in range(24):
        numbers = [page for page in pages if re.search(rf"site {at}\b[\s\S]*?0\.82%", page)]
        assert numbers, f"site {at} has its name and its value on one page"
    heads = [page for page in pages if "Level reached" in page]
    assert len(heads) >= 2
    assert "Sum of all measures" in plain(" ".join(pages))


def test_up_to_fourteen_measures_each_have_a_drawing_and_more_have_none():
    few, lots = (statement(terms=terms, figures=figures) for terms, figures in (many(14), many(15)))
    assert pdf.html(few).count("<svg") == 15  # with the way from the pool to what was earned
    assert pdf.html(lots).count("<svg") == 1


VECTORS = [
    "file:///etc/hostname", "http://127.0.0.1:9/x", "ftp://127.0.0.1/x",
    "data:text/plain,x", "font:../../pyproject.toml", "font:OFL.txt/../OFL.txt",
]  # fmt: skip


@pytest.mark.parametrize("url", VECTORS)
@pytest.mark.trust("C5")
def test_the_fetcher_gives_nothing_but_our_fonts(url):
    press._engine()
    with pytest.raises(BaseException, match="no font of ours"):
        press._fetcher().fetch(url)


@pytest.mark.trust("C5")
def test_names_and_notes_that_ask_for_something_are_printed_as_they_stand():
    forms = [
        '<img src="{}">', '<link rel="attachment" href="{}">', "<style>@import url({});</style>",
        '<svg><image href="{}"/></svg>',
    ]  # fmt: skip
    asked = [form.format(url) for form in forms for url in VECTORS]
    said = samples.held(organization=asked[0], notes=tuple(asked), ask=asked[-1])
    content = pdf.write(said)
    printed = plain(read(content)).replace(" ", "")
    assert [one for one in asked if one.replace(" ", "") not in printed] == []
    with pikepdf.open(io.BytesIO(content)) as document:
        assert [*document.attachments] == [carried.NAME]


@pytest.mark.trust("C5")
def test_a_page_that_asks_for_a_file_is_refused_without_ending_the_worker(monkeypatch):
    monkeypatch.setattr(pdf, "html", lambda *_: '<img src="file:///etc/hostname">')
    with pytest.raises(RuntimeError, match="no font of ours"):
        pdf.write(samples.held())


def test_signs_that_steer_a_reader_are_left_out():
    said = samples.held(organization="Larkspur\u202eRidge\x07 Hospital")
    assert "LarkspurRidge Hospital" in read(pdf.write(said))


def test_a_sign_that_our_fonts_lack_stands_as_its_code_and_no_font_of_the_machine_is_asked():
    pages = pdf.write(samples.held(organization="Larkspur \u6797 Cafe\u0301 \u2603 Hospital"))
    assert "Larkspur [U+6797] Café [U+2603] Hospital" in read(pages)
    with pikepdf.open(io.BytesIO(pages)) as document:
        names = {str(each.FontName) for each in document.objects if "/FontName" in keys(each)}
    assert {name.partition("+")[2] for name in names} == {"Public-Sans", "Public-Sans-Bold"}


def keys(each):
    return each.keys() if isinstance(each, pikepdf.Dictionary) else ()


def test_without_pango_the_sentence_names_the_line_to_run(monkeypatch):
    press._engine.cache_clear()
    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(NotReady) as refused:
        pdf.write(samples.held())
    press._engine.cache_clear()
    assert "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0" in refused.value.sentence
    assert "nothing was stored" in refused.value.sentence


class WithoutPango:
    """Fails at the engine's import as it does on a machine without the library."""

    def find_spec(self, name, *_):
        """Refuse the engine, and leave everything else to others."""
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
