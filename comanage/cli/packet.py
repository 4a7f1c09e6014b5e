"""comanage packet: all that an agreement and some days left behind, as one zip for a reviewer."""

from datetime import date
from pathlib import Path

import click

from comanage.actions import packets as act
from comanage.cli.doorway import FILE, acting, agreement_id, as_person, keep, looking
from comanage.refusals import NotFound

NO_DAY = "{} is no day. Give one such as 2027-03-31."


@click.command()
@click.argument("agreement", metavar="AGREEMENT")
@click.option("--from", "first", required=True, metavar="DAY", help="The first day.")
@click.option("--to", "last", required=True, metavar="DAY", help="The last day.")
@as_person
@click.option("--out", "file", type=FILE, required=True, help="The file to write.")
def packet(agreement: str, *, first: str, last: str, email: str, file: Path) -> None:
    """Write the audit packet of AGREEMENT: every period that overlaps the days, with its proof.

    It is a zip that holds a verify.py, which needs nothing but Python.
    """
    days = {"first": _day(first), "last": _day(last)}
    with looking(email) as (session, actor):
        at = agreement_id(session, actor, agreement)
        ready = act.made(session, actor, at, **days)
    with acting(email) as (session, actor):
        act.hand_out(session, actor, ready)
        keep(file, ready.content)
    click.echo(str(file))
    click.echo(f"SHA-256 {ready.sha256}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(NO_DAY.format(text)) from None
