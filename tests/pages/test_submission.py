"""The page before figures are submitted: all of them once more, and what still keeps them back."""

from datetime import UTC, datetime

import pytest

from comanage import clock, database
from comanage.actions import figures as act
from comanage.records.figure import Figure
from comanage.rules.units import Unit
from tests.pages.working import at_desks, drafts_on, row, submitted, text_of
from tests.rules.worked import TERMS, with_measure

GOOD = row(0, "SCREENING", numerator="412", denominator="486") | row(
    1, "INFECTIONS", value="3", source="NHSN"
)


@pytest.fixture
def desks(app):
    return at_desks(app, with_measure(TERMS, "SCREENING", source="EHR report"))


@pytest.fixture
def grid(desks):
    return f"/agreements/{desks.id}/figures/2027-Q1"


def states():
    with database.reading() as session:
        return [each.state.value for each in session.query(Figure).order_by(Figure.id)]


def test_saving_goes_on_to_the_check_which_stores_nothing(desks, grid):
    answer = desks.administrator.post(grid, data=GOOD | {"then": "check"})
    assert (answer.status_code, answer.location) == (303, f"{grid}/check")
    page = desks.administrator.get(f"{grid}/check")
    text = text_of(page)
    assert "2 figures are saved." in text
    assert "2 figures to submit" in text
    assert "Screening 84.8% 412 of 486 – none entered EHR report No evidence yet" in text
    assert "Not entered yet, and not submitted with these: First cases on time." in text
    assert f'href="{grid}#figure-SCREENING">Change' in page.get_data(as_text=True)
    assert 'id="figure-SCREENING"' in desks.administrator.get(grid).get_data(as_text=True)
    assert "By submitting I say: these figures are what their sources say" in text
    assert states() == ["draft", "draft"]


def test_each_stands_beside_the_period_before_with_the_change(desks, grid):
    submitted(desks.administrator, grid, GOOD)
    second = grid.replace("Q1", "Q2")
    desks.administrator.post(second, data=row(0, "SCREENING", numerator="420", denominator="480"))
    text = text_of(desks.administrator.get(f"{second}/check"))
    assert (
        "Screening 87.5% 420 of 480 84.8% submitted, not verified yet 2.7 points better EHR report"
        in text
    )


def test_what_lacks_something_has_no_button_and_says_what(desks, grid):
    desks.administrator.post(grid, data=GOOD | row(2, "ON-TIME", value="80"))
    page = desks.administrator.get(f"{grid}/check")
    text = text_of(page)
    assert page.status_code == 200
    assert "1 of these figures still lacks something, so none of them can be submitted" in text
    assert "Lacking: Say where the figure comes from: system, report and run date." in text
    assert "Submit 3 figures" not in text


def test_whoever_submits_is_told_who_is_next(desks, grid):
    submitted(desks.administrator, grid, GOOD)
    text = text_of(desks.administrator.get(grid))
    assert "2 figures are submitted to be verified. Next: " in text
    assert "verifies them." in text


def test_a_draft_that_came_in_meanwhile_is_looked_at_before_it_is_submitted(desks, grid):
    desks.administrator.post(grid, data=GOOD)
    seen = drafts_on(desks.administrator.get(f"{grid}/check"))
    late = row(2, "ON-TIME", value="80", source="OR log")
    assert desks.colleague.post(grid, data=late).status_code == 303
    answer = desks.administrator.post(f"{grid}/check", data={"figures": seen})
    assert answer.status_code == 422
    assert act.OTHERS in text_of(answer)
    assert "First cases on time Entered by Another Administrator" in text_of(answer)
    assert states() == ["draft"] * 3
    answer = desks.administrator.post(f"{grid}/check", data={"figures": drafts_on(answer)})
    assert answer.status_code == 303
    assert states() == ["submitted"] * 3


def test_what_is_typed_and_not_saved_is_not_among_them_and_the_page_says_so(desks, grid):
    desks.administrator.post(grid, data=GOOD)
    typed = {"rows-2-measure": "ON-TIME", "rows-2-participant": "", "rows-2-value": "80"}
    assert desks.administrator.post(f"{grid}/drafts", data=typed).status_code == 200
    text = text_of(desks.administrator.get(f"{grid}/check"))
    assert "1 box holds what you typed and did not save. It is not among these" in text
    desks.administrator.post(f"{grid}/drafts/drop")
    assert "did not save" not in text_of(desks.administrator.get(f"{grid}/check"))


def test_what_is_below_nothing_has_a_true_minus_on_every_page_of_the_figures(app):
    desks = at_desks(app, with_measure(TERMS, "INFECTIONS", unit=Unit.DOLLARS, precision=0))
    grid = f"/agreements/{desks.id}/figures/2027-Q1"
    submitted(desks.administrator, grid, row(0, "INFECTIONS", value="-400", source="Ledger"))
    second = grid.replace("Q1", "Q2")
    sent = row(0, "INFECTIONS", value="-50", source="Ledger", note="As planned.")
    desks.administrator.post(second, data=sent)
    page = text_of(desks.administrator.get(f"{second}/check"))
    assert "−$50 −$400 submitted, not verified yet $350 worse Ledger" in page
    assert "−$400" in text_of(desks.verifier.get(f"{grid}/verify"))
    for at in (f"{second}/check", second, f"{grid}/verify"):
        who = desks.verifier if at.endswith("verify") else desks.administrator
        assert "-$" not in text_of(who.get(at))


def test_without_a_draft_the_page_leads_back_to_the_figures(desks, grid):
    text = text_of(desks.administrator.get(f"{grid}/check"))
    assert "There is nothing to submit: no figure of 2027-Q1 is a draft." in text
    assert desks.verifier.get(f"{grid}/check").status_code == 403


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        ((2026, 12, 31), "2027-Q1 begins on 1 Jan 2027: are these its figures?"),
        ((2027, 3, 31), "2027-Q1 goes on until 31 Mar 2027: its figures are hardly complete yet."),
        ((2027, 4, 1), ""),
    ],
)
def test_figures_that_come_before_their_period_is_over_are_asked_about(app, today, asked):
    with clock.fixed(datetime(*today, 16, tzinfo=UTC)):
        desks = at_desks(app, with_measure(TERMS, "SCREENING", source="EHR report"))
        grid = f"/agreements/{desks.id}/figures/2027-Q1"
        desks.administrator.post(grid, data=GOOD)
        text = text_of(desks.administrator.get(f"{grid}/check"))
    assert "2 figures to submit" in text
    assert asked in text
    assert ("its figures are hardly" in text or "are these its figures" in text) is bool(asked)


def test_the_check_says_what_was_typed_where_it_is_rounded_and_what_was_probably_not_meant(
    desks, grid
):
    desks.administrator.post(grid, data=row(2, "ON-TIME", value="80.04", source="OR log"))
    text = text_of(desks.administrator.get(f"{grid}/check"))
    assert "80.0% entered as 80.04, rounded to what counts" in text
    second = grid.replace("Q1", "Q2")
    desks.administrator.post(second, data=row(2, "ON-TIME", value="0.93", source="OR log"))
    text = text_of(desks.administrator.get(f"{second}/check"))
    assert "0.9% entered as 0.93, rounded to what counts" in text
    assert "80.0% a draft, not submitted yet" in text
    assert "Please look: 0.93% is less than 1%. Is 93% meant?" in text
