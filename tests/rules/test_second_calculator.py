"""The engine and the second calculator agree: on the worked agreements and on any others."""

import csv
import json
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.settlement import settle
from comanage.rules.terms import Terms
from tests.rules import second_calculator as by_hand
from tests.rules.second_calculator import TIMES, listed, number, round_to

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*/expected.csv"))
PERIOD, OTHER = "2027-Q1", "2027-Q2"
RULES = ("forfeit", "redistribute_all", "redistribute_domain")
RANGES = {  # the least and the most that drawn figures and levels are
    "percent": (0, 100),
    "percent of base": (0, 120),
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
AWARDS = (
    {"times": "9", "plus": "0.5", "most": "10"},
    {"times": "10", "plus": "-0.5", "most": "9"},
    {"times": "10", "plus": "0", "most": "10", "rounding": "half even"},
    {"times": "20/3", "plus": "4", "most": "8", "places": 2, "rounding": "down"},
    {"times": "7", "plus": "-1/3", "most": "10", "places": 1, "rounding": "up"},
)
CODES = ("b", "a", "a-2", "B", "10", "9", "north")


def text(value):
    """Write an exact number as the terms do: n/d."""
    return str(Fraction(value))


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


def method(draw, unit, better):
    """Draw a method, and the levels that results should come close to."""
    kind = draw.choice(["binary", "bands", "linear", "points"])
    count = {"binary": 1, "points": 2}.get(kind) or draw.randint(1, 4)
    levels = marks(draw, unit, count)
    if better == "lower":
        levels.reverse()
    edge = draw.choice([{}, {"edge": "at or beyond"}, {"edge": "beyond only"}])
    if kind == "binary":
        return {"kind": kind, "target": text(levels[0])} | edge, levels
    if kind == "points":
        agreed = {"kind": kind, "threshold": text(levels[0]), "benchmark": text(levels[1])}
        agreed |= draw.choice([{}, {"out_of": "10"}, {"out_of": "12.5"}])
        agreed |= draw.choice([{}, {"achievement": draw.choice(AWARDS)}])
        agreed |= draw.choice([{}, {"improvement": draw.choice(AWARDS)}, {"improvement": None}])
        return agreed | edge, levels
    earns = sorted(Fraction(draw.randint(1, 12), 12) for _ in levels)
    listed = [
        {"name": f"level {at}", "reach": text(reach), "earns": text(share)}
        for at, (reach, share) in enumerate(zip(levels, earns, strict=True))
    ]
    return {"kind": kind, "levels": listed} | edge, levels


def near(draw, unit, levels):
    """Draw a result: on a level, a little beside it, or anywhere."""
    least, most = RANGES[unit]
    beside = [0, 1, -1] if unit == "count" else [0, 0, "1/2", "-1/2", "1/20", "-1/20", "-1/2000"]
    value = draw.choice(levels) + Fraction(draw.choice(beside))
    if draw.random() < 0.5:
        (value,) = marks(draw, unit, 1)
    return min(max(value, Fraction(least)), Fraction(most))


def figure(draw, measure, levels, absent):
    """Draw a measure's row: a value, counts, both, or the reason why there is none."""
    row = {"period": PERIOD, "participant": "", "measure": measure["code"]}
    if draw.random() < absent:
        return row | {"absent": "too few cases"}
    unit, places = measure["unit"], measure.get("precision")
    value = near(draw, unit, levels)
    how = draw.choice(["value", "value", "counts", "both"])
    if how == "value":
        row["value"] = text(value)
    else:
        below = draw.randint(1, 400)
        above = value / TIMES.get(unit, 1) * below
        if draw.random() < 0.5:
            above = Fraction(above.numerator // above.denominator)
        row |= {"numerator": text(above), "denominator": text(below)}
        quotient = above * TIMES.get(unit, 1) / below
        if how == "both" and (unit != "count" or quotient.denominator == 1):
            row["value"] = text(by_hand.at_precision(quotient, places))
    if measure["method"]["kind"] == "points" and draw.random() < 0.7:
        row["baseline"] = text(near(draw, unit, levels))
    return row


def measured(draw, code, weight, absent):
    """Draw a measure of a weight, 0 for one that is only reported, and its rows."""
    unit, better = draw.choice(list(RANGES)), draw.choice(["higher", "lower"])
    agreed, levels = method(draw, unit, better)
    measure = {"code": code, "name": code, "weight": text(weight), "unit": unit, "better": better}
    measure["method"] = agreed
    measure |= draw.choice([{}, *({"precision": places} for places in range(4))])
    measure |= draw.choice([{}, *({"missing": rule} for rule in RULES)])
    rows = [{"period": OTHER, "measure": code, "absent": "not submitted"}]
    if not weight:
        measure["status"] = "reporting-only"
    if weight or draw.random() < 0.5:
        rows.append(figure(draw, measure, levels, absent))
    return measure, rows


def money(draw, count):
    """Draw a pool, its participants in any order, and how it is divided among them."""
    codes = draw.sample(CODES, count)
    allocation = {"kind": "equal"}
    if draw.random() < 0.5:
        divided = zip(codes, shares(draw, count), strict=True)
        listed = [{"participant": code, "share": text(share)} for code, share in divided]
        allocation = {"kind": "fixed shares", "shares": listed}
    pool = draw.choice([1, 2, 3, 7, 99, 33_333_333, 10**9, draw.randint(1, 10**9)])
    return {
        "participants": [{"code": code, "name": code} for code in reversed(codes)],
        "funding": {"kind": "fixed", "amount": text(Fraction(pool, 100))},
        "allocation": allocation,
    }


def agreement(seed, sizes, participants):
    """Draw the terms of an agreement as JSON, and figures as rows."""
    draw = Random(seed)  # noqa: S311  a seed must draw the same agreement again
    by_domain, absent = draw.random() < 0.5, draw.choice([0.1, 0.3, 0.8])
    domains, rows = [], []
    for at, whole in enumerate(shares(draw, len(sizes))):
        weights = shares(draw, sizes[at])
        if draw.random() < 0.2:
            weights.insert(draw.randint(0, len(weights)), Fraction(0))
        measures = []
        for place, weight in enumerate(weights):
            share = weight if by_domain else weight * whole
            measure, found = measured(draw, f"M{at}-{place}", share, absent)
            measures.append(measure)
            rows += found
        named = {"code": f"D{at}", "name": f"D{at}", "weight": text(whole)}
        domains.append(named | {"measures": measures})
    draw.shuffle(rows)
    terms = {
        "code": "drawn",
        "title": "Drawn",
        "periods": [
            {"code": PERIOD, "starts": "2027-01-01", "ends": "2027-03-31"},
            {"code": OTHER, "starts": "2027-04-01", "ends": "2027-06-30"},
        ],
        "weights_of": "domain" if by_domain else "scorecard",
        "domains": domains,
    }
    return json.dumps(terms | money(draw, participants)), rows


def settled(agreed, rows):
    """Run the engine on terms as JSON and rows as text."""
    terms, faults = canonical.read(Terms, agreed)
    assert not faults
    numbers = ("value", "numerator", "denominator", "baseline")
    figures = [
        Figure(
            row["period"],
            "",
            row["measure"],
            **{name: number(row.get(name)) for name in numbers},
            absent=row.get("absent", ""),
        )
        for row in rows
    ]
    return settle(terms, figures, PERIOD)


def of_engine(settlement):
    """List what the engine says: by scope, code and name of the result."""
    found = {("scorecard", "", "total"): settlement.scorecard.total}
    for domain in settlement.scorecard.domains:
        found |= {
            ("domain", domain.code, name): getattr(domain, name) for name in by_hand.OF_DOMAIN
        }
        for line in domain.measures:
            found |= {
                ("measure", line.code, name): getattr(line, name) for name in by_hand.OF_MEASURE
            }
    for step in settlement.steps:
        if step.result in by_hand.OF_POINTS:
            found["measure", step.code, step.result] = step.value
    for amount in settlement.amounts:
        where = ("measure", amount.measure) if amount.measure else ("domain", amount.domain)
        found[*where, "earned"], found[*where, "possible"] = amount.earned, amount.possible
    found |= {("pool", "", name): getattr(settlement, name) for name in by_hand.OF_POOL}
    return found | {
        ("payout", one.participant, "payable"): one.payable for one in settlement.payouts
    }


def print_faults(found, whole, lines):
    """Say what is wrong with printed cents: of the pool in domains, or of a domain in measures."""
    possible, earned = ([found[*line, name] for line in lines] for name in ("possible", "earned"))
    weights = [found[*line, "weight"] for line in lines]
    faults = [
        f"{line}: {got} of {most}"
        for line, got, most in zip(lines, earned, possible, strict=True)
        if got > most
    ]
    if (sum(possible), sum(earned)) != (found[*whole, "possible"], found[*whole, "earned"]):
        faults.append(f"{whole}: {possible} and {earned} do not add up")
    natural = by_hand.largest_remainder(sum(possible), weights)
    forced = any(got > most for got, most in zip(earned, natural, strict=True))
    for line, most, weight in zip(lines, possible, weights, strict=True):
        exact = sum(possible) * weight / sum(weights) if weight else 0
        if abs(most - exact) >= (2 if forced else 1):
            faults.append(f"{line}: {most} stands far from {exact}")
    return faults


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_the_second_calculator_reproduces_the_worked_agreements(case):
    terms = json.loads(case.with_name("terms.json").read_text("utf-8"), parse_float=str)
    rows = list(csv.DictReader(case.with_name("figures.csv").read_text("utf-8").splitlines()))
    found = listed(by_hand.calculate(terms, rows, rows[0]["period"]))
    for row in csv.DictReader(case.read_text("utf-8").splitlines()):
        code = "" if row["scope"] in {"pool", "scorecard"} else row["code"]
        value = found[row["scope"], code, row["result"]]
        if row["result"] in {*by_hand.OF_POOL, "payable"}:
            value = Fraction(value, 100)
        assert number(row["value"]) == (None if value is None else round_to(value, 12, "half up"))


@settings(max_examples=300, deadline=None)
@given(
    seed=st.integers(0, 2**64),
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=5),
    participants=st.integers(1, 5),
)
def test_the_engine_and_the_second_calculator_agree_on_any_agreement(seed, sizes, participants):
    agreed, rows = agreement(seed, sizes, participants)
    second = by_hand.calculate(json.loads(agreed, parse_float=str), rows, PERIOD)
    ours, theirs = listed(second), of_engine(settled(agreed, rows))
    assert {
        key: (theirs.get(key), ours.get(key))
        for key in ours | theirs
        if theirs.get(key) != ours.get(key) and (key[2] != "possible" or key[0] == "pool")
    } == {}
    domains = [("domain", code) for code in second["domains"]]
    assert print_faults(theirs, ("pool", ""), domains) == []
    for domain in domains:
        lines = [
            ("measure", code)
            for code, line in second["measures"].items()
            if line["domain"] == domain[1]
        ]
        assert print_faults(theirs, domain, lines) == []
