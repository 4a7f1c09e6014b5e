"""History: a measure over its periods, with the words of its control chart."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.figures import Figure
from comanage.rules.history import histories, target_of
from comanage.rules.methods.attested import Attested
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.maintenance import Maintenance
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.numbers import exact
from comanage.rules.periods import quarters
from comanage.rules.variation import Assurance, Variation
from tests.rules.worked import SCREENING, TERMS

PERIODS = tuple(quarters(date(2025, 1, 1), date(2028, 3, 31)))
OVER_YEARS = replace(TERMS, periods=PERIODS)
RISING = [
    Figure(period.code, "", "SCREENING", exact(str(70 + at))) for at, period in enumerate(PERIODS)
]
BAND = TargetBand(exact("4"), exact("12"), exact("2"), exact("16"))


def test_results_stand_in_the_order_of_their_periods_whatever_that_of_the_figures():
    (found,) = histories(OVER_YEARS, RISING[::-1], SCREENING)
    assert found.periods == tuple(period.code for period in PERIODS)
    assert found.chart.variation is Variation.IMPROVING_HIGH
    assert found.sentences[0].startswith("Improving: ")
    assert found.chart.assurance is Assurance.FAILS
    assert found.sentences[1].startswith("Target missed as a rule: none of the usual range (")


def test_a_period_without_a_result_is_left_out_and_named():
    figures = [replace(RISING[0], value=None, absent="not submitted"), *RISING[1:]]
    (found,) = histories(OVER_YEARS, figures, SCREENING)
    assert len(found.periods) == len(PERIODS) - 1
    assert found.sentences[-1] == "2025-Q1 has no result (not submitted)."


def test_a_measure_without_any_result_has_no_history():
    absent = Figure("2025-Q1", "", "SCREENING", absent="not submitted")
    assert histories(OVER_YEARS, [absent], SCREENING) == []
    assert histories(OVER_YEARS, [], SCREENING) == []


def test_one_result_makes_no_limits_and_counts_say_what_may_be_luck():
    counts = Figure("2025-Q1", "", "SCREENING", numerator=exact("36"), denominator=exact("40"))
    (found,) = histories(OVER_YEARS, [counts], SCREENING)
    assert found.sentences[2] == "There are no limits yet: it takes two points to make them."
    assert found.sentences[3].startswith("36 of 40 is 90.0%; true rates from ")
    assert found.certainty.level == "target"


def test_each_participant_has_a_history_of_its_own():
    figures = [replace(one, participant=who) for one in RISING for who in ("north", "east")]
    assert [one.participant for one in histories(OVER_YEARS, figures, SCREENING)] == [
        "east",
        "north",
    ]


def test_what_is_best_inside_a_range_is_neither_better_high_nor_low():
    (found,) = histories(OVER_YEARS, RISING, replace(SCREENING, method=BAND))
    assert found.chart.variation is Variation.NEUTRAL_HIGH
    assert found.chart.assurance is Assurance.NONE


@pytest.mark.parametrize(
    ("method", "target"),
    [
        pytest.param(SCREENING.method, "85", id="the level named target"),
        pytest.param(Binary(exact("90")), "90", id="the one level there is"),
        pytest.param(Maintenance(exact("80")), "80", id="the hardest where none is named target"),
        pytest.param(Attested("them"), None, id="none where nothing is to be reached"),
    ],
)
def test_the_target_is_the_level_of_that_name_else_the_hardest(method, target):
    found = target_of(replace(SCREENING, method=method))
    assert found == (None if target is None else exact(target))


def test_limits_are_written_to_one_place_more_than_results():
    (found,) = histories(OVER_YEARS, RISING, SCREENING)
    assert found.shown(exact("84.21666")) == "84.22%"
    plain = replace(found, measure=replace(SCREENING, precision=None))
    assert plain.shown(exact("84.2166666")) == "84.217%"
