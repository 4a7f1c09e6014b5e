"""Measures of drawn agreements: method, missing rule, least volume, gates, floor and cap."""

from fractions import Fraction

from tests.proof.draws_figures import RANGES, REASONS, chance, text
from tests.proof.draws_gates import bounds, gates, modifiers
from tests.proof.draws_methods import HOW, METHODS, levels, z_score

RULES = (
    "forfeit",
    "redistribute_all",
    "redistribute_domain",
    "reallocate_named",
    "deem_at_target",
    "deem_at_prior",
    "defer",
    "pay_for_reporting",
    "score_worst",
)
OTHERWISE = ("forfeit", "redistribute_all", "redistribute_domain")
UNITS_OF = {"count": ("count",), "attested": ("count", "fraction", "percent")}
LEVELLED = ("bands", "linear", "binary")
COMBINES = ("highest", "lowest", "mean", "weighted mean", "weighted sum", "all or none")


def recorded(code, unit="count", whole=None):
    """Give a measure whose figures are kept for what goes by them."""
    measure = {"code": code, "name": code, "weight": "0", "unit": unit, "better": "higher"}
    measure |= {"status": "reporting-only", "method": {"kind": "recorded"}}
    return {"measure": measure, "marks": [], "whole": whole}


def measured(draw, code, weight, *, paid, kind=""):
    """Draw a measure of a weight: its method, unless that is given, its unit and its precision."""
    kind = kind or draw.choice(list(METHODS))
    unit, better = draw.choice(list(RANGES)), draw.choice(["higher", "lower"])
    if kind in UNITS_OF:
        unit, better = draw.choice(UNITS_OF[kind]), "higher"
    measure = {"code": code, "name": code, "weight": text(weight), "unit": unit, "better": better}
    if kind == "z-score":
        measure["method"], found = z_score(draw, unit, better, paid=paid)
    else:
        measure["method"], found = METHODS[kind](draw, unit, better)
    if kind not in UNITS_OF:
        measure |= draw.choice([{}, *({"precision": places} for places in range(4))])
    if not paid:
        measure["status"] = "reporting-only"
    return {"measure": measure, "marks": [], "whole": None} | found


def add_rules(draw, drawn, seen, alternates):
    """Draw what happens without a figure, what must be beaten, and what is applied to it."""
    measure = drawn["measure"]
    if measure["method"]["kind"] != "composite":
        least_volume(draw, drawn, seen)
        if chance(draw, 0.2):
            measure["must_beat_baseline"] = True
            drawn["needs_baseline"] = True
    missing(draw, measure, alternates)
    others = [each for each in seen["measures"] if each is not drawn]
    looks = seen | {"measures": others or seen["measures"]}
    measure |= gates(draw, looks, ["value", "factor"], 0.35)
    measure |= modifiers(draw, looks, ["value", "factor"], 0.3)
    measure |= bounds(draw, 0.2)


def least_volume(draw, drawn, seen):
    """Draw the least volume at which a result counts: by its own denominator, or by another."""
    if drawn.get("whole") or not chance(draw, 0.25):
        return
    measure, volumes = drawn["measure"], seen["volumes"]
    if volumes and chance(draw, 0.5):
        measure["minimum"] = {"cases": "6", "of": draw.choice(volumes)["measure"]["code"]}
    else:
        measure["minimum"] = {"cases": draw.choice(["25", "100", "20"])}
        drawn["counted"] = True


def missing(draw, measure, alternates):
    """Draw the rule for a missing figure, others for single reasons, and what they need."""
    measure |= draw.choice([{}, {"missing": draw.choice(RULES)}])
    if chance(draw, 0.4):
        measure["missing_for"] = [
            {"reason": reason, "rule": draw.choice(RULES)}
            for reason in draw.sample(REASONS, draw.randint(1, 3))
        ]
    leave_out_rules(draw, measure, alternates)
    terms = {}
    if "deem_at_target" in rules_of(measure) and measure["method"].get("levels"):
        terms["level"] = draw.choice(measure["method"]["levels"])["name"]
    if "reallocate_named" in rules_of(measure):
        terms["alternate"] = draw.choice(alternates)
    if "pay_for_reporting" in rules_of(measure) and chance(draw, 0.5):
        terms["reported"] = draw.choice(["0.5", "1/3", "1"])
    if chance(draw, 0.6):
        terms["otherwise"] = draw.choice(OTHERWISE)
    if terms:
        measure["missing_terms"] = terms


def leave_out_rules(draw, measure, alternates):
    """Replace the rules that a measure cannot have by its method."""
    kind = measure["method"]["kind"]
    if kind in {"improvement", "maintenance", "composite"}:
        replace_rule(measure, "deem_at_prior", "forfeit")
    if kind == "composite":  # what is made of other measures is not itself reported
        replace_rule(measure, "pay_for_reporting", "redistribute_all")
    if kind not in LEVELLED:
        replace_rule(measure, "deem_at_target", draw.choice(["forfeit", "score_worst", "defer"]))
    if not alternates:
        replace_rule(measure, "reallocate_named", "forfeit")


def rules_of(measure):
    """List every rule that a missing figure of a measure may go by."""
    others = [each["rule"] for each in measure.get("missing_for", [])]
    return [measure.get("missing", "forfeit"), *others]


def replace_rule(measure, rule, other):
    """Put another rule in the place of one that a measure cannot have."""
    if measure.get("missing") == rule:
        measure["missing"] = other
    for each in measure.get("missing_for", []):
        if each["rule"] == rule:
            each["rule"] = other


def composite(draw, code, weight, parts, seen):
    """Draw a measure that is made of others."""
    combines = draw.choice(COMBINES)
    listed = [part_of(draw, part, combines, seen) for part in parts]
    method = {"kind": "composite", "parts": listed, "combines": combines}
    if chance(draw, 0.5):
        method |= {"needs_all": False, "fewest": draw.randint(1, len(parts))}
    measure = {"code": code, "name": code, "weight": text(weight), "unit": "index"}
    measure |= {"better": "higher", "method": method}
    if chance(draw, 0.3):
        award = {"times": "20", "plus": "-0.5", "most": "20"}
        method |= {"award": award, "out_of": "20"}
    elif combines != "all or none" or chance(draw, 0.3):
        reaches = [Fraction(one, 6) for one in sorted(draw.sample(range(1, 7), 2))]
        method |= {"levels": levels(draw, reaches)}
        method |= draw.choice([{}, {"between": draw.choice(HOW)}])
    return {"measure": measure, "marks": [], "whole": None}


def part_of(draw, drawn, combines, seen):
    """Draw what a composite takes of one of its parts."""
    part = {"measure": drawn["measure"]["code"]}
    takes = draw.choice(["factor", "factor", "value", "way", "excess"])
    if combines == "all or none":
        takes = "factor"
    if takes != "factor":
        part["takes"] = takes
    if takes in {"way", "excess"}:
        start, end = drawn["marks"][0], drawn["marks"][-1]
        part |= {"start": text(start), "end": text(end if end != start else start + 1)}
    if combines in {"weighted mean", "weighted sum"}:
        part["weight"] = draw.choice(["1", "2", "0.5", "1/3"])
        if seen["volumes"] and chance(draw, 0.4):
            part["weight_from"] = draw.choice(seen["volumes"])["measure"]["code"]
    return part
