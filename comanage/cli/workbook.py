"""comanage workbook: an approved settlement as a spreadsheet that calculates it again."""

from pathlib import Path

import click

from comanage.actions import workbooks
from comanage.cli.doorway import agreement_id, as_reader, keep, looking


@click.command()
@click.argument("agreement")
@click.argument("period")
@click.argument("group", default="")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path),
    help="The file to write; one of its own name in this folder if left out.",
)
@as_reader
def workbook(
    agreement: str, period: str, *, group: str, file: Path | None, email: str | None
) -> None:
    """Write the workbook of the approved PERIOD of AGREEMENT, or what GROUP may know of it."""
    with looking(email, noting=True) as (session, actor):
        at = agreement_id(session, actor, agreement)
        found = workbooks.issued(session, actor, at, period=period, group=group)
        name, content = workbooks.workbook(session, actor, at, found)
    keep(file or Path(name), content)
    click.echo(str(file or name))
