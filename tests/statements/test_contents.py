"""What a statement says: the answer first, every dollar with its reason, and nobody else's dollars."""

from dataclasses import fields, is_dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.rules.allocations.equal import Equal
from comanage.rules.methods.attested import Attested
from comanage.rules.numbers import exact, money, plain_money
from comanage.rules.settlement import settle
from comanage.rules.signoff import SettlementState
from comanage.rules.trace import RESULTS
from comanage.statements.contents import contents
from comanage.statements.sheet import sheet
from comanage.statements.steps import WORDS, cut_short
from tests.rules.worked import with_measure
from tests.statements import samples
from tests.statements.samples import statement


def line(said, code):
    """Find the line of a measure."""
    return next(one for one in said.sheet.measures if one.measure.code == code)


def test_the_answer_is_the_amount_and_how_it_came_about():
    said = statement()
    assert said.payable == 19_460_526
    assert said.equations == (
        "$400,000.00 pool × 77.842105…% score = $311,368.42 earned",
        "$311,368.42 × 62.5% share = $194,605.26 payable",
    )


def test_a_group_that_gets_everything_is_not_told_of_a_division():
    alone = replace(samples.TERMS, participants=(samples.GRANITE,), allocation=Equal())
    said = statement(terms=alone)
    assert said.payable == 31_136_842
    assert said.equations == ("$400,000.00 pool × 77.842105…% score = $311,368.42 earned",)


def test_a_measure_says_in_words_how_it_came_to_its_dollars():
    assert line(statement(), "turnover").worked == (
        "27.4 min lies 15% of the way from target (28.0 min) to maximum (24.0 min), which earn 80%"
        " and 100%. 83% × 15.789473…% × $400,000.00 = $52,421.0526…, printed as $52,421.05."
    )


def test_dollars_that_come_out_even_are_not_said_to_be_rounded():
    even = tuple(one for one in samples.FIGURES if one.measure != "meetings")
    said = statement(figures=(*even, samples.valued("meetings", "75")))
    assert line(said, "ssi").worked == (
        "0.82% reached target (1.00%). 80% × 15% × $400,000.00 = $48,000.00."
    )


@pytest.mark.parametrize(
    ("code", "level"),
    [
        pytest.param("ssi", "Target", id="the hardest level reached"),
        pytest.param("satisfaction", "No result", id="no level without a result"),
        pytest.param("casemix", "Target", id="a measure that is never paid on has a level too"),
    ],
)
def test_the_level_reached_is_a_word(code, level):
    assert line(statement(), code).level == level


def test_short_of_the_easiest_level_the_word_names_it():
    rest = tuple(one for one in samples.FIGURES if one.measure != "fcots")
    said = statement(figures=(*rest, samples.valued("fcots", "60")))
    assert line(said, "fcots").level == "Below threshold"
    assert not any(level.reached for level in line(said, "fcots").levels)


def test_a_method_without_levels_of_the_result_has_no_word_for_one():
    attested = Attested("the quality committee")
    terms = with_measure(samples.TERMS, "fcots", method=attested)
    assert line(statement(terms=terms), "fcots").level == "No level"
    assert line(statement(terms=terms), "fcots").levels == ()


def test_counts_stand_beside_the_rate():
    assert (line(statement(), "fcots").actual, line(statement(), "fcots").counts) == (
        "84.8%",
        "179 of 211",
    )


def test_every_missing_figure_says_its_reason_its_rule_and_what_it_cost():
    stays, moved = statement().sheet.missing
    assert (stays.name, stays.reason, stays.cost) == (
        "Patients who would recommend us", "too few cases", 2_105_263,
    )  # fmt: skip
    assert stays.sentence == (
        "By the contract its weight stays and earns nothing: $21,052.63 could not be earned."
    )
    assert moved.cost == 0
    assert "5% of the scorecard went to the measures that remain" in moved.sentence


def test_shares_of_all_stand_there_where_the_contract_states_them():
    assert [(one.name, one.share, one.own) for one in statement().shares] == [
        ("Copper Lantern Surgeons", Fraction(3, 8), False),
        ("Granite Fork Bone & Joint", Fraction(5, 8), True),
    ]


def test_an_equal_division_is_known_to_everyone():
    said = statement(terms=replace(samples.TERMS, allocation=Equal()))
    assert [one.share for one in said.shares] == [Fraction(1, 2)] * 2
    assert said.basis == "divided equally among the participants"


def test_an_unknown_group_has_no_statement():
    with pytest.raises(LookupError, match="NOBODY"):
        statement(group="NOBODY")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SettlementState.PRELIMINARY, "Preliminary, not payable"),
        (SettlementState.FINAL, "Complete, not yet approved, not payable"),
        (SettlementState.APPROVED, "Final, approved"),
    ],
)
def test_the_state_is_a_word(state, words):
    assert statement(state=state).standing == words


def test_no_value_in_a_statement_holds_another_groups_dollars():
    other = settle(samples.TERMS, samples.FIGURES, "2027-Q1").payout("COPPER").payable
    held = list(values(statement()))
    assert 19_460_526 in held
    assert other not in held
    assert not [one for one in held if isinstance(one, str)
                and (money(other) in one or plain_money(other) in one)]  # fmt: skip


def test_the_steps_keep_the_numbers_of_the_settlement():
    said = statement()
    numbers = {step.number for step in said.steps}
    assert {step.about for step in said.steps[-2:]} == {"Granite Fork Bone & Joint"}
    assert all(use in numbers for step in said.steps for use in step.uses)


def test_every_result_of_the_trace_has_its_words():
    assert [result.name for result in RESULTS if result.name not in WORDS] == []


reasons = st.sampled_from(["too few cases", "not available yet"])
percents = st.integers(0, 1000).map(lambda tenths: exact(f"{tenths / 10:.1f}"))


@settings(deadline=None, max_examples=50)  # a busy machine is not a fault
@given(st.data())
def test_every_printed_column_of_money_adds_up(data):
    figures = []
    for _, measure in samples.TERMS.measures():
        if data.draw(st.booleans()):
            figures.append(samples.absent(measure.code, data.draw(reasons)))
        else:
            value = data.draw(percents)
            whole = Fraction(int(value)) if measure.code == "protocols" else value
            baseline = {"baseline": exact("92.4")} if measure.code == "abx" else {}
            figures.append(replace(samples.valued(measure.code, "0"), value=whole, **baseline))
    settled = settle(samples.TERMS, figures, "2027-Q1")
    laid = sheet(samples.TERMS, settled)
    for name in ("possible", "earned"):
        parts = [getattr(domain, name) for domain in laid.domains]
        assert sum(parts) == getattr(laid, name)
        for domain in laid.domains:
            assert sum(getattr(one, name) for one in domain.measures) == getattr(domain, name)
    assert all(0 <= one.earned <= one.possible for one in laid.measures)
    payable = [
        contents(samples.TERMS, settled, code, samples.facts()).payable
        for code in samples.TERMS.codes()
    ]
    assert sum(payable) == laid.earned


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1234.5", "1,234.5"), ("1/3", "0.333333…"), ("0.1234567", "0.123456…"), ("1000", "1,000")],
)
def test_a_number_that_goes_on_is_cut_short_with_three_dots(number, shown):
    assert cut_short(exact(number)) == shown


def values(held):
    """Go through everything that a value holds."""
    if is_dataclass(held):
        for each in fields(held):
            yield from values(getattr(held, each.name))
    elif isinstance(held, tuple | list):
        for one in held:
            yield from values(one)
    else:
        yield held
