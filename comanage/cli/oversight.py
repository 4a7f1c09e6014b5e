"""comanage oversight: what whoever audits asks for first, and the statuses of physicians."""

from datetime import datetime

import click

from comanage import clock
from comanage.actions import outside_payments, physicians
from comanage.actions.physicians import Given
from comanage.cli.doorway import acting, agreement_id, as_person, as_reader, looking
from comanage.records.person import by_email
from comanage.records.physician_status import PhysicianStatus
from comanage.refusals import Conflict
from comanage.rules.periods import in_words
from comanage.rules.physician_status import bars
from comanage.statements.words import signed

DAY = click.DateTime(["%Y-%m-%d"])
NOTHING = "nothing is on record"


@click.group()
def oversight() -> None:
    """Look at what oversight watches, and record what was found of physicians."""


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


@oversight.command("physicians")
@click.argument("code")
@as_reader
def physicians_of(code: str, email: str | None) -> None:
    """List who takes part in agreement CODE as a physician, and what is on record of each."""
    with looking(email) as (session, actor):
        for each in physicians.every(session, actor, agreement_id(session, actor, code)):
            told = _told(each.row) if each.row else NOTHING
            against = " ".join(bars(each.value, clock.today()))
            click.echo(f"{each.person.email}  {each.person.name}, {each.group.name}: {told}")
            if against:
                click.echo(f"    Against payment: {against}")


@oversight.command("physician")
@click.argument("code")
@click.argument("physician", metavar="E-MAIL")
@click.option("--screened-on", required=True, type=DAY, help="The day of the screening.")
@click.option("--excluded", is_flag=True, help="It found an exclusion: nothing is paid meanwhile.")
@click.option("--licence-until", required=True, type=DAY, help="The last day of the licence.")
@click.option("--privileges-until", required=True, type=DAY, help="Their last day.")
@click.option("--rests-on", required=True, help="What was looked up, and where that is kept.")
@as_person
def physician_of(
    code: str,
    physician: str,
    email: str,
    *,
    screened_on: datetime,
    excluded: bool,
    licence_until: datetime,
    privileges_until: datetime,
    rests_on: str,
) -> None:
    """Record the status of the physician E-MAIL who takes part in agreement CODE."""
    with acting(email) as (session, actor):
        person = by_email(session, physician)
        given = Given(
            person_id=person.id if person else None,
            screened_on=screened_on.date(),
            excluded=excluded,
            licensed_until=licence_until.date(),
            privileged_until=privileges_until.date(),
            reference=rests_on,
        )
        made = physicians.record(session, actor, agreement_id(session, actor, code), given)
        told = _told(made)
    click.echo(f"The status of {physician} is on record: {told}.")


def _told(row: PhysicianStatus) -> str:
    found = ", excluded" if row.excluded else ""
    return (
        f"screened {in_words(row.screened_on)}{found}, licence until"
        f" {in_words(row.licensed_until)}, privileges until {in_words(row.privileged_until)}"
    )
