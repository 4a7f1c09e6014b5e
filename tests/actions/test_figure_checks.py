"""What is said of a figure while it is typed: wrong at its box, odd with a note asked for, stored nowhere."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from comanage.actions import figure_checks as act
from comanage.actions import figures, imports
from comanage.actions.entries import Sheet
from comanage.actions.patterns import SAY_WHY
from comanage.records.figure import Figure
from comanage.records.performance_period import PeriodState
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.periods import Period
from tests.actions.at_work import at_work, entry
from tests.rules.worked import TERMS

MONTHS = tuple(
    Period(f"{year}-{month:02}", date(year, month, 1), date(year, month, 28))
    for year in (2027, 2028)
    for month in range(1, 13)
)
MONTHLY = replace(TERMS, periods=MONTHS)
USUAL = ("80", "82", "81", "83", "80", "82", "81", "83", "80", "82", "81", "83")


@pytest.fixture
def work(session):
    return at_work(session, MONTHLY)


def history(session, work, values, measure="SCREENING"):
    """Verify a result for each of the first months, and give the month after them."""
    for month, value in zip(MONTHS, values, strict=False):
        note = "As the registry says."
        typed = entry(measure, value, period=month.code, note=note)
        made = figures.enter(session, work.administrator, work.id, month.code, entries=[typed])
        figures.submit(session, work.administrator, work.id, month.code)
        ids = [figure.id for figure in made]
        figures.verify(session, work.verifier, work.id, month.code, figure_ids=ids)
    return MONTHS[len(values)].code


def looked(session, work, *typed, period):
    return act.look(session, work.administrator, work.id, period, entries=typed)[0]


def one(session, work, value=None, *, period, measure="SCREENING", **given):
    typed = entry(measure, value, place="rows-0", period=period, **given)
    return looked(session, work, typed, period=period)["rows-0"]


def test_a_result_outside_the_limits_of_the_verified_ones_is_told_and_asks_for_a_note(
    session, work
):
    period = history(session, work, USUAL)
    told = one(session, work, "95", period=period)
    assert told.wrong == {}
    assert told.odd.words.startswith("95.0% is outside what the 12 periods before make usual (")
    assert told.odd.asks == SAY_WHY
    assert one(session, work, "82", period=period).odd == act.Odd("")


def test_a_jump_and_a_result_that_never_changes_are_told(session, work):
    period = history(session, work, ("20", "30", "30", "30"))
    assert one(session, work, "50", period=period).odd.words == (
        "It changed by more than half since the last verified result, from 30.0% to 50.0%."
    )
    assert one(session, work, "30", period=period).odd.words == (
        "It is 30.0%, as in each of the 3 periods before."
    )
    assert one(session, work, numerator="170", denominator="200", period=period).odd.words == (
        "It changed by more than half since the last verified result, from 30.0% to 85.0%."
    )


def test_a_note_answers_and_the_submission_says_the_same_by_the_same_rule(session, work):
    period = history(session, work, ("30",))
    odd = one(session, work, "50", period=period).odd
    noted = one(session, work, "50", period=period, note="The new unit opened.").odd
    assert noted == act.Odd(odd.words)
    figures.enter(session, work.administrator, work.id, period,
                  entries=[entry("SCREENING", "50", period=period)])  # fmt: skip
    sheet = Sheet.opened(session, work.administrator, work.id, period)
    assert act.odd_drafts(sheet) == {("", "SCREENING"): odd}
    with pytest.raises(Faulty) as refused:
        figures.submit(session, work.administrator, work.id, period)
    assert [fault.sentence for fault in refused.value.faults] == [f"{odd.words} {odd.asks}"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"numerator": "9", "denominator": "0"}, {"denominator": "The denominator must be more than 0."}),
        ({"numerator": "208", "denominator": "201"},
         {"numerator": "The numerator 208 is more than the denominator 201."}),
        ({"value": "101"}, {"value": "101 is more than 100, the most a percent can be."}),
        ({"value": "90", "absent": "not submitted"},
         {"absent": "A figure with a reason for its absence has no value."}),
        ({"value": "90", "numerator": "1", "denominator": "2"},
         {"value": "90.0% is not 50, the quotient of the counts."}),
        ({"numerator": "9"}, {}),
        ({"absent": "not submitted"}, {}),
        ({}, {}),
    ],
)  # fmt: skip
def test_what_stands_in_a_box_may_be_wrong_and_what_is_still_empty_is_not(
    session, work, given, wrong
):
    told = one(session, work, period="2027-01", **given)
    assert told.wrong == wrong
    assert told.odd == act.Odd("")


def test_of_a_row_with_something_wrong_nothing_is_called_odd(session, work):
    period = history(session, work, ("30",))
    told = one(session, work, numerator="300", denominator="200", period=period)
    assert (list(told.wrong), told.odd.words) == (["numerator"], "")


def test_a_share_that_may_be_a_percentage_is_asked_about_without_a_note(session, work):
    told = one(session, work, "0.85", period="2027-01")
    assert told.odd == act.Odd("0.85% is less than 1%. Is 85% meant?")


def test_many_rows_are_told_apart_and_an_unknown_measure_is_said_nothing_of(session, work):
    period = history(session, work, ("30",))
    rows = (
        entry("SCREENING", "50", place="rows-0", period=period),
        entry("INFECTIONS", "-1", place="rows-1", period=period),
        entry("ELSE", "1", place="rows-2", period=period),
    )
    told = looked(session, work, *rows, period=period)
    assert told["rows-0"].odd.asks
    assert told["rows-1"].wrong
    assert told["rows-2"] == act.Looked({}, act.Odd(""))


def test_only_who_enters_figures_of_an_open_period_is_told_and_nothing_is_stored(session, work):
    typed = entry("SCREENING", "50", period="2027-01")
    for other, refusal in ((work.verifier, NotAllowed), (work.stranger, NotFound)):
        with pytest.raises(refusal):
            act.look(session, other, work.id, "2027-01", entries=[typed])
    one(session, work, "50", period="2027-01")
    assert session.scalar(select(func.count()).select_from(Figure)) == 0
    work.periods[0].state = PeriodState.LOCKED
    session.flush()
    with pytest.raises(Conflict, match="is locked"):
        one(session, work, "50", period="2027-01")


@pytest.mark.parametrize(
    ("value", "note", "said"),
    [("95", "", True), ("95", "A new registry.", True), ("82", "", False)],
)
def test_a_file_is_told_what_is_out_of_the_ordinary_and_can_be_stored(
    session, work, value, note, said
):
    period = history(session, work, USUAL)
    data = f"period,measure,value,note\n{period},SCREENING,{value},{note}\n".encode()
    told = imports.dry_run(session, work.administrator, work.id, period, name="f.csv", data=data)
    assert told.faults == ()
    assert told.text
    sentences = " ".join(each.sentence for each in told.doubts)
    assert bool(told.doubts) is said
    assert (SAY_WHY in sentences) is (said and not note)
