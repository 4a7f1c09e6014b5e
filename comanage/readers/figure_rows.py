"""Figure rows: rows of text become figures of an agreement's terms, or faults by row and column.

This is the FIGURES layout, for files on the command line and for imports alike:
period, participant, measure, value, numerator, denominator, baseline, absent;
beside these a source and a note, and the name and unit that the template
prints for people.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage import readers
from comanage.readers.reader import Row, Table
from comanage.refusals import Fault
from comanage.rules.figure_faults import faults as figure_faults
from comanage.rules.figures import COLUMNS, Figure
from comanage.rules.measure import Measure
from comanage.rules.numbers import HUNDRED, shortened, shown
from comanage.rules.terms import Settles, Terms
from comanage.rules.typed import typed_number
from comanage.rules.units import Unit

TEXTS = ("source", "note")
FOR_PEOPLE = ("name", "unit")  # printed by the template; the terms decide
KNOWN = (*COLUMNS, *TEXTS, *FOR_PEOPLE)
NUMBERS = ("value", "numerator", "denominator", "baseline")
IN_PERCENT = frozenset({Unit.PERCENT, Unit.PERCENT_OF_BASE})
WHO = ("period", "participant", "measure")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Given:
    """A figure as a file gives it.

    Attributes:
        place: Where it stands in the file, such as "row 14".
        figure: The figure.
        source: Where the figure comes from, in words.
        note: Whatever else there is to say.
    """

    place: str
    figure: Figure
    source: str = ""
    note: str = ""


def read_figures(
    name: str, data: bytes, terms: Terms
) -> tuple[list[tuple[str, Figure]], list[Fault]]:
    """Read the figures of a file, each with its place, and every fault there is.

    Args:
        name: The file's name, which tells its kind.
        data: Its bytes.
        terms: The scorecard that the figures are for.
    """
    given, found, _ = read_given(name, data, terms)
    return [(each.place, each.figure) for each in given], found


def read_given(name: str, data: bytes, terms: Terms) -> tuple[list[Given], list[Fault], str]:
    """Read the figures of a file with their sources and notes, every fault, and how it was read."""
    table, found = readers.read(name, data, KNOWN)
    found = found or heading_faults(table, terms)
    if found:
        return [], found, table.read_as
    return *given_in(table, terms), table.read_as


def given_in(table: Table, terms: Terms) -> tuple[list[Given], list[Fault]]:
    """Make figures of rows whose heading has no fault, and list every fault of them."""
    given: list[Given] = []
    unread: dict[str, list[Fault]] = {}
    for row in table.rows:
        each, faults = _given(row, terms)
        given.append(each)
        if faults:
            unread[each.place] = faults
    judged = figure_faults(terms, [(each.place, each.figure) for each in given])
    return given, _in_order(given, unread, judged)


def lacking(columns: Collection[str], terms: Terms) -> list[str]:
    """Name the columns that figures of these terms need, and that are not there."""
    needed = ["period", "measure"]
    needed += ["participant"] if terms.settles is Settles.PARTICIPANT else []
    needed += [] if {"value", "numerator"} & set(columns) else ["value"]
    needed += ["denominator"] if "numerator" in columns else []
    return [column for column in needed if column not in columns]


def heading_faults(table: Table, terms: Terms) -> list[Fault]:
    """List the columns that are missing, and those that the layout does not know."""
    place, known = f"row {table.heading}", ", ".join((*COLUMNS, *TEXTS))
    found = [
        Fault(place, f"The column {column} is missing. Begin with the template.")
        for column in lacking(table.columns, terms)
    ]
    return found + [
        Fault(place, f"No column is named {shortened(column)}. Delete it; columns are: {known}.")
        for column in table.columns
        if column not in KNOWN
    ]


def _given(row: Row, terms: Terms) -> tuple[Given, list[Fault]]:
    measure = terms.measure(row.cells["measure"])
    numbers: dict[str, Fraction] = {}
    found = _unit_faults(row, measure)
    for column in NUMBERS:
        if text := row.cells.get(column, ""):
            try:
                numbers[column] = _number(text, column, measure)
            except ValueError as why:
                found.append(Fault(f"{row.place}, column {column}", str(why)))
    figure = Figure(
        period=row.cells["period"],
        participant=row.cells.get("participant", ""),
        measure=row.cells["measure"],
        absent=row.cells.get("absent", ""),
        **numbers,
    )
    texts = (row.cells.get(column, "") for column in TEXTS)
    return Given(row.place, figure, *texts), found


def _number(text: str, column: str, measure: Measure | None) -> Fraction:
    """Read a cell as a number in the unit of its measure, or say why it is none.

    Raises:
        ValueError: A sentence about the cell.
    """
    if text.startswith("="):
        raise ValueError("The result of this formula was not stored. Type the number instead.")
    if DAY.fullmatch(text):
        raise ValueError(f"{text} is a date. Format the cell as a number and type it again.")
    number = typed_number(text)
    if "%" not in text or measure is None:
        return number
    if column in {"numerator", "denominator"}:
        raise ValueError(f"{shortened(text)} is a percentage. Give the count.")
    if measure.unit not in IN_PERCENT:
        words = f"{shortened(text)} is a percentage, but the measure counts in: {measure.unit}."
        raise ValueError(f"{words} Give {shown(number / HUNDRED)} if that is meant.")
    return number


def _unit_faults(row: Row, measure: Measure | None) -> list[Fault]:
    """Refuse a unit that the file says otherwise than the terms: 0.85 and 85 may be meant."""
    unit = row.cells.get("unit", "")
    if not unit or measure is None or unit.casefold() == measure.unit:
        return []
    why = f"The terms count this measure in: {measure.unit}. Give the figure in that unit."
    return [Fault(f"{row.place}, column unit", why)]


def _in_order(
    given: Sequence[Given], unread: dict[str, list[Fault]], judged: Sequence[Fault]
) -> list[Fault]:
    """Sort faults by row; a row with a cell that is no number is judged by its names alone."""
    by_place = {each.place: list(unread.get(each.place, [])) for each in given}
    for fault in judged:
        place = fault.place.partition(", ")[0]
        column = fault.place.rpartition("column ")[2]
        if place not in unread or column in WHO or fault.place == place:
            by_place[place].append(fault)
    return [fault for found in by_place.values() for fault in found]
