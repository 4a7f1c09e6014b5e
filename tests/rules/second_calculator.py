"""A second way to calculate one period of an agreement, to hold the engine against.

It knows nothing of the engine: it reads the terms as plain JSON (from
json.loads with parse_float=str) and the figures as rows of text, and goes
through the field's fixed order of operations slowly, one fraction at a time.
"""

from fractions import Fraction

from tests.rules.second_methods import at_precision, number, results_of, round_to

TIMES = {"percent": 100, "percent of base": 100, "per 100": 100, "per 1,000": 1000}
OF_MEASURE = ("value", "baseline", "factor", "weight", "weighted")
OF_POINTS = ("achievement", "improvement", "improved", "z", "score")
OF_DOMAIN = ("weight", "weighted", "raw")
OF_POOL = ("possible", "earned", "unearned")
PRINTED = ("possible", "earned")


def calculate(terms, rows, period):
    """Calculate everything about one period: measures, domains, pool, print and payouts."""
    figures = {row["measure"]: row for row in rows if row["period"] == period}
    measures = {}
    for domain in terms["domains"]:
        for measure in domain.get("measures", []):
            scored = score(measure, figures.get(measure["code"]))
            scored["domain"] = domain["code"]
            scored["original"] = original_weight(terms, domain, measure)
            scored["rule"] = measure.get("missing", "forfeit")
            scored["paid"] = measure.get("status", "contractual") == "contractual"
            measures[measure["code"]] = scored
    give_weights(measures)
    for measure in measures.values():
        measure["weighted"] = measure["weight"] * (measure["factor"] or 0)
    domains = {domain["code"]: sum_domain(domain["code"], measures) for domain in terms["domains"]}
    total = sum((domain["weighted"] for domain in domains.values()), Fraction(0))
    result = {"measures": measures, "domains": domains, "total": total}
    if terms.get("funding"):
        pool = number(terms["funding"]["amount"])
        result["possible"] = cents(pool)
        result["earned"] = cents(pool * total)
        result["unearned"] = result["possible"] - result["earned"]
        print_money(result)
        result["payouts"] = payouts(terms, result["earned"])
    return result


def listed(result):
    """List all results of an agreement with money: by scope, code and name of the result."""
    found = {("scorecard", "", "total"): result["total"]}
    found |= {("pool", "", name): result[name] for name in OF_POOL}
    for code, domain in result["domains"].items():
        found |= {("domain", code, name): domain[name] for name in OF_DOMAIN + PRINTED}
    for code, measure in result["measures"].items():
        names = OF_MEASURE + OF_POINTS + PRINTED
        found |= {("measure", code, name): measure[name] for name in names}
    return found | {("payout", code, "payable"): paid for code, paid in result["payouts"].items()}


# Steps 1 and 4: the result at its precision, and the factor that the method gives it.


def score(measure, row):
    """Give a measure's value, baseline, points and factor; None for what is absent."""
    scored = dict.fromkeys((*OF_MEASURE[:3], *OF_POINTS))
    if row is None or row.get("absent"):
        return scored
    value = number(row.get("value"))
    if number(row.get("numerator")) is not None:
        value = number(row["numerator"]) / number(row["denominator"])
        value = value * TIMES.get(measure["unit"], 1)
    scored["value"] = at_precision(value, measure.get("precision"))
    scored["baseline"] = at_precision(number(row.get("baseline")), measure.get("precision"))
    scored.update(results_of(measure, scored["value"], scored["baseline"]))
    return scored


# Steps 2 and 8: weights, and where those of missing figures go.


def original_weight(terms, domain, measure):
    """Give a measure's share of the scorecard as signed."""
    if terms.get("weights_of", "scorecard") == "domain":
        return number(domain["weight"]) * number(measure["weight"])
    return number(measure["weight"])


def give_weights(measures):
    """Give each measure its weight after those without a figure gave theirs away."""
    paid = [measure for measure in measures.values() if measure["paid"]]
    missing = [measure for measure in paid if measure["value"] is None]
    staying = [
        measure for measure in paid if measure["value"] is not None or measure["rule"] == "forfeit"
    ]
    stuck = []
    for measure in missing:
        if measure["rule"] == "redistribute_domain":
            heirs = [each for each in staying if each["domain"] == measure["domain"]]
            measure["heirs"] = heirs
            if not heirs:
                stuck.append(measure)
    for measure in missing:
        if measure["rule"] == "redistribute_all":
            measure["heirs"] = staying + stuck
    for measure in measures.values():
        measure["weight"] = measure["original"] if measure["paid"] else Fraction(0)
    for measure in missing:
        heirs = measure.get("heirs")
        if heirs:
            measure["weight"] -= measure["original"]
            among = sum(heir["original"] for heir in heirs)
            for heir in heirs:
                heir["weight"] += measure["original"] * heir["original"] / among


def sum_domain(code, measures):
    """Add up a domain's weights and weighted factors; raw is what it earned of its weight."""
    own = [measure for measure in measures.values() if measure["domain"] == code]
    weight = sum((measure["weight"] for measure in own), Fraction(0))
    weighted = sum((measure["weighted"] for measure in own), Fraction(0))
    return {"weight": weight, "weighted": weighted, "raw": weighted / weight if weight else None}


# Steps 17 and 19 and the printed dollars: whole cents by largest remainder.


def cents(dollars):
    """Round dollars to whole cents, half up."""
    return int(round_to(dollars * 100, 0, "half up"))


def largest_remainder(whole, parts):
    """Divide whole cents in proportion to parts; ties go to the first."""
    among = sum(parts)
    if not among:
        return [0 for part in parts]
    exact = [whole * Fraction(part) / among for part in parts]
    shares = [one.numerator // one.denominator for one in exact]
    while sum(shares) < whole:
        short = [one - share for one, share in zip(exact, shares, strict=True)]
        shares[short.index(max(short))] += 1
    return shares


def no_less_than(floors, shares):
    """Move single cents from whoever has the most to spare until every floor is held."""
    shares = list(shares)
    while any(share < floor for share, floor in zip(shares, floors, strict=True)):
        spare = [share - floor for share, floor in zip(shares, floors, strict=True)]
        shares[spare.index(max(spare))] -= 1
        shares[spare.index(min(spare))] += 1
    return shares


def print_money(result):
    """Write the printed cents, earned and possible, into domains and measures."""
    print_lines(list(result["domains"].values()), result["earned"], result["possible"])
    for code, domain in result["domains"].items():
        own = [measure for measure in result["measures"].values() if measure["domain"] == code]
        print_lines(own, domain["earned"], domain["possible"])


def print_lines(lines, earned, possible):
    """Divide earned and possible cents among lines: of one whole, or of one domain."""
    earned_shares = largest_remainder(earned, [line["weighted"] for line in lines])
    natural = largest_remainder(possible, [line["weight"] for line in lines])
    held = no_less_than(earned_shares, natural)
    for line, one, unforced, printed in zip(lines, earned_shares, natural, held, strict=True):
        line["earned"], line["natural"], line["possible"] = one, unforced, printed


def payouts(terms, earned):
    """Divide what was earned among the participants, sorted by code."""
    codes = sorted(participant["code"] for participant in terms["participants"])
    shares = dict.fromkeys(codes, Fraction(1, len(codes)))
    if terms["allocation"]["kind"] == "fixed shares":
        for share in terms["allocation"]["shares"]:
            shares[share["participant"]] = number(share["share"])
    divided = largest_remainder(earned, [shares[code] for code in codes])
    return dict(zip(codes, divided, strict=True))
