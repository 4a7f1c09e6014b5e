"""Steps 1 to 11 of the second calculator: one scorecard, from its results to its total."""

from tests.proof.by_composites import combined, score_composite
from tests.proof.by_conditions import applied
from tests.proof.by_methods import score
from tests.proof.by_numbers import ZERO, number
from tests.proof.by_results import every_measure, results_of
from tests.proof.by_weights import STAYS, move_weights, score_missing

POINTS = ("z", "improved", "achievement", "improvement", "score")


def scorecard(terms, rows, period, participant):
    """Score a participant or the line: its lines, its domains and its total."""
    lines = score_lines(terms, rows, period, participant)
    view = {"lines": lines}
    for line in lines.values():
        apply_to_measure(line, view)
    move_weights(terms, lines)
    for line in lines.values():
        earns = line["factor"] if line["counts"] and line["factor"] is not None else ZERO
        line["weighted"] = earns * line["weight"]
    domains = {domain["code"]: add_up(domain, lines) for domain in terms["domains"]}
    view["domains"] = {code: domain["before"] for code, domain in domains.items()}
    for domain in domains.values():
        apply_to_domain(domain, view)
    scored = sum(1 for domain in domains.values() if domain["scored"] and domain["signed"])
    enough = scored >= int(terms.get("fewest_domains", 0))
    total = sum((domain["weighted"] for domain in domains.values()), ZERO)
    view["total"] = total if enough else None
    return {"lines": lines, "domains": domains, "total": view["total"], "view": view}


def score_lines(terms, rows, period, participant):
    """Give every measure its line: result, what its method or its rule gave it, its weight."""
    results = results_of(terms, rows, period, participant)
    lines = {}
    for domain, measure in every_measure(terms):
        line = dict.fromkeys((*POINTS, "scored", "beats_baseline"))
        line |= results[measure["code"]] | {"terms": measure, "domain": domain["code"]}
        status = measure.get("status", "contractual")
        line |= {"paid": status != "reporting-only", "alternate": status == "contractual-alternate"}
        line |= {"signed": signed_weight(terms, domain, measure, period)}
        line |= {"goes": None, "otherwise": STAYS, "counts": True, "done": False}
        lines[measure["code"]] = line

    def look(code):
        if not lines[code]["done"]:
            lines[code]["done"] = True
            score_line(lines[code], look)
        return lines[code]

    for code in lines:
        look(code)
    return lines


def score_line(line, look):
    """Steps 2 to 4 of one measure: its missing rule, its baseline to beat, its method."""
    measure = line["terms"]
    composite = measure["method"]["kind"] == "composite"
    if composite:
        line["value"] = line["shown"] = combined(measure, look)
        line["reason"] = ""
    if line["value"] is None:
        found, line["goes"] = score_missing(measure, line)
        line |= {name: found.get(name) for name in POINTS}
        line["otherwise"] = (measure.get("missing_terms") or {}).get("otherwise", STAYS)
        line["scored"] = found.get("factor")
        return
    if measure.get("must_beat_baseline"):
        line["beats_baseline"] = int(beats(line))
    if line["beats_baseline"] == 0:  # step 3 comes before the method, which is not asked any more
        line["scored"] = ZERO
        return
    if composite:
        found = score_composite(measure, line["value"])
    else:
        found = score(measure, line["value"], line["baseline"])
    line |= {name: found.get(name) for name in POINTS}
    line["scored"] = found["factor"]


def beats(line):
    """Say whether a result is better than its baseline; without a baseline it is not."""
    if line["baseline"] is None or line["value"] == line["baseline"]:
        return False
    return (line["value"] < line["baseline"]) is (line["terms"]["better"] == "lower")


def apply_to_measure(line, view):
    """Steps 3 and 5 to 7: what is left of the factor after all that is applied to it."""
    measure = line["terms"]
    line["factor"] = line["modifier"] = line["gate"] = None
    if line["scored"] is None:
        return
    if line["beats_baseline"] == 0:
        line["factor"] = ZERO
        return
    earned = line["scored"]
    bounds = (number(measure.get("floor")), number(measure.get("cap")))
    found = applied(measure, earned, view, full=earned >= 1, bounds=bounds)
    line |= {name: found[name] for name in ("modifier", "gate", "binds")}
    line["factor"] = found["after"]


def signed_weight(terms, domain, measure, period):
    """Give a measure's share of the scorecard as signed for a period."""
    weight = weight_in(terms, measure, period)
    if terms.get("weights_of", "scorecard") == "domain":
        return weight_in(terms, domain, period) * weight
    return weight


def weight_in(terms, named, period):
    """Give the weight of a domain or a measure that holds in a period."""
    for each in terms.get("reweighted") or []:
        if each["period"] == period and each["code"] == named["code"]:
            return number(each["weight"])
    return number(named["weight"])


def add_up(domain, lines):
    """Add up a domain before its own modifiers and gates.

    It is scored where a measure that is paid on has a factor, or an alternate that took
    the weight of one; what is not scored has no score that a condition could look at.
    """
    own = [line for line in lines.values() if line["domain"] == domain["code"]]
    weight = sum((line["weight"] for line in own), ZERO)
    earned = sum((line["weighted"] for line in own), ZERO)
    counted = [line for line in own if line["counts"] and (line["weight"] or line["signed"])]
    scored = any(line["scored"] is not None for line in counted)
    return {
        "terms": domain,
        "weight": weight,
        "signed": sum(line["signed"] for line in own),
        "earned_before": earned,
        "before": earned / weight if weight and scored else None,
        "scored": scored,
    }


def apply_to_domain(domain, view):
    """Step 10: modifiers, gates, floor and cap of a domain; the bounds are of its weight."""
    terms, weight, earned = domain["terms"], domain["weight"], domain["earned_before"]
    floor, cap = number(terms.get("floor")), number(terms.get("cap"))
    least = None if floor is None or not domain["scored"] else floor * weight
    most = None if cap is None else cap * weight
    full = bool(weight) and earned >= weight
    found = applied(terms, earned, view, full=full, bounds=(least, most))
    domain |= {name: found[name] for name in ("modifier", "gate", "binds")}
    domain["weighted"] = found["after"]
    domain["raw"] = domain["weighted"] / weight if weight else None
