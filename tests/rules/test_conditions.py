"""Conditions: what must hold, what a missing number means, and how both are said."""

import pytest

from comanage.rules.conditions import (
    Compares,
    Condition,
    Looked,
    Looks,
    Unknown,
    View,
    holds,
    outcome,
    sentence,
)
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

PERCENT = Scale(Unit.PERCENT, Better.LOWER, 1)
SEEN = View(
    {
        "READM": Looked("Readmissions", PERCENT, exact("5.0"), exact("5.2"), exact("0.5")),
        "NEVER": Looked("Never events", Scale(Unit.COUNT, Better.LOWER)),
        "SAME": Looked("Mortality", PERCENT, exact("2.0"), exact("2.0")),
    },
    {"quality": exact("0.75"), "empty": None},
    exact("2/3"),
)


def on(code, compares, than="0", looks_at=Looks.VALUE, **more):
    return Condition(compares, exact(than), code, looks_at, **more)


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        pytest.param(on("READM", Compares.AT_MOST, "5"), True, id="at most holds on the number"),
        pytest.param(on("READM", Compares.LESS_THAN, "5"), False, id="less than does not"),
        pytest.param(on("READM", Compares.AT_LEAST, "5"), True, id="at least holds on the number"),
        pytest.param(on("READM", Compares.MORE_THAN, "5"), False, id="more than does not"),
        pytest.param(on("READM", Compares.MORE_THAN, "4.9"), True, id="more than holds above"),
        pytest.param(on("READM", Compares.AT_MOST, "4.9"), False, id="at most fails above"),
        pytest.param(
            on("READM", Compares.AT_LEAST, "0.5", Looks.FACTOR), True, id="a factor is looked at"
        ),
        pytest.param(
            on("quality", Compares.AT_LEAST, "0.75", Looks.DOMAIN), True, id="a domain is looked at"
        ),
        pytest.param(
            on("", Compares.MORE_THAN, "0.6667", Looks.TOTAL), False, id="the whole is exact"
        ),
        pytest.param(
            on("READM", Compares.BEATS_BASELINE), True, id="fewer than before is better here"
        ),
        pytest.param(on("SAME", Compares.BEATS_BASELINE), False, id="the same is not better"),
        pytest.param(on("SAME", Compares.HOLDS_BASELINE), True, id="the same is not worse"),
    ],
)
def test_a_condition_holds_or_fails(condition, held):
    assert holds(condition, SEEN) is held


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param(on("NEVER", Compares.AT_MOST), id="a measure without a result"),
        pytest.param(on("NEVER", Compares.BEATS_BASELINE), id="a measure without a baseline"),
        pytest.param(on("NEVER", Compares.AT_MOST, looks_at=Looks.FACTOR), id="without a factor"),
        pytest.param(on("empty", Compares.AT_LEAST, looks_at=Looks.DOMAIN), id="an empty domain"),
        pytest.param(on("OTHER", Compares.AT_MOST), id="a measure that is not there"),
    ],
)
@pytest.mark.parametrize("missing", list(Unknown))
def test_while_its_number_is_missing_a_condition_means_what_the_terms_say(condition, missing):
    stated = Condition(
        condition.compares, condition.than, condition.code, condition.looks_at, missing
    )
    assert holds(stated, SEEN) is (missing is Unknown.HOLDS)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (on("READM", Compares.AT_MOST, "4.5"), "Readmissions, 5.0%, is not at most 4.5%"),
        (on("READM", Compares.AT_MOST, "5"), "Readmissions, 5.0%, is at most 5.0%"),
        (
            on("READM", Compares.BEATS_BASELINE),
            "Readmissions, 5.0%, is better than its baseline",
        ),
        (
            on("quality", Compares.AT_LEAST, "0.8", Looks.DOMAIN),
            "the score of domain quality, 75%, is not at least 80%",
        ),
        (
            on("", Compares.AT_LEAST, "0.5", Looks.TOTAL),
            "the score, 66.666667%, is at least 50%",
        ),
        (
            on("READM", Compares.AT_LEAST, "1", Looks.FACTOR),
            "the factor of Readmissions, 50%, is not at least 100%",
        ),
        (on("NEVER", Compares.AT_MOST), "Never events has no result, which fails the condition"),
    ],
)
def test_an_outcome_is_said_with_its_number(condition, words):
    assert outcome(condition, SEEN) == words


def test_a_condition_is_put_in_words_as_the_terms_state_it():
    stated = on("NEVER", Compares.AT_MOST, missing=Unknown.HOLDS)
    assert sentence(stated, SEEN) == "Never events must be at most 0; without a result it holds"


@pytest.mark.parametrize("missing", list(Unknown))
def test_a_result_without_a_baseline_neither_beats_nor_holds_one(missing):
    fresh = View({"FRESH": Looked("Fresh", PERCENT, exact("5"))})
    for compares in (Compares.BEATS_BASELINE, Compares.HOLDS_BASELINE):
        condition = on("FRESH", compares, missing=missing)
        assert holds(condition, fresh) is (missing is Unknown.HOLDS)
