"""Inputs: the figures, which a person may change, and the results that are scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules import needs
from comanage.rules.figures import ABSENCES, Figure, is_made, result
from comanage.rules.measure import Measure
from comanage.rules.terms import Settles, Terms
from comanage.rules.units import KINDS
from comanage.statements.twins.book import At, Book, beside
from comanage.statements.twins.formula import (
    EMPTY,
    ZERO,
    Cells,
    Formula,
    compared,
    number,
    over,
    present,
    where,
)
from comanage.statements.twins.roundings import rounded
from comanage.statements.twins.styles import input_of, shown_of

SHEET, FIRST = "Inputs", 5
HEADS = (
    "Whose", "Measure", "Name", "Unit", "Value", "Numerator", "Denominator", "Baseline",
    "Absent because", "Result", "Baseline as compared",
)  # fmt: skip
OF_WORDS = (0, 1, 2, 3, 8)
WIDTHS = (24, 16, 40, 16, 16, 14, 14, 14, 22, 16, 16, 2, 60)
LEGEND = (("to type", "To type in"), ("text", "Calculated"))
CARRIED = "Carried as a value"
LINE = "Service line"
ORDER = (
    "A numerator with its denominator counts before a value; a reason for absence counts before"
    " both. What was settled is in the statement: what is changed here is a calculation of yours."
)
INTRODUCTION = (
    "Change the figures in the marked cells: every amount in this workbook follows.",
    ORDER,
)


@dataclass(frozen=True, slots=True)
class Given:
    """The cells of one figure: its result, its baseline, its denominator, why there is none."""

    value: Formula
    baseline: Formula
    denominator: Formula
    reason: Formula


NOTHING = Given(EMPTY, EMPTY, EMPTY, EMPTY)


class Inputs:
    """Every figure that the settlement went by, by participant and measure."""

    def __init__(self, given: dict[tuple[str, str], Given]) -> None:
        """Keep the cells."""
        self._given = given

    def of(self, participant: str, measure: str) -> Given:
        """Find a figure's cells."""
        return self._given.get((participant, measure), NOTHING)


def write(
    book: Book, terms: Terms, figures: Mapping[tuple[str, str], Figure], whose: Sequence[str]
) -> Inputs:
    """Write the sheet of figures.

    Args:
        book: The workbook.
        terms: The terms.
        figures: The figures of the period by participant and measure, of others too.
        whose: The participants whose figures stand in the workbook, without the service line.
    """
    book.columns(SHEET, WIDTHS)
    for row, text in enumerate(("Inputs", *INTRODUCTION)):
        book.text(At(SHEET, row, 0), text, "text" if row else "title")
    book.heads(At(SHEET, FIRST - 1, 0), HEADS, OF_WORDS)
    _legend(book)
    book.freeze(SHEET, FIRST)
    given: dict[tuple[str, str], Given] = {}
    for participant, measure in _rows(terms, whose):
        at = At(SHEET, FIRST + len(given), 0)
        figure = figures.get((participant, measure.code))
        given[participant, measure.code] = _row(book, at, (terms, participant, measure), figure)
    return Inputs(given)


def _legend(book: Book) -> None:
    """Say what the grounds of cells mean."""
    at = At(SHEET, 0, 4)
    for place, (style, text) in enumerate(LEGEND):
        book.text(beside(at, place), text, style)
    book.mark(beside(at, len(LEGEND)), CARRIED)


def _rows(terms: Terms, whose: Sequence[str]) -> list[tuple[str, Measure]]:
    """List whose figures of which measures are needed."""
    measures = [each for _, each in terms.measures() if not is_made(each)]
    own = needs.by_participant(terms)
    each_scored = terms.settles is Settles.PARTICIPANT
    rows = [] if each_scored else [("", measure) for measure in measures]
    for participant in whose:
        rows += [(participant, each) for each in measures if each_scored or each.code in own]
    return rows


def _row(book: Book, at: At, about: tuple[Terms, str, Measure], figure: Figure | None) -> Given:
    terms, participant, measure = about
    named = terms.called(participant) if participant else LINE
    book.row(at, (named, measure.code, measure.name, measure.unit))
    amounts: tuple[Fraction | None, ...] = (None,) * 4
    if figure is not None:
        amounts = (figure.value, figure.numerator, figure.denominator, figure.baseline)
    own = input_of(measure.unit)
    styles = (own, "input", "input", own)
    cells = [
        _amount(book, beside(at, 4 + place), each, style)
        for place, (each, style) in enumerate(zip(amounts, styles, strict=True))
    ]
    value, numerator, denominator, baseline = cells
    reason = figure.absent if figure else ""
    why = (
        book.text(beside(at, 8), reason, "reason")
        if reason
        else book.blank(beside(at, 8), "reason")
    )
    book.offer(beside(at, 8), ABSENCES)
    book.name(f"Figure_{participant}_{measure.code}".replace("__", "_"), beside(at, 9))
    counts = Cells(f"{numerator.text},{denominator.text}", (numerator.value, denominator.value))
    both = over("COUNT", lambda found: float(len(found)), counts)
    quotient = numerator * number(KINDS[measure.unit].times) / denominator
    by_counts = where(compared(denominator, "=", ZERO), EMPTY, _precise(measure, quotient))
    by_value = where(_is_number(value), _precise(measure, value), EMPTY)
    made = where(present(why), EMPTY, where(compared(both, "=", number(2)), by_counts, by_value))
    what, style = f"{measure.code}, result", shown_of(measure.unit)
    shown = book.put(beside(at, 9), made, style, settled=_settled(measure, figure), what=what)
    compares = where(_is_number(baseline), _precise(measure, baseline), EMPTY)
    known = "" if figure is None or figure.baseline is None else _at(measure, figure.baseline)
    what = f"{measure.code}, baseline"
    start = book.put(beside(at, 10), compares, style, settled=known, what=what)
    return Given(shown, start, denominator, why)


def _amount(book: Book, at: At, amount: Fraction | None, style: str) -> Formula:
    return book.blank(at, style) if amount is None else book.number(at, amount, style)


def _precise(measure: Measure, value: Formula) -> Formula:
    return value if measure.precision is None else rounded(value, measure.precision)


def _at(measure: Measure, value: Fraction) -> Fraction:
    return measure.scale.at_precision(value)


def _settled(measure: Measure, figure: Figure | None) -> Fraction | str:
    """Give the result as the settlement read it."""
    value = result(figure, measure) if figure else None
    return "" if value is None else _at(measure, value)


def _is_number(cell: Formula) -> Formula:
    return Formula(f"ISNUMBER({cell.text})", isinstance(cell.value, float))
