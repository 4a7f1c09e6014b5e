"""Months: their days, their names, and the contract year that a day lies in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.months import contract_year, month_of, read_month
from comanage.rules.periods import ONE_DAY

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "ends", "name", "days"),
    [
        (date(2028, 2, 29), date(2028, 2, 29), "February 2028", 29),
        (date(2027, 12, 1), date(2027, 12, 31), "December 2027", 31),
        (date(2027, 4, 14), date(2027, 4, 30), "April 2027", 30),
    ],
)
def test_a_month_has_its_last_day_its_name_and_its_length(day, ends, name, days):
    month = month_of(day)
    assert (month.ends, month.name, month.days) == (ends, name, days)
    assert read_month(month.code) == month


@pytest.mark.parametrize("code", ["", "2027", "2027-00", "2027-13", "2027-1", "0000-01", "x"])
def test_what_names_no_month_is_none(code):
    assert read_month(code) is None


@given(DAYS)
def test_a_day_lies_in_its_month_and_in_no_other(day):
    month = month_of(day)
    assert day in month
    assert month.starts - ONE_DAY not in month
    assert month.ends + ONE_DAY not in month
    assert month_of(month.ends + ONE_DAY).starts == month.ends + ONE_DAY


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        pytest.param(date(2026, 7, 1), date(2026, 7, 1), id="its first day"),
        pytest.param(date(2027, 6, 30), date(2026, 7, 1), id="its last day"),
        pytest.param(date(2027, 7, 1), date(2027, 7, 1), id="the day after"),
        pytest.param(date(2026, 1, 1), date(2026, 7, 1), id="a day before the agreement"),
    ],
)
def test_a_contract_year_begins_on_the_day_of_the_agreement(day, begins):
    assert contract_year(date(2026, 7, 1), day) == begins
