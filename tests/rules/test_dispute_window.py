"""The dispute window: how long a settlement waits, and for whom."""

from datetime import date

import pytest

from comanage.rules.dispute_window import open_until, waits_for

CALCULATED = date(2027, 4, 14)
UNTIL = date(2027, 4, 24)
GROUPS = (3, 7)


def test_the_window_is_counted_from_the_day_of_the_calculation():
    assert open_until(CALCULATED, 10) == UNTIL
    assert open_until(CALCULATED, None) is None


@pytest.mark.parametrize(
    ("today", "accepted", "waiting"),
    [
        pytest.param(CALCULATED, (), [3, 7], id="on the first day for everyone"),
        pytest.param(date(2027, 4, 23), (), [3, 7], id="on its last day as well"),
        pytest.param(date(2027, 4, 23), (3,), [7], id="for who has not accepted"),
        pytest.param(CALCULATED, GROUPS, [], id="for nobody once all have accepted"),
        pytest.param(UNTIL, (), [], id="for nobody once it is over"),
    ],
)
def test_a_settlement_waits(today, accepted, waiting):
    assert waits_for(today, UNTIL, groups=GROUPS, accepted=accepted) == waiting


def test_without_a_window_nothing_waits():
    assert waits_for(CALCULATED, None, groups=GROUPS, accepted=()) == []
