"""Payments: no cent is paid twice, and none is taken twice, whatever is corrected and set off."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.payments import (
    Cap,
    Kind,
    Line,
    New,
    Offset,
    cap_faults,
    contract_year,
    counted,
    left_house,
    offsets,
    released,
    standing,
    with_offsets,
)

FIRST = Line(1, Kind.INCENTIVE, 7_200_000)


def test_the_first_release_pays_what_is_due():
    assert released([], 4_520_000) == [New(Kind.INCENTIVE, 4_520_000)]
    assert released([], 6_000_000, advance=True) == [New(Kind.ADVANCE, 6_000_000)]


def test_a_loss_or_a_true_up_below_zero_is_owed_back():
    """I6: an advance of 240,000.00 against 209,200.00 earned."""
    assert released([], -3_080_000) == [New(Kind.RECOVERY, -3_080_000)]


def test_nothing_is_released_where_nothing_is_due():
    assert released([], 0) == []


def test_a_correction_reverses_the_old_line_and_puts_a_new_one_in_its_place():
    """I9: 72,000.00 becomes 58,500.00, so 13,500.00 is to come back."""
    made = released([FIRST], 5_850_000)
    assert made == [
        New(Kind.REVERSAL, -7_200_000, reverses=1),
        New(Kind.CORRECTION, 5_850_000, corrects=1),
    ]
    lines = [replace(FIRST, open=False), *stored(made, 2)]
    after = with_offsets(lines, offsets(lines))
    assert [line.owed for line in after] == [0, 1_350_000, 0]
    assert [line.net for line in after] == [7_200_000, 0, 0]
    assert left_house(after) == 7_200_000  # the 13,500.00 are with the group


def test_a_second_correction_reverses_the_first_one():
    lines = [FIRST, *stored(released([FIRST], 5_850_000), 2)]
    assert released(lines, 6_000_000) == [
        New(Kind.REVERSAL, -5_850_000, reverses=3),
        New(Kind.CORRECTION, 6_000_000, corrects=3),
    ]
    assert standing(lines) == [lines[2]]


def test_what_comes_out_the_same_makes_no_line():
    assert released([FIRST], FIRST.cents) == []


def test_a_debt_that_was_wrong_is_reversed_as_well():
    debt = Line(1, Kind.RECOVERY, -500, recovered=200)
    made = released([debt], 0)
    assert made == [New(Kind.REVERSAL, 500, reverses=1)]
    lines = [debt, *stored(made, 2)]
    after = with_offsets(lines, offsets(lines))
    assert [line.owed for line in after] == [0, 0]
    assert after[1].net == 200  # what was taken too much goes back


def test_a_reversal_goes_first_against_the_line_it_takes_back():
    lines = [Line(1, Kind.INCENTIVE, 100), Line(2, Kind.INCENTIVE, 300),
             Line(3, Kind.REVERSAL, -300, reverses=2)]  # fmt: skip
    assert offsets(lines) == [Offset(3, 2, 300)]


def test_debts_are_set_off_oldest_first_and_never_below_zero():
    lines = [Line(1, Kind.RECOVERY, -300), Line(2, Kind.RECOVERY, -500),
             Line(3, Kind.INCENTIVE, 400), Line(4, Kind.INCENTIVE, 100)]  # fmt: skip
    assert offsets(lines) == [Offset(1, 3, 300), Offset(2, 3, 100), Offset(2, 4, 100)]
    after = with_offsets(lines, offsets(lines))
    assert [line.owed for line in after] == [0, 300, 0, 0]
    assert [line.net for line in after] == [0, 0, 0, 0]


def test_nothing_is_set_off_against_what_was_asked_for_or_paid():
    lines = [Line(1, Kind.INCENTIVE, 400, open=False), Line(2, Kind.RECOVERY, -300)]
    assert offsets(lines) == []


CAP = Cap("the fair market value of 2027", 50_000_000, 25_000_000)


@pytest.mark.parametrize(
    ("cents", "refused"),
    [
        pytest.param(25_000_000, False, id="what meets the cap exactly is released"),
        pytest.param(25_000_001, True, id="a cent more is not"),
        pytest.param(0, False, id="nothing breaks no cap"),
        pytest.param(-100, False, id="what comes back breaks no cap"),
    ],
)
def test_a_cap_blocks_with_its_numbers(cents, refused):
    found = cap_faults([CAP], cents)
    assert bool(found) is refused
    if refused:
        assert found[0].sentence == (
            "$250,000.00 and $250,000.01 come to $500,000.01,"
            " more than the fair market value of 2027, $500,000.00."
        )


def test_every_cap_that_breaks_is_named():
    assert len(cap_faults([CAP, replace(CAP, words="the cap of the agreement")], 99_999_999)) == 2


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 7, 1), (date(2026, 7, 1), 1)),
        (date(2027, 6, 30), (date(2026, 7, 1), 1)),
        (date(2027, 7, 1), (date(2027, 7, 1), 2)),
    ],
)
def test_a_contract_year_begins_with_the_agreement(day, year):
    assert contract_year(date(2026, 7, 1), day) == year


def stored(made, first):
    """Give new lines the ids that the records would."""
    return [
        Line(first + at, one.kind, one.cents, reverses=one.reverses) for at, one in enumerate(made)
    ]


# What happens to one group: a settlement of a period comes to an amount, or all that is
# payable is asked for.
HAPPENINGS = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 2), st.integers(-1_000, 1_000)),
        st.just("asked for"),
    ),
    max_size=25,
)


def lived(happenings):
    """Release, correct, set off and ask for; give every line, and by period what is due."""
    by_period, due, asked = {0: [], 1: [], 2: []}, {0: 0, 1: 0, 2: 0}, 0
    every = []
    for happening in happenings:
        if happening == "asked for":
            asked += sum(line.net for line in every if line.open and line.cents > 0)
            every = [replace(line, open=line.open and line.cents < 0) for line in every]
        else:
            period, amount = happening
            mine = [line for line in every if line.id in by_period[period]]
            made = stored(released(mine, amount), len(every) + 1)
            by_period[period] += [line.id for line in made]
            due[period] = amount
            every += made
        every = with_offsets(every, offsets(every))
    return every, by_period, due, asked


@pytest.mark.trust("D9")
@given(HAPPENINGS)
def test_the_lines_of_a_period_always_add_up_to_what_is_due(happenings):
    every, by_period, due, _ = lived(happenings)
    for period, ids in by_period.items():
        assert sum(line.cents for line in every if line.id in ids) == due[period]


@pytest.mark.trust("D9")
@given(HAPPENINGS)
def test_nobody_is_paid_more_than_is_due_but_for_what_they_owe_back(happenings):
    every, _, due, asked = lived(happenings)
    to_pay = sum(line.net for line in every if line.open and line.cents > 0)
    owed = sum(line.owed for line in every)
    assert asked + to_pay - owed == sum(due.values())
    assert left_house(every) == asked + to_pay


@given(HAPPENINGS)
def test_nothing_is_set_off_beyond_a_debt_or_a_payment(happenings):
    every, *_ = lived(happenings)
    for line in every:
        assert 0 <= line.recovered <= abs(line.cents)
    taken = sum(line.recovered for line in every if line.cents < 0)
    assert taken == sum(line.recovered for line in every if line.cents > 0)


@given(HAPPENINGS)
def test_no_debt_stays_open_beside_a_payment_that_could_bear_it(happenings):
    every, *_ = lived(happenings)
    assert offsets(every) == []


@pytest.mark.trust("D4")
@given(HAPPENINGS, st.integers(0, 1_500))
def test_what_left_the_house_never_passes_a_cap_that_was_asked(happenings, most):
    """A release that would break the cap is not made; later corrections cannot help it past."""
    made = []
    for happening in happenings:
        before, after = lived(made)[0], lived([*made, happening])[0]
        more = left_house(after) - left_house(before)
        if not cap_faults([Cap("the cap", most, left_house(before))], more):
            made.append(happening)
        assert left_house(lived(made)[0]) <= most or not made


HELD = [
    Line(1, Kind.INCENTIVE, 500),
    Line(2, Kind.RECOVERY, -100),  # still owed: the money is with the group
    Line(3, Kind.BASE_FEE, 20),
]


@pytest.mark.parametrize(
    ("fee", "kind", "before"),
    [
        pytest.param(240, Kind.INCENTIVE, 740, id="an incentive finds the base fee whole"),
        pytest.param(240, Kind.ADVANCE, 740, id="an advance does as well"),
        pytest.param(10, Kind.INCENTIVE, 520, id="or as it was released, where that is more"),
        pytest.param(240, Kind.BASE_FEE, 520, id="a base fee finds what was released"),
    ],
)
def test_what_counts_towards_a_cap(fee, kind, before):
    assert counted(HELD, fee, kind) == before


def test_what_is_within_the_cap_as_an_incentive_leaves_room_for_the_base_fee():
    """Whatever order they are released in, both fit: the incentive left the base fee its room."""
    cap, fee = 1_000, 400
    incentive = cap - counted([], fee, Kind.INCENTIVE)
    paid = [Line(1, Kind.INCENTIVE, incentive)]
    assert counted(paid, fee, Kind.BASE_FEE) + fee == cap
