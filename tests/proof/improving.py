"""A better figure, for drawn agreements whose terms give it no way to earn less.

Conditions may say anything of a figure, also that a better one costs money; so may a modifier
by a result, a range that is best, and a composite of what lies on the worse side. What is left
without them can only rise.
"""

from tests.proof.by_results import every_measure
from tests.proof.draws_figures import RANGES, text
from tests.proof.generator import names

CONDITIONS = {"gates", "modifiers", "minimum"}
OF_GATES = "attendance"  # what participants report for their gates alone
EITHER_WAY = {"target band", "composite", "recorded"}


def without_conditions(terms, rows, period):
    """Take all gates, modifiers and least volumes out of a drawn agreement."""
    terms = without(terms, CONDITIONS)
    terms["domains"] = [
        domain | {"measures": [without(each, CONDITIONS) for each in domain["measures"]]}
        for domain in (without(domain, CONDITIONS) for domain in terms["domains"])
    ]
    for name in ("pool", "division"):
        if name in terms:
            terms[name] = without(terms[name], CONDITIONS)
    rest = without(terms, {"domains"})
    asked = [row for row in rows if row["measure"] != OF_GATES or names(rest, row["measure"])]
    return terms, asked, period


def without(agreed, names):
    """Leave some entries out of what is agreed."""
    return {name: value for name, value in agreed.items() if name not in names}


def bettered(terms, rows, draw):
    """Give the rows with one figure as good as its unit allows, and whose it is.

    None where there is no figure that can only earn more.
    """
    measures = {measure["code"]: measure for _, measure in every_measure(terms)}
    inside = {
        part["measure"]
        for measure in measures.values()
        for part in measure["method"].get("parts", [])
    }
    may = [
        row
        for row in rows
        if "absent" not in row
        and row["measure"] not in inside
        and measures[row["measure"]]["method"]["kind"] not in EITHER_WAY
    ]
    if not may:
        return None
    taken = draw.choice(may)
    measure = measures[taken["measure"]]
    least, most = RANGES[measure["unit"]]
    if measure["method"]["kind"] == "attested":
        most = 100 if measure["unit"] == "percent" else 1
    best = least if measure["better"] == "lower" else most
    kept = without(taken, {"value", "numerator", "denominator"})
    better = kept | {"value": text(best)}
    return [better if row is taken else row for row in rows], taken["participant"]
