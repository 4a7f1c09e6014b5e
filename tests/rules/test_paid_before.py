"""Paid before: each payment is taken off once, by the settlement that the terms mean."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.paid_before import taken_off
from comanage.rules.periods import Period, quarters
from comanage.rules.pool import Advances, Timing
from tests.rules.worked import TERMS

STARTS, ENDS = date(2027, 1, 1), date(2028, 12, 31)
QUARTERS = tuple(quarters(STARTS, ENDS))
IN_ADVANCE = tuple(replace(each, advance=True) for each in QUARTERS)
YEARS = (
    Period("2027", date(2027, 1, 1), date(2027, 12, 31)),
    Period("2028", date(2028, 1, 1), date(2028, 12, 31)),
)


def of(code, periods, timing=Timing.EACH_PERIOD, advances=Advances("PAID")):  # noqa: B008 - frozen
    terms = replace(TERMS, periods=periods, timing=timing, advances=advances)
    return taken_off(terms, terms.period(code))


def test_a_year_takes_off_the_advances_of_its_own_quarters():
    periods = (*IN_ADVANCE, *YEARS)
    assert of("2027", periods) == ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")
    assert of("2028", periods) == ("2028-Q1", "2028-Q2", "2028-Q3", "2028-Q4")


def test_every_advance_is_taken_off_once():
    periods = (*IN_ADVANCE, *YEARS)
    every = [code for year in YEARS for code in of(year.code, periods)]
    assert sorted(every) == sorted(each.code for each in IN_ADVANCE)


def test_the_year_to_date_takes_off_the_earlier_quarters_of_its_contract_year():
    assert of("2027-Q1", QUARTERS, Timing.TO_DATE) == ()
    assert of("2027-Q3", QUARTERS, Timing.TO_DATE) == ("2027-Q1", "2027-Q2")
    assert of("2028-Q1", QUARTERS, Timing.TO_DATE) == ()
    assert of("2028-Q2", QUARTERS, Timing.TO_DATE) == ("2028-Q1",)


def test_the_year_to_date_takes_off_the_advances_with_it():
    months = tuple(
        Period(f"M{month}", date(2027, month, 1), date(2027, month, 28), advance=True)
        for month in range(1, 7)
    )
    periods = (*months, *QUARTERS[:2])
    assert of("2027-Q2", periods, Timing.TO_DATE) == (
        "M1", "2027-Q1", "M2", "M3", "M4", "M5", "M6",
    )  # fmt: skip
    assert of("2027-Q1", periods, Timing.TO_DATE) == ("M1", "M2", "M3")
    assert of("2027-Q2", periods) == ("M4", "M5", "M6")


@pytest.mark.parametrize("timing", Timing)
def test_nothing_is_taken_off_an_advance_or_without_such_terms(timing):
    assert of("2027-Q3", (*IN_ADVANCE, *YEARS), timing) == ()
    assert of("2027", (*IN_ADVANCE, *YEARS), timing, advances=None) == ()
