"""Faults of figures: what the terms ask of a row, and which rows they cannot do without."""

from dataclasses import replace

import pytest

from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.figure_faults import figure_faults, missing
from comanage.rules.figures import Figure
from comanage.rules.measure import Minimum, Status
from comanage.rules.methods.composite import Composite
from comanage.rules.methods.improvement import Improvement, Measured, Target
from comanage.rules.methods.method import PartOf
from comanage.rules.numbers import exact
from comanage.rules.pool import Advances
from comanage.rules.units import Unit
from tests.rules.settling import PERIOD, fact, with_facts
from tests.rules.worked import FIGURES, TERMS, with_measure

FACTS = with_facts(TERMS, fact("HOURS", Unit.HOURS), fact("PAID"))
HOURS = replace(FACTS, allocation=AcceptedHours("HOURS"))


def row(code="SCREENING", value="84.8", who="", **more):
    return Figure(PERIOD, who, code, None if value is None else exact(value), **more)


def said(terms, figure):
    return [str(fault) for fault in figure_faults(terms, figure)]


@pytest.mark.parametrize(
    ("terms", "figure", "fault"),
    [
        pytest.param(
            with_measure(TERMS, "SCREENING", minimum=Minimum(exact("25"))), row(),
            "column denominator: Give numerator and denominator: a result counts from 25 on.",
            id="a minimum volume needs counts",
        ),
        pytest.param(
            with_measure(TERMS, "SCREENING", must_beat_baseline=True), row(),
            "column baseline: Give it: the result is compared with it.",
            id="must beat its baseline",
        ),
        pytest.param(
            with_measure(TERMS, "SCREENING", method=Improvement(Measured.GAP, Target(exact("90")))),
            row(), "column baseline: Give it: the result is compared with it.",
            id="improvement needs a baseline",
        ),
        pytest.param(
            with_measure(TERMS, "SCREENING", method=Improvement(Measured.GAP, Target(exact("90")))),
            row(baseline=exact("91")),
            "column baseline: The baseline (91.0%) is already at the target (90.0%) or beyond it:"
            " agree on a harder target.",
            id="a baseline already at the target",
        ),
        pytest.param(
            with_measure(TERMS, "SCREENING", method=Composite((PartOf("ON-TIME"),))), row(),
            "column measure: Screening is made of others and has no figure.",
            id="what is made of others",
        ),
        pytest.param(
            HOURS, row("HOURS", "3"), "column participant: Give the participant.",
            id="hours of nobody",
        ),
        pytest.param(
            HOURS, row("HOURS", "3", "west"), "column participant: The terms know no participant west.",
            id="a stranger's hours",
        ),
        pytest.param(
            HOURS, row(who="north"),
            "column participant: Leave it empty: figures are for the service line as a whole.",
            id="a rate of one participant where none is asked",
        ),
    ],
)  # fmt: skip
def test_what_a_row_lacks_is_said_at_its_column(terms, figure, fault):
    assert said(terms, figure) == [fault]


def test_hours_of_a_participant_and_rows_of_an_own_scorecard_are_taken():
    assert said(HOURS, row("HOURS", "3", "north")) == []
    assert said(replace(TERMS, allocation=OwnScore()), row(who="north")) == []


def test_an_absent_row_needs_neither_counts_nor_a_baseline():
    terms = with_measure(TERMS, "SCREENING", minimum=Minimum(exact("25")), must_beat_baseline=True)
    assert said(terms, row(value=None, absent="not submitted")) == []


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        pytest.param(
            {"allocation": AcceptedHours("HOURS")},
            ["Hours of East Group is needed", "Hours of North Group is needed"],
            id="hours of each",
        ),
        pytest.param(
            {"advances": Advances("PAID")},
            ["Paid of East Group is needed", "Paid of North Group is needed"],
            id="advances of each",
        ),
        pytest.param(
            {"allocation": OwnScore()},
            [
                f"{name} has no figure for 2027-Q1 and {who}."
                for who in ("East Group", "North Group")
                for name in ("Screening", "Infections", "First cases on time")
            ],
            id="a scorecard of each",
        ),
    ],
)
def test_which_rows_cannot_be_done_without(changes, lacks):
    found = [fault.sentence for fault in missing(replace(FACTS, **changes), FIGURES, PERIOD)]
    assert len(found) == len(lacks)
    assert all(sentence.startswith(start) for sentence, start in zip(found, lacks, strict=True))


def test_what_money_goes_by_cannot_be_absent():
    absent = [row("HOURS", None, who, absent="not submitted") for who in ("north", "east")]
    assert len(missing(HOURS, (*FIGURES, *absent), PERIOD)) == 2


def test_an_advance_asks_for_no_scores_and_for_nothing_paid_before():
    first = replace(TERMS.periods[0], advance=True)
    terms = replace(FACTS, periods=(first, TERMS.periods[1]), advances=Advances("PAID"))
    assert missing(terms, (), PERIOD) == []


def test_an_alternate_is_asked_for_and_a_reporting_only_measure_is_not():
    terms = with_measure(TERMS, "SCREENING", weight=exact("0"), status=Status.ALTERNATE)
    assert [fault.place for fault in missing(terms, (), PERIOD)] == [
        "measure SCREENING", "measure INFECTIONS", "measure ON-TIME",
    ]  # fmt: skip
    quiet = with_measure(TERMS, "SCREENING", weight=exact("0"), status=Status.REPORTING)
    assert len(missing(quiet, (), PERIOD)) == 2
