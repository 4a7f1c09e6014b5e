"""Units: what a figure can be, and how it reads."""

import pytest

from comanage.rules.numbers import exact
from comanage.rules.units import KINDS, Better, Scale, Unit, outside


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit.PERCENT, "100.1", "more than 100"),
        (Unit.PERCENT, "-0.1", "less than 0"),
        (Unit.FRACTION, "1.01", "more than 1"),
        (Unit.COUNT, "2.5", "not a whole number"),
        (Unit.RATIO, "-1", "less than 0"),
        (Unit.MINUTES, "-1", "less than 0"),
    ],
)
def test_a_value_outside_its_unit_is_refused_in_words(unit, value, words):
    assert words in outside(unit, exact(value))


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        (Unit.PERCENT, "100"),
        (Unit.PERCENT_OF_BASE, "101"),
        (Unit.FRACTION, "0"),
        (Unit.DOLLARS, "-12.50"),
        (Unit.INDEX, "-1.2"),
        (Unit.COUNT, "0"),
    ],
)
def test_a_value_inside_its_unit_is_accepted(unit, value):
    assert outside(unit, exact(value)) == ""


@pytest.mark.parametrize(
    ("unit", "precision", "value", "shown"),
    [
        (Unit.PERCENT, 1, "84.2", "84.2%"),
        (Unit.PERCENT, 1, "85", "85.0%"),
        (Unit.PERCENT, 0, "84.25", "84.25%"),
        (Unit.DOLLARS, 0, "5400", "$5,400"),
        (Unit.DOLLARS, None, "-12.5", "-$12.5"),
        (Unit.PER_1000, None, "4.1", "4.1 per 1,000"),
        (Unit.MINUTES, 1, "27.4", "27.4 min"),
        (Unit.RATIO, 2, "0.9", "0.90"),
    ],
)
def test_a_value_is_shown_with_its_unit_and_never_cut(unit, precision, value, shown):
    assert Scale(unit, Better.HIGHER, precision).shown(exact(value)) == shown


def test_every_unit_has_its_behaviour():
    assert set(KINDS) == set(Unit)


def test_better_decides_what_a_gain_is():
    assert Scale(Unit.PERCENT, Better.HIGHER).gain(exact("80"), exact("85")) == 5
    assert Scale(Unit.PERCENT, Better.LOWER).gain(exact("80"), exact("85")) == -5
    assert Scale(Unit.PERCENT, Better.LOWER).or_better() == "or less"


def test_counts_are_brought_to_the_unit():
    assert Scale(Unit.PERCENT, Better.HIGHER).quotient(exact("179"), exact("211")) == exact(
        "17900/211"
    )
    assert Scale(Unit.PER_1000, Better.LOWER).quotient(exact("3"), exact("1500")) == 2
