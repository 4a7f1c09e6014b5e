"""The agreed base fee: each day by the version that governs it, each contract year by its months."""

from datetime import date

import pytest

from comanage.rules.agreed_fee import AgreedFee

STARTS = date(2027, 1, 1)
FIRST, SECOND = 24_000_000, 30_000_000


def agreed(*versions, starts=STARTS, first=FIRST):
    return AgreedFee(starts, first, versions)


def test_each_day_is_by_the_version_that_governs_it():
    fee = agreed((STARTS, FIRST), (date(2028, 1, 1), SECOND))
    days = [date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1), date(2031, 5, 5)]
    assert [fee.on(day) for day in days] == [FIRST, FIRST, SECOND, SECOND]


def test_a_later_version_changes_no_contract_year_before_it():
    fee = agreed((STARTS, FIRST), (date(2028, 1, 1), SECOND))
    assert fee.of_year(date(2027, 12, 31)) == FIRST
    assert fee.of_year(date(2028, 1, 1)) == SECOND
    assert fee.through(date(2028, 3, 1)) == FIRST + SECOND


@pytest.mark.parametrize(
    ("effective", "months"),
    [
        (date(2027, 7, 1), 6),
        (date(2027, 7, 2), 5),  # July had begun
        (date(2027, 12, 1), 1),
        (date(2027, 12, 2), 0),
    ],
)
def test_a_year_whose_terms_change_counts_each_month_by_its_own_version(effective, months):
    fee = agreed((STARTS, FIRST), (effective, SECOND))
    assert fee.of_year(STARTS) == ((12 - months) * FIRST + months * SECOND) // 12
    assert fee.of_year(date(2028, 6, 1)) == SECOND


def test_a_lower_fee_lowers_the_months_to_come_alone():
    assert agreed((STARTS, 1_200), (date(2027, 10, 1), 0)).of_year(STARTS) == 900


def test_what_is_left_of_a_cent_is_nobodys():
    assert agreed((STARTS, 100), (date(2027, 12, 1), 101)).of_year(STARTS) == 100


def test_where_no_version_governs_what_was_agreed_first_holds():
    assert agreed().of_year(date(2029, 1, 1)) == FIRST
    assert agreed((date(2027, 7, 1), FIRST)).on(STARTS) == FIRST


def test_months_of_an_agreement_begin_on_its_own_day():
    fee = agreed((date(2027, 1, 15), 1_200), (date(2027, 4, 15), 2_400), starts=date(2027, 1, 15))
    assert fee.of_year(date(2027, 1, 15)) == 3 * 100 + 9 * 200
    assert fee.of_year(date(2028, 1, 14)) == 3 * 100 + 9 * 200
