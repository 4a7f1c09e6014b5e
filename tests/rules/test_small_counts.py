"""Small counts: what is left out, what stays because the terms judge by it, and what is said.

The worked agreement (worked.py): SCREENING is 412 of 486, linear, to one place.
"""

from dataclasses import replace

import pytest

from comanage.rules.figures import Figure
from comanage.rules.measure import Minimum
from comanage.rules.methods.binary import Binary
from comanage.rules.numbers import exact
from comanage.rules.settlement import settle
from comanage.rules.small_counts import LEAST, is_small, withhold
from comanage.rules.units import Better, Unit
from tests.rules.settling import PERIOD
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure

KEY = (PERIOD, "", "SCREENING")


def screened(numerator, denominator):
    """Give the worked figures with other counts for SCREENING."""
    return with_figure(FIGURES, "SCREENING", counted("SCREENING", numerator, denominator))


def counted(code, numerator, denominator):
    """Give a figure by its counts."""
    return Figure(
        PERIOD, "", code, numerator=exact(str(numerator)), denominator=exact(str(denominator))
    )


def left(figures, terms=TERMS, least=LEAST):
    """Leave small counts out; the result, and the figure of SCREENING in it."""
    found = withhold(terms, figures, PERIOD, least=least)
    (figure,) = (one for one in found.figures if one.measure == "SCREENING")
    return found, figure


@pytest.mark.parametrize(
    ("numerator", "denominator", "small"),
    [
        pytest.param(412, 486, False, id="many"),
        pytest.param(11, 22, False, id="eleven, and eleven who were not"),
        pytest.param(10, 486, True, id="ten"),
        pytest.param(0, 486, True, id="none"),
        pytest.param(7, 10, True, id="of ten"),
        pytest.param(476, 486, True, id="ten who were not"),
        pytest.param(486, 486, True, id="all"),
        pytest.param(475, 486, False, id="eleven who were not"),
    ],
)
@pytest.mark.trust("H5")
def test_a_count_below_eleven_is_left_out_of_either_side_of_the_line(numerator, denominator, small):
    found, figure = left(screened(numerator, denominator))
    assert found.withheld == ({KEY} if small else set())
    assert (figure.denominator is None) == (figure.numerator is None) == small
    assert found.kept == {}


@pytest.mark.trust("H5")
def test_the_rate_is_carried_with_the_rounding_of_the_measure():
    _, figure = left(screened(8, 9))
    assert figure == Figure(PERIOD, "", "SCREENING", value=exact("88.9"))


@pytest.mark.trust("H5")
def test_figures_without_counts_and_reasons_stay_as_they_are():
    given = (*screened(8, 9)[:2], Figure(PERIOD, "", "ON-TIME", absent="too few cases"))
    found, _ = left(given)
    assert found.figures[1:] == given[1:]
    assert [one.measure for one in found.figures] == [one.measure for one in given]


@pytest.mark.parametrize("least", [0, 8])
@pytest.mark.trust("H5")
def test_a_lower_limit_tells_what_it_allows_and_none_tells_every_count(least):
    given = screened(8, 16)
    found, _ = left(given, least=least)
    assert found.figures == given
    assert found.withheld == set()
    assert left(given, least=9)[0].withheld == {KEY}


def test_what_the_rest_is_counts_only_where_the_numerator_is_a_part():
    ratio = replace(SCREENING, unit=Unit.RATIO)
    figure = Figure(PERIOD, "", "SCREENING", numerator=exact("14"), denominator=exact("12"))
    assert not is_small(figure, ratio, LEAST)
    assert is_small(replace(figure, denominator=exact("10.9")), ratio, LEAST)


@pytest.mark.trust("H5")
def test_a_figure_whose_denominator_is_judged_stays_and_is_named():
    terms = with_measure(TERMS, "SCREENING", minimum=Minimum(exact("20")))
    found, figure = left(screened(18, 22), terms)
    assert figure.denominator == exact("22")
    assert found.withheld == set()
    assert found.kept == {
        KEY: "Screening counts from 20 cases on, so its counts stay: they decide whether it does."
    }


@pytest.mark.trust("H5")
def test_a_figure_of_fewer_cases_than_the_terms_ask_for_is_only_that():
    terms = with_measure(TERMS, "SCREENING", minimum=Minimum(exact("20")))
    given = screened(7, 9)
    found, figure = left(given, terms)
    assert figure == Figure(PERIOD, "", "SCREENING", absent="too few cases")
    assert found.withheld == {KEY}
    before, after = (settle(terms, each, PERIOD) for each in (given, found.figures))
    assert before.payouts == after.payouts


def test_a_volume_of_another_measure_is_no_count_of_this_one():
    terms = with_measure(TERMS, "SCREENING", minimum=Minimum(exact("50"), of="ON-TIME"))
    assert left(screened(8, 9), terms)[0].withheld == {KEY}


@pytest.mark.trust("H5")
def test_a_figure_that_would_be_paid_otherwise_by_its_rounded_rate_stays_and_is_named():
    """8 of 9 without a stated rounding is 88.888... %, and the method pays for every part of it."""
    terms = with_measure(TERMS, "SCREENING", precision=None)
    found, figure = left(screened(8, 9), terms)
    assert figure.denominator == exact("9")
    assert found.kept == {
        KEY: "Screening is judged by its exact rate, so its counts stay: rounded, it would be paid"
        " otherwise."
    }


def test_a_rate_without_a_stated_rounding_is_cut_where_nothing_is_paid_otherwise():
    terms = with_measure(TERMS, "SCREENING", precision=None, method=Binary(exact("80")))
    found, figure = left(screened(8, 9), terms)
    assert (figure.value, figure.denominator) == (exact("88.9"), None)
    assert found.kept == {}


def test_one_figure_that_must_stay_keeps_no_other_one():
    terms = with_measure(TERMS, "SCREENING", precision=None)
    terms = with_measure(terms, "ON-TIME", better=Better.HIGHER)
    given = with_figure(screened(8, 9), "ON-TIME", counted("ON-TIME", 4, 5))
    found, figure = left(given, terms)
    assert found.withheld == {(PERIOD, "", "ON-TIME")}
    assert set(found.kept) == {KEY}
    assert figure.denominator == exact("9")


def test_figures_of_another_period_are_not_looked_at():
    other = Figure("2027-Q2", "", "SCREENING", numerator=exact("1"), denominator=exact("2"))
    found = withhold(TERMS, (other, *screened(412, 486)), PERIOD)
    assert found.figures[0] == other


@pytest.mark.trust("H5")
def test_what_stands_in_place_of_counts_is_given_by_measure_and_participant():
    found, _ = left(screened(8, 9), least=15)
    assert found.words == "fewer than 15"
    assert found.of(PERIOD) == {"SCREENING": "fewer than 15"}
    assert found.of(PERIOD, "north") == {}
    assert found.of("2027-Q2") == {}
