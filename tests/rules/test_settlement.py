"""Settlement: exact to the last step, every column adds up, every number says why."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.allocations.equal import Equal
from comanage.rules.figures import Figure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.meaning import faults
from comanage.rules.measure import Status
from comanage.rules.methods.points import Points
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact, percent
from comanage.rules.settled import Settlement, differences
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain, Participant, Settles
from comanage.rules.trace import ORDER, RESULT_OF, Scope, lines
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure

PERIOD = "2027-Q1"
SETTLED = settle(TERMS, FIGURES, PERIOD)


def test_the_worked_agreement_earns_what_a_pocket_calculator_says():
    # 412/486 = 84.8 at one place: .5 + .98 x .3 = .794; .4 x .794 + .2 + .4 x .5 = .7176
    assert SETTLED.scorecard.total == exact("0.7176")
    assert (SETTLED.possible, SETTLED.earned, SETTLED.unearned) == (1000000, 717600, 282400)
    assert [(one.participant, one.payable) for one in SETTLED.payouts] == [
        ("east", 287040),
        ("north", 430560),
    ]
    assert SETTLED.payout("north").share == exact("0.6")
    assert SETTLED.payout("west") is None


def test_printed_dollars_are_found_by_domain_and_measure():
    assert SETTLED.amount("quality").earned == 517600
    assert SETTLED.amount("quality", "SCREENING").earned == 317600
    assert SETTLED.amount("quality", "SCREENING").possible == 400000
    assert SETTLED.amount("nowhere") is None


def test_faulty_terms_and_faulty_figures_are_refused_whole():
    with pytest.raises(Faulty) as refused:
        settle(replace(TERMS, periods=()), FIGURES, PERIOD)
    assert refused.value.faults[0].place == "periods"
    wrong = with_figure(FIGURES, "ON-TIME", Figure(PERIOD, "", "ON-TIME", exact("799")))
    with pytest.raises(Faulty) as refused:
        settle(TERMS, wrong[1:], PERIOD)
    assert len(refused.value.faults) == 2


def test_a_result_and_its_baseline_are_compared_at_the_same_precision():
    # 72.84 reads 72.8, and so does a baseline of 72.75: nothing was improved.
    points = Points(threshold=exact("75"), benchmark=exact("75.1"))
    terms = with_measure(TERMS, "SCREENING", method=points, precision=1)
    given = Figure(PERIOD, "", "SCREENING", exact("72.84"), baseline=exact("72.75"))
    settled = settle(terms, with_figure(FIGURES, "SCREENING", given), PERIOD)
    noted = {step.result: step.value for step in settled.steps if step.code == "SCREENING"}
    assert (noted["value"], noted["baseline"]) == (exact("72.8"), exact("72.8"))
    assert noted["improvement"] == 0


def test_figures_of_another_period_make_no_difference():
    other = replace(FIGURES[0], period="2027-Q2")
    assert settle(TERMS, (*FIGURES, other), PERIOD) == SETTLED


@pytest.mark.trust("D6")
def test_the_order_of_figures_makes_no_difference():
    assert settle(TERMS, FIGURES[::-1], PERIOD) == SETTLED


def test_a_measure_without_a_figure_is_forfeited_with_its_reason():
    absent = Figure(PERIOD, "", "SCREENING", absent="too few cases")
    settled = settle(TERMS, with_figure(FIGURES, "SCREENING", absent), PERIOD)
    measure = settled.scorecard.domains[0].measures[0]
    assert (measure.value, measure.factor, measure.weight) == (None, None, exact("0.4"))
    assert measure.because == ("no result (too few cases): its weight stays and earns nothing")
    assert settled.earned == 400000


@pytest.mark.parametrize(
    ("rule", "weights", "earned"),
    [
        (Missing.REDISTRIBUTE_ALL, ["0", "1/3", "2/3"], 666667),
        (Missing.REDISTRIBUTE_DOMAIN, ["0", "3/5", "2/5"], 800000),
    ],
)
def test_weights_are_redistributed_exactly(rule, weights, earned):
    terms = with_measure(TERMS, "SCREENING", missing=rule)
    absent = Figure(PERIOD, "", "SCREENING", absent="too few cases")
    settled = settle(terms, with_figure(FIGURES, "SCREENING", absent), PERIOD)
    found = [one.weight for domain in settled.scorecard.domains for one in domain.measures]
    assert found == [exact(weight) for weight in weights]
    assert settled.earned == earned


def test_a_domain_left_empty_keeps_its_weight_and_earns_nothing():
    terms = with_measure(TERMS, "ON-TIME", missing=Missing.REDISTRIBUTE_DOMAIN)
    absent = Figure(PERIOD, "", "ON-TIME", absent="not submitted")
    settled = settle(terms, with_figure(FIGURES, "ON-TIME", absent), PERIOD)
    assert settled.scorecard.domains[1].weight == exact("0.4")
    assert settled.scorecard.domains[1].raw == 0


def test_a_reporting_only_measure_is_scored_and_never_paid():
    monitor = replace(SCREENING, code="MIX", weight=exact("0"), status=Status.REPORTING)
    domains = (*TERMS.domains, Domain("development", "Development", exact("0"), (monitor,)))
    terms = replace(TERMS, domains=domains)
    settled = settle(terms, (*FIGURES, Figure(PERIOD, "", "MIX", exact("99"))), PERIOD)
    assert settled.earned == SETTLED.earned
    assert settled.amount("development", "MIX").earned == 0
    assert settled.scorecard.domains[2].raw is None
    assert settle(terms, FIGURES, PERIOD).scorecard.domains[2].measures[0].absent == "not reported"


def test_terms_without_money_are_scored_for_each_participant():
    terms = replace(TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None)
    figures = [replace(one, participant=who) for one in FIGURES for who in ("north", "east")]
    settled = settle(terms, figures, PERIOD)
    assert [one.participant for one in settled.scorecards] == ["east", "north"]
    assert {one.total for one in settled.scorecards} == {exact("0.7176")}
    assert (settled.possible, settled.payouts, settled.unearned) == (None, (), 0)


def test_every_step_names_a_known_result_its_scope_and_its_place_in_the_order():
    for at, step in enumerate(SETTLED.steps, 1):
        assert step.number == at
        assert step.scope in RESULT_OF[step.result].scopes
        assert 0 <= step.order < len(ORDER)
        assert step.because
        assert all(0 < used < step.number for used in step.uses)


@pytest.mark.trust("D8")
def test_every_payable_leads_back_to_every_figure():
    by_number = {step.number: step for step in SETTLED.steps}
    reached, to_visit = set(), [SETTLED.steps[-1].number]
    while to_visit:
        step = by_number[to_visit.pop()]
        reached.add((step.code, step.result))
        to_visit += step.uses
    assert {(one.measure, "value") for one in FIGURES} <= reached
    assert ("worked", "possible") in reached


def test_a_step_keeps_what_it_was_before_rounding():
    value = next(step for step in SETTLED.steps if step.result == "value")
    assert (value.value, value.exact) == (exact("84.8"), exact("41200/486"))
    assert value.rounding == "half up to 1 place"


def test_flat_lines_are_sorted_and_money_has_cents():
    flat = lines(PERIOD, SETTLED.steps)
    assert flat[0][:5] == (PERIOD, "", "measure", "INFECTIONS", "value")
    assert flat[-1] == (PERIOD, "north", "payout", "north", "payable", "4305.60")
    scopes = [line[2] for line in flat if line[1] == ""]
    assert scopes == sorted(scopes, key=[scope.value for scope in Scope].index)


def test_an_absent_result_is_an_empty_value():
    absent = Figure(PERIOD, "", "SCREENING", absent="too few cases")
    flat = lines(PERIOD, settle(TERMS, with_figure(FIGURES, "SCREENING", absent), PERIOD).steps)
    assert (PERIOD, "", "measure", "SCREENING", "value", "") in flat
    assert (PERIOD, "", "measure", "SCREENING", "factor", "") in flat


def test_a_settlement_reads_back_from_its_canonical_text():
    plain = canonical.text(SETTLED)
    assert canonical.read(Settlement, plain) == (SETTLED, [])
    assert canonical.text(canonical.read(Settlement, plain)[0]) == plain


@given(st.randoms(use_true_random=False))
@pytest.mark.trust("D2", "D3")
def test_every_printed_column_adds_up_for_any_agreement(random):
    terms, figures = generated(random)
    assert faults(terms) == []
    settled = settle(terms, figures, PERIOD)
    domains = [one for one in settled.amounts if not one.measure]
    for name, whole in (("possible", settled.possible), ("earned", settled.earned)):
        assert sum(getattr(one, name) for one in domains) == whole
        for domain in domains:
            measures = [
                one for one in settled.amounts if one.measure and one.domain == domain.domain
            ]
            assert sum(getattr(one, name) for one in measures) == getattr(domain, name)
    assert sum(one.payable for one in settled.payouts) == settled.earned
    assert all(0 <= one.earned <= one.possible for one in settled.amounts)
    weights = [one.weight for domain in settled.scorecard.domains for one in domain.measures]
    assert sum(weights) == 1


def generated(random):
    """Make sound terms and figures: up to 5 domains of up to 5 measures, any weights and pool."""
    weights = _shares(random, random.randint(1, 5))
    domains = tuple(
        Domain(f"d{at}", f"Domain {at}", weight, tuple(_measures(random, at, weight)))
        for at, weight in enumerate(weights)
    )
    participants = tuple(Participant(f"p{at}", "Group") for at in range(random.randint(1, 4)))
    terms = replace(
        TERMS,
        domains=domains,
        participants=participants,
        funding=Fixed(Fraction(random.randint(1, 10**9), 100)),
        allocation=Equal(),
    )
    figures = [
        Figure(PERIOD, "", one.code, absent="too few cases")
        if random.random() < 0.2
        else Figure(PERIOD, "", one.code, Fraction(random.randint(0, 1000), 10))
        for _, one in terms.measures()
    ]
    return terms, figures


def _measures(random, at, weight):
    for number, share in enumerate(_shares(random, random.randint(1, 5))):
        rule = random.choice(sorted(set(Missing) - {Missing.REALLOCATE_NAMED}))
        yield replace(SCREENING, code=f"m{at}-{number}", weight=share * weight, missing=rule)


def _shares(random, count):
    parts = [random.randint(1, 9) for _ in range(count)]
    return [Fraction(part, sum(parts)) for part in parts]


def test_a_step_shows_its_arithmetic():
    words = {(step.code, step.result): step.because for step in SETTLED.steps}
    assert words["SCREENING", "earned"] == "79.4% × 40% × $10,000.00"
    assert words["worked", "by_score"] == f"{percent(exact('0.7176'))} × $10,000.00"
    assert words["worked", "earned"] == "$7,176.00"
    assert words["north", "earned"] == "60% × $7,176.00"
    assert words["north", "payable"] == "$4,305.60"


def test_two_settlements_differ_in_their_numbers_not_in_their_words():
    reworded = replace(SETTLED, steps=tuple(replace(one, because="x") for one in SETTLED.steps))
    assert differences(SETTLED, reworded) == []


def test_a_difference_names_what_differs():
    better = with_figure(FIGURES, "INFECTIONS", Figure(PERIOD, "", "INFECTIONS", exact("1")))
    found = differences(SETTLED, settle(TERMS, better, PERIOD))
    assert "measure INFECTIONS factor: 1, not 0" in found
    assert "settled 2027-Q1: (1000000, 717600), not (1000000, 517600)" in found
    shortened = replace(SETTLED, payouts=SETTLED.payouts[:1])
    assert differences(SETTLED, shortened) == [
        "paid north: (Fraction(3, 5), 430560, 0, 0, None, 0), not None"
    ]
