"""Methods: what holds for every way to score a measure, whatever it is."""

import pytest

from comanage.rules.methods import METHODS
from comanage.rules.methods.method import AS_WORST
from comanage.rules.units import Better, Scale, Unit

UP = Scale(Unit.PERCENT, Better.HIGHER)
OWN_WORST = {"z-score"}  # methods whose worst result is not simply nothing


@pytest.mark.parametrize("kind", METHODS)
def test_the_example_of_every_method_has_no_fault_and_a_sentence(kind):
    method = METHODS[kind]
    assert method.faults(method.example, UP) == []
    assert method.sentence(method.example, UP)


@pytest.mark.parametrize("kind", METHODS)
def test_the_worst_result_earns_nothing_and_says_so(kind):
    method = METHODS[kind]
    earned = method.worst(method.example, UP)
    assert earned.share == 0
    assert earned.because.startswith(AS_WORST)
    assert (earned.because == AS_WORST) is (kind not in OWN_WORST)
