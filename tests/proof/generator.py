"""Random but valid agreements: from a seed to terms as JSON, figures as rows, and a period.

The same seed draws the same agreement again. Every part of the terms has its
file: draws_methods, draws_measures, draws_gates, draws_funding, draws_money,
draws_figures.
"""

from fractions import Fraction
from random import Random

from tests.proof import draws_money as money
from tests.proof.by_dates import periods_to_date
from tests.proof.by_funding import pool_of
from tests.proof.by_results import every_measure
from tests.proof.draws_figures import chance, figure, shares, text
from tests.proof.draws_funding import fact
from tests.proof.draws_gates import bounds, gates, modifiers
from tests.proof.draws_measures import add_rules, composite, measured

EVERY = ("value", "factor", "domain", "total")


def agreement(seed):
    """Draw an agreement: its terms, its rows and the period to settle."""
    draw = Random(seed)  # noqa: S311  a seed must draw the same agreement again
    periods = money.periods(draw)
    period = draw.choice(periods)
    terms = {"code": "drawn", "title": "Drawn", "periods": periods}
    kind = kinds(draw, terms)
    as_funded = "earned" in terms and kind not in money.SCORED
    cards = scorecard(draw, terms, period, as_funded=as_funded)
    if chance(draw, 0.3) and len(periods) > 1:
        terms["timing"] = "year to date"
    advance = "settles" not in terms and len(periods) > 1 and chance(draw, 0.1)
    if advance:
        period["advance"] = True
    plan = add_money(draw, terms, period, cards["seen"], kind)
    if advance:
        pay_advance(draw, terms)
    terms["domains"] = [*terms["domains"], recorded_domain(plan["facts"])]
    return terms, rows_of(draw, terms, period, cards, plan), period["code"]


def kinds(draw, terms):
    """Draw what is settled and how money is earned; give the kind of division, if there is one."""
    terms["weights_of"] = draw.choice(["domain", "scorecard"])
    if chance(draw, 0.12):
        terms["settles"] = "participant"
    if chance(draw, 0.12):
        terms["earned"] = "as funded"
    if terms.get("settles"):
        return "exchange" if chance(draw, 0.4) else ""  # of the sum of all pools
    return draw.choice(money.ALLOCATIONS)


def scorecard(draw, terms, period, *, as_funded):
    """Draw the scorecard: domains, measures, their rules, and weights that change in a period."""
    cards = scored_domains(draw, by_domain=terms["weights_of"] == "domain")
    if as_funded:
        weigh_nothing(cards)
    seen = cards["seen"] = facts_of_line(draw, cards)
    for drawn in cards["measures"]:
        others = [code for code in cards["alternates"] if code != drawn["measure"]["code"]]
        add_rules(draw, drawn, seen, others)
    for domain in cards["domains"]:
        add_domain_rules(draw, domain, seen)
    terms["domains"] = cards["domains"]
    if not as_funded:
        reweigh(draw, terms, period)
        if chance(draw, 0.2):
            terms["fewest_domains"] = draw.randint(1, len(cards["domains"]))
    return cards


def scored_domains(draw, *, by_domain):
    """Draw the domains that are scored, with their measures and alternates."""
    found = {"domains": [], "measures": [], "alternates": []}
    for at, whole in enumerate(shares(draw, draw.randint(1, 4))):
        listed = []
        for place, weight in enumerate(shares(draw, draw.randint(1, 5))):
            share = weight if by_domain else weight * whole
            listed.append(measured(draw, f"M{at}-{place}", share, paid=True))
        if chance(draw, 0.4):
            listed.append(measured(draw, f"R{at}", 0, paid=False))
        if chance(draw, 0.4):
            listed.append(measured(draw, f"A{at}", 0, paid=True))
            listed[-1]["measure"]["status"] = "contractual-alternate"
            found["alternates"].append(f"A{at}")
        found["measures"] += listed
        domain = {"code": f"D{at}", "name": f"D{at}", "weight": text(whole)}
        found["domains"].append(domain | {"measures": [each["measure"] for each in listed]})
    return found


def weigh_nothing(cards):
    """Take all weight from a scorecard: where its source says what is earned, nothing is scored."""
    cards["alternates"] = []
    for domain in cards["domains"]:
        domain["weight"] = "0"
    for drawn in cards["measures"]:
        drawn["measure"] |= {"weight": "0", "status": "reporting-only"}


def facts_of_line(draw, cards):
    """Draw what conditions, modifiers and volumes look at; then put composites in some places."""
    ratio = fact(
        "ratio-seen", "percent of base", lambda: Fraction(draw.choice([0, 89, 90, 100, 150]))
    )
    rate = fact("rate-seen", "ratio", lambda: Fraction(draw.choice(["0.5", "1", "1.25", "2"])))
    volume = fact("volume", "count", lambda: Fraction(draw.choice([5, 6, 7, 12])))
    ratio["marks"], rate["marks"], volume["marks"] = [Fraction(90)], [Fraction(1)], [Fraction(6)]
    seen = {"by": [ratio, rate], "volumes": [volume]}
    seen["domains"] = [domain["code"] for domain in cards["domains"]]
    put_composites(draw, cards, seen)
    seen["measures"] = [*cards["measures"], ratio, rate]
    return seen


def put_composites(draw, cards, seen):
    """Put a composite of other measures in the place of a measure, now and then."""
    simple = [
        each for each in cards["measures"] if each["measure"]["method"]["kind"] != "composite"
    ]
    if len(simple) < 3 or not chance(draw, 0.35):
        return
    taken = draw.choice(simple)
    if taken["measure"].get("status"):
        return
    parts = draw.sample([each for each in simple if each is not taken], draw.randint(1, 2))
    made = composite(draw, taken["measure"]["code"], taken["measure"]["weight"], parts, seen)
    cards["measures"][cards["measures"].index(taken)] = made
    for domain in cards["domains"]:
        domain["measures"] = [
            made["measure"] if each is taken["measure"] else each for each in domain["measures"]
        ]


def add_domain_rules(draw, domain, seen):
    """Draw what a domain must have scored, its modifiers, gates, floor and cap."""
    looks = ["value", "factor", "domain"]
    others = [code for code in seen["domains"] if code != domain["code"]]
    looked = seen | {"domains": others or seen["domains"]}
    domain |= gates(draw, looked, looks if others else looks[:2], 0.3)
    domain |= modifiers(draw, looked, looks if others else looks[:2], 0.25) | bounds(draw, 0.2)
    if chance(draw, 0.25):
        paid = [each for each in domain["measures"] if "status" not in each]
        domain["fewest"] = min(draw.randint(1, 2), len(paid))
        domain |= draw.choice([{}, {"unscored": draw.choice(["redistribute_all", "forfeit"])}])


def reweigh(draw, terms, period):
    """Let two measures of a domain change their weights in one period, now and then."""
    domain = draw.choice(terms["domains"])
    paid = [each for each in domain["measures"] if "status" not in each]
    if len(paid) < 2 or not chance(draw, 0.2):
        return
    one, other = draw.sample(paid, 2)
    terms["reweighted"] = [
        {"period": period["code"], "code": one["code"], "weight": other["weight"]},
        {"period": period["code"], "code": other["code"], "weight": one["weight"]},
    ]


def pay_advance(draw, terms):
    """Let the period be one in which an advance is paid, before anything is known of gates."""
    terms["advances"] = {"paid": "advanced", "rate": draw.choice(["0.6", "1/2"])}
    terms["advances"] |= draw.choice([{}, {"times": 2}, {"times": 12}])


def add_money(draw, terms, period, seen, kind):
    """Draw all that concerns money; say which facts there are, and whose they are."""
    plan = {"facts": [*seen["by"], *seen["volumes"]], "each": [], "scored": False}
    listed = money.participants(draw, period)
    funding, facts = money.funding(draw)
    plan["facts"] += facts
    terms |= {"participants": listed, "funding": funding}
    plan["scored"] = not kind or kind in money.SCORED
    if kind:
        terms["allocation"], own = money.allocation(draw, kind, [each["code"] for each in listed])
        plan["each"] += own
    if kind or chance(draw, 0.6):
        division = money.division(draw, seen, plan["each"], scored=kind in money.SCORED)
        terms |= {"division": division} if division else {}
    floors = kind not in {"own score", "blend"} and "slope" not in terms.get("allocation", {})
    add_pool_rules(draw, terms, seen, floors=floors)
    add_limits(draw, terms, period, plan, floors=floors)
    terms |= money.force(draw, period)
    if terms.get("timing") or period.get("advance") or chance(draw, 0.3):
        before = Fraction(draw.randint(0, 100_000_00), 100)
        plan["each"].append(fact("advanced", "dollars", lambda: money.around(draw, before)))
        terms["advances"] = {"paid": "advanced"}
    return plan


def add_pool_rules(draw, terms, seen, *, floors):
    """Draw gates, modifiers and shares that bound the pool."""
    rules = gates(draw, seen, EVERY, 0.4) | modifiers(draw, seen, EVERY, 0.3)
    shares_of = bounds(draw, 0.2)
    if not floors:
        shares_of.pop("floor", None)
    if rules or shares_of:
        terms["pool"] = rules | shares_of


def add_limits(draw, terms, period, plan, *, floors):
    """Draw floors and caps in dollars, about as large as the pool."""
    if chance(draw, 0.2):
        terms["base_fee"] = text(draw.choice([250_000, 1_000]))
    lines = {
        each["measure"]["code"]: {"terms": each["measure"], "value": each["value"]()}
        for each in plan["facts"]
    }
    pool = pool_of(terms, lines, len(periods_to_date(terms, period["code"])))
    found = money.limits(draw, max(abs(pool), Fraction(1)), len(terms["participants"]))
    if not floors:
        found["pool"].pop("least", None)
    plan["facts"] += found["facts"]
    if found["pool"]:
        terms["pool"] = terms.get("pool", {}) | found["pool"]
    if found["division"]:
        terms["division"] = terms.get("division", {}) | found["division"]
    if found["fmv_cap"]:
        terms["fmv_cap"] = found["fmv_cap"]


def recorded_domain(facts):
    """Give the domain of what is recorded and never scored."""
    measures = [each["measure"] for each in facts]
    return {"code": "facts", "name": "Facts", "weight": "0", "measures": measures}


def rows_of(draw, terms, period, cards, plan):
    """Draw the rows: of the line, of each participant, and of another period."""
    absent = draw.choice([0.1, 0.3, 0.8])
    rows = []
    by_itself = terms.get("settles") == "participant"
    codes = [each["code"] for each in terms["participants"]]
    terms["domains"][-1]["measures"] += [each["measure"] for each in plan["each"]]
    alone = set() if by_itself else of_participants_alone(terms)
    for code in ([] if by_itself else [""]) + (codes if plan["scored"] else []):
        where = {"period": period["code"], "participant": code}
        left = set() if code else alone
        for drawn in cards["measures"]:
            kind = drawn["measure"]["method"]["kind"]
            left_out = drawn["measure"].get("status") == "reporting-only" and chance(draw, 0.3)
            if kind != "composite" and not left_out and drawn["measure"]["code"] not in left:
                rows.append(figure(draw, drawn, where, absent))
        rows += [value_row(each, where) for each in plan["facts"] if code_of(each) not in left]
    for code in codes:
        where = {"period": period["code"], "participant": code}
        rows += [value_row(each, where) for each in plan["each"]]
    draw.shuffle(rows)
    return rows


def of_participants_alone(terms):
    """Name what is not paid on, and only the rules of participants look at: the line has no row."""
    unpaid = {
        measure["code"]
        for _, measure in every_measure(terms)
        if measure.get("status") == "reporting-only"
    }
    line = {name: agreed for name, agreed in terms.items() if name != "division"}
    line["domains"] = [
        domain | {"measures": [without_name(measure) for measure in domain["measures"]]}
        for domain in terms["domains"]
    ]
    return {code for code in unpaid if names(terms.get("division"), code) and not names(line, code)}


def without_name(measure):
    """Leave out what a measure itself is called."""
    return {name: agreed for name, agreed in measure.items() if name not in {"code", "name"}}


def names(agreed, code):
    """Say whether something in the terms names a code."""
    if isinstance(agreed, dict):
        return any(names(each, code) for each in agreed.values())
    if isinstance(agreed, list):
        return any(names(each, code) for each in agreed)
    return agreed == code


def code_of(each):
    """Give the code of a drawn measure."""
    return each["measure"]["code"]


def value_row(each, where):
    """Give the row of a fact: its value, or counts where it has a least volume."""
    row, value = where | {"measure": code_of(each)}, each["value"]()
    if "below" not in each:
        return row | {"value": text(value)}
    below = each["below"]()
    return row | {"numerator": text(value * below / 100), "denominator": text(below)}
