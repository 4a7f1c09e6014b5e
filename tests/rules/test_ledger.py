"""The ledger: every cent is explained, and a cent that is not is found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.ledger import Book, Group, rows, unexplained
from comanage.rules.payments import Kind, Line

GRANITE = Group(
    "GRANITE", earned=4_520_000, payable=4_520_000, paid=3_020_000,
    lines=(Line(5, Kind.INCENTIVE, 4_520_000, open=False, recovered=1_500_000),),
)  # fmt: skip
COPPER = Group(
    "COPPER", earned=1_000_000, payable=0, recover=500_000, advanced=1_500_000,
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
        "Earned by groups": (5_520_000, {"due": 4_020_000, "paid before": 1_500_000}),
        "Due": (4_020_000, {"released": 4_020_000, "held": 0, "not released yet": 0}),
        "Released": (4_020_000, {"payments": 4_520_000, "debts": -500_000}),
        "Payments": (
            4_520_000,
            {"set off": 1_500_000, "payable": 0, "requested": 0, "paid": 3_020_000},
        ),
        "Debts": (500_000, {"recovered": 200_000, "open": 300_000}),
    }
    assert unexplained([BOOK]) == 0


def test_what_is_approved_and_not_released_waits():
    waiting = replace(BOOK, released=False, groups=(replace(GRANITE, lines=(), paid=0),))
    waiting = replace(waiting, earned=4_600_000, forfeited=5_400_000)
    assert unexplained([waiting]) == 0
    due = next(row for row in rows(waiting) if row.name == "Due")
    assert dict(due.parts)["not released yet"] == 4_520_000


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
        pytest.param(group(advanced=1), id="an advance that nobody was paid"),
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
            f"G{at}", earned=payable + advanced, payable=payable, advanced=advanced, paid=paid,
            requested=payable - paid,
            lines=(Line(at + 1, Kind.INCENTIVE, payable, open=False),) if payable else (),
        )
        for at, (payable, advanced, some) in enumerate(groups)
        for paid in (min(some, payable),)
    )  # fmt: skip
    earned = sum(one.earned for one in made) + stays
    book = Book("P", earned + forfeited, earned, forfeited, stays, released=True, groups=made)
    assert unexplained([book]) == 0
