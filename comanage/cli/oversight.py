"""comanage oversight: what whoever audits asks for first."""

import click

from comanage.actions import outside_payments
from comanage.cli.doorway import as_reader, looking
from comanage.refusals import Conflict
from comanage.statements.words import signed


@click.group()
def oversight() -> None:
    """Look at what oversight watches."""


@oversight.command()
@as_reader
def payments(email: str | None) -> None:
    """List payments for days without a signed agreement in force; exit status 1 if there are any."""
    with looking(email) as (session, actor):
        found = outside_payments.look(session, actor)
        for each in found.outside:
            row = each.row
            click.echo(
                f"{row.id}  {row.agreement.code} {row.period} {row.participant.group.code}"
                f"  {signed(row.amount_cents)}  {' '.join(each.why)}"
            )
        count = len(found.outside)
        click.echo(f"{count} of {found.payments} payments lie outside their agreements.")
    if count:
        raise Conflict("Money was paid outside an agreement: release nothing, and ask for help.")
