"""The layout of a statement: every page says where it stands, and those who do not see can read it."""

import io
import re
import subprocess

import pdfua
import pikepdf
import pytest

from comanage.statements import pdf
from comanage.statements.carried import told
from comanage.statements.paper import Paper
from tests.statements import courses, samples
from tests.statements.test_pdf import VECTORS, plain, read

# The engine tells each cell its heads instead of giving heads a scope, which pdfua does not look at.
KNOWN_FINDINGS = {"UA-15-003"}
LETTER, A4 = (612, 792), (595, 842)  # points
WRITTEN = {
    "final": samples.held(course=courses.COURSE),
    "corrected": samples.held(course=courses.CORRECTING, number=2, paper=Paper.A4, demo=True),
    "whole": samples.held(group="", course=courses.CORRECTING, number=2),
}


@pytest.fixture(scope="module")
def files():
    """The bytes of each statement, written once."""
    return {name: pdf.write(held) for name, held in WRITTEN.items()}


@pytest.fixture(scope="module", params=WRITTEN)
def file(request, files):
    """One statement after the other."""
    return files[request.param]


def pages_of(content):
    """Give the words of each page on one line."""
    return [plain(page) for page in read(content).rstrip("\f").split("\f")]


def cells(document, kind):
    """Give the cells of all tables of a kind: TD or TH."""
    return [
        one for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}"
    ]  # fmt: skip


def test_each_page_of_a_final_statement_says_so(files):
    assert all("FINAL" in page for page in pages_of(files["final"]))
    assert all("CORRECTED" not in page for page in pages_of(files["final"]))


@pytest.mark.parametrize("name", ["corrected", "whole"])
def test_each_page_of_a_corrected_statement_says_so_and_which_it_replaces(files, name):
    assert all("CORRECTED: replaces ORTHO/2027-Q1/1" in page for page in pages_of(files[name]))


@pytest.mark.parametrize(
    ("name", "word"), [("final", ""), ("corrected", "CORRECTED"), ("whole", "CORRECTED")]
)
def test_a_word_stands_across_the_pages_of_all_but_a_final_statement(name, word):
    page = pdf.html(told(WRITTEN[name]))
    assert re.findall(r'<p class="watermark[ a-z]*">([^<]*)<', page) == ([word] if word else [])


def test_paper_is_that_of_the_facts(files):
    for name, size in (("final", LETTER), ("corrected", A4)):
        with pikepdf.open(io.BytesIO(files[name])) as document:
            for page in document.pages:
                assert tuple(round(float(side)) for side in page.mediabox[2:]) == size


def test_the_first_page_holds_the_answer_the_year_the_table_and_its_chart(files):
    first = pages_of(files["final"])[0]
    one_line = (
        "$400,000.00 pool × 77.842105…% score = $311,368.42 earned,"
        " × 62.5% share = $194,605.26 payable"
    )
    for words in (
        one_line,
        "Contract year 1",
        "$244,605.26",
        courses.CAP[:35],
        "How it was worked out",
    ):
        assert words in first
    assert "−$35,789" in first  # on the chart


def test_no_page_holds_one_paragraph_alone(file):
    assert min(len(page.split()) for page in pages_of(file)) > 100


def test_the_agreements_statement_has_all_groups_all_steps_and_what_the_cap_leaves(files):
    text = " ".join(pages_of(files["whole"]))
    for words in (
        "As of the day of this statement. What counts towards a cap is what was paid less",
        "The whole agreement, all groups", "$194,605.26", "$116,763.16", "What each group gets",
        "Copper Lantern Surgeons", courses.REASON,
    ):  # fmt: skip
        assert words in text
    assert "are left out" not in text
    assert "Copper Lantern Surgeons · Payable $116,763.16" in text


def test_a_group_reads_until_when_to_ask_and_a_glossary_of_the_words_used(files):
    text = " ".join(pages_of(files["final"]))
    assert "open for dispute before 24 Apr 2027" in text
    assert "Annex: what words mean" in text
    assert "Usual range" in text
    assert "Weight that moved" in text


def test_every_cell_has_its_heads_and_every_drawing_its_words(file):
    with pikepdf.open(io.BytesIO(file)) as document:
        data, heads = cells(document, "TD"), cells(document, "TH")
        assert len(data) > 60
        assert heads
        attributes = [one.get("/A") for one in data]
        told = [one for one in attributes if one is not None and "/Headers" in str(one)]
        assert len(told) == len(data)
        figures = cells(document, "Figure")
        assert len(figures) >= 10
        assert all(len(str(one.get("/Alt", ""))) > 20 for one in figures)
        titles = [entry.title for entry in document.open_outline().root]
        assert {"Signatures", "Questions", "How to check this statement"} <= {*titles}
        assert [str(one.AFRelationship) for one in document.Root.AF] == ["/Source"]


def test_a_second_tool_finds_the_file_sound(file, tmp_path):
    path = tmp_path / "statement.pdf"
    path.write_bytes(file)
    run = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    report = pdfua.validate(str(path))
    assert {one.rule_id for one in report.findings} <= KNOWN_FINDINGS


@pytest.mark.trust("C5")
def test_what_was_before_is_printed_as_it_stands_whatever_it_asks_for():
    asked = [f'<img src="{url}">' for url in VECTORS]
    since = courses.SINCE
    said = samples.statement(
        course=courses.Course(
            since=courses.replace(since, terms=tuple(asked), opened=asked[0], reason=asked[1])
        )
    )
    page = pdf.html(said)
    assert "<img" not in page
    assert page.count("&lt;img") == len(asked)
