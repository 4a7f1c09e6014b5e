"""comanage status: how the installation is, line by line, for people and for a timer."""

from importlib.metadata import version

import click

from comanage import clock
from comanage import status as told
from comanage.actions.chain_watch import Watch
from comanage.actions.ledgers import unexplained_cents
from comanage.cli.doorway import REFUSED, as_reader, looking, settings

WIDEST = 18  # of a name, so that the words stand below each other


@click.command()
@as_reader
def status(email: str | None) -> None:
    """Say how the installation is; exit status 1 where somebody must see to something."""
    with looking(email) as (session, actor):
        seen = Watch().look(session, most=None)
        gap = unexplained_cents(session)
        lines = told.lines(
            session, actor, seen, now=clock.now(), version=version("comanage"), zone=settings().time_zone,
            unexplained=gap,
        )  # fmt: skip
    for line in lines:
        mark = "" if line.fine else "  << to be seen to"
        click.echo(f"{line.name:<{WIDEST}} {line.words}{mark}")
    if not all(line.fine for line in lines):
        raise click.exceptions.Exit(REFUSED)
