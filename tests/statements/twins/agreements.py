"""Agreements to write workbooks of: every worked case with money, and drawn ones."""

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.numbers import exact
from comanage.rules.settled import Settlement
from comanage.rules.settlement import settle
from comanage.rules.terms import Terms
from tests.proof.comparison import settled
from tests.proof.generator import agreement

CASES = sorted(file.parent for file in (Path(__file__).parents[2] / "cases").glob("*/terms.json"))
NUMBERS = ("value", "numerator", "denominator", "baseline")


class Settled(NamedTuple):
    """An agreement that was settled."""

    name: str
    terms: Terms
    figures: tuple[Figure, ...]
    settlement: Settlement


def worked():
    """Settle every period of the worked cases that has money."""
    for folder in CASES:
        terms, faults = canonical.read(Terms, (folder / "terms.json").read_text("utf-8"))
        assert not faults
        rows = csv.DictReader((folder / "figures.csv").read_text("utf-8").splitlines())
        figures = tuple(map(figure, rows))
        for period in dict.fromkeys(each.period for each in figures):
            made = settle(terms, figures, period)
            if made.possible is not None:
                yield Settled(f"{folder.name}-{period}", terms, figures, made)


def drawn(count, first=0):
    """Draw agreements, settled; the same from run to run."""
    for seed in range(first, first + count):
        terms, rows, period = agreement(seed)
        read, made = settled(terms, rows, period)
        yield Settled(f"drawn-{seed}", read, tuple(map(figure, rows)), made)


def figure(row):
    """Read a figure from its row."""
    amounts = {name: exact(row[name]) for name in NUMBERS if row.get(name)}
    absent = row.get("absent") or ""
    return Figure(
        row["period"], row.get("participant") or "", row["measure"], **amounts, absent=absent
    )


def changed(one, pick, other=None):
    """Give the agreement settled again with some figures changed; None where none may be.

    Args:
        one: The agreement.
        pick: Where chance comes from.
        other: What takes another value for a figure; by default one that may be.
    """
    others = {
        at: (other or _other)(each, pick)
        for at, each in enumerate(one.figures)
        if each.period == one.settlement.period
    }
    made, taken = _taken(one, one, others)
    touched = {(each.participant, each.measure): each for each in taken.values()}
    return (made, touched) if touched else None


def _taken(start, one, others):
    """Change as many figures as may be, all at once or by halves; give what is settled, and those."""
    figures = [others.get(at, each) for at, each in enumerate(one.figures)]
    try:
        made = settle(one.terms, figures, one.settlement.period)
    except Faulty:
        made = None
    paid = {each.participant for each in start.settlement.payouts}
    if made is not None and {each.participant for each in made.payouts} == paid:
        return Settled(one.name, one.terms, tuple(figures), made), others
    if len(others) < 2:
        return one, {}
    places = list(others)
    halves = places[: len(places) // 2], places[len(places) // 2 :]
    found = {}
    for half in halves:
        one, more = _taken(start, one, {at: others[at] for at in half})
        found |= more
    return one, found


def _other(figure, pick):
    """Take another value, near or far, or none at all."""
    if figure.absent:
        return figure
    if pick.random() < 0.15:
        return replace(figure, value=None, numerator=None, denominator=None, absent="not submitted")
    if figure.numerator is not None:
        return replace(
            figure, numerator=max(figure.numerator + pick.choice([-2, -1, 1, 3]), exact("0"))
        )
    by = pick.choice(["0.9", "1.1", "0.5", "1.5", "0.97", "1.02"])
    value = figure.value * exact(by)
    return replace(
        figure, value=exact(str(round(value))) if figure.value.denominator == 1 else value
    )


def far(figure, pick):
    """Take a value that hardly may be: nothing, below nothing, a hundredfold, a third, or none at all."""
    if figure.absent:
        certain = figure.numerator is None and pick.random() < 0.7
        return replace(figure, value=Fraction(pick.choice((0, 1, 50, 100))), absent="") if certain else figure  # fmt: skip
    if pick.random() < 0.12:
        reason = pick.choice(("not submitted", "withheld"))
        return replace(figure, value=None, numerator=None, denominator=None, absent=reason)
    if figure.numerator is not None:
        return _far_count(figure, pick)
    value, little = figure.value, Fraction(1, 1000)
    return replace(figure, value=pick.choice(
        (Fraction(0), -value, value * 100, value * little, value + little, value - little,
         Fraction(100), Fraction(1, 3))
    ))  # fmt: skip


def _far_count(figure, pick):
    below = figure.denominator
    none = Fraction(0)
    over = (none, below or none, figure.numerator * 2, (below or Fraction(1)) + 1)
    under = (below, below, Fraction(1) if below else below, (below or none) * 10)
    return replace(figure, numerator=pick.choice(over), denominator=pick.choice(under))
