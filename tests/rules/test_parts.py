"""Parts: what counts against a person, whatever their roles are and whoever they act for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.parts import DUTY, HandedOver, Taken, parts_of
from comanage.rules.signoff import Part, Role

DAY = date(2027, 4, 14)
GIVER, TAKER, OTHER = 1, 2, 3
HANDED = HandedOver(Role.VERIFIER, GIVER, TAKER, DAY, DAY + timedelta(10))


def by(person, part=Part.VERIFIED, on=DAY):
    return Taken(part, person, on)


def test_a_part_counts_against_whoever_took_it_and_nobody_else():
    taken = [by(GIVER, Part.ENTERED), by(OTHER)]
    assert parts_of({GIVER}, taken) == {Part.ENTERED}
    assert parts_of({TAKER}, taken) == frozenset()


def test_what_the_giver_did_bars_whoever_acts_for_them():
    assert parts_of({TAKER, GIVER}, [by(GIVER, Part.ENTERED)]) == {Part.ENTERED}


def test_what_was_done_in_anothers_stead_counts_against_both():
    assert parts_of({GIVER}, [by(TAKER)], [HANDED]) == {Part.VERIFIED}
    assert parts_of({TAKER}, [by(TAKER)], [HANDED]) == {Part.VERIFIED}


@pytest.mark.parametrize(
    "taken",
    [
        pytest.param(by(TAKER, on=DAY - timedelta(1)), id="the day before it was handed over"),
        pytest.param(by(TAKER, on=DAY + timedelta(11)), id="the day after it ended"),
        pytest.param(by(TAKER, Part.ENTERED), id="in another role"),
        pytest.param(by(OTHER), id="by somebody else"),
    ],
)
def test_what_was_not_done_in_their_stead_does_not_count_against_the_giver(taken):
    assert parts_of({GIVER}, [taken], [HANDED]) == frozenset()


def test_the_last_day_still_counts():
    assert parts_of({GIVER}, [by(TAKER, on=DAY + timedelta(10))], [HANDED]) == {Part.VERIFIED}


def test_every_part_is_taken_in_a_role_of_its_own():
    assert set(DUTY) == set(Part)
    assert len(set(DUTY.values())) == len(Part)


people = st.integers(1, 4)
anything = st.lists(st.builds(Taken, st.sampled_from(Part), people, st.dates()))


@given(anything, anything, st.sets(people, min_size=1))
def test_nothing_that_is_added_takes_a_part_away(first, more, acting):
    assert parts_of(acting, first) <= parts_of(acting, [*first, *more])
