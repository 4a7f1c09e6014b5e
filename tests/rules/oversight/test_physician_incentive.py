"""Physician incentive plans: more than a quarter at risk for referral services is substantial."""

from fractions import Fraction

import pytest

from comanage.rules.oversight.physician_incentive import is_substantial, sentence, share_at_risk


@pytest.mark.parametrize(
    ("at_risk", "potential", "substantial"),
    [
        pytest.param(0, 100, False, id="nothing at risk"),
        pytest.param(25, 100, False, id="a quarter exactly"),
        pytest.param(2501, 10000, True, id="a hundredth of a percent more"),
        pytest.param(100, 100, True, id="everything"),
    ],
)
def test_more_than_a_quarter_is_substantial(at_risk, potential, substantial):
    assert is_substantial(Fraction(at_risk), Fraction(potential)) is substantial
    assert (
        "more than 25%: stop-loss" in sentence(Fraction(at_risk), Fraction(potential))
    ) is substantial


def test_the_share_is_exact():
    assert share_at_risk(Fraction(1), Fraction(3)) == Fraction(1, 3)
