"""Soft and hard checks of the grid: on leaving a box with script, on saving without."""

import pytest
from sqlalchemy import func, select

from comanage import database
from comanage.actions import figures
from comanage.records.audit_entry import AuditEntry
from comanage.records.figure import Figure
from tests.actions.at_work import entry
from tests.pages.working import at_desks, row, submitted, text_of

AT = "/agreements/{}/figures/2027-Q2"
ODD = "It changed by more than half since the last verified result, from 30.0% to 80.0%."
ASKS = "Say in the note why, so that the verifier knows that it is meant."


@pytest.fixture
def desks(app):
    """One quarter is verified; the second is being entered."""
    desks = at_desks(app)
    work = desks.work
    with database.transaction() as session:
        made = figures.enter(
            session, work.administrator, work.id, "2027-Q1", entries=[entry("SCREENING", "30")]
        )
        figures.submit(session, work.administrator, work.id, "2027-Q1")
        ids = [figure.id for figure in made]
        figures.verify(session, work.verifier, work.id, "2027-Q1", figure_ids=ids)
    return desks


@pytest.fixture
def grid(desks):
    return AT.format(desks.id)


def count(table):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_rows_are_answered_in_their_order_and_nothing_is_stored_or_noted(desks, grid):
    before = count(Figure), count(AuditEntry)
    sent = (
        row(2, "SCREENING", value="80")
        | row(5, "INFECTIONS", value="1O2")
        | row(7, "ON-TIME")
        | row(11, "ON-TIME", numerator="7", denominator="0")
    )
    answer = desks.administrator.post(f"{grid}/checks", data=sent)
    assert answer.status_code == 200
    assert answer.get_json() == {
        "rows": [
            {"wrong": {}, "odd": ODD, "asks": ASKS, "estimate": "Threshold, 26.0 of 40.0 points, $2,600.00 of $4,000.00"},
            {"wrong": {"value": "“1O2” is not a number. Give one such as 1234.5."}, "odd": "", "asks": "", "estimate": ""},
            {"wrong": {}, "odd": "", "asks": "", "estimate": ""},
            {"wrong": {"denominator": "The denominator must be more than 0."}, "odd": "", "asks": "", "estimate": ""},
        ],
        "total": "26.0 of 40.0 points, $2,600.00 of $4,000.00",
    }  # fmt: skip
    assert (count(Figure), count(AuditEntry)) == before


def test_without_script_saving_says_the_same_and_hinders_nothing(desks, grid):
    text = text_of(desks.administrator.get(grid))
    assert "Out of the ordinary" not in text
    saved = desks.administrator.post(grid, data=row(0, "SCREENING", value="80", source="Registry"))
    assert saved.status_code == 303
    page = desks.administrator.get(grid)
    text = text_of(page)
    assert "1 figure is saved." in text
    assert "1 figure is out of the ordinary. It is marked below, and asks for a note." in text
    assert f"Out of the ordinary: {ODD} {ASKS}" in text
    html = page.get_data(as_text=True)
    assert html.count('id="rows-0-odd"') == 1
    assert html.count('aria-describedby="rows-0-odd"') == 4  # three boxes of numbers, and the note
    assert count(Figure) == 2


def test_without_script_what_stands_says_what_it_would_earn(desks, grid):
    assert 'id="estimate" hidden' in desks.administrator.get(grid).get_data(as_text=True)
    sent = row(0, "SCREENING", value="80", source="Registry") | row(1, "INFECTIONS", value="0")
    assert desks.administrator.post(grid, data=sent).status_code == 303
    page = desks.administrator.get(grid)
    text = text_of(page)
    assert "Estimate: Threshold, 26.0 of 40.0 points, $2,600.00 of $4,000.00" in text
    assert "Estimate of what is entered: 46.0 of 60.0 points, $4,600.00 of $6,000.00 ." in text
    assert "Estimate:" not in text_of(desks.verifier.get(grid)).partition("Measure")[2]


def test_what_is_typed_and_refused_is_in_the_estimate_without_its_faulty_rows(desks, grid):
    sent = row(0, "SCREENING", value="80", source="Registry") | row(1, "INFECTIONS", value="1O2")
    text = text_of(desks.administrator.post(grid, data=sent))
    assert "Estimate of what is entered: 26.0 of 40.0 points, $2,600.00 of $4,000.00 ." in text


def test_a_note_answers_what_is_odd_and_it_stays_to_be_read(desks, grid):
    sent = row(0, "SCREENING", value="80", source="Registry", note="The new unit opened.")
    desks.administrator.post(grid, data=sent)
    text = text_of(desks.administrator.get(grid))
    assert ODD in text
    assert ASKS not in text
    assert "marked below" not in text


def test_a_submission_that_lacks_the_note_says_it_once_at_its_line(desks, grid):
    answer = submitted(
        desks.administrator, grid, row(0, "SCREENING", value="80", source="Registry")
    )
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert html.count(ODD) == 2  # in the summary, and in the line
    assert "Out of the ordinary" not in html


def test_beside_a_mistake_elsewhere_what_is_odd_is_shown_as_well(desks, grid):
    sent = row(0, "SCREENING", value="80") | row(1, "INFECTIONS", value="1O2")
    answer = desks.administrator.post(grid, data=sent)
    assert answer.status_code == 422
    assert f"Out of the ordinary: {ODD}" in text_of(answer)
    assert count(Figure) == 1


def test_only_who_enters_figures_may_ask(desks, grid):
    for other in (desks.verifier, desks.compliance):
        assert other.post(f"{grid}/checks", data={}).status_code == 403
    assert desks.stranger.post(f"{grid}/checks", data={}).status_code == 404
