"""Figures: what is refused, where, and that a missing one is never a zero."""

from dataclasses import replace

import pytest

from comanage.rules.figure_faults import faults, missing
from comanage.rules.figures import Figure, result, scored
from comanage.rules.measure import Status
from comanage.rules.numbers import exact
from comanage.rules.terms import Settles
from comanage.rules.units import Unit
from tests.rules.worked import FIGURES, INFECTIONS, SCREENING, TERMS, with_measure

EACH = replace(TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None)


def figure(measure="SCREENING", period="2027-Q1", participant="", absent="", **numbers):
    exact_numbers = {name: exact(text) for name, text in numbers.items()}
    return Figure(period, participant, measure, absent=absent, **exact_numbers)


def said(*figures, terms=TERMS):
    return [str(fault) for fault in faults(terms, [("row 2", one) for one in figures])]


def test_sound_figures_have_no_faults():
    assert said(*FIGURES) == []
    assert missing(TERMS, FIGURES, "2027-Q1") == []


def test_a_numerator_may_be_all_of_its_denominator_and_may_be_nothing():
    assert said(figure(numerator="486", denominator="486")) == []
    assert said(figure(numerator="0", denominator="486")) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            figure(measure="SCREENNG", value="1"),
            "column measure: The scorecard has no measure SCREENNG. Take the codes of its measures from the template.",
        ),
        (figure(period="2031-Q1", value="1"), "column period: The terms know no period 2031-Q1."),
        (figure(period="", value="1"), "column period: Give the period."),
        (figure(value="840"), "column value: 840 is more than 100, the most a percent can be."),
        (figure(value="-1"), "column value: -1 is less than 0, the least a percent can be."),
        (figure(value="80", baseline="101"), "column baseline: 101 is more than 100"),
        (figure("INFECTIONS", value="1.5"), "column value: 1.5 is not a whole number"),
        (figure(), "column value: Give a value, or the reason why there is none."),
        (figure(numerator="5"), "column denominator: Give the denominator too."),
        (figure(denominator="5"), "column numerator: Give the numerator too."),
        (figure(numerator="5", denominator="0"), "The denominator must be more than 0."),
        (figure(numerator="-5", denominator="9"), "The numerator must not be negative."),
        (
            figure(numerator="487", denominator="486"),
            "column numerator: The numerator 487 is more than the denominator 486.",
        ),
        (
            figure(value="84.9", numerator="412", denominator="486"),
            "column value: 84.9% is not 84.773663, the quotient of the counts.",
        ),
        (figure(value="80", absent="too few cases"), "column absent: A figure with a reason"),
        (figure(participant="north", value="80"), "column participant: Leave it empty"),
    ],
)
def test_a_faulty_figure_is_refused_with_row_and_column(wrong, words):
    (only,) = said(wrong)
    assert only.startswith("row 2, column ")
    assert words in only


def test_every_fault_comes_back_at_once():
    wrong = figure(measure="NOWHERE", period="NEVER", participant="WHO", value="1")
    assert len(said(wrong)) == 3


def test_a_figure_given_twice_names_both_rows():
    found = faults(TERMS, [("row 2", FIGURES[0]), ("row 9", FIGURES[0])])
    assert [str(fault) for fault in found] == [
        "row 9: Screening, 2027-Q1, was already given at row 2."
    ]


def test_a_value_may_stand_beside_its_counts_at_the_stated_precision():
    assert said(figure(value="84.8", numerator="412", denominator="486")) == []


def test_a_ratio_may_have_more_observed_than_expected():
    terms = with_measure(TERMS, "SCREENING", unit=Unit.RATIO)
    assert said(figure(numerator="7", denominator="4.2"), terms=terms) == []


def test_results_come_exact_from_counts():
    assert result(figure(numerator="179", denominator="211"), SCREENING) == exact("17900/211")
    assert result(figure(value="84.2"), SCREENING) == exact("84.2")
    assert result(figure(absent="too few cases"), SCREENING) is None
    assert result(figure("INFECTIONS", value="0"), INFECTIONS) == 0


def test_a_paid_measure_without_figure_or_reason_is_missing():
    (only,) = missing(TERMS, FIGURES[:2], "2027-Q1")
    assert str(only) == (
        "measure ON-TIME: First cases on time has no figure for 2027-Q1."
        " Give one, or the reason why there is none."
    )
    reporting = with_measure(TERMS, "ON-TIME", status=Status.REPORTING, weight=exact("0"))
    assert missing(reporting, FIGURES[:2], "2027-Q1") == []


def test_where_each_participant_has_a_scorecard_figures_name_one():
    assert said(figure(value="80"), terms=EACH) == [
        "row 2, column participant: Give the participant."
    ]
    assert "no participant west" in said(figure(participant="west", value="80"), terms=EACH)[0]
    assert said(figure(participant="north", value="80"), terms=EACH) == []
    open_to_any = replace(EACH, open_to_any=True)
    assert said(figure(participant="west", value="80"), terms=open_to_any) == []
    given = [figure(participant="west", value="80")]
    assert scored(open_to_any, given, "2027-Q1") == ["west"]
    assert scored(EACH, given, "2027-Q1") == ["east", "north"]
    assert len(missing(EACH, given, "2027-Q1")) == 6
    assert missing(open_to_any, given, "2027-Q1") == []
