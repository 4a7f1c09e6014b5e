"""The page of one figure: its history for all, and what a verifier and an enterer may do there."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from comanage.actions import figures as act
from comanage.database import reading, transaction
from comanage.records.figure import Figure
from comanage.rules.signoff import FigureState, Role
from tests.actions.settling import calculated, make_ready
from tests.makers import make_actor, make_figure, walk
from tests.makers.figure_work import make_finding
from tests.pages.browser import Browser, words
from tests.pages.working import at_desks, row, submitted, text_of

GRID = "/agreements/{}/figures/2027-Q1"
FOUND = {
    "found-value": "2", "found-source": "NHSN, run of 2 April",
    "found-note": "One of the 3 was present on arrival.",
}  # fmt: skip


@pytest.fixture
def desks(app):
    return at_desks(app)


@pytest.fixture
def grid(desks):
    """The grid of a period with one submitted figure."""
    path = GRID.format(desks.id)
    given = row(0, "INFECTIONS", value="3", source="NHSN")
    assert submitted(desks.administrator, path, given).status_code == 303
    return path


def states():
    with reading() as session:
        return [(one.id, one.state.value) for one in session.query(Figure).order_by(Figure.id)]


def test_a_finding_goes_from_the_verifier_to_the_enterer_and_back(desks, grid):
    assert f'href="{grid}/1"' in desks.verifier.get(f"{grid}/verify").get_data(as_text=True)
    answer = desks.verifier.post(f"{grid}/1/found", data=FOUND)
    assert answer.status_code == 303
    page = text_of(desks.administrator.get(grid))
    assert "Sent back: 2 was found at the source, and the figure says 3." in page
    one = text_of(desks.administrator.get(f"{grid}/1"))
    assert "Take over 2" in one
    assert desks.administrator.post(f"{grid}/1/accept").status_code == 303
    assert states() == [(1, "returned"), (2, "submitted")]
    assert "Claimed 3, found 2, difference −1" in text_of(desks.verifier.get(f"{grid}/verify"))
    sent = {"step": "verify", "figures": ["2"]}
    assert desks.verifier.post(f"{grid}/verify", data=sent).status_code == 303
    history = text_of(desks.compliance.get(f"{grid}/2"))
    assert "Claimed 3 entered by" in history
    assert "Found at the source 2 by Verifier" in history
    assert "replaced by version 2" in history
    assert "submitted by Service-Line Administrator" in history
    assert "Found instead: One of the 3 was present on arrival." in history


def test_what_is_wrong_with_a_finding_stands_beside_its_field_and_is_kept(desks, grid):
    answer = desks.verifier.post(
        f"{grid}/1/found", data=FOUND | {"found-note": "", "found-value": "3"}
    )
    assert answer.status_code == 422
    text = text_of(answer)
    assert "This is what the figure says. Verify it instead." in text
    assert "Say what was found" in text
    assert "NHSN, run of 2 April" in answer.get_data(as_text=True)
    assert states() == [(1, "submitted")]


def test_a_sample_is_drawn_looked_up_and_recorded(desks, grid):
    page = desks.verifier.get(f"{grid}/1").get_data(as_text=True)
    (box,) = re.findall(r'<input[^>]*name="draw-cases"[^>]*>', page)
    assert 'value="3"' in box  # as many as the figure claims
    answer = desks.verifier.post(f"{grid}/1/sample", data={"draw-cases": "3", "draw-size": "9"})
    assert answer.status_code == 422
    assert "Draw from 1 to 3 of them." in text_of(answer)
    drawn = {"draw-cases": "3", "draw-size": "2"}
    assert desks.verifier.post(f"{grid}/1/sample", data=drawn).status_code == 303
    text = text_of(desks.verifier.get(f"{grid}/1"))
    assert "Rows of the list to look up" in text
    assert "No consequence is agreed." in text
    result = {"answer-confirmed": "2", "answer-refused": "1", "answer-reference": "Review 12"}
    answer = desks.verifier.post(f"{grid}/1/sample-result", data=result)
    assert answer.status_code == 422
    assert "must add up to the 2 that were drawn" in text_of(answer)
    result |= {"answer-refused": ""}
    assert desks.verifier.post(f"{grid}/1/sample-result", data=result).status_code == 303
    assert "2 of 2 sampled cases were confirmed." in text_of(desks.compliance.get(f"{grid}/1"))


def test_only_a_verifier_finds_and_only_an_administrator_takes_over(desks, grid):
    for who in (desks.administrator, desks.approver, desks.compliance):
        assert who.post(f"{grid}/1/found", data=FOUND).status_code == 403
        assert "Something else stands at the source" not in text_of(who.get(f"{grid}/1"))
    assert desks.verifier.post(f"{grid}/1/accept").status_code == 403


def test_a_figure_is_found_in_its_own_period_and_agreement_alone(desks, grid):
    assert desks.compliance.get(f"{grid}/99").status_code == 404
    other = grid.replace("Q1", "Q2")
    assert desks.compliance.get(f"{other}/1").status_code == 404
    assert desks.stranger.get(f"{grid}/1").status_code == 404


def test_the_figures_leave_as_csv(desks, grid):
    answer = desks.compliance.get(f"{grid}/figures.csv")
    assert answer.mimetype == "text/csv"
    assert "figures-ORTHO-27-2027-Q1.csv" in answer.headers["Content-Disposition"]
    assert answer.get_data(as_text=True).splitlines()[1].startswith("2027-Q1,,INFECTIONS,")


def test_a_locked_figure_is_corrected_in_an_unlocked_period_with_a_reason(desks, grid):
    with transaction() as session:
        work = desks.work
        act.verify(session, work.verifier, work.id, "2027-Q1", figure_ids=[1])
        session.get_one(Figure, 1).state = FigureState.LOCKED
    page = desks.administrator.get(grid).get_data(as_text=True)
    assert "?correct=1" in page
    given = row(0, "INFECTIONS", value="2", source="NHSN", seen="1", correcting="yes")
    assert desks.administrator.post(grid, data=given).status_code == 422
    given |= row(0, "INFECTIONS", value="2", source="NHSN", seen="1", correcting="yes",
                 note="The registry was restated.")  # fmt: skip
    assert desks.administrator.post(grid, data=given).status_code == 303
    assert states() == [(1, "locked"), (2, "draft")]


def test_whoever_approves_sees_what_stands_behind_the_figures(app):
    with transaction() as session:
        ready = make_ready(session)
        agreement = session.merge(ready.agreement)
        first = make_figure(
            session, agreement, "30", measure="turnover", state=FigureState.SUBMITTED,
            replaces=session.merge(ready.figures["turnover"]), entered_by=by(ready.administrator),
        )  # fmt: skip
        make_finding(session, first, "27.4", found_by=by(ready.verifier))
        walk(session, first, FigureState.RETURNED)
        make_figure(
            session, agreement, "27.4", measure="turnover", state=FigureState.VERIFIED,
            replaces=first, entered_by=by(ready.administrator), verified_by=by(ready.verifier),
            note="Late cases were counted.", due_on=date(2027, 4, 2),
        )  # fmt: skip
    calculated(ready)
    path = f"/agreements/{ready.id}/settlements/2027-Q1"
    page = words(Browser(app, by(ready.approver)).get(path).text)
    assert "Behind the figures" in page
    assert "12 days late : it was due on 2 Apr 2027" in page
    assert "Note: Late cases were counted." in page
    with transaction() as session:
        executive = make_actor(session, Role.EXECUTIVE)
    seen = words(Browser(app, by(executive)).get(path).text)
    assert "Behind the figures" not in seen
    assert "claimed" not in seen


def by(actor):
    return SimpleNamespace(id=actor.person_id)
