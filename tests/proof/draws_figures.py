"""Figures of drawn agreements: results on a level, beside it, or anywhere, and those that lack."""

from fractions import Fraction

from tests.proof.by_numbers import TIMES, at_precision, round_to

RANGES = {  # the least and the most that drawn figures and levels are
    "percent": (0, 100),
    "percent of base": (0, 150),
    "fraction": (0, 1),
    "ratio": (0, 3),
    "per 100": (0, 30),
    "per 1,000": (0, 30),
    "dollars": (-60, 600),
    "minutes": (0, 60),
    "hours": (0, 24),
    "days": (0, 9),
    "count": (0, 12),
    "points": (-10, 100),
    "index": (-5, 5),
}
REASONS = (
    "too few cases",
    "not submitted",
    "not available yet",
    "not applicable",
    "source withdrawn",
    "the registry was closed",
)


def text(value):
    """Write an exact number as the terms do: n/d."""
    return str(Fraction(value))


def chance(draw, part):
    """Say yes in a part of all draws."""
    return draw.random() < part


def shares(draw, count):
    """Draw shares that add up to one: thirds, sevenths and the like."""
    most = draw.choice([1, 3, 9])
    parts = [draw.randint(1, most) for _ in range(count)]
    return [Fraction(part, sum(parts)) for part in parts]


def marks(draw, unit, count):
    """Draw results in a unit, least first, all of them different."""
    least, most = RANGES[unit]
    steps = 12 if unit == "count" else draw.choice([12, 100])
    picked = sorted(draw.sample(range(steps + 1), count))
    return [least + Fraction((most - least) * one, steps) for one in picked]


def unit_of(measure):
    """Give one unit of the precision of a measure: the least by which results can differ."""
    places = measure.get("precision")
    if measure["unit"] == "count":
        return Fraction(1)
    return Fraction(1, 10 ** (2 if places is None else places))


def near(draw, measure, levels):
    """Draw a result: on a level, one unit or half of one beside it, or anywhere."""
    least, most = RANGES[measure["unit"]]
    if not levels or chance(draw, 0.4):
        (value,) = marks(draw, measure["unit"], 1)
    else:
        halves = draw.choice([0, 0, 0, 2, -2, 1, -1])
        value = draw.choice(levels) + unit_of(measure) * halves / 2
    if measure["unit"] == "count":
        value = round_to(value, 0)
    return min(max(value, Fraction(least)), Fraction(most))


def figure(draw, drawn, where, absent):
    """Draw a measure's row: a value, counts, both, or the reason why there is none.

    Args:
        draw: The seeded chance.
        drawn: A drawn measure: its terms, and the marks that results come close to.
        where: The period and the participant of the row.
        absent: How often a result is missing.
    """
    measure = drawn["measure"]
    row = where | {"measure": measure["code"]}
    baseline = baseline_of(draw, drawn)
    if baseline is not None:
        row["baseline"] = text(baseline)
    if chance(draw, absent):
        return row | {"absent": draw.choice(REASONS)}
    value = near(draw, measure, drawn["marks"])
    if drawn.get("whole"):
        value = draw.choice(drawn["whole"])
    how = draw.choice(["value", "value", "counts", "both"])
    if drawn.get("counted"):
        how = draw.choice(["counts", "both"])
    if how == "value" or drawn.get("whole"):
        return row | {"value": text(value)}
    return row | counts(draw, drawn, value, both=how == "both")


def counts(draw, drawn, value, *, both):
    """Write a result as a numerator and a denominator, near the least volume that counts."""
    measure, unit = drawn["measure"], drawn["measure"]["unit"]
    below = draw.randint(1, 400)
    least = (measure.get("minimum") or {}).get("cases")
    if least is not None and chance(draw, 0.6):
        below = max(Fraction(least) + draw.choice([0, 0, 1, -1]), 1)
    above = value / TIMES.get(unit, 1) * below
    if chance(draw, 0.5):
        above = Fraction(above.numerator // above.denominator)
    found = {"numerator": text(above), "denominator": text(below)}
    quotient = above * TIMES.get(unit, 1) / below
    if unit == "count" and quotient.denominator != 1:
        found = {"numerator": text(value * below), "denominator": text(below)}
        quotient = value
    if both:
        found["value"] = text(at_precision(quotient, measure.get("precision")))
    return found


def baseline_of(draw, drawn):
    """Draw a baseline where the measure asks for one, and sometimes where it does not."""
    measure = drawn["measure"]
    if not chance(draw, 1 if drawn.get("needs_baseline") else 0.4):
        return None
    value = near(draw, measure, drawn["marks"])
    while drawn.get("bars") and drawn["bars"](at_precision(value, measure.get("precision"))):
        value = marks(draw, measure["unit"], 1)[0]
    return value
