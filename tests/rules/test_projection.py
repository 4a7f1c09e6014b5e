"""Within a year that is settled to date, what is earned is projected until its last period."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.periods import Period
from comanage.rules.pool import Timing
from comanage.rules.projection import comparable, projected_from
from tests.rules.worked import TERMS

QUARTERS = tuple(
    Period(f"2027-Q{at + 1}", date(2027, 3 * at + 1, 1), date(2027, 3 * at + 3, 30))
    for at in range(4)
)
NEXT = Period("2028-Q1", date(2028, 1, 1), date(2028, 3, 31))
ADVANCE = Period("2027-A1", date(2027, 1, 1), date(2027, 3, 30), advance=True)
YEAR = replace(TERMS, timing=Timing.TO_DATE, periods=(*QUARTERS, NEXT, ADVANCE))


@pytest.mark.parametrize(
    ("code", "from_"),
    [
        ("2027-Q1", ("2027-Q1",)),
        ("2027-Q2", ("2027-Q1", "2027-Q2")),
        ("2027-Q4", ()),
        ("2028-Q1", ()),
        ("2027-A1", ()),
        ("2030-Q1", ()),
    ],
)
def test_a_result_is_projected_from_its_year_so_far(code, from_):
    assert projected_from(YEAR, code) == from_


def test_a_period_that_settles_for_itself_is_not_projected():
    assert projected_from(replace(YEAR, timing=Timing.EACH_PERIOD), "2027-Q2") == ()


@pytest.mark.parametrize(
    ("before", "code", "fits"),
    [
        ("2027-Q1", "2027-Q2", True),
        ("2027-Q3", "2027-Q4", True),
        ("2027-Q4", "2028-Q1", False),
    ],
)
def test_only_results_of_one_contract_year_are_compared(before, code, fits):
    assert comparable(YEAR, before, code) is fits
    assert comparable(replace(YEAR, timing=Timing.EACH_PERIOD), before, code)
