"""Monitoring: which measures are watched, and when one of them asks for a look."""

from dataclasses import replace

from comanage.rules.figures import Figure
from comanage.rules.funding.withhold import Withhold
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.recorded import RECORDED
from comanage.rules.monitoring import monitors, shifts
from comanage.rules.numbers import ZERO, exact
from comanage.rules.terms import Domain
from comanage.rules.units import Better, Unit
from tests.rules.worked import TERMS

TRANSFERS = Measure(
    "transfers", "Transfers", ZERO, Unit.COUNT, Better.LOWER, RECORDED.example,
    status=Status.REPORTING,
)  # fmt: skip
USUAL = ["10", "12", "11", "13", "10", "12"]


def figures(*values):
    return [
        Figure(f"2026-{at:02}", "", "transfers", exact(value)) for at, value in enumerate(values)
    ]


def said(now, before=USUAL, *, baseline=None, most=None):
    figure = Figure(
        "2027-01", "", "transfers", exact(now), baseline=exact(baseline) if baseline else None
    )
    return shifts(TRANSFERS, figure, figures(*before), most=exact(most) if most else None)


def test_what_is_only_reported_and_no_money_goes_by_is_a_monitor():
    watched = Domain("monitors", "Monitors", ZERO, (TRANSFERS,))
    terms = replace(TERMS, domains=(*TERMS.domains, watched))
    assert monitors(TERMS) == frozenset()
    assert monitors(terms) == {"transfers"}
    paid_by = replace(terms, funding=Withhold(exact("0.02"), "transfers"))
    assert monitors(paid_by) == frozenset()


def test_a_special_cause_is_named_with_its_limits():
    (sentence,) = said("40")
    assert sentence.startswith("40 lies above the upper limit (")


def test_a_usual_result_and_a_short_history_raise_nothing():
    assert said("12") == ()
    assert said("40", USUAL[:5]) == ()


def test_a_run_on_one_side_is_a_shift_too():
    (sentence,) = said("16", ["20", "10", "11", "12", "13", "14", "15"])
    assert sentence == "7 points from 2026-01 to 2027-01 all rise."


def test_a_result_far_from_its_baseline_is_named_where_a_distance_is_agreed():
    assert said("13", baseline="10", most="0.2") == (
        "13 is 30.0% away from its baseline of 10; 20.0% is agreed.",
    )
    assert said("12", baseline="10", most="0.2") == ()  # exactly as far as agreed
    assert said("7", baseline="10", most="0.2") != ()
    assert said("13", baseline="10") == ()
    assert said("13", most="0.2") == ()
    assert said("13", baseline="0", most="0.2") == ()


def test_a_period_without_a_result_raises_nothing():
    absent = Figure("2027-01", "", "transfers", absent="not submitted")
    assert shifts(TRANSFERS, absent, figures(*USUAL)) == ()
