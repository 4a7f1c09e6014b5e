"""Steps: how each number of a settlement came about, line by line.

Each line is a step: its place in the fixed order, what it is the result of, its value, and the
rule it follows by, with the numbers of the terms and the steps that it was made from; one of the
same measure, domain or participant by its result alone.
"""

from dataclasses import replace
from datetime import date

from comanage.rules.allocations.blend import Blend
from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Measure, Minimum
from comanage.rules.methods.composite import Combines, Composite
from comanage.rules.methods.method import Level, PartOf, Takes
from comanage.rules.numbers import exact, written
from comanage.rules.periods import Prorates
from comanage.rules.pool import Advances, Division, FmvCap, InForce, PoolRules
from comanage.rules.retrace import faults
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain
from comanage.rules.trace import RESULT_OF, Scope
from comanage.rules.units import Better, Unit
from tests.rules.settling import PERIOD, fact, given, with_facts
from tests.rules.worked import FIGURES, INFECTIONS, ON_TIME, SCREENING, TERMS, with_figure

FACTS = (fact("CASES", Unit.COUNT), fact("PAID"))
OF_FACTS = {"CASES", "PAID"}
CASES = Gate("Cases", Condition(Compares.AT_LEAST, exact("10"), "CASES"))
QUALITY = Gate("Quality", Condition(Compares.AT_LEAST, exact("0.5"), "quality", Looks.DOMAIN))
SCORE = Gate(
    "Score", Condition(Compares.AT_LEAST, exact("0.9"), looks_at=Looks.TOTAL), exact("0.5")
)
CUT, BONUS = Modifier("Cut", exact("0.9")), Modifier("Bonus", exact("1.2"))
FROM_FEBRUARY = InForce(date(2027, 1, 31))  # 60 of 90 days
ON_ITS_WAY = PartOf(
    "ON-TIME", takes=Takes.WAY, start=exact("60"), end=exact("100"), weight_from="CASES"
)
CARE = Measure(
    "CARE",
    "Care",
    exact("0.3"),
    Unit.INDEX,
    Better.HIGHER,
    Composite(
        (PartOf("SCREENING"), ON_ITS_WAY),
        Combines.WEIGHTED_MEAN,
        levels=(
            Level("target", exact("0.5"), exact("0.8")),
            Level("maximum", exact("1"), exact("1")),
        ),
    ),
    2,
)
QUALITY_DOMAIN = Domain(
    "quality",
    "Quality",
    exact("0.4"),
    (
        replace(
            SCREENING,
            weight=exact("0.2"),
            modifiers=(CUT,),
            gates=(CASES,),
            floor=exact("0.1"),
            cap=exact("0.6"),
        ),
        replace(INFECTIONS, must_beat_baseline=True),
    ),
)
EFFICIENCY = Domain(
    "efficiency",
    "Efficiency",
    exact("0.6"),
    (replace(ON_TIME, weight=exact("0.3"), minimum=Minimum(exact("10"), "CASES")), CARE),
    modifiers=(BONUS,),
    gates=(QUALITY,),
    cap=exact("0.7"),
)
RULED = with_facts(
    replace(
        TERMS,
        out_of=exact("100"),
        domains=(QUALITY_DOMAIN, EFFICIENCY),
        pool=PoolRules(gates=(SCORE,), modifiers=(CUT,), floor=exact("0.2"), most=exact("3000")),
        in_force=FROM_FEBRUARY,
        fmv_cap=FmvCap(exact("2000"), ("PAID",)),
    ),
    *FACTS,
)
BEATEN = Figure(PERIOD, "", "INFECTIONS", exact("0"), baseline=exact("1"))
OF_LINE = (
    *with_figure(FIGURES, "INFECTIONS", BEATEN),
    replace(given("CASES", "12"), baseline=exact("11")),
    given("PAID", "500.25"),
)
BLENDED = with_facts(
    replace(
        TERMS,
        allocation=Blend(exact("0.7")),
        pool=PoolRules(gates=(SCORE,), cap=exact("0.9")),
        in_force=FROM_FEBRUARY,
        participants=(
            replace(TERMS.participants[0], joins=date(2027, 2, 15)),
            TERMS.participants[1],
        ),
        division=Division(
            gates=(CASES,),
            modifiers=(CUT,),
            least=exact("100"),
            most=exact("5000"),
            part_period=Prorates.DAYS,
        ),
        advances=Advances("PAID"),
    ),
    *FACTS,
)
OF_EACH = (
    *FIGURES,
    *(replace(figure, participant="north") for figure in FIGURES),
    *(
        replace(figure, participant="east", value=exact("85"))
        if figure.measure == "ON-TIME"
        else replace(figure, participant="east")
        for figure in FIGURES
    ),
    given("CASES", "12", "north"),
    given("PAID", "1000", "north"),
    given("CASES", "9", "east"),
    given("PAID", "500", "east"),
)
SCORED = """
1 measure SCREENING value 84.8 (20600/243): given
1 measure INFECTIONS value 0: given
1 measure INFECTIONS baseline 1: given
1 measure ON-TIME value 79.9: given
3 measure INFECTIONS beats_baseline 1: decided of value, baseline
2 measure ON-TIME cases 12: given of CASES value
1 measure CARE value 0.52 (1691/3250): method of SCREENING value, ON-TIME value, CASES value
4 measure SCREENING scored 0.794: method of value
5 measure SCREENING modifier 0.9: decided
6 measure SCREENING gate 1: decided
7 measure SCREENING factor 0.6: bounded 1 0.1 1 0.6 of scored, modifier, gate
4 measure INFECTIONS factor 1: method of value, baseline, beats_baseline
4 measure ON-TIME factor 0.5: method of value
4 measure CARE factor 0.808: method of value
8 measure SCREENING weight 0.2: reweighted
8 measure SCREENING weighted 0.12: product of factor, weight
8 measure INFECTIONS weight 0.2: reweighted
8 measure INFECTIONS weighted 0.2: product of factor, weight
8 measure ON-TIME weight 0.3: reweighted
8 measure ON-TIME weighted 0.15: product of factor, weight
8 measure CARE weight 0.3: reweighted
8 measure CARE weighted 0.2424: product of factor, weight
8 domain quality weight 0.4: sum of SCREENING weight, INFECTIONS weight
11 domain quality weighted 0.32: sum of SCREENING weighted, INFECTIONS weighted
11 domain quality raw 0.8: quotient of weighted, weight
11 domain quality score 80: product 100 of raw
11 domain quality points 32: product 100 of weighted
8 domain efficiency weight 0.6: sum of ON-TIME weight, CARE weight
11 domain efficiency scored 0.3924: sum of ON-TIME weighted, CARE weighted
10 domain efficiency modifier 1.2: decided
10 domain efficiency gate 1: decided
10 domain efficiency weighted 0.42: bounded 0 0 1 0.42 of scored, modifier, gate
11 domain efficiency raw 0.7: quotient of weighted, weight
11 domain efficiency score 70: product 100 of raw
11 domain efficiency points 42: product 100 of weighted
8 domain facts weight 0: sum of CASES weight, PAID weight
11 domain facts weighted 0: sum of CASES weighted, PAID weighted
11 domain facts raw none: given of weighted, weight
11 domain facts score none: given 100 of raw
11 domain facts points none: given 100 of weighted
11 scorecard worked total 0.74: sum of quality weighted, efficiency weighted, facts weighted
11 scorecard worked score 74: product 100 of total
"""
PAID = """
0 pool worked possible 10000: method
11 pool worked by_score 7400: product of possible, total
9 domain quality possible 4000: split of worked possible, weight
9 domain quality earned 3200: split of worked by_score, weighted
9 domain efficiency possible 6000: split of worked possible, weight
9 domain efficiency earned 4200: split of worked by_score, weighted
9 domain facts possible 0: split of worked possible, weight
9 domain facts earned 0: split of worked by_score, weighted
9 measure SCREENING possible 2000: split of quality possible, weight
9 measure SCREENING earned 1200: split of quality earned, weighted
9 measure INFECTIONS possible 2000: split of quality possible, weight
9 measure INFECTIONS earned 2000: split of quality earned, weighted
10 domain efficiency by_measures 3924: product 0.3924 of worked possible
10 domain efficiency by_gate 276: difference of earned, by_measures
9 measure ON-TIME possible 3000: split of efficiency possible, weight
9 measure ON-TIME earned 1500: split of efficiency by_measures, weighted
9 measure CARE possible 3000: split of efficiency possible, weight
9 measure CARE earned 2424: split of efficiency by_measures, weighted
12 pool worked gate 0.5: decided
12 pool worked by_gate -3700: scaled of by_score, gate
13 pool worked modifier 0.9: decided
13 pool worked by_modifier -370: scaled of by_gate, modifier
14 pool worked by_bounds -330: limited 0 0 1 3000 of by_modifier
15 pool worked by_proration -1000: scaled 2/3 of by_bounds
16 pool worked by_fmv_cap -500.25: limited 0 0 1 1499.75 of by_proration
17 pool worked earned 1499.75: amount of by_fmv_cap
17 pool worked unearned 8500.25: difference of possible, earned
19 payout east share 0.4: given
19 payout north share 0.6: given
19 payout east earned 599.9: split of worked earned, share
19 payout north earned 899.85: split of worked earned, share
20 payout east payable 599.9: due of earned
20 payout north payable 899.85: due of earned
"""
DIVIDED = """
11 scorecard worked total 0.7176: sum of quality weighted, efficiency weighted, facts weighted
11 east scorecard worked total 0.8376: sum of quality weighted, efficiency weighted, facts weighted
11 north scorecard worked total 0.7176: sum of quality weighted, efficiency weighted, facts weighted
12 pool worked gate 0.5: decided
12 pool worked by_gate -5000: scaled of possible, gate
15 pool worked by_proration -1666.67 (-5000/3): scaled 2/3 of by_gate
17 pool worked maximum 3333.33 (10000/3): amount of by_proration
18 payout east gate 0: decided
18 payout north present 0.5: given
18 payout north gate 1: decided
19 payout east share 0: given
19 payout north share 0.25: given
19 payout east maximum 0: split of worked maximum, share
19 payout east earned 0: blended 0.7 0.3 of maximum, own total, worked total
19 payout north maximum 833.33 (2500/3): split of worked maximum, share
19 payout north earned 598 (597.997608): blended 0.7 0.3 of maximum, own total, worked total
19 payout east modifier 0.9: decided
19 payout east after_rules 0: bounded 0 0 1 5000 of earned, modifier
19 payout north modifier 0.9: decided
19 payout north after_rules 538.2: bounded 1 100 1 5000 of earned, modifier
20 payout east advanced 500: given
20 payout east payable 0: due of after_rules, advanced
20 payout east recover 500: owed of after_rules, advanced
20 payout north advanced 1000: given
20 payout north payable 0: due of after_rules, advanced
20 payout north recover 461.8: owed of after_rules, advanced
19 pool worked earned 538.2: added of east after_rules, north after_rules
17 pool worked unearned 9461.8: difference of possible, earned
"""


def told(steps):
    """Write steps as lines; a participant's own scorecard with its name."""
    by_number = {step.number: step for step in steps}
    return [told_of(step, by_number) for step in steps]


def told_of(step, by_number):
    whose = f"{step.participant} " if step.participant and step.scope != Scope.PAYOUT else ""
    value = "none" if step.value is None else written(step.value)
    value += f" ({written(step.exact)})" if step.exact is not None else ""
    how = " ".join([step.rule, *map(written, step.constants)])
    inputs = ", ".join(named_beside(step, by_number[at]) for at in step.uses)
    named = f"{whose}{step.scope} {step.code} {step.result} {value}"
    return f"{step.order} {named}: {how}" + (f" of {inputs}" if inputs else "")


def named_beside(step, one):
    """Name a step beside one that was made from it, as short as it is clear."""
    if one.scope is Scope.SCORECARD and one.participant:
        return f"own {one.result}"
    return one.result if one.code == step.code else f"{one.code} {one.result}"


def lines(text):
    return [line for line in text.splitlines() if line]


def steps_of(settlement, wanted):
    """Tell the steps that are wanted, without those of recorded figures."""
    lines_of = zip(settlement.steps, told(settlement.steps), strict=True)
    return [line for step, line in lines_of if wanted(step) and step.code not in OF_FACTS]


def test_each_step_of_a_scorecard_says_what_it_was_made_of():
    settled = settle(RULED, OF_LINE, PERIOD)
    assert faults(RULED, settled.steps) == []
    assert steps_of(settled, lambda step: not of_money(step)) == lines(SCORED)


def test_each_step_of_a_pool_says_what_it_was_made_of():
    settled = settle(RULED, OF_LINE, PERIOD)
    assert steps_of(settled, of_money) == lines(PAID)


def test_each_step_of_a_division_by_own_scores_says_what_it_was_made_of():
    settled = settle(BLENDED, OF_EACH, PERIOD)
    assert faults(BLENDED, settled.steps) == []
    found = steps_of(settled, lambda step: step.order >= 12 or step.scope is Scope.SCORECARD)
    assert found == lines(DIVIDED)


def of_money(step):
    return RESULT_OF[step.result].money or step.scope in {Scope.POOL, Scope.PAYOUT}
