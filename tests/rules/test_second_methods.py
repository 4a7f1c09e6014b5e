"""Methods and the second calculator agree on any terms that have no fault, and on any result."""

import json
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.rules import canonical
from comanage.rules.methods import METHODS
from comanage.rules.methods.method import Reading
from comanage.rules.units import Better, Scale, Unit
from tests.rules import second_methods as by_hand

PARTS = 8  # drawn numbers are eighths of their range, so that many meet a level exactly
UNITS = [Unit.PERCENT, Unit.FRACTION, Unit.COUNT, Unit.INDEX]
WAYS = ("straight line", "step")
EDGES = ("at or beyond", "beyond only")


def somewhere(draw, low, high):
    """Draw a number between two others."""
    return low + (high - low) * Fraction(draw.randint(0, PARTS), PARTS)


def rising(draw, low, high, count):
    """Draw different numbers, least first."""
    picked = sorted(draw.sample(range(PARTS + 1), count))
    return [low + (high - low) * Fraction(one, PARTS) for one in picked]


def levels(draw, low, high, *, lower=False):
    """Draw levels, easiest first."""
    reaches = rising(draw, low, high, draw.randint(1, 4))
    earns = sorted(somewhere(draw, 0, 1) for _ in reaches)
    if lower:
        reaches.reverse()
    return [
        {"name": f"level {at}", "reach": str(reach), "earns": str(share)}
        for at, (reach, share) in enumerate(zip(reaches, earns, strict=True))
    ]


def count(draw, most, _lower):
    planned = draw.randint(1, int(most))
    return {"planned": str(planned), "least": str(draw.randint(0, planned))}


def attested(draw, _most, _lower):
    return {"attested_by": "the committee", "partial": draw.random() < 0.5}


def improvement(draw, most, _lower):
    agreed = {"measured": draw.choice(["gap closed", "relative change"])}
    if agreed["measured"] == "gap closed":
        agreed["target"] = {"reach": str(somewhere(draw, 0, most))}
    if agreed["measured"] == "relative change" or draw.random() < 0.7:
        agreed["levels"] = levels(draw, 0, 1)
    return agreed | between(draw)


def maintenance(draw, most, _lower):
    agreed = {"level": str(somewhere(draw, 0, most)), "earns": str(somewhere(draw, 0, 1))}
    return agreed | draw.choice([{}, {"slack": str(somewhere(draw, 0, most / 4))}])


def target_band(draw, most, _lower):
    limits = sorted(somewhere(draw, 0, most) for _ in range(4))
    names = ("low_limit", "low", "high", "high_limit")
    agreed = dict(zip(names, map(str, limits), strict=True))
    return agreed | draw.choice([{}, *({"between": way} for way in WAYS)])


def percentiles(draw, most, lower):
    cuts = levels(draw, 0, most, lower=lower)
    places = rising(draw, 0, 100, len(cuts))
    for cut, place in zip(cuts, places, strict=True):
        del cut["name"]
        cut["percentile"] = str(place)
    return {"release": "a release", "cuts": cuts} | between(draw)


def z_score(draw, most, lower):
    least, top = Fraction(-2), Fraction(5, 2)
    agreed = {"mean": str(somewhere(draw, 0, most)), "deviation": str(Fraction(most, 5))}
    agreed |= {"least": str(least), "most": str(top)}
    if draw.random() < 0.7:
        agreed["levels"] = levels(draw, least, top, lower=lower)
    return agreed | between(draw)


def between(draw):
    return draw.choice([{}, *({"between": way, "edge": edge} for way in WAYS for edge in EDGES)])


DRAWN = {
    "count": count, "attested": attested, "improvement": improvement, "maintenance": maintenance,
    "target band": target_band, "percentiles": percentiles, "z-score": z_score,
}  # fmt: skip


@pytest.mark.parametrize("kind", DRAWN)
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**64))
def test_a_method_and_the_second_calculator_agree(kind, seed):
    draw = Random(seed)  # noqa: S311  a seed must draw the same terms again
    unit, better = draw.choice(UNITS), draw.choice(list(Better))
    most = {Unit.FRACTION: Fraction(1), Unit.PERCENT: Fraction(100)}.get(unit, Fraction(PARTS))
    agreed = DRAWN[kind](draw, most, better is Better.LOWER)
    method, scale = METHODS[kind], Scale(unit, better)
    terms, unread = canonical.read(method.terms, json.dumps(agreed))
    assert unread == []
    if method.faults(terms, scale):
        return
    value, past = somewhere(draw, 0, most), somewhere(draw, 0, most)
    baseline = draw.choice([None, past, past, past])
    earned = method.earn(terms, Reading(value, scale, baseline))
    measure = {"unit": unit.value, "better": better.value, "method": agreed | {"kind": kind}}
    theirs = by_hand.results_of(measure, value, baseline)
    assert dict(earned.points) | {"factor": earned.share} == theirs
