"""What the figures of an open period would earn as they stand, or as they are being typed.

Nothing is stored and nothing is settled: it is an estimate, and says so wherever it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.actions.entries import Entry, Key, Sheet
from comanage.records.basis import as_value
from comanage.rules.figure_faults import figure_faults
from comanage.rules.methods import method_of
from comanage.rules.numbers import money, shown
from comanage.rules.so_far import SoFar, so_far
from comanage.statements.measure_line import level_words

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Told:
    """An estimate in words.

    Attributes:
        rows: What each figure would earn, by what it is of.
        total: What they would earn together; empty where there are several scorecards, or none.
    """

    rows: Mapping[Key, str]
    total: str = ""


def told(sheet: Sheet, typed: Sequence[Entry] = ()) -> Told:
    """Estimate what a period's figures would earn.

    Args:
        sheet: The figures that stand.
        typed: What is typed in their places; one that has a fault counts as none.
    """
    figures = {key: as_value(figure) for key, figure in sheet.standing.items()}
    figures |= {each.key: each.figure for each in typed}
    fine = [each for each in figures.values() if not figure_faults(sheet.terms, each)]
    found = so_far(sheet.terms, fine, sheet.period.code)
    rows = {(each.participant, each.scored.code): _row(sheet, each) for each in found}
    one = len({each.participant for each in found}) == 1
    return Told(rows, _total(found) if one else "")


def _row(sheet: Sheet, each: SoFar) -> str:
    measure = sheet.terms.measure(each.scored.code)
    levels = method_of(measure.method).levels(measure.method) if measure else ()
    of = _of((each.earned, each.weight), (each.cents, each.possible))
    return f"{level_words(each.scored, levels)}, {of}" if levels else of


def _total(found: Sequence[SoFar]) -> str:
    earned, possible = (sum(column, Fraction(0)) for column in (
        (each.earned for each in found), (each.weight for each in found)
    ))  # fmt: skip
    priced = [each for each in found if each.cents is not None]
    cents = sum(each.cents or 0 for each in found) if priced else None
    most = sum(each.possible or 0 for each in found) if priced else None
    return _of((earned, possible), (cents, most))


def _of(shares: tuple[Fraction, Fraction], cents: tuple[int | None, int | None]) -> str:
    earned, possible = (shown(share * HUNDRED, 1) for share in shares)
    points = f"{earned} of {possible} points"
    return points if cents[0] is None else f"{points}, {money(cents[0])} of {money(cents[1] or 0)}"
