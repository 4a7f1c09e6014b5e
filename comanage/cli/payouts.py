"""comanage payouts: the payout records of every agreement, as a file."""

from pathlib import Path

import click

from comanage.actions import payouts as act
from comanage.cli.doorway import as_reader, keep, looking
from comanage.statements.exports.formats import PAYOUT_FORMATS

PRINTED = ("csv", "json")  # what a screen can show


@click.command()
@click.option(
    "--format",
    "suffix",
    type=click.Choice(list(PAYOUT_FORMATS)),
    default="csv",
    show_default=True,
    help="The kind of file.",
)
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path),
    help="The file to write; CSV and JSON are printed if left out.",
)
@click.option("--agreement", default="", metavar="CODE", help="This agreement alone.")
@click.option("--period", default="", metavar="CODE", help="This period alone.")
@click.option("--service-line", default="", metavar="NAME", help="This service line alone.")
@click.option("--group", default="", metavar="CODE", help="This group alone.")
@click.option(
    "--state",
    default="",
    metavar="WORD",
    help="Those that are approved, released, held or replaced.",
)
@as_reader
def payouts(suffix: str, file: Path | None, email: str | None, **wanted: str) -> None:
    """Write what every approved settlement owes every group."""
    if file is None and suffix not in PRINTED:
        raise click.UsageError(f"Say where to write the {suffix} file: --to FILE.")
    with looking(email, noting=True) as (session, actor):
        _, _, content = act.export(session, actor, suffix, **wanted)
    if file is None:
        click.echo(content, nl=False)
    else:
        keep(file, content)
        click.echo(str(file))
