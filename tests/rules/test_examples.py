"""Examples: a contract's own worked examples come out, or say what came out instead."""

from dataclasses import replace

import pytest

from comanage.rules import examples
from comanage.rules.lint import lint
from comanage.rules.numbers import exact
from comanage.rules.terms import Example, Expected, Given
from tests.rules.worked import TERMS, with_measure

FIGURES = (
    Given("SCREENING", numerator=exact("412"), denominator=exact("486")),
    Given("INFECTIONS", value=exact("0")),
    Given("ON-TIME", value=exact("79.9")),
)
MONEY = Expected("pool", "worked", "earned", exact("7176"))


def with_example(*expects, figures=FIGURES, period="2027-Q1"):
    return replace(TERMS, examples=(Example("A good quarter", period, figures, expects),))


def said(*expects, **given):
    return [str(fault) for fault in examples.faults(with_example(*expects, **given))]


def test_terms_without_examples_have_nothing_to_hold():
    assert examples.faults(TERMS) == []
    assert examples.figures(TERMS) == []


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(MONEY, id="dollars of the pool"),
        pytest.param(
            Expected("payout", "north", "payable", exact("4305.6")), id="of a participant"
        ),
        pytest.param(Expected("measure", "SCREENING", "value", exact("84.8")), id="a result"),
        pytest.param(Expected("measure", "ON-TIME", "factor", exact("1/2")), id="a factor"),
        pytest.param(Expected("scorecard", "worked", "total", exact("0.7176")), id="a score"),
    ],
)
def test_a_result_that_comes_out_is_no_fault(expected):
    assert said(expected) == []


def test_a_result_that_differs_says_what_was_expected_and_what_came_out():
    wrong = Expected("payout", "north", "payable", exact("4305.61"))
    assert said(MONEY, wrong) == [
        ("example A good quarter, payout north, payable: The contract expects $4,305.61, and"
        " $4,305.60 comes out.")
    ]  # fmt: skip


def test_a_number_without_end_is_compared_at_the_places_that_files_print():
    endless = Expected("measure", "SCREENING", "value", exact("84.77366255144"))

    def faults(expected):
        return examples.faults(with_measure(with_example(expected), "SCREENING", precision=None))

    assert faults(endless) == []
    assert faults(replace(endless, value=exact("41200/486"))) == []
    assert [fault.sentence for fault in faults(replace(endless, value=exact("84.77")))] == [
        "The contract expects 84.77, and 84.77366255144 comes out."
    ]


def test_an_absent_result_is_expected_in_so_many_words():
    absent = (replace(FIGURES[0], numerator=None, denominator=None, absent="too few cases"),
              *FIGURES[1:])  # fmt: skip
    nothing = Expected("measure", "SCREENING", "value", None)
    assert said(nothing, figures=absent) == []
    assert said(nothing) == [
        ("example A good quarter, measure SCREENING, value: The contract expects no result, and"
        " 84.8 comes out.")
    ]  # fmt: skip
    given = replace(nothing, value=exact("84.8"))
    assert "no result comes out." in said(given, figures=absent)[0]


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        pytest.param(replace(MONEY, scope="purse"), "purse is no scope", id="a scope"),
        pytest.param(
            replace(MONEY, result="factor"), "No pool has a result factor.", id="a result"
        ),
        pytest.param(replace(MONEY, code="other"), "there is no such result.", id="a code"),
    ],
)
def test_words_that_name_no_result_are_said(expected, sentence):
    (fault,) = said(expected)
    assert sentence in fault


def test_figures_of_an_example_are_held_to_what_figures_are_held_to():
    figures = (replace(FIGURES[1], value=exact("1.5")), Given("OTHER", value=exact("1")))
    found = said(MONEY, figures=figures)
    assert (
        "example A good quarter, figure of INFECTIONS, column value: 1.5 is not a whole" in found[0]
    )
    assert "The scorecard has no measure OTHER." in found[1]
    assert any("SCREENING: Screening has no figure for 2027-Q1." in each for each in found)


def test_examples_are_part_of_lint():
    wrong = with_example(replace(MONEY, value=exact("7000")))
    assert [str(fault) for fault in lint(wrong).faults] == said(replace(MONEY, value=exact("7000")))


def test_terms_that_do_not_mean_one_thing_have_no_result_to_compare():
    broken = replace(with_example(MONEY), domains=TERMS.domains[:1])
    assert "add up to 60%" in " ".join(map(str, examples.faults(broken)))


def test_figures_of_examples_give_lint_their_baselines():
    figures = (*FIGURES[:2], replace(FIGURES[2], baseline=exact("79.9")))
    found = lint(with_example(MONEY, figures=figures))
    assert "baseline:efficiency/ON-TIME" in [caution.key for caution in found.cautions]
