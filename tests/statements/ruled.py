"""The sample agreement under every rule that changes money between the score and the payment."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.blend import Blend
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.allocations.stated import Share
from comanage.rules.conditions import Compares, Condition
from comanage.rules.figures import Figure
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.recorded import Recorded
from comanage.rules.numbers import ZERO, exact
from comanage.rules.pool import Advances, Division, Earning, FmvCap, InForce, PoolRules
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain
from comanage.rules.units import Better, Unit
from comanage.statements.contents import contents
from tests.rules.worked import with_measure
from tests.statements import samples

PERIOD = "2027-Q1"
GRANITE, COPPER = "GRANITE", "COPPER"


def fact(code, name, unit=Unit.DOLLARS):
    """A figure that money goes by: recorded, never scored."""
    return Measure(code, name, ZERO, unit, Better.HIGHER, Recorded(), status=Status.REPORTING)


FACTS = {
    "prior": fact("prior", "Incentive paid before"),
    "advance": fact("advance", "Advances paid"),
    "hours": fact("hours", "Accepted hours", Unit.HOURS),
    "attendance": fact("attendance", "Committee attendance", Unit.PERCENT),
    "cost": fact("cost", "Cost of the episodes"),
    "episodes": fact("episodes", "Episodes", Unit.COUNT),
}


def agreed(*facts, **changes):
    """Give the sample's terms with some recorded measures and other entries."""
    domains = changes.pop("domains", samples.TERMS.domains)
    if facts:
        measures = tuple(FACTS[code] for code in facts)
        domains = (*domains, Domain("facts", "Records", ZERO, measures))
    return replace(samples.TERMS, domains=domains, **changes)


def given(code, value, participant=""):
    """One more figure of the period."""
    return Figure(PERIOD, participant, code, exact(value))


def of_each(code, granite, copper):
    """The figures of both groups."""
    return given(code, granite, GRANITE), given(code, copper, COPPER)


LESS_THAN_ONE = Condition(Compares.AT_MOST, exact("0.5"), "ssi")
QUALITY, EFFICIENCY, *REST = samples.DOMAINS
RULED_DOMAINS = (
    replace(QUALITY, gates=(Gate("Infection gate", LESS_THAN_ONE, keeps=exact("0.75")),)),
    replace(EFFICIENCY, modifiers=(Modifier("Throughput bonus", exact("1.3")),)),
    *REST,
)
GATE = Gate("Budget gate", Condition(Compares.AT_MOST, exact("99"), "implant"), exact("0.9"))
POOL = PoolRules(
    gates=(GATE,), modifiers=(Modifier("System results", exact("1.07")),), cap=exact("0.7")
)
RULED = agreed(
    "prior",
    domains=RULED_DOMAINS,
    pool=POOL,
    in_force=InForce(date(2027, 1, 20)),
    fmv_cap=FmvCap(exact("500000"), ("prior",), counts_base_fee=True, prorated=False),
)
SSI_BONUS = with_measure(samples.TERMS, "ssi", modifiers=(Modifier("Double", exact("2")),))
SET_OFF = agreed("advance", advances=Advances("advance"))
IN_ADVANCE = agreed(
    "advance",
    advances=Advances("advance", exact("0.6")),
    periods=(replace(samples.Q1, advance=True),),
)
HOURS = agreed(
    "hours",
    "attendance",
    allocation=AcceptedHours("hours"),
    division=Division(
        gates=(Gate("Attendance", Condition(Compares.AT_LEAST, exact("50"), "attendance"), ZERO),)
    ),
)
OWN = agreed(allocation=OwnScore((Share(GRANITE, exact("0.6")), Share(COPPER, exact("0.4")))))
BLEND = agreed(allocation=Blend(exact("0.7")))
EPISODES = EpisodeBundle(
    target=exact("25000"), episodes="episodes", cost="cost",
    gain_share=Fraction(1, 2), loss_share=Fraction(1, 2),
)  # fmt: skip
BUNDLE = agreed("cost", "episodes", funding=EPISODES)
FUNDED = agreed("cost", "episodes", domains=(), funding=EPISODES, earned=Earning.AS_FUNDED)


def own_results(code, **instead):
    """Give a participant's own results: those of the service line, some of them others."""
    found = []
    for figure in samples.FIGURES:
        value = instead.get(figure.measure)
        given_so = replace(figure, participant=code)
        if value is not None:
            given_so = replace(
                given_so, value=exact(value), numerator=None, denominator=None, absent=""
            )
        found.append(given_so)
    return tuple(found)


EACH = (
    *own_results(GRANITE, turnover="24.5", implant="96.5"),
    *own_results(COPPER, ssi="1.7", fcots="74.2", meetings="71"),
)
CASES = {
    # what is agreed: its terms, and the figures beside those of the service line
    "gates, modifiers, a cap, part of a period and a fair market value cap": (
        RULED, (given("prior", "60000"),)),
    "a measure that may earn more than its weight": (SSI_BONUS, ()),
    "a floor that lifts": (agreed(pool=PoolRules(floor=exact("0.9"))), ()),
    "a least amount in dollars": (agreed(pool=PoolRules(least=exact("350000"))), ()),
    "a cap beyond the pool": (
        agreed(pool=PoolRules(modifiers=(Modifier("Double", exact("2")),), cap=exact("1.5"))), ()),
    "a gate that closes": (
        agreed(pool=PoolRules(gates=(replace(GATE, keeps=ZERO),))), ()),
    "an advance that is set off": (SET_OFF, of_each("advance", "20000", "30000.50")),
    "an advance of more than was earned": (
        SET_OFF, of_each("advance", "240000", "30000")),
    "a period that pays an advance": (IN_ADVANCE, ()),
    "accepted hours, and a group that was not there": (
        HOURS, (*of_each("hours", "612.5", "301.25"), *of_each("attendance", "80", "40"))),
    "own scores": (OWN, EACH),
    "a blend of own score and line score": (BLEND, EACH),
    "own scores with a cap": (replace(OWN, pool=PoolRules(cap=exact("0.5"))), EACH),
    "own scores with a gate of the pool": (replace(OWN, pool=PoolRules(gates=(GATE,))), EACH),
    "a gain as funded": (
        FUNDED, (given("episodes", "100"), given("cost", "2300000"))),
    "a loss": (
        BUNDLE, (given("episodes", "100"), given("cost", "2600000.02"))),
    "the most that a group is paid": (
        agreed(division=Division(modifiers=(Modifier("Half", exact("0.5")),), most=exact("90000"))),
        ()),
}  # fmt: skip


def settled(name):
    """Settle one of the cases; gives its terms, figures and settlement."""
    terms, more = CASES[name]
    unscored = terms.earned is Earning.AS_FUNDED or terms.periods[0].advance
    figures = more if unscored else (*samples.FIGURES, *more)
    return terms, figures, settle(terms, figures, PERIOD)


def statement(name, group=GRANITE, **changed):
    """Put together a statement of one of the cases."""
    terms, _, made = settled(name)
    return contents(terms, made, group, samples.facts(**changed))
