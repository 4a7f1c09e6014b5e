"""Methods of drawn agreements: each kind with its terms, and the results that matter to it."""

from fractions import Fraction

from tests.proof.draws_figures import RANGES, chance, marks, text

AWARDS = (
    {"times": "9", "plus": "0.5", "most": "10"},
    {"times": "10", "plus": "-0.5", "most": "9"},
    {"times": "10", "plus": "0", "most": "10", "rounding": "half even"},
    {"times": "20/3", "plus": "4", "most": "8", "places": 2, "rounding": "down"},
    {"times": "7", "plus": "-1/3", "most": "10", "places": 1, "rounding": "up"},
    {"times": "10", "plus": "-1", "most": "10", "least": "2"},
)
NAMES = ("threshold", "target", "maximum", "superior")
HOW = ("straight line", "step")


def edge(draw):
    """Draw whether a result on a level has reached it, or leave it to the default."""
    return draw.choice([{}, {"edge": "at or beyond"}, {"edge": "beyond only"}])


def ordered(draw, unit, better, count):
    """Draw levels, easiest first."""
    levels = marks(draw, unit, count)
    return levels[::-1] if better == "lower" else levels


def levels(draw, reaches):
    """Name levels, and say what each of them earns."""
    earns = sorted(Fraction(draw.randint(0, 12), 12) for _ in reaches)
    earns[-1] = max(earns[-1], Fraction(1, 12))
    names = NAMES[: len(reaches)] if len(reaches) > 1 else ("target",)
    return [
        {"name": name, "reach": text(reach), "earns": text(share)}
        for name, reach, share in zip(names, reaches, earns, strict=True)
    ]


def bands(draw, unit, better):
    """Draw bands."""
    reaches = ordered(draw, unit, better, draw.randint(1, 4))
    return {"kind": "bands", "levels": levels(draw, reaches)} | edge(draw), {"marks": reaches}


def linear(draw, unit, better):
    """Draw a straight line."""
    reaches = ordered(draw, unit, better, draw.randint(1, 4))
    return {"kind": "linear", "levels": levels(draw, reaches)} | edge(draw), {"marks": reaches}


def binary(draw, unit, better):
    """Draw all or nothing."""
    reaches = ordered(draw, unit, better, 1)
    return {"kind": "binary", "target": text(reaches[0])} | edge(draw), {"marks": reaches}


def percentiles(draw, unit, better):
    """Draw cut points of a release."""
    reaches = ordered(draw, unit, better, draw.randint(1, 4))
    cuts = [
        {"percentile": text(25 * (at + 1)), "reach": level["reach"], "earns": level["earns"]}
        for at, level in enumerate(levels(draw, reaches))
    ]
    if better == "lower":
        for cut, at in zip(cuts, range(len(cuts), 0, -1), strict=True):
            cut["percentile"] = text(20 * at)
    agreed = {"kind": "percentiles", "release": "2027", "cuts": cuts} | edge(draw)
    return agreed | draw.choice([{}, {"between": draw.choice(HOW)}]), {"marks": reaches}


def count(draw, _unit, _better):
    """Draw how many milestones are planned."""
    planned = draw.randint(1, 12)
    agreed = {"kind": "count", "planned": text(planned)}
    least = draw.choice([0, 1, planned])
    if least:
        agreed["least"] = text(least)
    return agreed, {"marks": [Fraction(planned), Fraction(least)]}


def attested(draw, unit, _better):
    """Draw what a person attests."""
    full = Fraction(100 if unit == "percent" else 1)
    partial = unit != "count" and chance(draw, 0.5)
    agreed = {"kind": "attested", "attested_by": "service line administrator"}
    found = {"whole": [Fraction(0), full, full], "marks": [Fraction(0), full]}
    if unit != "count":
        found["whole"].append(full * Fraction(draw.randint(1, 9), 10))
    return agreed | ({"partial": True} if partial else {}), found


def target_band(draw, unit, _better):
    """Draw a range that is best."""
    low_limit, low, high, high_limit = marks(draw, unit, 4)
    if chance(draw, 0.2):
        low_limit = low
    if chance(draw, 0.1):
        high_limit = high
    if chance(draw, 0.1):
        high = low
    names = ("low_limit", "low", "high", "high_limit")
    all_of = (low_limit, low, high, high_limit)
    agreed = {name: text(value) for name, value in zip(names, all_of, strict=True)}
    agreed |= {"kind": "target band"} | draw.choice([{}, {"between": draw.choice(HOW)}])
    return agreed, {"marks": list(all_of)}


def maintenance(draw, unit, better):
    """Draw a level to hold."""
    reaches = ordered(draw, unit, better, 1)
    agreed = {"kind": "maintenance", "level": text(reaches[0])}
    agreed |= draw.choice([{}, {"slack": draw.choice(["1", "1/2", "1/100"])}])
    agreed |= draw.choice([{}, {"earns": draw.choice(["0.4", "1/3", "1"])}])
    return agreed, {"marks": reaches, "needs_baseline": True}


def improvement(draw, unit, better):
    """Draw an improvement on the baseline: of the gap to a target, or of the baseline."""
    agreed = {"kind": "improvement", "measured": draw.choice(["gap closed", "relative change"])}
    gap = agreed["measured"] == "gap closed"
    worst, best = (Fraction(end) for end in RANGES[unit])
    if better == "lower":
        worst, best = best, worst
    target = worst + (best - worst) * Fraction(draw.randint(4, 12), 12)
    if gap:
        agreed["target"] = {"reach": text(target)}
    if not gap or chance(draw, 0.7):
        picked = sorted(draw.sample(range(1, 9), draw.randint(1, 3)))
        agreed["levels"] = levels(draw, [Fraction(one, 8) for one in picked])
        agreed |= edge(draw) | draw.choice([{}, {"between": draw.choice(HOW)}])
    sign = -1 if better == "lower" else 1

    def bars(baseline):
        return sign * (target - baseline) <= 0 if gap else baseline == 0

    return agreed, {"marks": [target, (target + worst) / 2], "needs_baseline": True, "bars": bars}


def points(draw, unit, better):
    """Draw achievement and improvement points."""
    reaches = ordered(draw, unit, better, 2)
    agreed = {"kind": "points", "threshold": text(reaches[0]), "benchmark": text(reaches[1])}
    agreed |= draw.choice([{}, {"out_of": "10"}, {"out_of": "12.5"}])
    agreed |= draw.choice([{}, {"achievement": draw.choice(AWARDS)}])
    agreed |= draw.choice([{}, {"improvement": draw.choice(AWARDS)}, {"improvement": None}])
    return agreed | edge(draw), {"marks": reaches}


def z_score(draw, unit, better, *, paid=True):
    """Draw a standard score; one that is paid on has levels."""
    mean, beside = marks(draw, unit, 2)
    agreed = {"kind": "z-score", "mean": text(mean), "deviation": text((beside - mean) / 2)}
    least, most = Fraction(-draw.randint(1, 5), 2), Fraction(draw.randint(1, 5), 2)
    agreed |= {"least": text(least), "most": text(most)}
    found = {"marks": [mean, beside]}
    if not paid and chance(draw, 0.6):
        return agreed, found
    picked = sorted(draw.sample(range(1, 9), draw.randint(1, 3)), reverse=better == "lower")
    reaches = [least + (most - least) * Fraction(one, 9) for one in picked]
    agreed["levels"] = levels(draw, reaches)
    found["marks"] += [mean + z * (beside - mean) / 2 for z in reaches]
    return agreed | edge(draw) | draw.choice([{}, {"between": draw.choice(HOW)}]), found


METHODS = {
    "bands": bands,
    "linear": linear,
    "binary": binary,
    "percentiles": percentiles,
    "count": count,
    "attested": attested,
    "target band": target_band,
    "maintenance": maintenance,
    "improvement": improvement,
    "points": points,
    "z-score": z_score,
}
