"""Fundings of drawn agreements, each with the figures that it goes by.

A fact is a recorded measure and how its value is drawn: for the line as a
whole, or for each participant that is settled by itself.
"""

from fractions import Fraction

from tests.proof.draws_figures import chance, text
from tests.proof.draws_measures import recorded


def fact(code, unit, value):
    """Give a fact: a recorded measure, and a function that draws its value."""
    return recorded(code, unit) | {"value": value}


def around(draw, middle, *, whole=True):
    """Draw a number near a middle, often the middle itself or one unit beside it."""
    if chance(draw, 0.4):
        return middle + draw.choice([0, 1, -1])
    spread = Fraction(draw.randint(50, 150), 100) * middle
    return Fraction(round(spread)) if whole else spread


def most(draw, amount):
    """Draw the most dollars that a pool can be, sometimes."""
    return {"most": {"dollars": text(amount)}} if chance(draw, 0.3) else {}


def fixed(draw):
    """Draw a fixed pool of any size, in whole cents."""
    pool = draw.choice([1, 2, 3, 7, 99, 33_333_333, 10**9, draw.randint(1, 10**9)])
    return {"amount": text(Fraction(pool, 100))}, []


def savings_share(draw):
    """Draw a share of savings: by items, or of one verified figure."""
    agreed = {"share": draw.choice(["0.5", "1/3", "0.45"])} | most(draw, 40_000)
    if chance(draw, 0.3):
        saved = fact("saved", "dollars", lambda: around(draw, 90_000))
        return agreed | {"savings_of": "saved"}, [saved]
    use = fact("use", "percent", lambda: Fraction(draw.choice([3, 4, 5, 12, 28, 29, 30, 41])))
    cost = fact("cost-each", "dollars", lambda: around(draw, 480))
    cases = fact("cases", "count", lambda: around(draw, 400))
    first = {"rate_of": "use", "base_rate": "0.29", "unit_price": "3000", "base_cases": "400"}
    first |= draw.choice([{}, {"floor": "0.04"}]) | draw.choice([{}, {"cases_of": "cases"}])
    second = {"rate_of": "cost-each", "base_rate": "500", "unit_price": "1", "base_cases": "350"}
    second |= draw.choice([{}, {"floor": "450"}]) | draw.choice([{}, {"cases_of": "cases"}])
    items = draw.choice([[first], [second], [first, second]])
    return agreed | {"items": items}, [use, cost, cases]


def pass_through(draw):
    """Draw a bonus that is passed on."""
    agreed = {"share": draw.choice(["0.45", "1/3", "0.5"])} | most(draw, 500_000)
    if chance(draw, 0.5):
        agreed["most_share"] = draw.choice(["0.5", "0.6"])
    if chance(draw, 0.5):
        bonus = fact("bonus", "dollars", lambda: around(draw, 1_600_000))
        return agreed | {"received": "bonus"}, [bonus]
    rate = fact("bonus-rate", "percent", lambda: Fraction(draw.choice(["3.2", "4", "0", "1.75"])))
    base = fact("bonus-base", "dollars", lambda: around(draw, 50_000_000))
    return agreed | {"rate_of": "bonus-rate", "base_of": "bonus-base"}, [rate, base]


def withhold(draw):
    """Draw what is held back of payments."""
    paid = fact("payments", "dollars", lambda: around(draw, 1_500_000))
    return {"rate": draw.choice(["0.02", "1/30"]), "of": "payments"}, [paid]


def capitation(draw):
    """Draw dollars for each member and month."""
    agreed = {"rate": draw.choice(["12.50", "7"]), "members": "members-of"}
    agreed |= draw.choice([{}, {"withhold": "0.1"}])
    facts = [fact("members-of", "count", lambda: around(draw, 2_000))]
    if chance(draw, 0.5):
        facts.append(fact("months-of", "count", lambda: Fraction(draw.randint(1, 12))))
        return agreed | {"months_of": "months-of"}, facts
    return agreed | {"months": draw.choice(["3", "12"])}, facts


def episode_bundle(draw):
    """Draw a target price for each episode, and what the episodes cost."""
    two_sided = chance(draw, 0.5)
    agreed = {"target": "25000", "episodes": "episodes", "cost": "episode-cost"}
    agreed |= {"gain_share": draw.choice(["0.5", "1"])}
    agreed |= draw.choice([{}, {"stop_gain": "0.05"}]) | draw.choice([{}, {"minimum": "0.02"}])
    if two_sided:
        agreed |= {"loss_share": draw.choice(["0.5", "1/3"])}
        agreed |= draw.choice([{}, {"stop_loss": "0.03"}])
    costs = [2_300_000, 2_450_000, 2_450_001, 2_499_999, 2_500_000, 2_600_000, 2_444_444]
    episodes = fact("episodes", "count", lambda: Fraction(100))
    cost = fact("episode-cost", "dollars", lambda: Fraction(draw.choice(costs)))
    return agreed, [episodes, cost]


BANDS = [
    {"size_from": "500", "size_to": "999", "rate_from": "0.122", "rate_to": "0.087"},
    {"size_from": "1000", "size_to": "2999", "rate_from": "0.087", "rate_to": "0.05"},
    {"size_from": "3000", "size_to": "3000", "rate_from": "0.03", "rate_to": "0.03"},
]
ADJUSTMENTS = (
    {"kind": "holdback", "share": "0.02", "of": "amount"},
    {"kind": "holdback", "share": "0.001", "of": "benchmark"},
    {"kind": "cap", "share": "0.02", "of": "benchmark"},
    {"kind": "cap", "share": "0.1", "of": "benchmark"},
)


def shared_savings(draw):
    """Draw a benchmark, what was spent, and how the difference is shared."""
    spent = [57_000_000, 58_200_000, 58_200_001, 60_000_000, 61_000_000, 61_800_000, 63_000_000]
    agreed = {
        "benchmark": "benchmark",
        "expenditure": "spent",
        "rate": draw.choice(["0.5", "0.75"]),
    }
    facts = [
        fact("benchmark", "dollars", lambda: Fraction(60_000_000)),
        fact("spent", "dollars", lambda: Fraction(draw.choice(spent))),
    ]
    if chance(draw, 0.5):
        agreed["quality_of"] = "quality-rate"
        facts.append(fact("quality-rate", "percent", lambda: Fraction(draw.randint(0, 100))))
    if chance(draw, 0.4):
        agreed["standard_of"] = "standard-met"
        facts.append(fact("standard-met", "count", lambda: Fraction(draw.choice([1, 1, 0]))))
    minimum(draw, agreed, facts)
    agreed |= draw.choice([{}, {"begins": "excess only"}, {"begins": "first dollar"}])
    if chance(draw, 0.5):
        agreed["adjustments"] = draw.sample(ADJUSTMENTS, draw.randint(1, 3))
    if chance(draw, 0.5):
        losses(draw, agreed, facts)
    return agreed, facts


def minimum(draw, agreed, facts):
    """Draw how large savings must be before they are shared."""
    how = draw.choice(["none", "stated", "measured", "by size"])
    if how == "stated":
        agreed["minimum"] = "0.03"
    elif how == "measured":
        agreed["minimum_of"] = "minimum-rate"
        facts.append(fact("minimum-rate", "percent", lambda: Fraction(draw.choice([2, 3, 5]))))
    elif how == "by size":
        agreed |= {"size_of": "lives", "bands": BANDS}
        sizes = [400, 500, 777, 999, 1000, 2050, 2999, 3000, 9139]
        facts.append(fact("lives", "count", lambda: Fraction(draw.choice(sizes))))


def losses(draw, agreed, facts):
    """Draw how a loss is shared."""
    found = dict(draw.choice([{"by": "fixed", "rate": "0.3"}, {"by": "complement"}, {}]))
    if found.get("by") != "fixed":
        found |= draw.choice([{}, {"floor": "0.4", "ceiling": "0.6"}, {"ceiling": "0.75"}])
    found |= draw.choice([{}, {"limit": "0.01"}])
    if chance(draw, 0.4):
        found["relief_of"] = "relief"
        facts.append(fact("relief", "dollars", lambda: Fraction(draw.choice([0, -1_000, 25_000]))))
    agreed["losses"] = found


FUNDINGS = {
    "fixed": fixed,
    "savings share": savings_share,
    "pass-through": pass_through,
    "withhold": withhold,
    "capitation": capitation,
    "episode bundle": episode_bundle,
    "shared savings": shared_savings,
}
