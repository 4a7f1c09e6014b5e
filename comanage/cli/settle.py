"""comanage settle: calculate from files alone, without a database."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import click

from comanage.cli.doorway import FILE, contents_of, text_of
from comanage.readers.figure_rows import read_figures
from comanage.refusals import Fault, Faulty
from comanage.rules import canonical, figure_faults, meaning, trace
from comanage.rules.figures import Figure
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated
from comanage.rules.terms import Terms
from comanage.statements.formula_guard import guarded


@click.command()
@click.argument("terms", type=FILE)
@click.argument("figures", type=FILE)
@click.option("--lines", is_flag=True, help="Write one CSV line a result instead of JSON.")
@click.option("--period", metavar="CODE", help="Settle this period alone.")
def settle(terms: Path, figures: Path, period: str | None, *, lines: bool) -> None:
    """Calculate the settlements that FIGURES (CSV) earn under TERMS (JSON).

    Every period found in FIGURES is settled. The result is a JSON list of settlements,
    each with its trace, or with --lines a CSV of every number.
    """
    agreed = read_terms(terms)
    settlements = settled(agreed, figures, period)
    click.echo(flat(settlements) if lines else canonical.text(tuple(settlements)), nl=not lines)


def read_terms(file: Path) -> Terms:
    """Read a scorecard from a file.

    Raises:
        Faulty: It is no scorecard, or one with faults; all of them are listed.
    """
    terms, found = canonical.read(Terms, text_of(file))
    if terms is not None:
        found = meaning.faults(terms)
    if terms is None or found:
        raise Faulty(fault.within(str(file)) for fault in found)
    return terms


def settled(terms: Terms, file: Path, period: str | None) -> list[Settlement]:
    """Settle the periods of a file of figures, or one of them.

    Raises:
        Faulty: The figures have faults; all of them are listed.
    """
    told_by_content = ""  # whatever the file is named
    placed, found = read_figures(told_by_content, contents_of(file), terms)
    given = [figure for _, figure in placed]
    periods = [period] if period else sorted({figure.period for figure in given})
    if not found:
        found = _gaps(terms, given, periods)
    if found:
        raise Faulty(fault.within(str(file)) for fault in found)
    return [calculated(terms, given, code) for code in periods]


def flat(settlements: Sequence[Settlement]) -> str:
    """Write settlements as CSV, one line a result."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(trace.LINE_COLUMNS)
    for one in settlements:
        for *words, value in trace.lines(one.period, one.steps):
            writer.writerow([*map(guarded, words), value])
    return text.getvalue()


def _gaps(terms: Terms, figures: Sequence[Figure], periods: Sequence[str]) -> list[Fault]:
    if not periods:
        return [Fault("", "There is no figure in this file.")]
    unknown = [
        Fault("", f"The terms know no period {code}.")
        for code in periods
        if terms.period(code) is None
    ]
    return unknown or [
        fault for code in periods for fault in figure_faults.missing(terms, figures, code)
    ]
