"""The import pages: a file is checked, shown, and stored whole; a refused one leaves nothing."""

import io

import openpyxl
import pytest

from comanage import database
from comanage.records.performance_period import PerformancePeriod, PeriodState
from tests.pages.importing import GOOD, HEAD, count, hidden, upload
from tests.pages.working import at_desks, text_of
from tests.readers import books


@pytest.fixture
def desks(app):
    return at_desks(app)


@pytest.fixture
def pages(desks):
    return f"/agreements/{desks.id}/imports/2027-Q1"


@pytest.mark.trust("H1")
def test_the_page_says_totals_only_and_hands_out_templates(desks, pages):
    text = text_of(desks.administrator.get(f"{pages}/new"))
    assert "Totals only, no patient data" in text
    assert "Step 1 of 4: Choose a file" in text
    answer = desks.administrator.get(f"{pages}/template.xlsx")
    assert answer.headers["Content-Disposition"].endswith("ORTHO-27-2027-Q1-figures.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames == ["Figures", "Notes"]
    answer = desks.administrator.get(f"{pages}/template.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfperiod,measure,name,unit,")
    assert desks.administrator.get(f"{pages}/template.exe").status_code == 404


def test_a_file_is_shown_first_then_confirmed_and_stored_after(desks, pages):
    answer = upload(desks, pages, GOOD)
    assert answer.status_code == 200
    assert "Step 3 of 4: Check rows" in text_of(answer)
    assert "New 2 Changed 0 Same as stored 0 Refused 0" in text_of(answer)
    assert "412 of 486" in text_of(answer)
    answer = desks.administrator.post(f"{pages}/rows", data=hidden(answer) | {"then": "confirm"})
    assert "Step 4 of 4: Confirm" in text_of(answer)
    assert "New figures 2 Changed figures 0" in text_of(answer)
    assert count() == 0
    stored = desks.administrator.post(pages, data=hidden(answer))
    assert stored.status_code == 303
    assert count() == 2
    answer = desks.administrator.get(stored.location)
    assert "2 figures are imported as drafts." in text_of(answer)


def test_changes_are_shown_old_and_new(desks, pages):
    desks.administrator.post(pages, data=hidden(upload(desks, pages, GOOD)))
    text = text_of(upload(desks, pages, GOOD.replace("412", "413")))
    assert "New 0 Changed 1 Same as stored 1" in text
    assert "84.8% 412 of 486 85.0% 413 of 486" in text
    text = text_of(upload(desks, pages, GOOD))
    assert "The file changes nothing" in text


def test_pasted_rows_and_a_workbook_go_the_same_way(desks, pages):
    pasted = GOOD.replace(",", "\t")
    answer = desks.administrator.post(f"{pages}/new", data={"pasted": pasted})
    assert "CSV, parted by tabs" in text_of(answer)
    data = books.book(["period", "measure", "value"], ["2027-Q1", "INFECTIONS", 2])
    assert "an Excel workbook" in text_of(upload(desks, pages, data, "q1.xlsx"))


def test_refusals_are_listed_by_cell_and_nothing_is_stored(desks, pages):
    answer = upload(desks, pages, GOOD.replace(",0,", ",1O2,") + "2027-Q1,LOS,1,,,,,\n")
    text = text_of(answer)
    assert answer.status_code == 422
    assert "Error: Check rows" in text
    assert "2 rows are refused: nothing can be stored yet." in text
    assert "New 1 Changed 0 Same as stored 0 Refused 2" in text
    assert "Row 3, Value “1O2” is not a number." in text
    assert (
        "Row 4, Measure The scorecard has no measure LOS. Take the codes of its measures from the template."
        in text
    )
    assert "Go on" not in text
    for path, then in ((f"{pages}/rows", "confirm"), (pages, "")):
        answer = desks.administrator.post(path, data=hidden(answer) | {"then": then})
        assert answer.status_code == 422
        assert "2 rows are refused" in text_of(answer)
    assert count() == 0


def test_pasted_rows_with_a_fault_are_mended_in_their_box(desks, pages):
    pasted = f"{HEAD}2027-Q1,SCREENING,80,,,,R,\n\n2027-Q1,LOS,77,,,,,".replace(",", "\t")
    answer = desks.administrator.post(f"{pages}/new", data={"pasted": pasted})
    assert (
        "Row 4, Measure The scorecard has no measure LOS. Take the codes of its measures from the template."
        in text_of(answer)
    )
    answer = desks.administrator.post(f"{pages}/rows", data=hidden(answer) | {"then": "choose"})
    assert "Step 1 of 4: Choose a file" in text_of(answer)
    assert "2027-Q1\tLOS\t77" in answer.get_data(as_text=True)
    mended = (
        answer.get_data(as_text=True).partition("<textarea")[2].partition(">")[2].partition("<")[0]
    )
    sent = {"pasted": mended.replace("LOS", "INFECTIONS")}
    assert "New 2" in text_of(desks.administrator.post(f"{pages}/new", data=sent))


@pytest.mark.trust("H4")
def test_patient_data_is_refused_on_a_page_of_its_own_and_not_shown_again(desks, pages):
    text = f"{HEAD}2027-Q1,SCREENING,80,,,,123-45-6789,\n"
    for answer in (
        upload(desks, pages, text),
        desks.administrator.post(f"{pages}/new", data={"pasted": text}),
        upload(desks, pages, GOOD, "pt John Smithers.csv"),
        upload(desks, pages, "Metric,Rate,MRN\nSCREENING,80,00418823\n"),
    ):
        assert answer.status_code == 422
        said = text_of(answer)
        assert "Error: Patient data refused" in said
        assert "refused before anything was stored" in said
        assert "looks like a" in said
        assert "The refusal cannot be overridden." in said
        for held in ("6789", "Smithers", "00418823", 'name="rows"'):
            assert held not in answer.get_data(as_text=True)
    assert "Row 2, Source This looks like a social security number." in text_of(
        upload(desks, pages, text)
    )
    assert "Row 1, column C This looks like a medical record number." in said
    assert count() == 0


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\x00\x01 no workbook", "q1.xlsx", "not an Excel workbook"),
        ("période,mesure\n".encode("latin-1"), "q1.csv", "not UTF-8 text"),
        (b"%PDF-1.7", "q1.pdf", "Choose an Excel workbook"),
        (b"", "q1.csv", "no heading and no rows"),
        (f"{GOOD}2027-Q1,INFECTIONS,1,,,,,\n".encode(), "q1.csv", "already given at row 3"),
        (HEAD.encode(), "q1.csv", "no figure below it"),
        (
            (HEAD + "2027-Q1,LOS,1,,,,,\n" * 20_000).encode(),
            "q1.csv",
            "more rows than can be taken in",
        ),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(desks, pages, data, name, words):
    answer = upload(desks, pages, data, name)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert count() == 0


def test_nothing_or_two_things_are_asked_about_again(desks, pages):
    answer = desks.administrator.post(f"{pages}/new", data={})
    assert "Choose a file, or paste rows with their heading." in text_of(answer)
    both = {"file": (io.BytesIO(GOOD.encode()), "q1.csv"), "pasted": GOOD}
    answer = desks.administrator.post(f"{pages}/new", data=both)
    assert "Choose a file or paste rows, not both." in text_of(answer)


def test_only_who_enters_figures_imports_them_and_never_into_a_locked_period(desks, pages):
    for other in (desks.verifier, desks.compliance):
        assert other.get(f"{pages}/new").status_code == 403
        assert other.post(pages, data={}).status_code == 403
        assert other.post(f"{pages}/rows", data={}).status_code == 403
        assert other.get(f"{pages}/sample.csv").status_code == 403
    assert desks.stranger.get(f"{pages}/new").status_code == 404
    checked = hidden(upload(desks, pages, GOOD))
    with database.transaction() as session:
        session.get_one(PerformancePeriod, desks.work.periods[0].id).state = PeriodState.LOCKED
    rows = desks.administrator.post(f"{pages}/rows", data=checked)
    for answer in (upload(desks, pages, GOOD), rows, desks.administrator.post(pages, data=checked)):
        assert answer.status_code == 409
        assert "2027-Q1 is locked" in text_of(answer)
    assert count() == 0
