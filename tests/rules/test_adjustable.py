"""Adjustable: another figure can be tried of what is paid, and of what the money goes by."""

from dataclasses import replace

from comanage.rules.adjustable import adjustable
from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.conditions import Compares, Condition
from comanage.rules.gates import Gate
from comanage.rules.numbers import exact
from comanage.rules.pool import Advances, PoolRules
from tests.statements import ruled, samples

PERIOD = "2027-Q1"


def codes(terms, participant=""):
    return [measure.code for measure in adjustable(terms, PERIOD, participant)]


def test_what_is_paid_can_be_tried_and_what_is_only_reported_cannot():
    every = [measure.code for _, measure in samples.TERMS.measures()]
    assert codes(samples.TERMS) == [code for code in every if code != "casemix"]


def test_what_a_gate_looks_at_can_be_tried_though_it_is_never_paid():
    gate = Gate("Complexity", Condition(Compares.AT_LEAST, exact("1.8"), "casemix"))
    assert "casemix" in codes(replace(samples.TERMS, pool=PoolRules(gates=(gate,))))


def test_what_the_pool_needs_can_be_tried():
    assert {"cost", "episodes"} <= set(codes(ruled.BUNDLE))


def test_of_a_group_only_what_the_division_goes_by_can_be_tried():
    assert codes(samples.TERMS, "GRANITE") == []
    assert codes(ruled.agreed("hours", allocation=AcceptedHours("hours")), "GRANITE") == ["hours"]
    assert codes(ruled.OWN, "GRANITE") == codes(ruled.OWN)


def test_what_was_paid_before_cannot_be_tried():
    terms = ruled.agreed("advance", advances=Advances(exact("0.5"), "advance", 4))
    assert "advance" not in codes(terms, "GRANITE") + codes(terms)
