"""The grid of figures and the page that verifies them, as a browser without script uses them."""

import pytest
from sqlalchemy import select

from comanage import database
from comanage.records.figure import Figure
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.rules.signoff import FigureState
from tests.pages.browser import summary
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
        found = session.scalars(select(Figure).order_by(Figure.id)).all()
        return [(each.id, each.measure.code, each.state.value) for each in found]


def save(desks, grid, boxes, **more):
    return desks.administrator.post(grid, data=boxes | more)


def verified(desks, grid):
    submitted(desks.administrator, grid, GOOD)
    return desks.verifier.post(f"{grid}/verify", data={"step": "verify", "figures": ["1", "2"]})


def test_the_grid_has_a_row_a_measure_with_its_unit_levels_and_what_no_figure_costs(desks, grid):
    answer = desks.administrator.get(grid)
    text = text_of(answer)
    assert answer.status_code == 200
    assert "threshold 75.0%, target 85.0%, maximum 95.0% (higher is better)" in text
    assert "Without a figure, its weight stays and earns nothing." in text
    assert "3 not entered of 3. Totals only, no patient data." in text
    assert 'aria-label="Numerator of First cases on time"' in answer.get_data(as_text=True)
    assert "Baseline" not in text
    assert len([name for name in sent_boxes(answer) if name.endswith("-measure")]) == 3


def test_what_was_typed_is_saved_as_drafts_and_blank_rows_are_not(desks, grid):
    answer = save(desks, grid, GOOD | row(2, "ON-TIME"))
    assert (answer.status_code, answer.location) == (303, grid)
    assert stored() == [(1, "SCREENING", "draft"), (2, "INFECTIONS", "draft")]
    answer = desks.administrator.get(grid)
    assert "2 figures are saved." in text_of(answer)
    assert "now 84.8%" in text_of(answer)
    boxes = sent_boxes(answer)
    assert (boxes["rows-0-numerator"], boxes["rows-0-seen"]) == ("412", "1")
    assert boxes["rows-0-source"] == "EHR report"


def test_sending_the_same_page_again_stores_nothing_new(desks, grid):
    save(desks, grid, GOOD)
    boxes = sent_boxes(desks.administrator.get(grid))
    assert save(desks, grid, boxes).status_code == 303
    assert len(stored()) == 2
    assert "Nothing new was typed." in text_of(desks.administrator.get(grid))


def test_every_fault_stands_beside_its_box_and_all_that_was_typed_is_kept(desks, grid):
    bad = (
        row(0, "SCREENING", numerator="500", denominator="486", note="kept as typed")
        | row(1, "INFECTIONS", value="1O2", source="see 123-45-6789")
        | row(2, "ON-TIME", value="840")
    )
    answer = save(desks, grid, bad)
    page, text = answer.get_data(as_text=True), text_of(answer)
    assert answer.status_code == 422
    assert "<title>Error: Figures of 2027-Q1" in page
    assert '<a href="#rows-0-numerator">Screening: The numerator 500 is more than' in page
    assert '<a href="#rows-1-value">Infections: “1O2” is not a number. Give one such as' in page
    assert '<a href="#rows-1-source">Infections: This looks like a social security number.' in page
    assert '<a href="#rows-2-value">First cases on time: 840 is more than 100' in page
    assert text.count("Give a value, or the reason") == 0
    boxes = sent_boxes(answer)
    assert {name: boxes[name] for name in bad if not name.endswith("participant")} == {
        name: text for name, text in bad.items() if not name.endswith("participant")
    }
    assert stored() == []


def test_what_lacks_its_source_keeps_everything_a_draft_and_is_named_in_the_summary(desks, grid):
    answer = submitted(desks.administrator, grid, GOOD | row(2, "ON-TIME", value="80"))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "<title>Error: Check the figures of 2027-Q1" in page
    assert '<a href="#check-figure-ON-TIME">First cases on time: Say where the figure' in page
    assert {state for *_, state in stored()} == {"draft"}


def test_what_is_submitted_can_no_longer_be_typed_over(desks, grid):
    answer = submitted(desks.administrator, grid, GOOD)
    assert answer.status_code == 303
    assert {state for *_, state in stored()} == {"submitted"}
    assert "rows-0-measure" in (boxes := sent_boxes(desks.administrator.get(grid)))
    assert boxes["rows-0-measure"] == "ON-TIME"  # the others can no longer be typed over


def test_submitting_where_nothing_was_typed_says_so(desks, grid):
    blank = sent_boxes(desks.administrator.get(grid))
    answer = submitted(desks.administrator, grid, blank)
    assert answer.status_code == 422
    assert "There is nothing to submit: no figure of 2027-Q1 is a draft." in text_of(answer)


def test_a_percentage_typed_as_a_share_is_asked_about(desks, grid):
    save(desks, grid, row(0, "ON-TIME", value="0.85", source="OR log"))
    text = text_of(desks.administrator.get(grid))
    assert "First cases on time: 0.85% is less than 1%. Is 85% meant?" in text


@pytest.mark.trust("E2")
def test_a_change_by_another_person_gives_both_values_and_keeps_what_was_typed(desks, grid):
    save(desks, grid, GOOD)
    mine = sent_boxes(desks.administrator.get(grid))
    theirs = sent_boxes(desks.colleague.get(grid))
    changed = {"rows-1-value": "4", "rows-0-numerator": "413"}
    assert desks.colleague.post(grid, data=theirs | changed).status_code == 303
    answer = save(desks, grid, mine | {"rows-1-value": "5", "rows-1-note": "mine"})
    text = text_of(answer)
    assert answer.status_code == 409
    assert "Someone else was quicker" in text
    told = (
        "Infections: someone else was quicker, so yours is not saved. Compare both, and save again."
    )
    page = answer.get_data(as_text=True)
    assert summary(page) == [told]
    assert '<a href="#rows-1-value">' in page
    assert "<title>Error: " in page
    assert "Infections 5 4 Draft Another Administrator" in text
    boxes = sent_boxes(answer)
    assert (boxes["rows-1-value"], boxes["rows-1-note"], boxes["rows-1-seen"]) == ("5", "mine", "4")
    assert boxes["rows-0-numerator"] == "413"  # theirs, since this box was left as it was opened
    assert len(stored()) == 4
    assert save(desks, grid, boxes).status_code == 303
    assert [measure for _, measure, _ in stored()[4:]] == ["INFECTIONS"]


def test_a_source_that_nobody_typed_is_not_said_to_be_replaced(desks, grid):
    boxes = sent_boxes(desks.administrator.get(grid))
    for who, counted in ((desks.colleague, "413"), (desks.administrator, "412")):
        typed = {"rows-0-numerator": counted, "rows-0-denominator": "486"}
        answer = who.post(grid, data=boxes | typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'id="rows-0-numerator-stands"' in page
    assert 'id="rows-0-source-stands"' not in page


def test_a_verifier_sees_source_counts_and_change_and_verifies_the_chosen(desks, grid):
    submitted(desks.administrator, grid, GOOD)
    second = grid.replace("Q1", "Q2")
    submitted(desks.administrator, second, row(0, "SCREENING", numerator="420", denominator="480"))
    text = text_of(desks.verifier.get(f"{second}/verify"))
    assert "87.5% 420 of 480 84.8% submitted, not verified yet 2.7 points better EHR report" in text
    answer = desks.verifier.post(f"{grid}/verify", data={"step": "verify", "figures": ["1"]})
    assert answer.status_code == 303
    assert [state for *_, state in stored()] == ["verified", "submitted", "submitted"]
    answer = desks.verifier.post(f"{grid}/verify", data={"step": "verify-every", "every": ["2"]})
    assert stored()[1] == (2, "INFECTIONS", "verified")
    assert "Nothing waits for you." in text_of(desks.verifier.get(f"{grid}/verify"))


def test_sending_back_needs_a_choice_and_a_reason_and_shows_it_to_the_enterer(desks, grid):
    submitted(desks.administrator, grid, GOOD)
    answer = desks.verifier.post(f"{grid}/verify", data={"step": "return", "figures": ["2"]})
    assert answer.status_code == 422
    assert "Say why, so that whoever entered it knows what to mend." in text_of(answer)
    assert 'value="2" checked' in answer.get_data(as_text=True)
    sent = {"step": "return", "figures": ["2"], "reason": "The report says 2."}
    assert desks.verifier.post(f"{grid}/verify", data=sent).status_code == 303
    answer = desks.administrator.get(grid)
    assert "Sent back: The report says 2." in text_of(answer)
    assert sent_boxes(answer)["rows-0-value"] == "3"


def test_choosing_nothing_is_said(desks, grid):
    submitted(desks.administrator, grid, GOOD)
    answer = desks.verifier.post(f"{grid}/verify", data={"step": "verify"})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert '<a href="#figure-1">Choose at least one figure.</a>' in page
    assert 'id="figure-1"' in page


def test_who_entered_a_figure_is_told_that_another_person_must_verify_it(app, desks, grid):
    from comanage.records.person import RoleHeld  # noqa: PLC0415 - for this one test
    from comanage.rules.signoff import Role  # noqa: PLC0415
    from tests.actions.at_work import NOW  # noqa: PLC0415

    person = desks.work.administrator.person_id
    with database.transaction() as session:
        session.add(RoleHeld(person_id=person, role=Role.VERIFIER, given_at=NOW))
    submitted(desks.administrator, grid, GOOD)
    answer = desks.administrator.get(f"{grid}/verify")
    assert text_of(answer).count("You entered this value; another person must verify it.") == 2
    assert 'type="checkbox"' not in answer.get_data(as_text=True)
    answer = desks.administrator.post(f"{grid}/verify", data={"step": "verify", "figures": ["1"]})
    assert answer.status_code == 403
    assert {state for *_, state in stored()} == {"submitted"}


def test_a_verified_figure_is_opened_for_its_correction_on_purpose(desks, grid):
    verified(desks, grid)
    answer = desks.administrator.get(grid)
    assert f'href="{grid}?correct=1#figure-SCREENING"' in answer.get_data(as_text=True)
    assert "You are correcting" not in text_of(answer)
    assert sent_boxes(answer)["rows-0-measure"] == "ON-TIME"
    boxes = sent_boxes(desks.administrator.get(f"{grid}?correct=1"))
    assert (boxes["rows-0-measure"], boxes["rows-0-correcting"]) == ("SCREENING", "yes")
    opened = desks.administrator.get(f"{grid}?correct=1")
    told = (
        "You are correcting a verified figure. Say in the note why. What you save is a draft again"
    )
    assert told in text_of(opened)
    assert f'href="{grid}#figure-SCREENING">Leave it as it is' in opened.get_data(as_text=True)
    answer = save(desks, grid, boxes | {"rows-0-numerator": "413"})
    assert told in text_of(answer)
    assert "why a verified figure is corrected" in text_of(answer)
    (listed,) = summary(answer.get_data(as_text=True))
    assert listed.startswith("Say in the note of ")
    sent = boxes | {"rows-0-numerator": "413", "rows-0-note": "Late chart"}
    assert save(desks, grid, sent).status_code == 303
    assert stored()[2] == (3, "SCREENING", "draft")


def test_others_read_the_figures_and_change_nothing(desks, grid):
    verified(desks, grid)
    for reader in (desks.compliance, desks.approver):
        answer = reader.get(grid)
        assert "verified by Verifier" in text_of(answer)
        assert sent_boxes(answer) == {}
        assert "Correct" not in text_of(answer)
        assert reader.post(grid, data=GOOD).status_code == 403
        assert reader.get(f"{grid}/verify").status_code == 403
    for page in (grid, f"{grid}/verify", grid.replace("Q1", "Q9")):
        assert desks.stranger.get(page).status_code in {403, 404}
    assert desks.stranger.get(grid).status_code == 404
    assert desks.administrator.get(grid.replace("Q1", "Q9")).status_code == 404


def test_a_locked_period_is_shown_and_refuses_in_words(desks, grid):
    verified(desks, grid)
    with database.transaction() as session:
        session.get_one(PerformancePeriod, desks.work.periods[0].id).state = PeriodState.LOCKED
    assert sent_boxes(desks.administrator.get(grid)) == {}
    assert "can no longer change" in text_of(desks.verifier.get(f"{grid}/verify"))
    answer = save(desks, grid, row(0, "ON-TIME", value="80", source="OR log"))
    assert answer.status_code == 409
    assert "2027-Q1 is locked, since its settlement was approved" in text_of(answer)


def test_without_a_locked_scorecard_the_page_says_what_to_do(app):
    desks = at_desks(app, locked=False)
    answer = desks.administrator.get(f"/agreements/{desks.id}/figures/2027-Q1")
    assert "No locked scorecard covers 2027-Q1. Lock the scorecard first" in text_of(answer)


def test_no_state_person_or_identity_is_taken_from_the_browser(desks, grid):
    forged = {f"rows-1-{name}": "2" for name in ("id", "state", "entered_by_id", "verified_by_id")}
    save(desks, grid, GOOD | forged | {"state": "verified", "verified_by_id": "2"})
    with database.reading() as session:
        found = session.scalars(select(Figure)).all()
        assert {(each.state, each.verified_by_id) for each in found} == {(FigureState.DRAFT, None)}
        assert {each.entered_by_id for each in found} == {desks.work.administrator.person_id}
