"""Steps 2 and 8 of the second calculator: rules for what is missing, and where weights go.

A line is a dict about one measure: "scored" (what its method or its rule gave
it), "signed" (its weight as signed), "goes" (what its rule does to the weight).
"""

from tests.proof.by_methods import at_level, score, worst
from tests.proof.by_numbers import ZERO, number

NOT_REPORTED = {"not submitted", "not reported"}
STAYS, TO_ALL, TO_DOMAIN, TO_NAMED = (
    "forfeit",
    "redistribute_all",
    "redistribute_domain",
    "reallocate_named",
)


def rule_for(measure, reason):
    """Give the rule for a reason of absence."""
    for each in measure.get("missing_for") or []:
        if each["reason"] == reason:
            return each["rule"]
    return measure.get("missing", STAYS)


def score_missing(measure, result):
    """Score a missing result by its rule: what it found, and what its weight does."""
    rule, terms = rule_for(measure, result["reason"]), measure.get("missing_terms") or {}
    otherwise = terms.get("otherwise", STAYS)
    if rule == "deem_at_target":
        return at_level(measure, terms.get("level", "target")), None
    if rule == "score_worst":
        return worst(measure), None
    if rule == "deem_at_prior":
        prior = result["baseline"]
        return ({}, otherwise) if prior is None else (score(measure, prior, None), None)
    if rule == "pay_for_reporting":
        if result["reason"] in NOT_REPORTED:
            return {}, STAYS
        return {"factor": number(terms.get("reported", "1"))}, None
    return {}, STAYS if rule == "defer" else rule


def move_weights(terms, lines):
    """Move the weights of all that is missing at once; every line gets its weight.

    A weight that nobody can take stays where it was, and earns nothing.
    """
    paid = [line for line in lines.values() if line["paid"]]
    for line in lines.values():
        line["weight"] = line["signed"] if line["paid"] else ZERO
    leave_empty_domains(terms, lines, paid)
    settle_rules(lines, paid)
    staying = [line for line in paid if line["goes"] in {None, STAYS}]
    heirs = {id(line): takers(line, staying, lines) for line in paid}
    for line in paid:
        among = sum(share for _, share in heirs[id(line)])
        if not among:
            continue
        line["weight"] -= line["signed"]
        for heir, share in heirs[id(line)]:
            heir["weight"] += line["signed"] * share / among


def leave_empty_domains(terms, lines, paid):
    """Unscore the domains in which too few measures are scored: all their weight leaves."""
    for domain in terms["domains"]:
        own = [line for line in paid if line["domain"] == domain["code"]]
        scored = [line for line in own if line["scored"] is not None and not line["alternate"]]
        if len(scored) >= int(domain.get("fewest", 0)):
            continue
        unscored = domain.get("unscored", TO_ALL)
        for line in lines.values():
            if line["domain"] == domain["code"]:
                line["counts"] = False
        for line in own:
            line["goes"] = "other domains" if unscored == TO_ALL else STAYS


def settle_rules(lines, paid):
    """Put `otherwise` in the place of every rule that cannot be kept.

    First those whose alternate has no result, then those in whose domain nothing
    remains: each round looks at what stood before it.
    """
    for line in paid:
        if line["goes"] == TO_NAMED:
            named = lines.get(line["terms"]["missing_terms"].get("alternate", ""))
            if named is None or named["scored"] is None or not named["counts"]:
                line["goes"] = line["otherwise"]
                line["otherwise"] = STAYS
    alone = [line for line in paid if line["goes"] == TO_DOMAIN and not remains(line, paid)]
    for line in alone:
        line["goes"] = STAYS if line["otherwise"] == TO_DOMAIN else line["otherwise"]


def remains(line, paid):
    """Say whether any weight of a line's domain remains beside what leaves it."""
    return sum(
        each["signed"]
        for each in paid
        if each["domain"] == line["domain"] and each["goes"] in {None, STAYS}
    )


def takers(line, staying, lines):
    """List who takes the weight of a line, each with its part."""
    goes = line["goes"]
    if goes == TO_NAMED:
        return [(lines[line["terms"]["missing_terms"]["alternate"]], 1)]
    if goes == TO_ALL:
        return [(each, each["signed"]) for each in staying]
    if goes == TO_DOMAIN:
        return [(each, each["signed"]) for each in staying if each["domain"] == line["domain"]]
    if goes == "other domains":
        return by_domain([each for each in staying if each["domain"] != line["domain"]], lines)
    return []


def by_domain(staying, lines):
    """Share among domains by all that they keep, then within each among what stays."""
    found = []
    for line in staying:
        own = [each for each in lines.values() if each["domain"] == line["domain"]]
        stays = sum(each["signed"] for each in staying if each["domain"] == line["domain"])
        leaves = sum(each["signed"] for each in own if each["paid"] and each["goes"] == TO_DOMAIN)
        if stays:
            found.append((line, line["signed"] * (stays + leaves) / stays))
    return found
