"""The ledger: every cent is explained, and a cent that is not is found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.ledger import (
    Book,
    Fee,
    Group,
    rows,
    rows_of_fees,
    unexplained,
    unexplained_of_fees,
)
from comanage.rules.payments import Kind, Line

GRANITE = Group(
    "GRANITE", earned=4_520_000, payable=4_520_000, paid=3_020_000,
    lines=(Line(5, Kind.INCENTIVE, 4_520_000, open=False, recovered=1_500_000),),
)  # fmt: skip
COPPER = Group(
    "COPPER", earned=1_000_000, payable=0, recover=500_000, advanced=1_500_000, before=1_500_000,
    lines=(Line(6, Kind.RECOVERY, -500_000, recovered=200_000),), repaid=200_000,
)  # fmt: skip
BOOK = Book(
    "2027-Q4", possible=10_000_000, earned=5_600_000, forfeited=4_400_000, stays=80_000,
    released=True, groups=(GRANITE, COPPER),
)  # fmt: skip


def test_a_period_is_laid_out_from_the_pool_to_what_was_paid():
    told = {row.name: (row.cents, dict(row.parts)) for row in rows(BOOK)}
    assert told == {
        "Pool": (10_000_000, {"earned": 5_600_000, "forfeited": 4_400_000}),
        "Earned": (5_600_000, {"by groups": 5_520_000, "stays": 80_000}),
        "Earned by groups": (
            5_520_000,
            {"due": 4_020_000, "paid before": 1_500_000, "left by a correction": 0},
        ),
        "Paid before": (
            1_500_000,
            {"released in earlier periods": 1_500_000, "not matched yet": 0},
        ),
        "Due": (4_020_000, {"released": 4_020_000, "held": 0, "not released yet": 0}),
        "Released": (4_020_000, {"payments": 4_520_000, "debts": -500_000}),
        "Payments": (
            4_520_000,
            {"set off": 1_500_000, "payable": 0, "requested": 0, "paid": 3_020_000},
        ),
        "Debts": (500_000, {"recovered": 200_000, "open": 300_000}),
    }
    assert unexplained([BOOK]) == 0


PAID = Fee(27_000, Line(7, Kind.BASE_FEE, 27_000, open=False, recovered=2_000), paid=25_000)
FEES = [
    PAID,
    Fee(18_000, Line(8, Kind.BASE_FEE, 18_000, recovered=500)),
    Fee(9_000, Line(9, Kind.BASE_FEE, 9_000, open=False), requested=9_000),
    Fee(4_000),
]


def test_base_fees_are_laid_out_from_the_work_to_what_was_paid():
    told = {row.name: (row.cents, dict(row.parts)) for row in rows_of_fees(FEES)}
    assert told == {
        "Earned by work": (58_000, {"released": 54_000, "not released yet": 4_000}),
        "Payments": (
            54_000, {"set off": 2_500, "payable": 17_500, "requested": 9_000, "paid": 25_000},
        ),
    }  # fmt: skip
    assert unexplained_of_fees(FEES) == sum(abs(row.gap) for row in rows_of_fees(FEES)) == 0


@pytest.mark.parametrize(
    "bent",
    [
        replace(PAID, earned=27_001),
        replace(PAID, paid=24_999),
        replace(PAID, requested=1),
        replace(PAID, line=replace(PAID.line, recovered=1_999)),
        replace(PAID, line=replace(PAID.line, open=True, recovered=2_000), paid=24_999),
    ],
)
def test_a_cent_of_a_base_fee_that_does_not_fit_is_counted(bent):
    assert unexplained_of_fees([bent]) > 0
    more = replace(PAID, earned=26_999)  # a gap the other way hides none
    assert unexplained_of_fees([bent, more]) == unexplained_of_fees([bent]) + 1


def test_what_is_approved_and_not_released_waits():
    waiting = replace(BOOK, released=False, groups=(replace(GRANITE, lines=(), paid=0),))
    waiting = replace(waiting, earned=4_600_000, forfeited=5_400_000)
    assert unexplained([waiting]) == 0
    due = next(row for row in rows(waiting) if row.name == "Due")
    assert dict(due.parts)["not released yet"] == 4_520_000


def test_what_was_paid_before_may_wait_for_its_release_and_no_longer():
    unpaid = replace(COPPER, before=1_000_000, lines=(), repaid=0)
    waiting = replace(BOOK, released=False, groups=(replace(GRANITE, lines=(), paid=0), unpaid))
    assert unexplained([waiting]) == 0
    before = next(row for row in rows(waiting) if row.name == "Paid before")
    assert dict(before.parts)["not matched yet"] == 500_000


def test_two_advances_that_were_mixed_up_do_not_hide_each_other():
    more, less = replace(COPPER, code="A", before=1_500_100), replace(COPPER, before=1_499_900)
    book = replace(BOOK, groups=(more, less))
    straight = replace(BOOK, groups=(replace(more, before=1_500_000), COPPER))
    assert unexplained([book]) == unexplained([straight]) + 200


LEFT = replace(
    GRANITE, earned=4_525_000, left=5_000, left_because="Too small.", counted=4_520_000,
)  # fmt: skip
SMALL = replace(BOOK, earned=5_605_000, forfeited=4_395_000, groups=(LEFT, COPPER))


def test_what_a_correction_leaves_is_explained_by_what_counted_before():
    told = {row.name: (row.cents, dict(row.parts)) for row in rows(SMALL)}
    assert told["Left by a correction"] == (5_000, {"earned now": 4_525_000, "counted": -4_520_000})
    assert told["Earned by groups"][1]["left by a correction"] == 5_000
    assert unexplained([SMALL]) == 0
    assert "Left by a correction" not in {row.name for row in rows(BOOK)}


@pytest.mark.trust("D11")
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"left": 4_999}, id="another cent is left than was earned"),
        pytest.param({"left": -5_000}, id="the other way"),
        pytest.param({"counted": 4_519_999}, id="another cent counted before"),
        pytest.param({"counted": 0}, id="nothing was released before"),
    ],
)
def test_what_is_left_without_a_reason_in_money_is_counted(broken):
    assert unexplained([replace(SMALL, groups=(replace(LEFT, **broken), COPPER))]) > 0


def test_two_groups_of_which_too_much_and_too_little_is_left_do_not_hide_each_other():
    more, less = replace(LEFT, counted=4_520_100), replace(LEFT, code="B", counted=4_519_900)
    both = replace(SMALL, groups=(more, less))
    straight = replace(SMALL, groups=(LEFT, replace(LEFT, code="B")))
    assert unexplained([both]) == unexplained([straight]) + 200


def group(**changes):
    return replace(BOOK, groups=(replace(GRANITE, **changes), COPPER))


@pytest.mark.trust("D11")
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(replace(BOOK, possible=10_000_001), id="a pool that was not divided whole"),
        pytest.param(replace(BOOK, stays=80_001), id="a part that stays and does not fit"),
        pytest.param(group(earned=4_520_001), id="a group that earned another cent"),
        pytest.param(group(payable=4_520_001), id="a payout that was released a cent short"),
        pytest.param(group(payable=4_519_999, advanced=1), id="an advance that nobody was paid"),
        pytest.param(
            replace(BOOK, groups=(GRANITE, replace(COPPER, before=1_499_999))),
            id="less was paid before than was taken off",
        ),
        pytest.param(
            replace(BOOK, groups=(GRANITE, replace(COPPER, before=1_500_001))),
            id="more was paid before than was taken off",
        ),
        pytest.param(group(held=1), id="a cent that is held and released"),
        pytest.param(group(lines=()), id="a payment that is missing"),
        pytest.param(group(lines=GRANITE.lines * 2), id="a payment that is there twice"),
        pytest.param(group(paid=3_020_001), id="a cent that was paid too much"),
        pytest.param(group(requested=1), id="a cent that was asked for too much"),
    ],
)
def test_a_cent_that_nobody_can_explain_is_counted(broken):
    assert unexplained([broken]) > 0
    assert unexplained([broken, BOOK]) == unexplained([broken])


def test_two_gaps_do_not_hide_each_other():
    more, less = replace(GRANITE, paid=3_020_001), replace(COPPER, code="B", requested=-1)
    assert unexplained([replace(BOOK, groups=(more, less))]) > 0


amounts = st.integers(0, 10_000)


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=4), amounts, amounts)
def test_whatever_was_earned_and_released_in_full_is_explained(groups, stays, forfeited):
    made = tuple(
        Group(
            f"G{at}", earned=payable + advanced, payable=payable, advanced=advanced, before=advanced,
            paid=paid,
            requested=payable - paid,
            lines=(Line(at + 1, Kind.INCENTIVE, payable, open=False),) if payable else (),
        )
        for at, (payable, advanced, some) in enumerate(groups)
        for paid in (min(some, payable),)
    )  # fmt: skip
    earned = sum(one.earned for one in made) + stays
    book = Book("P", earned + forfeited, earned, forfeited, stays, released=True, groups=made)
    assert unexplained([book]) == 0
