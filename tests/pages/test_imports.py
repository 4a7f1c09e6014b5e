"""The import pages: a file is checked, shown, and stored whole; a refused one leaves nothing."""

import html
import io
import re

import openpyxl
import pytest
from sqlalchemy import func, select

from comanage import database
from comanage.records.figure import Figure
from comanage.records.performance_period import PerformancePeriod, PeriodState
from tests.pages.working import at_desks, text_of
from tests.readers import books

HEAD = "period,measure,value,numerator,denominator,absent,source,note\n"
GOOD = f"{HEAD}2027-Q1,SCREENING,,412,486,,Registry,\n2027-Q1,INFECTIONS,0,,,,NHSN,\n"


@pytest.fixture
def desks(app):
    return at_desks(app)


@pytest.fixture
def pages(desks):
    return f"/agreements/{desks.id}/imports/2027-Q1"


def upload(desks, pages, data, name="q1.csv"):
    data = data if isinstance(data, bytes) else data.encode()
    return desks.administrator.post(f"{pages}/new", data={"file": (io.BytesIO(data), name)})


def count():
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Figure))


def hidden(answer):
    found = re.findall(r'name="(text|standing)"[^>]*value="([^"]*)"', answer.get_data(as_text=True))
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.trust("H1")
def test_the_page_says_totals_only_and_hands_out_templates(desks, pages):
    text = text_of(desks.administrator.get(f"{pages}/new"))
    assert "Totals only, no patient data" in text
    answer = desks.administrator.get(f"{pages}/template.xlsx")
    assert answer.headers["Content-Disposition"].endswith("ORTHO-27-2027-Q1-figures.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames == ["Figures", "Notes"]
    answer = desks.administrator.get(f"{pages}/template.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfperiod,measure,name,unit,")
    assert desks.administrator.get(f"{pages}/template.exe").status_code == 404


def test_a_file_is_shown_first_and_stored_after(desks, pages):
    answer = upload(desks, pages, GOOD)
    assert answer.status_code == 200
    assert "New 2 Changed 0 Same as stored 0" in text_of(answer)
    assert "412 of 486" in text_of(answer)
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
    assert "412 of 486 413 of 486" in text
    text = text_of(upload(desks, pages, GOOD))
    assert "The file changes nothing" in text


def test_pasted_rows_and_a_workbook_go_the_same_way(desks, pages):
    pasted = GOOD.replace(",", "\t")
    answer = desks.administrator.post(f"{pages}/new", data={"pasted": pasted})
    assert "CSV, parted by tabs" in text_of(answer)
    data = books.book(["period", "measure", "value"], ["2027-Q1", "INFECTIONS", 2])
    assert "an Excel workbook" in text_of(upload(desks, pages, data, "q1.xlsx"))


def test_faults_are_listed_by_row_and_column_and_nothing_is_stored(desks, pages):
    answer = upload(desks, pages, GOOD.replace(",0,", ",1O2,") + "2027-Q1,LOS,1,,,,,\n")
    text = text_of(answer)
    assert answer.status_code == 422
    assert "Nothing was stored: 2 things must be mended" in text
    assert "Row 3, column value “1O2” is not a number." in text
    assert "Row 4, column measure The terms know no measure LOS." in text
    assert hidden(answer) == {}
    assert count() == 0


def test_pasted_rows_with_a_fault_are_kept_on_the_page(desks, pages):
    answer = desks.administrator.post(f"{pages}/new", data={"pasted": f"{HEAD}2027-Q1,LOS,77,,,,,"})
    assert "2027-Q1,LOS,77" in text_of(answer)


@pytest.mark.trust("H4")
def test_patient_data_is_refused_and_not_shown_again(desks, pages):
    text = f"{HEAD}2027-Q1,SCREENING,80,,,,123-45-6789,\n"
    for answer in (
        upload(desks, pages, text),
        desks.administrator.post(f"{pages}/new", data={"pasted": text}),
    ):
        assert answer.status_code == 422
        assert "Row 2, column source This looks like a social security number." in text_of(answer)
        assert "6789" not in answer.get_data(as_text=True)
    assert count() == 0


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\x00\x01 no workbook", "q1.xlsx", "not an Excel workbook"),
        ("période,mesure\n".encode("latin-1"), "q1.csv", "not UTF-8 text"),
        (b"%PDF-1.7", "q1.pdf", "Choose an Excel workbook"),
        (b"", "q1.csv", "no heading and no rows"),
        (f"{GOOD}2027-Q1,INFECTIONS,1,,,,,\n".encode(), "q1.csv", "already given at row 3"),
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


def test_what_was_checked_is_checked_again_before_it_is_stored(desks, pages):
    checked = hidden(upload(desks, pages, GOOD))
    forged = checked | {"text": checked["text"].replace("412", "999")}
    assert desks.administrator.post(pages, data=forged).status_code == 422
    upload_again = hidden(upload(desks, pages, GOOD.replace(",0,", ",1,")))
    assert desks.colleague.post(pages, data=upload_again).status_code == 303
    assert desks.administrator.post(pages, data=checked).status_code == 409
    assert count() == 2


def test_only_who_enters_figures_imports_them_and_never_into_a_locked_period(desks, pages):
    for other in (desks.verifier, desks.compliance):
        assert other.get(f"{pages}/new").status_code == 403
        assert other.post(pages, data={}).status_code == 403
    assert desks.stranger.get(f"{pages}/new").status_code == 404
    checked = hidden(upload(desks, pages, GOOD))
    with database.transaction() as session:
        session.get_one(PerformancePeriod, desks.work.periods[0].id).state = PeriodState.LOCKED
    for answer in (upload(desks, pages, GOOD), desks.administrator.post(pages, data=checked)):
        assert answer.status_code == 409
        assert "2027-Q1 is locked" in text_of(answer)
    assert count() == 0
