"""Missing: where the weight of a measure without a figure goes, exactly."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.missing import MOVING, Missing, Weighed, redistributed
from comanage.rules.numbers import exact

ALL, DOMAIN, FORFEIT = (
    Missing.REDISTRIBUTE_ALL,
    Missing.REDISTRIBUTE_DOMAIN,
    Missing.FORFEIT,
)


def moving(measure, *, missing):
    """Take the rule off a measure that has a result, or whose rule leaves its weight where it is."""
    rule = measure.rule if missing and measure.rule in MOVING else None
    return replace(measure, rule=rule, takes=not missing)


def weighed(rule, *, missing):
    """A (40 %) and B (30 %, with this rule) in one domain, C (20 %) and D (10 %) elsewhere."""
    table = (("q", "0.4"), ("q", "0.3"), ("e", "0.2"), ("d", "0.1"))
    return [
        moving(Weighed("ABCD"[at], domain, exact(weight), rule), missing=at in missing)
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
        Weighed("A", "q", exact("0.5"), takes=False),
        Weighed("B", "q", exact("0.25"), ALL, takes=False),
        Weighed("C", "q", exact("0.25")),
    ]
    assert redistributed(measures) == [exact("2/3"), 0, exact("1/3")]


def test_a_measure_left_alone_in_its_domain_takes_part_like_a_forfeited_one():
    measures = [
        Weighed("A", "a", exact("0.5")),
        Weighed("B", "b", exact("0.25"), ALL, takes=False),
        Weighed("C", "c", exact("0.25"), DOMAIN, takes=False),
    ]
    assert redistributed(measures) == [exact("2/3"), 0, exact("1/3")]


def test_a_measure_left_alone_in_its_domain_goes_by_its_other_rule_where_one_is_agreed():
    measures = [
        Weighed("A", "a", exact("0.5")),
        Weighed("B", "b", exact("0.5"), DOMAIN, otherwise=ALL, takes=False),
    ]
    assert redistributed(measures) == [1, 0]


@pytest.mark.parametrize(
    ("takes", "otherwise", "weights"),
    [
        pytest.param(True, FORFEIT, ["0.5", "0", "0.5"], id="the alternate takes all of it"),
        pytest.param(False, FORFEIT, ["0.5", "0.5", "0"], id="it stays without one"),
        pytest.param(False, ALL, ["1", "0", "0"], id="it goes by the other rule without one"),
    ],
)
def test_a_weight_goes_to_the_named_alternate_if_that_has_a_result(takes, otherwise, weights):
    measures = [
        Weighed("A", "a", exact("0.5")),
        Weighed("B", "b", exact("0.5"), Missing.REALLOCATE_NAMED, "C", otherwise, takes=False),
        Weighed("C", "b", exact("0"), takes=takes),
    ]
    assert redistributed(measures) == [exact(weight) for weight in weights]


def test_an_alternate_takes_its_part_on_top_of_what_it_gets_like_others():
    measures = [
        Weighed("A", "a", exact("0.4")),
        Weighed("B", "a", exact("0.3"), Missing.REALLOCATE_NAMED, "A", takes=False),
        Weighed("C", "b", exact("0.2"), ALL, takes=False),
        Weighed("D", "b", exact("0.1")),
    ]
    assert redistributed(measures) == [exact("0.86"), 0, 0, exact("0.14")]


def test_an_alternate_that_is_left_alone_takes_the_whole_weight():
    measures = [
        Weighed("A", "a", exact("1"), Missing.REALLOCATE_NAMED, "B", takes=False),
        Weighed("B", "b", exact("0")),
    ]
    assert redistributed(measures) == [0, 1]


@pytest.mark.parametrize(
    ("more", "weights"),
    [
        pytest.param(
            {"unscored": True}, ["0.75", "0", "0.25", "0"], id="a domain's, by what domains keep"
        ),
        pytest.param({}, ["11/15", "0", "4/15", "0"], id="a measure's, by what measures remain"),
    ],
)
def test_the_weight_of_a_domain_goes_to_domains_and_that_of_a_measure_to_measures(more, weights):
    measures = [
        Weighed("A", "a", exact("0.4")),
        Weighed("B", "a", exact("0.2"), DOMAIN, takes=False),
        Weighed("C", "c", exact("0.2")),
        Weighed("D", "d", exact("0.2"), ALL, takes=False, **more),
    ]
    assert redistributed(measures) == [exact(weight) for weight in weights]


codes = [f"M{at}" for at in range(12)]
measure = st.builds(
    Weighed,
    st.just(""),
    st.sampled_from("abc"),
    st.fractions(min_value=0, max_value=1),
    st.sampled_from([None, *sorted(MOVING)]),
    st.sampled_from(codes),
    st.sampled_from([FORFEIT, ALL, DOMAIN]),
    takes=st.booleans(),
)


@given(st.lists(measure, max_size=12))
def test_no_weight_is_lost_or_made(measures):
    named = [replace(one, code=codes[at]) for at, one in enumerate(measures)]
    found = redistributed(named)
    assert sum(found) == sum(one.weight for one in named)
    assert all(weight >= 0 for weight in found)
