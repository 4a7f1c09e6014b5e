"""A second way to calculate one period of an agreement, to hold the engine against.

It knows nothing of the engine. It reads terms as plain JSON, whose numbers are
text, and figures as rows of text; it goes through the field's fixed order of
operations slowly, one fraction at a time, and answers with a flat dict:
(participant, scope, code, result) to a value. Money is in dollars.
"""

from fractions import Fraction

from tests.proof.by_dates import period_named, periods_to_date, span
from tests.proof.by_division import (
    OF_MAXIMUM,
    adjust,
    cut_to,
    divide,
    divide_maximum,
    exchange,
    offset,
    parties_of,
)
from tests.proof.by_funding import pool_of
from tests.proof.by_money import CHANGES, maximum_of, print_lines, settle_pool
from tests.proof.by_numbers import ONE, ZERO, cents, largest_remainder, number
from tests.proof.by_scorecards import POINTS, scorecard

SCORED = {"own score", "blend", "exchange"}
OF_MEASURE = ("value", "baseline", "factor", "weight", "weighted", *POINTS)
OF_DOMAIN = ("weight", "weighted", "raw")
OF_POOL = ("possible", "by_score", *CHANGES, "earned", "unearned")
OF_PAYOUT = ("maximum", "earned", "after_rules", "capped", "advanced", "payable", "recover")


def calculate(terms, rows, period):
    """Calculate everything about one period."""
    if period_named(terms, period).get("advance"):
        return advances(terms, rows, period)
    if terms.get("settles", "agreement") == "participant":
        return each_by_itself(terms, rows, period)
    line = scorecard(terms, rows, period, "")
    found = listed(terms, line, "")
    if not terms.get("funding"):
        return found
    cards = {
        each["code"]: scorecard(terms, rows, period, each["code"]) for each in terms["participants"]
    }
    periods = periods_to_date(terms, period)
    whole, pool = span(periods), pool_of(terms, line["lines"], len(periods))
    money = settle_pool(terms, line, pool, whole)
    parties = parties_of(terms, cards, whole)
    if terms["allocation"]["kind"] in SCORED:
        for code, card in cards.items():
            found |= listed(terms, card, code)
    money["exact_pool"] = pool
    print_lines(line, money)
    found |= printed(line, "")
    by_itself = pool >= 0 and divide_by_score(terms, parties, line, money, whole)
    if not by_itself:
        divide(terms, parties, money["earned"])
    for party in parties:
        adjust(terms, party)
    cut_to(parties, money["limits"])
    if by_itself:
        money["earned"] = sum(party["capped"] for party in parties)
        money["unearned"] = money["possible"] - money["earned"]
    for party in parties:
        offset(terms, party)
        found |= paid(party)
    return found | {("", "pool", terms["code"], name): Fraction(money[name], 100) for name in OF_POOL}


def divide_by_score(terms, parties, line, money, whole):
    """Pay each by its own score where the terms divide so; say whether they do."""
    allocation, pool = terms["allocation"], money["exact_pool"]
    if allocation["kind"] in OF_MAXIMUM:
        maximum, changes = maximum_of(terms, line, pool, whole)
        divide_maximum(terms, parties, maximum, line["total"])
    elif allocation.get("slope"):
        kept, _ = maximum_of(terms, line, ONE, whole)
        _, changes = maximum_of(terms, line, pool, whole)
        exchange(terms, parties, kept)
    else:
        return False
    money |= changes
    return True


def each_by_itself(terms, rows, period):
    """Settle each participant by its own scorecard, and its own pool where there is money."""
    codes = {each["code"] for each in terms.get("participants") or []}
    if terms.get("open_to_any"):
        codes |= {row["participant"] for row in rows if row["period"] == period}
    found = {}
    for code in sorted(codes):
        card = scorecard(terms, rows, period, code)
        found |= listed(terms, card, code)
        if not terms.get("funding"):
            continue
        periods = periods_to_date(terms, period)
        whole, pool = span(periods), pool_of(terms, card["lines"], len(periods))
        money = settle_pool(terms, card, pool, whole)
        party = {"code": code, "card": card, "capped": money["earned"]}
        offset(terms, party)
        found |= paid(party)
        found |= {(code, "pool", terms["code"], name): Fraction(money[name], 100) for name in OF_POOL}
    return found


def advances(terms, rows, period):
    """Pay an advance: its rate of the pool, spread over the times, divided by the allocation."""
    agreed = terms["advances"]
    periods = periods_to_date(terms, period)
    line = scorecard(terms, rows, period, "")
    pool = pool_of(terms, line["lines"], 1)
    share = number(agreed.get("rate", "1")) / int(agreed.get("times", 4))
    cards = {
        each["code"]: scorecard(terms, rows, period, each["code"]) for each in terms["participants"]
    }
    parties = parties_of(terms, cards, span(periods))
    paid_out = largest_remainder(cents(pool * share), [party["share"] for party in parties])
    return {
        (party["code"], "payout", party["code"], "payable"): Fraction(amount, 100)
        for party, amount in zip(parties, paid_out, strict=True)
    }


def listed(terms, card, participant):
    """List what a scorecard came to, without money."""
    found = {(participant, "scorecard", terms["code"], "total"): card["total"]}
    for code, line in card["lines"].items():
        found |= {(participant, "measure", code, name): line[name] for name in OF_MEASURE}
        found[participant, "measure", code, "value"] = line["shown"]
    for code, domain in card["domains"].items():
        found |= {(participant, "domain", code, name): domain[name] for name in OF_DOMAIN}
    return found


def printed(card, participant):
    """List the printed cents of domains and measures, in dollars."""
    found = {}
    for scope, lines in (("measure", card["lines"]), ("domain", card["domains"])):
        for code, line in lines.items():
            for name in ("possible", "earned"):
                if name not in line:
                    continue
                found[participant, scope, code, name] = Fraction(line[name], 100)
    for code, domain in card["domains"].items():
        found[participant, "domain", code, "by_gate"] = Fraction(domain.get("by_gate", 0), 100)
    return found


def paid(party):
    """List what a participant is paid, or owes."""
    return {
        (party["code"], "payout", party["code"], name): Fraction(party[name] or ZERO, 100)
        for name in OF_PAYOUT
        if name in party
    }
