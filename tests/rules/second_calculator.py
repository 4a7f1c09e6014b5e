"""A second way to calculate one period of an agreement, to hold the engine against.

It knows nothing of the engine: it reads the terms as plain JSON (from
json.loads with parse_float=str) and the figures as rows of text, and goes
through the field's fixed order of operations slowly, one fraction at a time.
"""

from fractions import Fraction
from itertools import pairwise

TIMES = {"percent": 100, "percent of base": 100, "per 100": 100, "per 1,000": 1000}
ACHIEVEMENT = {"times": "9", "plus": "1/2", "most": "10"}
IMPROVEMENT = {"times": "10", "plus": "-1/2", "most": "9"}

OF_MEASURE = ("value", "baseline", "factor", "weight", "weighted")
OF_POINTS = ("achievement", "improvement", "score")
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


def number(text):
    """Read a number from the terms or the figures; None where nothing stands."""
    if text is None or str(text).strip() == "":
        return None
    return Fraction(str(text))


# Steps 1 and 4: the result at its precision, and the factor that the method gives it.


def score(measure, row):
    """Give a measure's value, baseline, points and factor; None for what is absent."""
    scored = dict.fromkeys(
        ("value", "baseline", "achievement", "improvement", "score", "factor"),
    )
    if row is None or row.get("absent"):
        return scored
    value = number(row.get("value"))
    if number(row.get("numerator")) is not None:
        value = number(row["numerator"]) / number(row["denominator"])
        value = value * TIMES.get(measure["unit"], 1)
    scored["value"] = at_precision(value, measure.get("precision"))
    scored["baseline"] = at_precision(number(row.get("baseline")), measure.get("precision"))
    method = measure["method"]
    lower = measure["better"] == "lower"
    if method["kind"] == "points":
        scored.update(points(method, scored["value"], scored["baseline"], lower=lower))
    elif method["kind"] == "binary":
        met = reached(scored["value"], method["target"], method.get("edge"), lower=lower)
        scored["factor"] = Fraction(1) if met else Fraction(0)
    elif method["kind"] == "bands":
        scored["factor"] = bands(method, scored["value"], lower=lower)
    else:
        scored["factor"] = linear(method, scored["value"], lower=lower)
    return scored


def at_precision(value, places):
    """Round half up to the places stated, halves away from zero; as given where none are."""
    if value is None or places is None:
        return value
    return round_to(value, int(places), "half up")


def round_to(value, places, rounding):
    """Round to places after the point."""
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    half = Fraction(1, 2)
    if rounding == "half up":
        up = rest >= half
    elif rounding == "half even":
        up = rest > half or (rest == half and whole % 2 == 1)
    else:
        up = rounding == "up" and rest > 0
    size = Fraction(whole + 1 if up else whole, 10**places)
    return -size if value < 0 else size


def reached(value, level, edge, *, lower):
    """Say whether a value has reached a level."""
    level = number(level)
    if value == level:
        return edge != "beyond only"
    return value < level if lower else value > level


def bands(method, value, *, lower):
    """Give what the hardest level reached earns."""
    factor = Fraction(0)
    for level in method["levels"]:
        if reached(value, level["reach"], method.get("edge"), lower=lower):
            factor = number(level["earns"])
    return factor


def linear(method, value, *, lower):
    """Give the straight line between levels: nothing before the first, flat after the last."""
    levels = method["levels"]
    if not reached(value, levels[0]["reach"], method.get("edge"), lower=lower):
        return Fraction(0)
    for easier, harder in pairwise(levels):
        if not reached(value, harder["reach"], None, lower=lower):
            start, end = number(easier["reach"]), number(harder["reach"])
            low, high = number(easier["earns"]), number(harder["earns"])
            return low + (high - low) * (value - start) / (end - start)
    return number(levels[-1]["earns"])


def points(method, value, baseline, *, lower):
    """Give achievement, improvement, the higher of them, and its share of the points."""
    sign = -1 if lower else 1
    threshold, benchmark = number(method["threshold"]), number(method["benchmark"])
    award = method.get("achievement", ACHIEVEMENT)
    if sign * (value - benchmark) >= 0:
        achievement = number(award["most"])
    elif not reached(value, threshold, method.get("edge"), lower=lower):
        achievement = Fraction(0)
    else:
        achievement = awarded(award, (value - threshold) / (benchmark - threshold))
    award = method.get("improvement", IMPROVEMENT)
    if award is None or baseline is None:
        improvement = None
    elif sign * (value - baseline) <= 0:
        improvement = Fraction(0)
    elif sign * (value - benchmark) >= 0:
        improvement = number(award["most"])
    else:
        improvement = awarded(award, (value - baseline) / (benchmark - baseline))
    best = achievement if improvement is None else max(achievement, improvement)
    return {
        "achievement": achievement,
        "improvement": improvement,
        "score": best,
        "factor": best / number(method.get("out_of", "10")),
    }


def awarded(award, way):
    """Turn the way gone into points, none below 0 and none above the most."""
    exact = number(award["times"]) * way + number(award["plus"])
    rounded = round_to(exact, int(award.get("places", 0)), award.get("rounding", "half up"))
    return min(max(rounded, Fraction(0)), number(award["most"]))


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
