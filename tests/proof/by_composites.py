"""Composites of the second calculator: measures that are made of other measures."""

from tests.proof.by_methods import STRAIGHT, awarded, by_levels, levels_of
from tests.proof.by_numbers import ONE, ZERO, at_precision, number


def combined(measure, look):
    """Combine the parts of a composite into one number; None where too few have one.

    Args:
        measure: The composite.
        look: Gives a line by the code of a measure: with value and scored.
    """
    method = measure["method"]
    parts = [part_number(part, look) for part in method["parts"]]
    there = [(value, weight) for value, weight in parts if value is not None and weight is not None]
    if len(there) < needed(method) or not there:
        return None
    return at_precision(together(method.get("combines", "mean"), there), measure.get("precision"))


def needed(method):
    """Say how many parts must have a number."""
    if method.get("needs_all", True):
        return len(method["parts"])
    return int(method.get("fewest", 1))


def part_number(part, look):
    """Give the number that is taken of a part, and its weight."""
    line, takes = look(part["measure"]), part.get("takes", "factor")
    value = line["scored"] if takes == "factor" else line["value"]
    start, end = number(part.get("start", "0")), number(part.get("end", "1"))
    if part.get("start_from"):
        start = look(part["start_from"])["value"]
    if takes == "way" and value is not None:
        value = None if start is None else (value - start) / (end - start)
    if takes == "excess" and value is not None:
        value = None if start is None else max(worse_by(line["terms"], value, start), ZERO)
    weight = number(part.get("weight", "1"))
    for named in ("weight_from", "times_from"):
        if part.get(named) and weight is not None:
            times = look(part[named])["value"]
            weight = None if times is None else weight * times
    return value, weight


def worse_by(measure, value, reference):
    """Give how far a result lies on the worse side of a reference."""
    return value - reference if measure["better"] == "lower" else reference - value


def together(combines, there):
    """Make one number of those that are there."""
    values = [value for value, _ in there]
    if combines == "highest":
        return max(values)
    if combines == "lowest":
        return min(values)
    if combines == "mean":
        return sum(values) / len(values)
    if combines == "all or none":
        return ONE if all(value >= ONE for value in values) else ZERO
    weighted = sum(value * weight for value, weight in there)
    if combines == "weighted sum":
        return weighted
    among = sum(weight for _, weight in there)
    return weighted / among if among else None


def score_composite(measure, value):
    """Give what a combined number earns: itself, its points, or by its levels."""
    method, lower = measure["method"], measure["better"] == "lower"
    found = {}
    if method.get("award"):
        found["score"] = points_of(method["award"], value)
        value = found["score"]
    if method.get("levels"):
        how = method.get("between", STRAIGHT)
        factor = by_levels(levels_of(method["levels"]), value, how, lower=lower)
    else:
        factor = value / number(method.get("out_of", "1"))
    return found | {"factor": factor}


def points_of(award, way):
    """Turn a combined number into points: the most from 1 on, and none at 0 or below it."""
    if way >= ONE:
        return number(award["most"])
    return ZERO if way <= ZERO else awarded(award, way)
