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
    weigh,
)
from tests.proof.by_funding import funded
from tests.proof.by_money import CHANGES, maximum_of, settle_advance, settle_pool
from tests.proof.by_numbers import ONE, ZERO, cents
from tests.proof.by_print import print_lines
from tests.proof.by_scorecards import POINTS, scorecard

SCORED = {"own score", "blend", "exchange"}
APPLIED = ("modifier", "gate")
OF_MEASURE = ("baseline", "cases", "beats_baseline", "scored", "factor", "weight", "weighted")
OF_DOMAIN = ("weight", "weighted", "raw")
OF_POOL = ("possible", "by_score", *CHANGES, "maximum", "earned", "unearned")
OF_SOURCE = ("savings", "savings_rate", "minimum_rate", "sharing_rate", "loss_rate", "shared")
OF_PAYOUT = ("maximum", "earned", "after_rules", "capped", "advanced", "payable", "recover")


def calculate(terms, rows, period):
    """Calculate everything about one period, as a flat dict."""
    return worked(terms, rows, period)["found"]


def worked(terms, rows, period):
    """Calculate one period, and keep what it was made of: scorecards, pools and parties."""
    work = {"found": {}, "cards": {}, "pools": [], "parties": []}
    if terms.get("settles", "agreement") == "participant":
        each_by_itself(terms, rows, period, work)
    else:
        together(terms, rows, period, work)
    return work


def together(terms, rows, period, work):
    """Settle one scorecard, and divide its money among the participants."""
    line = work["cards"][""] = scorecard(terms, rows, period, "")
    advance = bool(period_named(terms, period).get("advance"))
    work["found"] |= listed(terms, line, "")
    if not terms.get("funding"):
        return
    for each in terms["participants"]:
        work["cards"][each["code"]] = scorecard(terms, rows, period, each["code"])
    periods = periods_to_date(terms, period)
    whole, source = span(periods), funded(terms, line["lines"], len(periods))
    pool = source["pool"]
    settled = settle_advance if advance else settle_pool
    money = settled(terms, line, pool, whole)
    earns = advance or pool >= 0
    parties = parties_of(terms, work["cards"], whole, gated=earns, advance=advance)
    weigh(terms, parties, scored=not advance and pool >= 0)
    money |= {"source": source, "exact_pool": pool, "as_funded": terms.get("earned") == "as funded"}
    if not advance:
        print_lines(line, money)
        work["found"] |= printed(line, "")
    by_itself = not advance and pool >= 0 and divide_by_score(terms, parties, line, money, whole)
    if not by_itself:
        divide(parties, money["earned"])
    limit(terms, parties, money["limits"], advance=advance)
    if by_itself:
        money["earned"] = sum(party["capped"] for party in parties)
        money["unearned"] = money["possible"] - money["earned"]
    pay(terms, parties, work, advance=advance)
    if terms["allocation"]["kind"] in SCORED and not advance:
        for code in (party["code"] for party in parties):
            work["found"] |= listed(terms, work["cards"][code], code)
    work["found"] |= of_pool(terms, money, "")
    work["pools"].append(money)


def divide_by_score(terms, parties, line, money, whole):
    """Pay each by its own score where the terms divide so; say whether they do."""
    allocation, pool = terms["allocation"], money["exact_pool"]
    if allocation["kind"] not in OF_MAXIMUM and not allocation.get("slope"):
        return False
    maximum, changes = maximum_of(terms, line, pool, whole)
    if allocation["kind"] in OF_MAXIMUM:
        divide_maximum(terms, parties, maximum, line["total"])
    else:
        exchange(terms, parties, maximum / pool if pool else ZERO)
    money |= changes | {"maximum": cents(maximum)}
    return True


def each_by_itself(terms, rows, period, work):
    """Settle each participant by its own scorecard, and its own pool where there is money."""
    codes = {each["code"] for each in terms.get("participants") or []}
    if terms.get("open_to_any"):
        codes |= {row["participant"] for row in rows if row["period"] == period}
    for code in sorted(codes):
        card = work["cards"][code] = scorecard(terms, rows, period, code)
        work["found"] |= listed(terms, card, code)
    if not terms.get("funding"):
        return
    periods = periods_to_date(terms, period)
    whole = span(periods)
    sources = {
        code: funded(terms, card["lines"], len(periods)) for code, card in work["cards"].items()
    }
    if terms.get("allocation"):
        exchange_of_all(terms, sources, whole, work)
        return
    for code, card in work["cards"].items():
        pool = sources[code]["pool"]
        money = settle_pool(terms, card, pool, whole)
        money |= {"source": sources[code], "exact_pool": pool}
        parties = parties_of(terms, {code: card}, whole, gated=pool >= 0)
        parties[0]["share"] = parties[0]["takes"]
        divide(parties, money["earned"])
        limit(terms, parties, money["limits"], advance=False)
        del money["unearned"]
        pay(terms, parties, work, advance=False)
        work["found"] |= of_pool(terms, money, code)
        work["pools"].append(money)


def exchange_of_all(terms, sources, whole, work):
    """Add up the pools of all, and divide the sum by withheld dollars and own scores."""
    pool = sum(source["pool"] for source in sources.values())
    parties = parties_of(terms, work["cards"], whole, gated=pool >= 0)
    weigh(terms, parties, scored=pool >= 0)
    if terms["allocation"].get("slope") and pool >= 0:
        exchange(terms, parties, ONE)
    else:
        divide(parties, cents(pool))
    limit(terms, parties, [cents(pool)] if pool >= 0 else [], advance=False)
    pay(terms, parties, work, advance=False)
    work["found"]["", "pool", terms["code"], "possible"] = Fraction(cents(pool), 100)
    for code, source in sources.items():
        money = settle_pool(terms, work["cards"][code], source["pool"], whole)
        money = {name: money[name] for name in ("possible", "by_score")}
        money |= {"source": source, "exact_pool": source["pool"]} | dict.fromkeys(APPLIED, ONE)
        work["found"] |= of_pool(terms, money, code)
        work["pools"].append(money)


def limit(terms, parties, limits, *, advance):
    """Step 19 after the division: the rules of each participant, then the caps over all."""
    for party in parties:
        adjust(terms, party, advance=advance)
    cut_to(parties, limits)


def pay(terms, parties, work, *, advance):
    """Step 20: what each is paid or owes, after what was paid before."""
    for party in parties:
        offset(terms, party, advance=advance)
        work["found"] |= paid(party)
    work["parties"] += parties


def listed(terms, card, participant):
    """List what a scorecard came to, without money."""
    found = {(participant, "scorecard", terms["code"], "total"): card["total"]}
    for code, line in card["lines"].items():
        names = (*OF_MEASURE, *POINTS, *APPLIED)
        found |= {(participant, "measure", code, name): line[name] for name in names}
        found[participant, "measure", code, "value"] = line["shown"]
    for code, domain in card["domains"].items():
        names = (*OF_DOMAIN, *APPLIED)
        found |= {(participant, "domain", code, name): domain[name] for name in names}
        found[participant, "domain", code, "scored"] = domain["earned_before"]
    return found


def printed(card, participant):
    """List the printed cents of domains and measures, in dollars."""
    found = {}
    for scope, lines in (("measure", card["lines"]), ("domain", card["domains"])):
        for code, line in lines.items():
            for name in ("possible", "by_measures", "by_gate", "earned"):
                if name in line:
                    found[participant, scope, code, name] = Fraction(line[name], 100)
    return found


def paid(party):
    """List what a participant is paid, or owes."""
    where = (party["code"], "payout", party["code"])
    found = {(*where, name): Fraction(party[name], 100) for name in OF_PAYOUT if name in party}
    names = ("present", "share", *APPLIED)
    return found | {(*where, name): party[name] for name in names if name in party}


def of_pool(terms, money, participant):
    """List what a pool came to."""
    where = (participant, "pool", terms["code"])
    found = {(*where, name): Fraction(money[name], 100) for name in OF_POOL if name in money}
    found |= {(*where, name): money[name] for name in APPLIED}
    return found | {(*where, name): money["source"].get(name) for name in OF_SOURCE}
