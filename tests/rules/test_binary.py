"""Binary: all or nothing at the target."""

import pytest

from comanage.rules.methods.binary import Binary, earn, faults, levels, sentence
from comanage.rules.methods.method import Edge, Reading
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
DOWN = Scale(Unit.COUNT, Better.LOWER)
SCREENED = Binary(exact("85"))
NO_EVENTS = Binary(exact("0"))
PASSED = Binary(exact("85"), Edge.BEYOND)


@pytest.mark.parametrize(
    ("terms", "scale", "value", "share"),
    [
        pytest.param(SCREENED, UP, "84.9", "0", id="just short earns nothing"),
        pytest.param(SCREENED, UP, "85", "1", id="on the target earns all"),
        pytest.param(NO_EVENTS, DOWN, "0", "1", id="zero events reach a target of zero"),
        pytest.param(NO_EVENTS, DOWN, "1", "0", id="one event misses a target of zero"),
        pytest.param(PASSED, UP, "85", "0", id="beyond only: on the target earns nothing"),
        pytest.param(PASSED, UP, "85.1", "1", id="beyond only: past the target earns all"),
    ],
)
def test_share_earned(terms, scale, value, share):
    assert earn(terms, Reading(exact(value), scale)).share == exact(share)


def test_the_sentence_says_when_all_is_earned():
    assert sentence(SCREENED, UP) == "100% at 85% or more; nothing otherwise"
    assert sentence(PASSED, UP) == "100% at 85% or more, but not exactly; nothing otherwise"


def test_a_target_outside_its_unit_is_a_fault():
    assert faults(SCREENED, UP) == []
    assert [fault.place for fault in faults(Binary(exact("850")), UP)] == ["target"]


def test_the_target_is_the_one_level():
    (level,) = levels(SCREENED)
    assert (level.name, level.reach, level.earns) == ("target", 85, 1)
