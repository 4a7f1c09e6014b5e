"""Step 4 of the second calculator: what each method makes of one result.

Every method answers with a small dict: its factor, and the numbers on the way
that the manual names (z, improved, achievement, improvement, score).
"""

from itertools import pairwise

from tests.proof.by_numbers import ONE, ZERO, between, number, part_of_one, round_to

ACHIEVEMENT = {"times": "9", "plus": "1/2", "most": "10"}
IMPROVEMENT = {"times": "10", "plus": "-1/2", "most": "9"}
STRAIGHT, STEP = "straight line", "step"


def score(measure, value, baseline):
    """Score a result by the method of its measure; the factor is None where it has none."""
    method, lower = measure["method"], measure["better"] == "lower"
    if method["kind"] == "attested":  # in percent, 100 is done
        value = part_of_one(value, measure["unit"])
    return SCORES[method["kind"]](method, value, baseline, lower=lower)


def reached(value, level, edge="at or beyond", *, lower=False):
    """Say whether a value has reached a level."""
    if value == level:
        return edge != "beyond only"
    return value < level if lower else value > level


def levels_of(listed):
    """Read levels as pairs of what is to be reached and what it earns, easiest first."""
    return [(number(level["reach"]), number(level["earns"])) for level in listed]


def by_levels(levels, value, how, edge="at or beyond", *, lower=False):
    """Give what a value earns among levels: in steps, or along the line between them.

    Nothing before the easiest level, and what the hardest earns from there on.
    Along a line the edge concerns the easiest level alone.
    """
    if how == STEP:
        earned = [share for level, share in levels if reached(value, level, edge, lower=lower)]
        return earned[-1] if earned else ZERO
    if not reached(value, levels[0][0], edge, lower=lower):
        return ZERO
    for (start, low), (end, high) in pairwise(levels):
        if not reached(value, end, lower=lower):
            return low + (high - low) * (value - start) / (end - start)
    return levels[-1][1]


def bands(method, value, _baseline, *, lower):
    """Give what the hardest level reached earns."""
    levels = levels_of(method["levels"])
    edge = method.get("edge", "at or beyond")
    return {"factor": by_levels(levels, value, STEP, edge, lower=lower)}


def linear(method, value, _baseline, *, lower):
    """Give the straight line between levels."""
    levels = levels_of(method["levels"])
    edge = method.get("edge", "at or beyond")
    return {"factor": by_levels(levels, value, STRAIGHT, edge, lower=lower)}


def binary(method, value, _baseline, *, lower):
    """Give all at the target, nothing short of it."""
    edge = method.get("edge", "at or beyond")
    return {"factor": ONE if reached(value, number(method["target"]), edge, lower=lower) else ZERO}


def percentiles(method, value, _baseline, *, lower):
    """Give what the cut point earns, or the line between two cut points."""
    edge = method.get("edge", "at or beyond")
    how = method.get("between", STEP)
    return {"factor": by_levels(levels_of(method["cuts"]), value, how, edge, lower=lower)}


def count(method, value, _baseline, *, lower):
    """Give as much as was done of what was planned, at most all, nothing short of the least."""
    del lower
    if value < number(method.get("least", "0")):
        return {"factor": ZERO}
    return {"factor": min(value / number(method["planned"]), ONE)}


def attested(method, value, _baseline, *, lower):
    """Give the share that was attested as done; all or nothing unless a part counts."""
    del lower
    if method.get("partial"):
        return {"factor": between(value, ZERO, ONE)}
    return {"factor": ONE if value >= ONE else ZERO}


def target_band(method, value, _baseline, *, lower):
    """Give all inside the range, and on a straight line less toward a limit on either side."""
    del lower
    low, high = number(method["low"]), number(method["high"])
    low_limit, high_limit = number(method["low_limit"]), number(method["high_limit"])
    if low <= value <= high:
        return {"factor": ONE}
    if method.get("between", STRAIGHT) == STEP or not low_limit < value < high_limit:
        return {"factor": ZERO}
    if value < low:
        return {"factor": (value - low_limit) / (low - low_limit)}
    return {"factor": (high_limit - value) / (high_limit - high)}


def maintenance(method, value, baseline, *, lower):
    """Give its share where the level is held and the result is no worse than the baseline."""
    sign = -1 if lower else 1
    held = reached(value, number(method["level"]), lower=lower)
    worse = baseline is None or sign * (baseline - value) > number(method.get("slack", "0"))
    return {"factor": number(method.get("earns", "1/2")) if held and not worse else ZERO}


def improvement(method, value, baseline, *, lower):
    """Give what the share improved earns: of the gap to the target, or of the baseline itself."""
    sign = -1 if lower else 1
    gained = sign * (value - baseline)
    if method["measured"] == "gap closed":
        gap = sign * (number(method["target"]["reach"]) - baseline)
        improved = ONE if gained >= gap else between(gained / gap, ZERO, ONE)
    else:
        improved = gained / abs(baseline)
    if not method.get("levels"):
        return {"improved": improved, "factor": improved}
    levels, how = levels_of(method["levels"]), method.get("between", STEP)
    factor = by_levels(levels, improved, how, method.get("edge", "at or beyond"))
    return {"improved": improved, "factor": factor}


def z_score(method, value, _baseline, *, lower):
    """Give the standard score, held between two ends; by levels where there are any."""
    exact = (value - number(method["mean"])) / number(method["deviation"])
    return of_z(method, between(exact, number(method["least"]), number(method["most"])), lower)


def of_z(method, z, lower):
    """Give what a standard score earns; itself where there are no levels."""
    if not method.get("levels"):
        return {"z": z, "factor": z}
    levels, how = levels_of(method["levels"]), method.get("between", STEP)
    edge = method.get("edge", "at or beyond")
    return {"z": z, "factor": by_levels(levels, z, how, edge, lower=lower)}


def points(method, value, baseline, *, lower):
    """Give achievement, improvement, the higher of them, and its share of the points."""
    sign = -1 if lower else 1
    threshold, benchmark = number(method["threshold"]), number(method["benchmark"])
    award = method.get("achievement") or ACHIEVEMENT
    if sign * (value - benchmark) >= 0:
        achievement = number(award["most"])
    elif not reached(value, threshold, method.get("edge", "at or beyond"), lower=lower):
        achievement = ZERO
    else:
        achievement = awarded(award, (value - threshold) / (benchmark - threshold))
    award = method.get("improvement", IMPROVEMENT)
    if award is None or baseline is None:
        gained = None
    elif sign * (value - baseline) <= 0:
        gained = ZERO
    elif sign * (value - benchmark) >= 0:
        gained = number(award["most"])
    else:
        gained = awarded(award, (value - baseline) / (benchmark - baseline))
    best = achievement if gained is None else max(achievement, gained)
    factor = best / number(method.get("out_of", "10"))
    return {"achievement": achievement, "improvement": gained, "score": best, "factor": factor}


def awarded(award, way):
    """Turn the way gone into points: no fewer than the least, no more than the most."""
    exact = number(award["times"]) * way + number(award["plus"])
    rounded = round_to(exact, int(award.get("places", 0)), award.get("rounding", "half up"))
    return between(rounded, number(award.get("least", "0")), number(award["most"]))


def recorded(_method, _value, _baseline, *, lower):
    """Give nothing: a recorded figure is kept for what goes by it."""
    del lower
    return {"factor": None}


SCORES = {
    "bands": bands,
    "linear": linear,
    "binary": binary,
    "percentiles": percentiles,
    "count": count,
    "attested": attested,
    "target band": target_band,
    "maintenance": maintenance,
    "improvement": improvement,
    "z-score": z_score,
    "points": points,
    "recorded": recorded,
}


def worst(measure):
    """Give what the worst result there can be earns: nothing, or the worst standard score."""
    method, lower = measure["method"], measure["better"] == "lower"
    if method["kind"] == "recorded":
        return {"factor": None}
    if method["kind"] == "z-score":
        return of_z(method, number(method["most" if lower else "least"]), lower)
    return {"factor": ZERO}


def at_level(measure, name):
    """Give what a named level of a method earns, as if it were reached."""
    method = measure["method"]
    listed = method.get("levels") or method.get("cuts") or []
    for level in listed:
        if level.get("name") == name:
            return {"factor": number(level["earns"])}
    return {"factor": ONE}
