"""comanage restate: what a correction of figures means for each participant, from files alone."""

from datetime import datetime
from pathlib import Path

import click

from comanage.cli.doorway import FILE, today
from comanage.cli.settle import read_terms
from comanage.cli.whatif import figures_of, periods_of, settled_as
from comanage.rules import canonical
from comanage.rules.restatement import restate as restated
from comanage.rules.whatif import changed


@click.command()
@click.argument("terms", type=FILE)
@click.argument("figures", type=FILE)
@click.argument("corrected", type=FILE)
@click.option("--period", metavar="CODE", help="Look at this period alone.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the correction, as 2027-05-31; today if left out.",
)
@click.option("--json", "as_json", is_flag=True, help="Write canonical JSON instead of words.")
def restate(
    terms: Path,
    figures: Path,
    corrected: Path,
    *,
    period: str | None,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Say what each participant is paid or owes back when FIGURES are replaced by CORRECTED.

    TERMS is JSON, the others CSV. CORRECTED may hold the corrected rows alone.
    """
    agreed = read_terms(terms)
    given, rows = figures_of(agreed, figures), figures_of(agreed, corrected)
    day = today() if on is None else on.date()
    found = []
    for code in periods_of(agreed, rows, period, file=corrected):
        before = settled_as(agreed, given, code, file=figures)
        after = settled_as(agreed, changed(given, rows), code, file=corrected)
        found.append(restated(agreed, before, after, on=day))
    if as_json:
        click.echo(canonical.text(tuple(found)))
        return
    for one in found:
        click.echo(f"{one.period}, corrected on {one.on.isoformat()}")
        for sentence in one.sentences:
            click.echo(f"  {sentence}")
