"""Performance periods: quarters of a contract year, whatever day it begins on."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from comanage.rules.periods import (
    ONE_DAY,
    Period,
    Prorates,
    months_later,
    part,
    period_faults,
    quarters,
    to_date,
)


@pytest.mark.parametrize(
    ("starts", "ends", "count"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), 4),
        (date(2026, 7, 1), date(2029, 6, 30), 12),
        (date(2024, 2, 29), date(2025, 2, 27), 4),
        (date(2027, 1, 1), date(2027, 2, 15), 1),
        (date(2027, 1, 31), date(2027, 12, 31), 4),
    ],
)
@pytest.mark.trust("E4")
def test_quarters_cover_a_term_without_gap_or_overlap(starts, ends, count):
    found = quarters(starts, ends)
    assert (found[0].starts, found[-1].ends, len(found)) == (starts, ends, count)
    for earlier, later in pairwise(found):
        assert later.starts == earlier.ends + ONE_DAY
    assert sum(period.days for period in found) == (ends - starts).days + 1
    assert len({period.code for period in found}) == count


def test_a_fiscal_quarter_is_named_after_the_year_its_contract_year_begins():
    assert [period.code for period in quarters(date(2026, 10, 1), date(2027, 9, 30))] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 11, 30), 1, date(2027, 12, 30)),
        (date(2027, 12, 31), 0, date(2027, 12, 31)),
        (date(2027, 12, 15), 13, date(2029, 1, 15)),
    ],
)
def test_a_day_some_months_later_never_leaves_its_month(day, months, later):
    assert months_later(day, months) == later


YEAR = Period("2026", date(2026, 1, 1), date(2026, 12, 31))
LEAP = Period("2028", date(2028, 1, 1), date(2028, 12, 31))
MIDDLE = Period("mid", date(2026, 1, 15), date(2026, 4, 14))


@pytest.mark.parametrize(
    ("period", "starts", "ends", "by", "share"),
    [
        pytest.param(YEAR, None, None, Prorates.DAYS, (1, 1), id="the whole of it"),
        pytest.param(YEAR, date(2026, 2, 17), None, Prorates.DAYS, (318, 365), id="from a day on"),
        pytest.param(LEAP, date(2028, 2, 17), None, Prorates.DAYS, (319, 366), id="a leap year"),
        pytest.param(YEAR, None, date(2026, 1, 1), Prorates.DAYS, (1, 365), id="one day counts"),
        pytest.param(YEAR, date(2025, 1, 1), date(2030, 1, 1), Prorates.DAYS, (1, 1), id="longer"),
        pytest.param(YEAR, date(2027, 1, 1), None, Prorates.DAYS, (0, 1), id="after it"),
        pytest.param(YEAR, None, date(2025, 12, 31), Prorates.MONTHS, (0, 1), id="before it"),
        pytest.param(YEAR, date(2026, 2, 17), None, Prorates.MONTHS, (11, 12), id="months begun"),
        pytest.param(YEAR, date(2026, 2, 28), None, Prorates.MONTHS, (11, 12), id="last day of one"),
        pytest.param(YEAR, date(2026, 3, 1), None, Prorates.MONTHS, (10, 12), id="first of the next"),
        pytest.param(YEAR, None, date(2026, 6, 1), Prorates.MONTHS, (6, 12), id="a started month"),
        pytest.param(MIDDLE, date(2026, 2, 14), None, Prorates.MONTHS, (3, 3), id="months of its own"),
        pytest.param(MIDDLE, date(2026, 2, 15), None, Prorates.MONTHS, (2, 3), id="begin mid-month"),
    ],
)  # fmt: skip
def test_the_part_of_a_period_between_two_days(period, starts, ends, by, share):
    assert part(period, starts, ends, by) == Fraction(*share)


def test_periods_to_date_are_counted_within_the_contract_year():
    found = tuple(quarters(date(2026, 7, 1), date(2028, 6, 30)))
    assert [to_date(found, period) for period in found] == [1, 2, 3, 4, 1, 2, 3, 4]


def test_a_period_that_pays_an_advance_is_not_counted_and_may_overlap_the_year():
    year = (*(replace(each, advance=True) for each in quarters(YEAR.starts, YEAR.ends)), YEAR)
    assert period_faults(year) == []
    assert to_date(year, YEAR) == 1


def test_two_settled_periods_must_not_overlap():
    assert [fault.sentence for fault in period_faults((YEAR, MIDDLE))] == [
        "It begins before 2026 has ended."
    ]
