"""Sliders: they cover the levels and the result, stay within the unit, and stand on a step."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.pages.whatif_sliders import of_counts, of_values
from comanage.rules.methods import method_of
from comanage.rules.numbers import exact
from comanage.rules.units import KINDS
from tests.statements import samples

MEASURES = {measure.code: measure for _, measure in samples.TERMS.measures()}


def numbers(slider):
    return [exact(each) for each in (slider.least, slider.most, slider.step, slider.at)]


@pytest.mark.parametrize("code", MEASURES)
@given(value=st.decimals(0, 100, places=3).map(lambda each: Fraction(str(each))))
def test_a_slider_of_values_covers_levels_and_result_within_the_unit(code, value):
    measure = MEASURES[code]
    least, most, step, at = numbers(of_values(measure, value))
    reaches = [level.reach for level in method_of(measure.method).levels(measure.method)]
    assert least <= min([*reaches, value])
    assert most >= max([*reaches, value])
    assert least <= at <= most
    assert abs(at - value) <= step
    assert (at - least) / step == int((at - least) / step)
    kind = KINDS[measure.unit]
    assert kind.least is None or least >= kind.least
    assert kind.most is None or most <= kind.most


@given(bottom=st.integers(1, 5000), data=st.data())
def test_a_slider_of_counts_moves_whole_cases_up_to_all_of_them(bottom, data):
    top = data.draw(st.integers(0, bottom))
    least, most, step, at = numbers(of_counts(MEASURES["readmit"], Fraction(bottom), Fraction(top)))
    assert 0 <= least <= at <= most <= bottom
    assert least < most
    assert (step, at) == (1, top)


def test_a_slider_without_a_result_stands_at_its_left_end():
    least, _, _, at = numbers(of_values(MEASURES["meetings"]))
    assert at == least
