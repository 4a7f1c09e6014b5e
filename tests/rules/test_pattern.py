"""Pattern: what is odd about a figure is asked about, and what is usual is not."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comanage.rules.figures import Figure
from comanage.rules.measure import Measure
from comanage.rules.methods.bands import BANDS
from comanage.rules.numbers import ONE, exact
from comanage.rules.pattern import carries_money, departures
from comanage.rules.pool import Advances, FmvCap
from comanage.rules.units import Better, Unit
from tests.rules.worked import TERMS

RATE = Measure("rate", "Rate", ONE, Unit.PERCENT, Better.HIGHER, BANDS.example, 1)
RATIO = Measure("oe", "Observed over expected", ONE, Unit.RATIO, Better.LOWER, BANDS.example, 2)
STEADY = ["80", "81", "80.5", "81.2", "80.2", "81.4", "80.6", "81", "80.1", "81.3", "80.4", "80.9"]


def figure(value=None, **given):
    numbers = {name: text if name == "absent" else exact(text) for name, text in given.items()}
    return Figure("2027-Q1", "", "rate", exact(value) if value else None, **numbers)


def said(measure, value, before):
    return departures(measure, value, [figure(text) for text in before])


def test_a_first_figure_has_nothing_to_depart_from():
    assert said(RATE, figure("3"), []) == ()


def test_a_value_outside_its_natural_limits_is_asked_about():
    (sentence,) = said(RATE, figure("90"), STEADY)
    assert sentence.startswith("90.0% is outside what the 12 periods before make usual (")


def test_limits_are_asked_by_once_twelve_periods_are_verified():
    assert said(RATE, figure("90"), STEADY[:11]) == ()
    assert said(RATE, figure("81.5"), STEADY) == ()


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        pytest.param("40", "60.1", True, id="more than half as much again"),
        pytest.param("40", "60", False, id="half as much again"),
        pytest.param("40", "19.9", True, id="less than half"),
        pytest.param("40", "20", False, id="half"),
        pytest.param("0", "0.1", True, id="anything after nothing"),
        pytest.param("0", "0", False, id="nothing after nothing"),
    ],
)
def test_a_change_of_more_than_half_is_asked_about(before, now, asked):
    sentences = said(RATE, figure(now), [before])
    assert bool(sentences) is asked
    assert all(
        sentence.startswith(
            f"It changed by more than half since the last verified result, from {before}.0% to "
        )
        for sentence in sentences
    )


def test_the_same_value_a_fourth_time_is_asked_about():
    assert said(RATE, figure("80"), ["80", "80", "80"]) == (
        "It is 80.0%, as in each of the 3 periods before.",
    )
    assert said(RATE, figure("80"), ["80", "80"]) == ()
    assert said(RATE, figure("80"), ["80", "81", "80"]) == ()
    assert said(RATE, figure("80.04"), ["80", "80", "80"])  # the same as it is compared


def test_a_numerator_above_its_denominator_is_asked_about_unless_it_was_so_before():
    above = figure(numerator="12", denominator="10")
    assert departures(RATIO, above, ()) == ("The numerator 12 is above the denominator 10.",)
    assert departures(RATIO, above, [figure(numerator="13", denominator="10")]) == ()
    assert departures(RATIO, figure(numerator="10", denominator="10"), ()) == ()


@pytest.mark.parametrize("unit", [Unit.DOLLARS, Unit.MINUTES, Unit.DAYS, Unit.INDEX], ids=str)
def test_dollars_over_cases_do_not_compare_so_nothing_is_asked_about_them(unit):
    per_case = replace(RATIO, unit=unit)
    assert departures(per_case, figure(numerator="690000", denominator="138"), ()) == ()


def test_a_reason_has_no_pattern_and_takes_none_away():
    assert said(RATE, figure(absent="too few cases"), ["80", "80", "80"]) == ()
    absent = [figure("80"), figure(absent="too few cases"), figure("80"), figure("80")]
    assert departures(RATE, figure("80"), absent)


def test_an_amount_that_adds_up_what_was_paid_is_no_process():
    assert carries_money(TERMS) == frozenset()
    cap = FmvCap(Fraction(1000), counts=("OTHER",))
    terms = replace(TERMS, advances=Advances("PAID"), fmv_cap=cap)
    assert carries_money(terms) == {"PAID", "OTHER"}


def test_a_change_to_what_is_rounded_says_what_was_typed():
    (sentence,) = said(RATE, figure("0.042"), ["4.2"])
    assert sentence.endswith("from 4.2% to 0.0% (typed as 0.042%).")
    (sentence,) = said(RATE, figure("1.0"), ["4.2"])
    assert sentence.endswith("from 4.2% to 1.0%.")
