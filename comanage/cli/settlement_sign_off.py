"""comanage settlement return, review, hold, lift-hold, and comanage period: what guards the money."""

import click

from comanage.actions import approvals, holds, unlocks
from comanage.cli.doorway import acting, agreement_id, as_person, of_agreement, of_period
from comanage.cli.settlements import newest, settlement, the_number

why = click.option("--reason", required=True, metavar="TEXT", help="Why; others read it.")


@settlement.command(name="return")
@of_agreement
@of_period
@the_number
@why
@as_person
def send_back(code: str, period: str, number: int | None, *, reason: str, email: str) -> None:
    """Return the final settlement to its administrator, with the reason."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        approvals.send_back(session, actor, at, period, number=number, reason=reason)
    click.echo(f"Settlement {number} of {code} {period} is returned.")


@settlement.command()
@of_agreement
@of_period
@the_number
@as_person
def review(code: str, period: str, number: int | None, email: str) -> None:
    """Sign the approved settlement as its independent reviewer."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        holds.review(session, actor, at, period, number=number)
    click.echo(f"Settlement {number} of {code} {period} is reviewed.")


@settlement.command()
@of_agreement
@of_period
@the_number
@why
@as_person
def hold(code: str, period: str, number: int | None, *, reason: str, email: str) -> None:
    """Stop the release of the settlement, with the reason."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        holds.hold(session, actor, at, period, number=number, reason=reason)
    click.echo(f"The release of settlement {number} of {code} {period} is held.")


@settlement.command(name="lift-hold")
@of_agreement
@of_period
@the_number
@why
@as_person
def lift(code: str, period: str, number: int | None, *, reason: str, email: str) -> None:
    """Lift the hold of the settlement, with the reason."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        holds.lift(session, actor, at, period, number=number, reason=reason)
    click.echo(f"The hold of settlement {number} of {code} {period} is lifted.")


@click.group()
def period() -> None:
    """Open a locked period again: one person asks, another decides."""


@period.command()
@of_agreement
@of_period
@why
@as_person
def unlock(code: str, period: str, *, reason: str, email: str) -> None:
    """Ask to open a locked period, with the reason."""
    with acting(email) as (session, actor):
        unlocks.ask(session, actor, agreement_id(session, actor, code), period, reason=reason)
    click.echo(f"You asked to open {period} of {code}. A second person must confirm it.")


@period.command(name="confirm-unlock")
@of_agreement
@of_period
@as_person
def confirm_unlock(code: str, period: str, email: str) -> None:
    """Open the period that someone else asked to open."""
    with acting(email) as (session, actor):
        unlocks.confirm(session, actor, agreement_id(session, actor, code), period)
    click.echo(f"{period} of {code} is open again.")


@period.command(name="refuse-unlock")
@of_agreement
@of_period
@as_person
def refuse_unlock(code: str, period: str, email: str) -> None:
    """Leave the period locked that someone else asked to open."""
    with acting(email) as (session, actor):
        unlocks.refuse(session, actor, agreement_id(session, actor, code), period)
    click.echo(f"{period} of {code} stays locked.")
