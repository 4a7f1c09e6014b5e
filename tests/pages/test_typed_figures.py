"""What was typed into the grid of figures is there again, whatever comes in between."""

import pytest
from lxml import html
from sqlalchemy import select

from comanage import database
from comanage.database_words import BUSY, NOT_THERE, Busy
from comanage.records.figure import Figure
from comanage.refusals import Conflict, NotReady
from tests.pages.working import at_desks, row, sent_boxes, submitted, text_of
from tests.rules.worked import TERMS, with_measure


@pytest.fixture
def desks(app):
    return at_desks(app, with_measure(TERMS, "SCREENING", source="EHR report"))


@pytest.fixture
def grid(desks):
    return f"/agreements/{desks.id}/figures/2027-Q1"


GOOD = row(0, "SCREENING", numerator="412", denominator="486") | row(
    1, "INFECTIONS", value="3", source="NHSN"
)


def stored():
    with database.reading() as session:
        return session.scalars(select(Figure.id).order_by(Figure.id)).all()


def save(desks, grid, boxes, **more):
    return desks.administrator.post(grid, data=boxes | more)


def passing(refusal):
    """Make a refusal that is over after a while."""
    refusal.passing = True
    return refusal


@pytest.mark.parametrize(
    ("failure", "said", "status"),
    [
        (ZeroDivisionError("inside"), "The program failed and nothing was stored.", 500),
        (passing(Busy(BUSY)), "Someone else is storing something at this moment", 409),
        (passing(NotReady(NOT_THERE)), "The database cannot be reached", 503),
    ],
)
def test_where_the_server_fails_what_was_typed_is_sent_again_from_the_page_that_says_so(
    app, desks, grid, monkeypatch, failure, said, status
):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(*_, **__):
        raise failure

    with monkeypatch.context() as broken:
        broken.setattr("comanage.pages.figures.act.enter", fail)
        answer = save(desks, grid, GOOD, then="check")
    text = text_of(answer)
    assert answer.status_code == status
    assert said in text
    assert "inside" not in text
    assert "What you typed is kept in this page. Wait a moment, then send it again" in text
    kept = sent_boxes(answer)
    assert kept == GOOD
    assert 'name="then" value="check"' in answer.get_data(as_text=True)
    assert save(desks, grid, kept, then="check").location == f"{grid}/check"
    assert len(stored()) == 2


def test_figures_that_come_too_late_stand_on_the_page_that_says_so(desks, grid, monkeypatch):
    def locked(*_, **__):
        raise Conflict("2027-Q1 is locked.")

    monkeypatch.setattr("comanage.pages.figures.act.enter", locked)
    answer = save(desks, grid, GOOD | row(2, "ON-TIME"))
    assert answer.status_code == 409
    typed = html.fromstring(answer.get_data(as_text=True)).findall(".//textarea")
    assert [box.text.split("\n") for box in typed] == [
        ["SCREENING: numerator 412, denominator 486", "INFECTIONS: value 3, source NHSN"]
    ]
    assert stored() == []


def test_what_no_longer_fits_is_not_offered_to_be_sent_again(desks, grid):
    submitted(desks.administrator, grid, GOOD)
    sent = {"step": "verify", "figures": ["99"]}
    text = text_of(desks.verifier.post(f"{grid}/verify", data=sent))
    assert "Look at it again." in text
    assert "Send it again" not in text


def test_the_sources_of_the_period_before_are_copied_into_empty_boxes_and_nothing_is_stored(
    desks, grid
):
    submitted(desks.administrator, grid, GOOD)
    second = grid.replace("Q1", "Q2")
    typed = row(0, "SCREENING", value="8x", source="Run of 3 July") | row(
        1, "INFECTIONS", value="2"
    )
    before = stored()
    answer = save(desks, second, typed | row(2, "ON-TIME"), then="sources")
    assert answer.status_code == 200
    assert "1 source is copied from 2027-Q1, where none was typed." in text_of(answer)
    boxes = sent_boxes(answer)
    assert [boxes[f"rows-{at}-source"] for at in range(3)] == ["Run of 3 July", "NHSN", ""]
    assert (boxes["rows-0-value"], boxes["rows-1-value"]) == ("8x", "2")
    assert stored() == before
