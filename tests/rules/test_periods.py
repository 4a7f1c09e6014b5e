"""Performance periods: quarters of a contract year, whatever day it begins on."""

from datetime import date
from itertools import pairwise

import pytest

from comanage.rules.periods import ONE_DAY, months_later, quarters


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
