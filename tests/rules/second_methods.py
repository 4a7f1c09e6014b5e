"""The methods once more, as the second calculator goes through them, on plain JSON.

Like the rest of it, this knows nothing of the engine: each function takes what
the terms say under "method", and a result, and gives the factor.
"""

from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

ACHIEVEMENT = {"times": "9", "plus": "1/2", "most": "10"}
IMPROVEMENT = {"times": "10", "plus": "-1/2", "most": "9"}


FACTORS = {
    # kind:      the factor, from what the terms say and from the result at hand
    "bands":       lambda method, at: bands(method, at.value, lower=at.lower),
    "linear":      lambda method, at: linear(method, at.value, lower=at.lower),
    "binary":      lambda method, at: binary(method, at.value, lower=at.lower),
    "count":       lambda method, at: count(method, at.value),
    "attested":    lambda method, at: attested(method, at.value, at.unit),
    "maintenance": lambda method, at: maintenance(method, at.value, at.baseline, lower=at.lower),
    "target band": lambda method, at: target_band(method, at.value),
    "percentiles": lambda method, at: percentiles(method, at.value, lower=at.lower),
}  # fmt: skip
RESULTS = {
    # kind:      the factor, and what else is found on the way to it
    "points":      lambda method, at: points(method, at.value, at.baseline, lower=at.lower),
    "improvement": lambda method, at: improvement(method, at.value, at.baseline, lower=at.lower),
    "z-score":     lambda method, at: z_score(method, at.value, lower=at.lower),
}  # fmt: skip


def results_of(measure, value, baseline):
    """Give the factor of a measure's result, and what else its method finds on the way."""
    method = measure["method"]
    at = SimpleNamespace(
        value=value, baseline=baseline, unit=measure["unit"], lower=measure["better"] == "lower"
    )
    if method["kind"] in RESULTS:
        return RESULTS[method["kind"]](method, at)
    return {"factor": FACTORS[method["kind"]](method, at)}


def by_levels(method, levels, value, *, lower):
    """Read levels in steps, or along a straight line where the terms say so."""
    read = linear if method.get("between") == "straight line" else bands
    return read(levels, value, lower=lower)


def number(text):
    """Read a number from the terms or the figures; None where nothing stands."""
    if text is None or str(text).strip() == "":
        return None
    return Fraction(str(text))


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


def binary(method, value, *, lower):
    """Give all at the target, else nothing."""
    return Fraction(reached(value, method["target"], method.get("edge"), lower=lower))


def percentiles(method, value, *, lower):
    """Read cut points as levels."""
    levels = {"levels": method["cuts"], "edge": method.get("edge")}
    return by_levels(method, levels, value, lower=lower)


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
    return clamped(rounded, number(award.get("least", "0")), number(award["most"]))


def count(method, done):
    """Give the share done of those planned; below the least nothing."""
    if done < number(method.get("least", "0")):
        return Fraction(0)
    return clamped(done / number(method["planned"]), 0, 1)


def attested(method, value, unit):
    """Give the share attested; without parts, all or nothing."""
    share = clamped(value / (100 if unit == "percent" else 1), 0, 1)
    return share if method.get("partial") else Fraction(share == 1)


def improvement(method, value, baseline, *, lower):
    """Give the share improved, and what it earns."""
    if baseline is None:
        return {"improved": None, "factor": Fraction(0)}
    way = baseline - value if lower else value - baseline
    if method["measured"] == "relative change":
        share = way / abs(baseline) if baseline else None
    else:
        target = number(method["target"]["reach"])
        gap = baseline - target if lower else target - baseline
        if reached(value, target, None, lower=lower):
            share = Fraction(1)
        else:
            share = max(way / gap, Fraction(0)) if gap > 0 else Fraction(0)
    if share is None or not method.get("levels"):
        return {"improved": share, "factor": clamped(share or Fraction(0), 0, 1)}
    return {"improved": share, "factor": by_levels(method, method, share, lower=False)}


def maintenance(method, value, baseline, *, lower):
    """Give the agreed share where the level and the baseline are held."""
    if baseline is None or not reached(value, method["level"], None, lower=lower):
        return Fraction(0)
    slack = number(method.get("slack", "0"))
    worst = baseline + slack if lower else baseline - slack
    held = value <= worst if lower else value >= worst
    return number(method.get("earns", "1/2")) if held else Fraction(0)


def target_band(method, value):
    """Give 1 inside the range, and on the way out what is left of it."""
    low, high = number(method["low"]), number(method["high"])
    if low <= value <= high:
        return Fraction(1)
    if method.get("between") == "step":
        return Fraction(0)
    edge, limit = (low, "low_limit") if value < low else (high, "high_limit")
    room = abs(edge - number(method[limit]))
    return clamped(1 - abs(value - edge) / room, 0, 1) if room else Fraction(0)


def z_score(method, value, *, lower):
    """Give z, and the factor that it is or earns."""
    z = (value - number(method["mean"])) / number(method["deviation"])
    z = clamped(z, number(method["least"]), number(method["most"]))
    if not method.get("levels"):
        return {"z": z, "factor": z}
    return {"z": z, "factor": by_levels(method, method, z, lower=lower)}


def clamped(value, least, most):
    """Keep a number within bounds."""
    return min(max(value, Fraction(least)), Fraction(most))
