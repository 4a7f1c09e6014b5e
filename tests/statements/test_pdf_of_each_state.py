"""The PDF of every state, of a group and of the agreement: its structure, its marks and its files."""

import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace

import pdfua
import pikepdf
import pytest

from comanage.rules.signoff import SettlementState
from comanage.statements import carried, pdf, press
from comanage.statements.carried import told
from tests.statements import courses, samples
from tests.statements.test_layout import KNOWN_FINDINGS, cells
from tests.statements.test_pdf import VECTORS, plain, read

WHOLE = ""
STATES = {
    "preliminary": {"state": SettlementState.PRELIMINARY, "course": courses.COURSE},
    "not yet approved": {"state": SettlementState.FINAL, "course": courses.COURSE},
    "final": {"course": courses.COURSE},
    "corrected": {"course": courses.CORRECTING, "number": 2},
}
EVERY = [(state, reader) for state in STATES for reader in ("GRANITE", WHOLE)]
IDS = [f"{state} of {reader or 'the agreement'}" for state, reader in EVERY]
FORMS = (
    '<img src="{}">', '<link rel="attachment" href="{}">', "<style>@import url({});</style>",
    '<svg><image href="{}"/></svg>', '<object data="{}">', '<a href="{}">x</a>',
)  # fmt: skip
ASKED = [form.format(url) for form in FORMS for url in VECTORS]
WATCHED = ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request")
SEEN: list[tuple[str, str]] = []


def held(state, reader, **changed):
    """Gather what the statement of a state carries."""
    return samples.held(group=reader, **STATES[state], **changed)


@pytest.fixture(scope="module", params=EVERY, ids=IDS)
def one(request):
    """One statement after the other: what it carries, and its bytes."""
    said = held(*request.param)
    return said, pdf.write(said)


@pytest.fixture(scope="module")
def document(one):
    """One statement after the other, opened by another library."""
    with pikepdf.open(io.BytesIO(one[1])) as opened:
        yield opened


def elements(document, kind):
    """Give the elements of the structure of a kind, by what they stand for."""
    return [*cells(document, kind)]


def test_it_is_tagged_in_a_language_with_a_title_and_marked_as_archivable(one, document):
    said = told(one[0])
    root = document.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en-US"
    assert root.ViewerPreferences.DisplayDocTitle
    assert "/StructTreeRoot" in root
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        title = metadata["dc:title"]
    assert title.startswith(f"Statement {said.number}: {said.reader}, 2027-Q1")
    final = said.word == "FINAL"
    assert title.endswith(f"({said.word.lower()})") is not final


def test_its_structure_has_one_title_its_sections_and_heads_of_every_cell(one, document):
    page = pdf.html(told(one[0]))
    assert len(elements(document, "H1")) == 1
    assert len(elements(document, "H2")) == page.count("<h2")
    assert len(elements(document, "Table")) >= page.count("<table")  # one a page that it takes
    data = elements(document, "TD")
    assert len(data) == page.count("<td")
    assert len(elements(document, "TH")) >= page.count("<th ")
    with_heads = [one for one in data if "/Headers" in str(one.get("/A"))]
    assert len(with_heads) == len(data)
    assert elements(document, "L")
    assert len(elements(document, "LI")) >= page.count("<li>")


def test_each_drawing_has_its_words(one, document):
    figures = elements(document, "Figure")
    assert len(figures) == pdf.html(told(one[0])).count("<svg") >= 10
    assert all(len(str(figure.get("/Alt", ""))) > 20 for figure in figures)
    assert len({str(figure.Alt) for figure in figures}) > 5


def test_a_bookmark_leads_to_each_section(one, document):
    page = pdf.html(told(one[0]))
    sections = [plain(name) for name in re.findall(r"<h2>(.*?)</h2>", page)]
    answered = [name for name in sections if "ayable" in name]
    titles = [entry.title for entry in document.open_outline().root]
    found = [*titles]
    for entry in document.open_outline().root:
        found += [child.title for child in entry.children]
    assert answered
    assert [name for name in sections if name not in found] == []


def test_its_fonts_are_all_ours_and_embedded(document):
    fonts = [
        descendant.FontDescriptor
        for page in document.pages
        for font in page.Resources.get("/Font", {}).values()
        for descendant in font.DescendantFonts
    ]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    names = {str(font.FontName).partition("+")[2] for font in fonts}
    assert names == {"Public-Sans", "Public-Sans-Bold"}


def test_it_carries_its_data_as_its_one_file_with_the_hash_that_is_printed(one, document):
    said, written = one
    assert [*document.attachments] == [carried.NAME]
    data = document.attachments[carried.NAME].get_file().read_bytes()
    assert data.decode() == carried.text(said)
    assert [str(file.AFRelationship) for file in document.Root.AF] == ["/Source"]
    digest = hashlib.sha256(data).hexdigest()
    assert digest in read(written).replace("\n", "").replace(" ", "")
    assert all("/Annots" not in page for page in document.pages)


def test_other_tools_find_it_sound(one, tmp_path):
    path = tmp_path / "statement.pdf"
    path.write_bytes(one[1])
    run = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    report = pdfua.validate(str(path))
    assert {finding.rule_id for finding in report.findings} <= KNOWN_FINDINGS


@pytest.mark.trust("D6")
def test_the_same_data_give_the_same_bytes(one):
    assert pdf.write(one[0]) == one[1]


@pytest.mark.trust("D6")
def test_another_process_with_another_hash_seed_gives_the_same_bytes_of_every_state(tmp_path):
    program = (
        "import hashlib; from comanage.statements import pdf;"
        "from tests.statements import test_pdf_of_each_state as each;"
        "[print(hashlib.sha256(pdf.write(each.held(*one))).hexdigest()) for one in each.EVERY]"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True, text=True, check=True, cwd=press.ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": zone,
                 "HOME": str(tmp_path)},
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Denver"))
    ]  # fmt: skip
    assert len(runs[0].split()) == len(EVERY)
    assert runs[0] == runs[1]


def test_no_two_states_can_be_mistaken_without_colours(one):
    said = told(one[0])
    pages = [plain(page) for page in read(one[1]).rstrip("\f").split("\f")]
    chip = said.line
    assert all(chip in page for page in pages)
    others = {"PRELIMINARY", "NOT YET APPROVED", "CORRECTED"} - {str(said.word)}
    assert not [word for word in others for page in pages if word in page]
    page = pdf.html(said)
    across = re.findall(r'<p class="watermark[ a-z]*">([^<]*)<', page)
    assert across == ([] if said.word == "FINAL" else [str(said.word)])


def watch(event, given):
    """Note what is opened or called, while somebody looks."""
    if SEEN and event in WATCHED:
        SEEN.append((event, str(given[0] if event == "open" else given)))


sys.addaudithook(watch)


def hostile():
    """Give terms and facts in which every text asks for something."""
    at = iter(range(10**6))

    def asking(text):
        return f"{text} {ASKED[next(at) % len(ASKED)]}"

    domains = tuple(
        replace(
            domain,
            name=asking(domain.name),
            measures=tuple(
                replace(
                    measure, name=asking(measure.name), clause=asking("1"),
                    definition=asking("How it is counted."),
                )
                for measure in domain.measures
            ),
        )
        for domain in samples.DOMAINS
    )  # fmt: skip
    parties = tuple(replace(party, name=asking(party.name)) for party in samples.TERMS.participants)
    since = replace(
        courses.SINCE, terms=(asking("Terms"),), opened=asking("Opened"), reason=asking("Why")
    )
    signed = tuple(
        replace(signature, name=asking(signature.name), role=asking(signature.role))
        for signature in samples.SIGNATURES
    )
    return {
        "terms": replace(samples.TERMS, title=asking("Title"), domains=domains, participants=parties),
        "organization": asking("Hospital"), "title": asking("Title"), "ask": asking("Ask."),
        "service_line": asking("Line"), "notes": tuple(ASKED), "signatures": signed,
        "course": replace(courses.COURSE, since=since),
    }  # fmt: skip


@pytest.mark.trust("C5")
@pytest.mark.parametrize("reader", ["GRANITE", WHOLE])
def test_whatever_every_text_asks_for_no_file_is_opened_and_no_address_called(reader, monkeypatch):
    pdf.write(samples.held())  # loads the engine, its fonts and our templates
    asked = []
    fetcher = type(press._fetcher())
    fetch = fetcher.fetch

    def noted(self, url, headers=None):
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(fetcher, "fetch", noted)
    said = samples.held(group=reader, **hostile())
    SEEN.append(("", ""))
    try:
        content = pdf.write(said)
    finally:
        seen = SEEN[1:]
        SEEN.clear()
    assert [url for url in asked if not re.fullmatch(r"font:PublicSans-\w+\.ttf", url)] == []
    assert [event for event in seen if event[0] != "open"] == []
    opened = {path for event, path in seen if event == "open"}
    assert [path for path in opened if re.search(r"hostname|pyproject|OFL|127\.0", path)] == []
    with pikepdf.open(io.BytesIO(content)) as document:
        assert [*document.attachments] == [carried.NAME]
        assert all("/Annots" not in page for page in document.pages)
    printed = read(content).replace("\n", "").replace(" ", "")
    assert [form for form in FORMS if form.split("{")[0].replace(" ", "") not in printed] == []
