"""What if: two settlements side by side, every column adding up, a sentence for what changed."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules import canonical
from comanage.rules.conditions import Compares, Condition
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate, Modifier
from comanage.rules.methods.binary import Binary
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.pool import Division, FmvCap, PoolRules
from comanage.rules.routes import routes
from comanage.rules.settlement import settle
from comanage.rules.terms import Participant, Settles
from comanage.rules.whatif import About, Comparison, changed, compare
from tests.rules.supposing import SOME, assert_columns_add_up, case
from tests.rules.worked import FIGURES, TERMS, with_measure

PERIOD = "2027-Q1"
NO_INFECTION = Gate("No infection", Condition(Compares.AT_MOST, exact("0"), "INFECTIONS"))
RULED = replace(
    TERMS,
    domains=(
        replace(TERMS.domains[0], cap=exact("0.8"), modifiers=(Modifier("Half", exact("0.5")),)),
        replace(TERMS.domains[1], gates=(replace(NO_INFECTION, keeps=exact("0.25")),)),
    ),
    pool=PoolRules(
        gates=(replace(NO_INFECTION, keeps=exact("0.9")),),
        modifiers=(Modifier("Bonus", exact("1.1")),),
        floor=exact("0.1"),
    ),
    fmv_cap=FmvCap(exact("5000")),
    division=Division(most=exact("2000")),
)
tenths = st.integers(0, 1000).map(lambda tenth: Fraction(tenth, 10))


def given_as(code, value=None, participant="", **others):
    return Figure(PERIOD, participant, code, None if value is None else exact(value), **others)


def compared(*changes, terms=TERMS, figures=FIGURES):
    before, after = settle(terms, figures, PERIOD), settle(terms, changed(figures, changes), PERIOD)
    return compare(terms, before, after)


def line_of(comparison, about, code, participant=""):
    (found,) = [
        line
        for line in comparison.lines
        if (line.about, line.code, line.participant) == (about, code, participant)
    ]
    return found


def test_a_figure_is_replaced_where_it_stands_and_another_is_added_at_the_end():
    new, more = given_as("ON-TIME", "91"), replace(given_as("ON-TIME", "88"), period="2027-Q2")
    assert changed(FIGURES, [more, new]) == [*FIGURES[:2], new, more]
    assert changed(FIGURES, []) == list(FIGURES)


def test_lines_stand_in_print_order():
    comparison = compared(given_as("ON-TIME", "91"))
    assert [(line.about, line.code) for line in comparison.lines] == [
        (About.DOMAIN, "quality"),
        (About.MEASURE, "SCREENING"),
        (About.MEASURE, "INFECTIONS"),
        (About.DOMAIN, "efficiency"),
        (About.MEASURE, "ON-TIME"),
        (About.SCORE, "worked"),
        (About.EARNED, "worked"),
        (About.PAYOUT, "east"),
        (About.PAYOUT, "north"),
    ]


def test_a_line_holds_dollars_and_factor_before_after_and_their_difference():
    line = line_of(compared(given_as("ON-TIME", "91")), About.MEASURE, "ON-TIME")
    assert (line.before.cents, line.after.cents, line.difference.cents) == (200000, 320000, 120000)
    assert (line.before.score, line.after.score) == (exact("0.5"), exact("0.8"))
    assert line.difference.score == exact("0.3")


def test_what_changed_is_said_in_a_sentence_a_line():
    assert compared(given_as("ON-TIME", "91")).sentences == (
        "Efficiency: 80% instead of 50%, $3,200.00 instead of $2,000.00: $1,200.00 more.",
        (
            "First cases on time: 91.0% instead of 79.9%, factor 80% instead of 50%,"
            " $3,200.00 instead of $2,000.00: $1,200.00 more."
        ),
        "Score: 83.76% instead of 71.76%, $8,376.00 instead of $7,176.00: $1,200.00 more.",
        "Earned: $8,376.00 instead of $7,176.00: $1,200.00 more.",
        "East Group: $3,350.40 instead of $2,870.40: $480.00 more.",
        "North Group: $5,025.60 instead of $4,305.60: $720.00 more.",
    )


@pytest.mark.parametrize(
    ("change", "rule", "sentence"),
    [
        pytest.param(
            given_as("ON-TIME", "80"),
            Missing.FORFEIT,
            "First cases on time: 80.0% instead of 79.9%: what it earns stays as it is.",
            id="a better result on the same level earns the same, and the line says so",
        ),
        pytest.param(
            given_as("ON-TIME", absent="not submitted"),
            Missing.FORFEIT,
            "First cases on time: no result (not submitted) instead of 79.9%,"
            " factor not scored instead of 50%, $0.00 instead of $2,000.00: $2,000.00 less.",
            id="a result that goes missing is never a zero",
        ),
        pytest.param(
            given_as("ON-TIME", absent="not submitted"),
            Missing.REDISTRIBUTE_ALL,
            "First cases on time: no result (not submitted) instead of 79.9%, weight 0% instead"
            " of 40%, factor not scored instead of 50%, $0.00 instead of $2,000.00: $2,000.00 less.",
            id="a weight that moves is named",
        ),
    ],
)  # fmt: skip
def test_the_line_of_a_measure_says_what_became_of_it(change, rule, sentence):
    terms = with_measure(TERMS, "ON-TIME", missing=rule)
    assert line_of(compared(change, terms=terms), About.MEASURE, "ON-TIME").sentence == sentence


def test_where_nothing_changes_nothing_is_said():
    comparison = compared()
    assert comparison.sentences == ()
    assert {line.difference.cents for line in comparison.lines} == {0}


def test_gates_and_caps_are_lines_of_their_own_even_where_one_side_has_none():
    comparison = compared(given_as("INFECTIONS", "2"), terms=RULED)
    assert line_of(comparison, About.POOL_CHANGE, "12").sentence.startswith("Pool gate: -$")
    changes = [line.name for line in comparison.lines if line.about is About.DOMAIN_CHANGE]
    assert changes == [
        f"{domain}, domain modifier, gate, floor, cap" for domain in ("Quality", "Efficiency")
    ]
    kept = line_of(comparison, About.KEPT, "worked")
    assert kept.before.cents > 0


def test_a_correction_of_the_readmissions_of_the_large_example_costs_13500():
    (terms, before, period), (_, after, _) = case("i9_before"), case("i9_after")
    comparison = compare(terms, settle(terms, before, period), settle(terms, after, period))
    assert line_of(comparison, About.EARNED, terms.code).difference.cents == -1350000
    assert_columns_add_up(terms, comparison)


@pytest.mark.parametrize("name", ["i5_own_score", "i5_blend"])
def test_own_scores_are_lines_of_their_participants_without_dollars(name):
    terms, figures, period = case(name)
    own = next(one for one in figures if one.participant and one.measure == "PATHWAY")
    better = replace(own, numerator=own.denominator)
    before = settle(terms, figures, period)
    comparison = compare(terms, before, settle(terms, changed(figures, [better]), period))
    line = line_of(comparison, About.MEASURE, "PATHWAY", own.participant)
    assert line.difference.cents is None
    assert line.difference.score > 0
    assert line.sentence.startswith(f"{terms.called(own.participant)}, ")
    assert line_of(comparison, About.PAYOUT, own.participant).difference.cents > 0
    assert_columns_add_up(terms, comparison)


def test_scorecards_of_participants_without_money_are_compared_by_their_scores():
    terms = replace(TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None)
    figures = [replace(one, participant=who) for one in FIGURES for who in ("north", "east")]
    comparison = compared(given_as("INFECTIONS", "1", "east"), terms=terms, figures=figures)
    assert comparison.sentences == (
        "East Group, Quality: 52.933333% instead of 86.266667%.",
        "East Group, Infections: 1 instead of 0, factor 0% instead of 100%.",
        "East Group, Score: 51.76% instead of 71.76%.",
    )


def test_a_participant_that_only_one_side_knows_is_named_by_its_code():
    terms = replace(
        TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None,
        open_to_any=True, participants=(),
    )  # fmt: skip
    figures = [replace(one, participant="hospital-1") for one in FIGURES]
    more = [replace(one, participant="hospital-2") for one in FIGURES]
    comparison = compared(*more, terms=terms, figures=figures)
    score = line_of(comparison, About.SCORE, "worked", "hospital-2")
    assert (score.before.score, score.after.score) == (None, exact("0.7176"))
    assert score.sentence == "hospital-2, Score: 71.76% instead of not scored."


def test_a_comparison_reads_back_from_its_canonical_text():
    comparison = compared(given_as("ON-TIME", "91"))
    assert canonical.read(Comparison, canonical.text(comparison)) == (comparison, [])


@pytest.mark.parametrize("name", SOME)
def test_the_columns_of_every_route_of_a_worked_case_add_up(name):
    terms, figures, period = case(name)
    before = settle(terms, figures, period)
    for route in routes(terms, figures, period).routes:
        after = settle(terms, changed(figures, [route.figure]), period)
        assert_columns_add_up(terms, compare(terms, before, after))


@given(tenths, tenths, st.integers(0, 3), st.sampled_from([TERMS, RULED]))
def test_a_column_of_a_comparison_adds_up_whatever_the_figures(screening, on_time, ill, terms):
    changes = [
        Figure(PERIOD, "", "SCREENING", screening),
        Figure(PERIOD, "", "ON-TIME", on_time),
        Figure(PERIOD, "", "INFECTIONS", Fraction(ill)),
    ]
    comparison = compared(*changes, terms=terms)
    assert_columns_add_up(terms, comparison)
    back = compare(
        terms, settle(terms, changed(FIGURES, changes), PERIOD), settle(terms, FIGURES, PERIOD)
    )
    forth = [line.difference.cents for line in comparison.lines]
    assert [line.difference.cents for line in back.lines] == [-cents for cents in forth]


def test_a_participant_that_is_not_listed_has_its_code_for_a_name():
    terms = replace(TERMS, participants=(Participant("a", "Group A"),))
    assert (terms.called("a"), terms.called("b")) == ("Group A", "b")


def test_a_level_that_decides_alone_is_compared_too():
    terms = with_measure(TERMS, "ON-TIME", method=Binary(exact("90")))
    assert (
        line_of(
            compared(given_as("ON-TIME", "91"), terms=terms), About.MEASURE, "ON-TIME"
        ).difference.score
        == 1
    )
