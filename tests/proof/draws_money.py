"""Money of drawn agreements: who takes part, how it is divided, capped, prorated and advanced."""

from datetime import date, timedelta
from fractions import Fraction

from tests.proof.by_dates import months_on
from tests.proof.draws_figures import chance, shares, text
from tests.proof.draws_funding import FUNDINGS, around, fact
from tests.proof.draws_gates import gates, modifiers

CODES = ("b", "a", "a-2", "B", "10", "9", "north")
ALLOCATIONS = (
    "equal",
    "fixed shares",
    "ownership",
    "per capita",
    "accepted hours",
    "own score",
    "blend",
    "exchange",
)
SCORED = {"own score", "blend", "exchange"}
COUNTED = {"per capita": "members", "accepted hours": "hours", "exchange": "dollars"}


def periods(draw):
    """Draw the periods of a contract year: quarters or one year, from any month on."""
    starts = date(draw.choice([2026, 2027, 2028]), draw.randint(1, 12), draw.choice([1, 1, 1, 15]))
    lengths = draw.choice([[12], [3, 3, 3, 3], [6, 6], [3, 3, 3, 3, 3, 3]])
    listed, at = [], 0
    for place, months in enumerate(lengths):
        first, last = months_on(starts, at), months_on(starts, at + months) - timedelta(1)
        listed.append({"code": f"P{place}", "starts": str(first), "ends": str(last)})
        at += months
    return listed


def within(draw, period):
    """Draw a day in or near a period; often its first or last day, or one beside it."""
    first, last = date.fromisoformat(period["starts"]), date.fromisoformat(period["ends"])
    if chance(draw, 0.4):
        return draw.choice([first, last]) + timedelta(draw.choice([0, 0, 1, -1]))
    return first + timedelta(draw.randint(-20, (last - first).days + 20))


def participants(draw, period):
    """Draw who takes part, in any order; some join or leave within the period."""
    listed = []
    for code in draw.sample(CODES, draw.randint(1, 5)):
        each = {"code": code, "name": code}
        if chance(draw, 0.2):
            each["joins"] = str(within(draw, period))
        if chance(draw, 0.2):
            leaves = str(within(draw, period))
            if each.get("joins", "") <= leaves:
                each["leaves"] = leaves
        listed.append(each)
    return listed


def allocation(draw, kind, codes):
    """Draw how money is divided, and the facts of each participant that it goes by."""
    agreed, facts = {"kind": kind}, []
    divided = [
        {"participant": code, "share": text(share)}
        for code, share in zip(codes, shares(draw, len(codes)), strict=True)
    ]
    if kind == "fixed shares" or (kind in {"own score", "blend"} and chance(draw, 0.5)):
        agreed["shares"] = divided
    if kind == "ownership":
        agreed["holdings"] = [
            {"participant": code, "units": text(draw.choice([450, 350, 200, 1, "1/3"]))}
            for code in codes
        ]
    if kind in COUNTED:
        agreed[COUNTED[kind]] = COUNTED[kind]
        middle = {"members": 12, "hours": 400, "dollars": 6_000}[COUNTED[kind]]
        unit = {"members": "count", "hours": "hours", "dollars": "dollars"}[COUNTED[kind]]
        facts.append(fact(COUNTED[kind], unit, lambda: none_or(draw, middle)))
    if kind == "blend":
        agreed["own_weight"] = draw.choice(["0.7", "1/3", "1"])
    if kind == "exchange" and chance(draw, 0.4):
        agreed["slope"] = draw.choice(["1.2", "0.9"])
    return agreed, facts


def none_or(draw, middle):
    """Draw a number near a middle, or now and then nothing."""
    return 0 if chance(draw, 0.08) else around(draw, middle)


def division(draw, seen, facts, *, scored):
    """Draw what each participant must pass, and what is applied to its payout."""
    attendance = fact("attendance", "percent", lambda: Fraction(draw.choice([74, 75, 76, 90, 100])))
    attendance["marks"] = [Fraction(75)]
    if chance(draw, 0.3):
        attendance["measure"] |= draw.choice([{"precision": 0}, {"minimum": {"cases": "25"}}])
        attendance["below"] = lambda: draw.choice([24, 25, 60])
    looked = {"measures": [attendance], "domains": [], "by": [attendance]}
    if scored:
        looked = seen | {"measures": [*seen["measures"], attendance]}
    looks = ["value", "value", "factor", "total"] if scored else ["value"]
    found = gates(draw, looked, looks, 0.5) | modifiers(draw, looked, looks, 0.25)
    if "attendance" in str(found):
        facts.append(attendance)
    found |= draw.choice([{}, {"redivides": True}])
    found |= draw.choice([{}, {}, {"part_period": draw.choice(["days", "months"])}])
    found |= draw.choice([{}, {}, {"must_stay": True}])
    return found


def in_cents(draw, pool, part):
    """Draw an amount in whole cents that is about a part of a pool."""
    spread = Fraction(draw.randint(30, 170), 100)
    return text(Fraction(round(pool * part * spread * 100), 100))


def limits(draw, pool, parts):
    """Draw floors and caps in dollars: of the pool, of each participant, of fair market value."""
    found = {"pool": {}, "division": {}, "fmv_cap": None, "facts": []}
    for name, part in (("least", Fraction(1, 5)), ("most", Fraction(1, 2))):
        if chance(draw, 0.15):
            found["pool"][name] = in_cents(draw, pool, part)
        if chance(draw, 0.15):
            found["division"][name] = in_cents(draw, pool, part / parts)
    for bounded in (found["pool"], found["division"]):
        if Fraction(bounded.get("least", 0)) > Fraction(bounded.get("most", 10**12)):
            del bounded["least"]
    if chance(draw, 0.25):
        cap = {"amount": in_cents(draw, pool, Fraction(3, 4))}
        cap |= draw.choice([{}, {"prorated": True}]) | draw.choice([{}, {"counts_base_fee": True}])
        if chance(draw, 0.4):
            cap["counts"] = ["paid-before"]
            before = around(draw, round(pool / 4), whole=True)
            found["facts"].append(fact("paid-before", "dollars", lambda: before))
        found["fmv_cap"] = cap
    return found


def force(draw, period):
    """Draw when the agreement is in force, where that cuts the period."""
    if not chance(draw, 0.3):
        return {}
    starts = within(draw, period)
    found = {"starts": str(starts)} | draw.choice([{}, {"by": draw.choice(["days", "months"])}])
    ends = within(draw, period)
    if chance(draw, 0.4) and ends >= starts:
        found["ends"] = str(ends)
    return {"in_force": found}


def funding(draw):
    """Draw where the pool comes from."""
    kind = draw.choice(list(FUNDINGS))
    agreed, facts = FUNDINGS[kind](draw)
    return {"kind": kind} | agreed, facts
