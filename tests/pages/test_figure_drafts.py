"""Drafts of figures: what is typed and not saved comes back to whoever typed it, and is no figure."""

import json

import pytest
from sqlalchemy import func, select

from comanage import database
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.figure import Figure
from comanage.records.figure_draft import FigureDraft
from comanage.records.kept_tables import BELONGS, LEFT_OUT
from tests.pages.working import at_desks, row, sent_boxes, text_of
from tests.rules.worked import TERMS, with_measure

AT = "/agreements/{}/figures/2027-Q1"
MARK = "draft, not yet submitted"


@pytest.fixture
def desks(app):
    return at_desks(app, with_measure(TERMS, "SCREENING", source="EHR report"))


@pytest.fixture
def grid(desks):
    return AT.format(desks.id)


def typed(at, measure, seen="", **boxes):
    """Fill some boxes of a row, as static/drafts.js sends them."""
    told = {"measure": measure, "participant": "", "seen": seen} | boxes
    return {f"rows-{at}-{name}": str(text) for name, text in told.items()}


def keep(browser, grid, *rows, expected=200):
    answer = browser.post(f"{grid}/drafts", data={k: v for each in rows for k, v in each.items()})
    assert answer.status_code == expected, text_of(answer)
    return answer.get_json()


def held():
    with database.reading() as session:
        found = session.scalars(select(FigureDraft).order_by(FigureDraft.id)).all()
        return {(each.measure, each.field): each.text for each in found}


def acts(*which):
    with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.act.in_(which)).order_by(AuditEntry.id)
        return [json.loads(each.after) for each in session.scalars(query)]


def figures():
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Figure))


def test_what_is_typed_comes_back_marked_on_any_device_and_is_no_figure(desks, grid):
    told = keep(desks.administrator, grid, typed(0, "SCREENING", numerator="4l2", source="EHR"))
    assert (told["refused"], told["overtaken"]) == ([], [])
    assert told["at"].count(":") == 2
    answer = desks.administrator.get(grid)
    boxes = sent_boxes(answer)
    assert (boxes["rows-0-numerator"], boxes["rows-0-source"]) == ("4l2", "EHR")
    assert text_of(answer).count(MARK) == 3  # beside both boxes, and once above
    assert "2 boxes hold what you typed and did not save" in text_of(answer)
    assert figures() == 0
    assert "3 not entered of 3" in text_of(answer)


def test_nobody_else_reads_a_draft(desks, grid):
    keep(desks.administrator, grid, typed(0, "SCREENING", note="mine alone"))
    for name in ("colleague", "verifier", "approver", "compliance"):
        page = getattr(desks, name).get(grid).get_data(as_text=True)
        assert "mine alone" not in page
        assert MARK not in page
    assert keep(desks.verifier, grid, typed(0, "SCREENING", value="1"), expected=403) is None
    assert keep(desks.stranger, grid, typed(0, "SCREENING", value="1"), expected=404) is None
    assert keep(desks.colleague, grid, typed(0, "SCREENING", value="1"))["refused"] == []
    assert desks.stranger.post(f"{grid}/drafts/drop").status_code == 404
    assert desks.colleague.post(f"{grid}/drafts/drop").status_code == 303
    assert held() == {("SCREENING", "note"): "mine alone"}


def test_saving_clears_the_draft_and_a_refused_form_keeps_it(desks, grid):
    keep(desks.administrator, grid, typed(1, "INFECTIONS", value="x"))
    assert desks.administrator.post(grid, data=row(1, "INFECTIONS", value="x")).status_code == 422
    assert held() == {("INFECTIONS", "value"): "x"}
    saved = row(1, "INFECTIONS", value="3", source="NHSN")
    assert desks.administrator.post(grid, data=saved).status_code == 303
    assert held() == {}
    assert acts(Act.FIGURE_DRAFT_DROPPED) == [{"period": "2027-Q1", "boxes": 1}]


def test_a_draft_is_thrown_away_by_a_button(desks, grid):
    keep(desks.administrator, grid, typed(1, "INFECTIONS", value="3"))
    assert "Throw the draft away" in text_of(desks.administrator.get(grid))
    assert desks.administrator.post(f"{grid}/drafts/drop").status_code == 303
    assert held() == {}
    text = text_of(desks.administrator.get(grid))
    assert "Your draft is thrown away." in text
    assert MARK not in text


def test_what_is_again_as_it_stands_is_no_draft(desks, grid):
    desks.administrator.post(grid, data=row(1, "INFECTIONS", value="3", source="NHSN"))
    keep(desks.administrator, grid, typed(1, "INFECTIONS", seen=1, value="4", source="x"))
    assert held() == {("INFECTIONS", "value"): "4", ("INFECTIONS", "source"): "x"}
    keep(desks.administrator, grid, typed(1, "INFECTIONS", seen=1, value="3.0", source="NHSN"))
    assert held() == {}


def test_the_log_tells_of_each_batch_once_and_never_what_was_typed(desks, grid):
    batch = [typed(0, "SCREENING", numerator="412"), typed(1, "INFECTIONS", value="3", note="n")]
    keep(desks.administrator, grid, *batch)
    keep(desks.administrator, grid, *batch)  # sent again, as after a lost answer
    assert acts(Act.FIGURE_DRAFT_KEPT) == [{"period": "2027-Q1", "boxes": 3}]


def test_what_looks_like_a_patient_is_kept_nowhere_and_said_beside_its_box(desks, grid):
    keep(desks.administrator, grid, typed(0, "SCREENING", note="see"))
    bad = typed(0, "SCREENING", note="see 123-45-6789", value="123-45-6789", source="EHR")
    told = keep(desks.administrator, grid, bad)
    assert {each["box"] for each in told["refused"]} == {"rows-0-note", "rows-0-value"}
    assert "social security number" in told["refused"][0]["why"]
    assert held() == {("SCREENING", "source"): "EHR"}


def test_a_row_that_someone_else_changed_shows_both_values_and_both_names(desks, grid):
    desks.administrator.post(grid, data=row(1, "INFECTIONS", value="3", source="NHSN"))
    seen = sent_boxes(desks.administrator.get(grid))["rows-1-seen"]
    theirs = sent_boxes(desks.colleague.get(grid)) | {"rows-1-value": "4"}
    assert desks.colleague.post(grid, data=theirs).status_code == 303
    told = keep(desks.administrator, grid, typed(1, "INFECTIONS", seen=seen, value="5"))
    (beside,) = told["overtaken"]
    assert (beside["box"], beside["stands"]) == ("rows-1-value", "4")
    assert beside["by"].startswith("Saved by Another Administrator; yours, ")
    answer = desks.administrator.get(grid)
    text = text_of(answer)
    assert "Stands now: 4 Saved by Another Administrator; yours, " in text
    boxes = sent_boxes(answer)
    assert (boxes["rows-1-value"], boxes["rows-1-seen"]) == ("5", "2")
    assert desks.administrator.post(grid, data=boxes).status_code == 303
    assert figures() == 3


def test_a_late_save_says_beside_the_box_what_stands_and_whose(desks, grid):
    desks.administrator.post(grid, data=row(1, "INFECTIONS", value="3", source="NHSN"))
    mine = sent_boxes(desks.administrator.get(grid)) | {"rows-1-value": "5"}
    desks.colleague.post(grid, data=sent_boxes(desks.colleague.get(grid)) | {"rows-1-value": "4"})
    answer = desks.administrator.post(grid, data=mine)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert 'id="rows-1-value-stands"' in page
    assert 'id="rows-1-source-stands"' not in page
    assert "Stands now: 4 Saved by Another Administrator; yours, " in text_of(answer)


def test_a_draft_is_in_no_packet_and_of_no_measure_that_is_not_there(desks, grid):
    assert "figure_draft" in LEFT_OUT
    assert "figure_draft" not in BELONGS
    keep(desks.administrator, grid, typed(0, "NO-SUCH", value="3"))
    assert held() == {}
