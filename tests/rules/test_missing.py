"""Missing: where the weight of a measure without a figure goes, exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.missing import Missing, Weighed, redistributed
from comanage.rules.numbers import exact

ALL, DOMAIN, FORFEIT = (
    Missing.REDISTRIBUTE_ALL,
    Missing.REDISTRIBUTE_DOMAIN,
    Missing.FORFEIT,
)


def weighed(rule, *, missing):
    """A (40 %) and B (30 %, with this rule) in one domain, C (20 %) and D (10 %) elsewhere."""
    table = (("q", "0.4"), ("q", "0.3"), ("e", "0.2"), ("d", "0.1"))
    return [
        Weighed(domain, exact(weight), rule, missing=at in missing)
        for at, (domain, weight) in enumerate(table)
    ]


@pytest.mark.parametrize(
    ("rule", "missing", "weights"),
    [
        pytest.param(FORFEIT, {1}, ["0.4", "0.3", "0.2", "0.1"], id="forfeited weight stays"),
        pytest.param(ALL, {1}, ["4/7", "0", "2/7", "1/7"], id="over the whole scorecard"),
        pytest.param(DOMAIN, {1}, ["0.7", "0", "0.2", "0.1"], id="over its own domain"),
        pytest.param(DOMAIN, {2}, ["0.4", "0.3", "0.2", "0.1"], id="an empty domain forfeits"),
        pytest.param(ALL, {0, 1, 2}, ["0", "0", "0", "1"], id="the last one takes all"),
        pytest.param(ALL, {0, 1, 2, 3}, ["0.4", "0.3", "0.2", "0.1"], id="nobody is left"),
        pytest.param(ALL, {1, 3}, ["2/3", "0", "1/3", "0"], id="two measures leave"),
    ],
)
def test_where_the_weight_goes(rule, missing, weights):
    found = redistributed(weighed(rule, missing=missing))
    assert found == [exact(weight) for weight in weights]


def test_a_forfeited_measure_takes_part_in_what_others_give_away():
    measures = [
        Weighed("q", exact("0.5"), FORFEIT, missing=True),
        Weighed("q", exact("0.25"), ALL, missing=True),
        Weighed("q", exact("0.25"), ALL, missing=False),
    ]
    assert redistributed(measures) == [exact("2/3"), 0, exact("1/3")]


def test_a_measure_left_alone_in_its_domain_takes_part_like_a_forfeited_one():
    measures = [
        Weighed("a", exact("0.5"), FORFEIT, missing=False),
        Weighed("b", exact("0.25"), ALL, missing=True),
        Weighed("c", exact("0.25"), DOMAIN, missing=True),
    ]
    assert redistributed(measures) == [exact("2/3"), 0, exact("1/3")]


measure = st.builds(
    Weighed,
    st.sampled_from("abc"),
    st.fractions(min_value=0, max_value=1),
    st.sampled_from(Missing),
    missing=st.booleans(),
)


@given(st.lists(measure, max_size=12))
def test_no_weight_is_lost_or_made(measures):
    found = redistributed(measures)
    assert sum(found) == sum(one.weight for one in measures)
    assert all(weight >= 0 for weight in found)
