"""comanage whatif: change some figures of a file, and see what would be earned; store nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from comanage.cli.doorway import FILE, contents_of
from comanage.cli.settle import read_terms
from comanage.readers.figure_rows import read_figures
from comanage.refusals import Fault, Faulty
from comanage.rules import canonical, figure_faults
from comanage.rules.figures import Figure
from comanage.rules.numbers import HUNDRED, money, percent, shown
from comanage.rules.outlook import Outlook
from comanage.rules.routes import routes
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated
from comanage.rules.terms import Terms
from comanage.rules.whatif import About, Comparison, Line, Standing, changed, compare

HEADING = ("", "before", "after", "difference")
INDENTED = frozenset({About.MEASURE, About.DOMAIN_CHANGE})
NOTHING = "Nothing changes."


@click.command()
@click.argument("terms", type=FILE)
@click.argument("figures", type=FILE)
@click.argument("changes", type=FILE, required=False)
@click.option("--period", metavar="CODE", help="Look at this period alone.")
@click.option("--routes", "asks_routes", is_flag=True, help="Say what it would take to earn more.")
@click.option("--json", "as_json", is_flag=True, help="Write canonical JSON instead of words.")
def whatif(
    terms: Path,
    figures: Path,
    changes: Path | None,
    *,
    period: str | None,
    asks_routes: bool,
    as_json: bool,
) -> None:
    """Compare what FIGURES (CSV) earn under TERMS (JSON) with what they earn after CHANGES.

    CHANGES is a CSV like FIGURES, with the changed rows alone. With --routes it can be
    left out. Nothing is stored.
    """
    if changes is None and not asks_routes:
        raise click.UsageError("Give CHANGES, or ask for --routes.")
    agreed = read_terms(terms)
    given = figures_of(agreed, figures)
    wanted = given if changes is None else figures_of(agreed, changes)
    found: list[Comparison | Outlook] = []
    for code in periods_of(agreed, wanted, period, file=changes or figures):
        before, after = settled_as(agreed, given, code, file=figures), given
        if changes is not None:
            after = changed(given, wanted)
            settled = settled_as(agreed, after, code, file=changes)
            found.append(compare(agreed, before, settled))
        if asks_routes:
            found.append(routes(agreed, after, code))
    if as_json:
        click.echo(canonical.text(tuple(found)))
    else:
        click.echo("\n\n".join("\n".join(_in_words(each)) for each in found))


def figures_of(terms: Terms, file: Path) -> list[Figure]:
    """Read the figures of a file.

    Raises:
        Faulty: They have faults; all of them are listed.
    """
    told_by_content = ""  # whatever the file is named
    placed, found = read_figures(told_by_content, contents_of(file), terms)
    if not found and not placed:
        found = [Fault("", "There is no figure in this file.")]
    if found:
        raise Faulty(fault.within(str(file)) for fault in found)
    return [figure for _, figure in placed]


def periods_of(
    terms: Terms, figures: Sequence[Figure], period: str | None, *, file: Path
) -> list[str]:
    """List the periods of some figures, or the one that was asked for.

    Raises:
        Faulty: The terms do not know it.
    """
    if period is None:
        return sorted({figure.period for figure in figures})
    if terms.period(period) is None:
        raise Faulty([Fault(str(file), f"The terms know no period {period}.")])
    return [period]


def settled_as(terms: Terms, figures: Sequence[Figure], period: str, *, file: Path) -> Settlement:
    """Settle a period of figures that were read from a file.

    Raises:
        Faulty: Figures are missing; all of them are listed.
    """
    found = figure_faults.missing(terms, figures, period)
    if found:
        raise Faulty(fault.within(str(file)) for fault in found)
    return calculated(terms, figures, period)


def _in_words(found: Comparison | Outlook) -> Iterator[str]:
    if isinstance(found, Outlook):
        yield from _outlook(found)
        return
    yield f"{found.period}, compared"
    yield from _table(found)
    yield ""
    yield from found.sentences or (NOTHING,)


def _table(found: Comparison) -> Iterator[str]:
    """Lay the lines of a comparison out in columns."""
    rows = [HEADING, *(_row(line) for line in found.lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADING))]
    for name, *cells in rows:
        columns = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        yield "  ".join([name.ljust(widths[0]), *columns])


def _row(line: Line) -> tuple[str, str, str, str]:
    indent = "  " if line.about in INDENTED else ""
    owner = f"{line.participant}: " if line.participant else ""
    moved = _cell(line.difference)
    if line.difference.cents is None and line.difference.score is not None:
        moved = f"{shown(line.difference.score * HUNDRED)} points"
    return f"{indent}{owner}{line.name}", _cell(line.before), _cell(line.after), moved


def _cell(stood: Standing) -> str:
    """Write what a line stands at: dollars where it has any, else its score."""
    if stood.cents is not None:
        return money(stood.cents)
    return "-" if stood.score is None else percent(stood.score)


def _outlook(found: Outlook) -> Iterator[str]:
    parts = (
        (f"{found.period}, what would earn more", found.routes),
        ("Gates that are closed", found.closed),
        ("Measures whose own figure would earn no more", found.others),
    )
    for heading, entries in parts:
        if entries or entries is found.routes:
            yield heading
            yield from (f"  {entry.sentence}" for entry in entries)
            if not entries:
                yield "  Nothing does."
