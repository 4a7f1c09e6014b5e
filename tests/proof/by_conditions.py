"""Conditions, gates and modifiers of the second calculator.

A view is a dict of what may be looked at: "lines" by the code of a measure,
"domains" by code, and "total". What is not there is missing.
"""

from tests.proof.by_numbers import ONE, between, number, part_of_one


def holds(condition, view):
    """Say whether a condition holds."""
    looked, than, better = looked_at(condition, view)
    if looked is None or than is None:
        return condition.get("missing", "fails") == "holds"
    compares = condition["compares"]
    if compares == "not worse than its baseline":
        return looked == than or (looked > than) is better
    if compares == "better than its baseline":
        return looked != than and (looked > than) is better
    return {
        "at least": looked >= than,
        "more than": looked > than,
        "at most": looked <= than,
        "less than": looked < than,
    }[compares]


def looked_at(condition, view):
    """Give the number looked at, what it is compared with, and whether higher is better."""
    looks, than = condition.get("looks_at", "value"), number(condition.get("than", "0"))
    if looks == "total":
        return view.get("total"), than, True
    if looks == "domain":
        return view.get("domains", {}).get(condition["code"]), than, True
    line = view["lines"].get(condition["code"])
    if line is None:
        return None, than, True
    better = line["terms"]["better"] == "higher"
    if condition["compares"].endswith("its baseline"):
        return line["value"], line["baseline"], better
    return line["value"] if looks == "value" else line["scored"], than, better


def effect_of(gate, view):
    """Say what a gate does: open, waived, closes or reduces."""
    if holds(gate["condition"], view):
        return "open"
    if gate.get("unless") and holds(gate["unless"], view):
        return "waived"
    return "reduces" if number(gate.get("keeps", "0")) else "closes"


def gates(terms, view):
    """Give the share that gates keep, and whether any of them failed."""
    kept, closed = ONE, False
    for gate in terms or []:
        if effect_of(gate, view) in {"closes", "reduces"}:
            kept, closed = kept * number(gate.get("keeps", "0")), True
    return kept, closed


def modifiers(terms, view, *, full):
    """Give what modifiers multiply by, all looking at what was earned before any of them."""
    times = ONE
    for modifier in terms or []:
        if modifier.get("only_full") and not full:
            continue
        if modifier.get("when") and not holds(modifier["when"], view):
            continue
        times *= multiplier(modifier, view)
    return times


def multiplier(modifier, view):
    """Give what one modifier multiplies by: a fixed number, or a measure's result."""
    times = number(modifier.get("times", "1"))
    if not modifier.get("by"):
        return times
    line = view["lines"].get(modifier["by"])
    if line is None or line["value"] is None:
        return number(modifier.get("otherwise", "1"))
    result = part_of_one(line["value"], line["terms"]["unit"])
    return between(result * times, number(modifier.get("least", "0")), number(modifier.get("most")))


def applied(terms, earned, view, *, full, bounds):
    """Apply modifiers, gates, a floor and a cap in this order; say what each came to.

    Args:
        terms: A measure or a domain: with modifiers and gates, if it has any.
        earned: What was earned before.
        view: What the conditions may look at.
        full: Whether it earned all of its weight.
        bounds: The least and the most; None where there is none.
    """
    times = modifiers(terms.get("modifiers"), view, full=full)
    kept, closed = gates(terms.get("gates"), view)
    least, most = bounds
    after = between(earned * times * kept, None if closed else least, None)
    found = {"modifier": times, "gate": kept, "after": between(after, None, most)}
    return found | {"binds": found["after"] < after}
