"""So far: what figures would earn before a period is settled, each at its agreed weight."""

from dataclasses import replace

from comanage.rules.numbers import exact
from comanage.rules.pool import Earning
from comanage.rules.settlement import settle
from comanage.rules.so_far import so_far
from tests.rules.worked import FIGURES, TERMS


def test_of_a_whole_period_each_comes_to_what_its_settlement_says():
    found = {each.scored.code: (each.cents, each.possible) for each in _found(FIGURES)}
    settled = settle(TERMS, FIGURES, "2027-Q1")
    said = {each.measure: (each.earned, each.possible) for each in settled.amounts if each.measure}
    assert found == said


def test_a_missing_figure_moves_no_weight_and_is_not_counted():
    found = _found(FIGURES[:1])
    assert [each.scored.code for each in found] == ["SCREENING"]
    assert (found[0].weight, found[0].possible) == (exact("0.4"), 400_000)


def test_without_dollars_by_measure_only_points_are_said():
    found = so_far(replace(TERMS, funding=None), FIGURES, "2027-Q1")
    assert {each.cents for each in found} == {None}
    funded = so_far(replace(TERMS, earned=Earning.AS_FUNDED), FIGURES, "2027-Q1")
    assert {each.cents for each in funded} == {None}


def test_of_a_period_without_figures_nothing_is_said():
    assert _found(()) == []
    assert so_far(TERMS, FIGURES, "2030-Q1") == []


def _found(figures):
    return so_far(TERMS, figures, "2027-Q1")
