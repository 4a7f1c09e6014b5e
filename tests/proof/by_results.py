"""Steps 1 and 2 of the second calculator: results at their precision, and those that count.

A result is what one row of figures says of one measure. It is missing where the
row gives a reason, where no row stands, and where it has too few cases.
"""

from tests.proof.by_numbers import ONE, TIMES, at_precision, number

NO_ROW = "not reported"
TOO_FEW = "too few cases"


def every_measure(terms):
    """List all measures of the terms in print order, each with its domain."""
    return [
        (domain, measure) for domain in terms["domains"] for measure in domain.get("measures", [])
    ]


def measure_named(terms, code):
    """Find a measure by its code."""
    return next(measure for _, measure in every_measure(terms) if measure["code"] == code)


def results_of(terms, rows, period, participant):
    """Read what the rows of a period say about a participant, or the line: by measure."""
    found = {}
    for _, measure in every_measure(terms):
        own = [
            row
            for row in rows
            if row["period"] == period
            and (row.get("participant") or "") == participant
            and row["measure"] == measure["code"]
        ]
        found[measure["code"]] = one_result(measure, own[0] if own else None)
    kept = {code: dict(result) for code, result in found.items()}
    for _, measure in every_measure(terms):
        if measure.get("minimum"):
            judge_volume(measure, found, kept)
    return kept


def one_result(measure, row):
    """Read one row: its value and baseline at the precision of the measure, and its cases."""
    result = {"value": None, "baseline": None, "denominator": None, "reason": NO_ROW}
    result |= {"cases": None, "shown": None}
    if row is None:
        return result
    places = measure.get("precision")
    result["baseline"] = at_precision(number(row.get("baseline")), places)
    result["denominator"] = number(row.get("denominator"))
    result["reason"] = row.get("absent") or ""
    if result["reason"]:
        return result
    value = number(row.get("value"))
    if number(row.get("numerator")) is not None:
        value = number(row["numerator"]) / result["denominator"] * TIMES.get(measure["unit"], ONE)
    result["value"] = result["shown"] = at_precision(value, places)
    return result


def judge_volume(measure, found, kept):
    """Take away a result of too few cases: by its own denominator, or by another measure.

    A volume that nobody stated has not reached the least: the result is missing.
    """
    minimum, result = measure["minimum"], kept[measure["code"]]
    counted = minimum.get("of", "")
    cases = found[counted]["value"] if counted else result["denominator"]
    result["cases"] = cases
    if result["value"] is not None and (cases is None or cases < number(minimum["cases"])):
        result["value"], result["reason"] = None, TOO_FEW
