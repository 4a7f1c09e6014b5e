"""comanage user: accounts and roles, for the person who runs the machine.

These commands act as the program itself, and ask nobody: whoever can run them can read and
write the database anyway. The log notes each, with the operating system's name of who ran it.
"""

import getpass
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from comanage import database
from comanage.access import Actor, Held
from comanage.actions import invitations, people, roles, second_factor
from comanage.actions.roles import Given
from comanage.cli.doorway import HERE, opened, settings
from comanage.records import physician_group, service_line
from comanage.records.person import Person, by_email, roles_of
from comanage.refusals import NotFound
from comanage.rules.signoff import Role

ROLE = click.Choice([role.value for role in Role])
within_line = click.option(
    "--service-line", "line", metavar="CODE", help="Within it alone; otherwise in every one."
)
of_group = click.option(
    "--group", "group", metavar="CODE", help="The group of a physician or physician leader."
)


@click.group()
def user() -> None:
    """See to accounts and roles, as the person who runs this machine."""


@user.command("add")
@click.argument("name")
@click.argument("email", metavar="E-MAIL")
@click.argument("role", type=ROLE)
@within_line
@of_group
def add(name: str, email: str, role: str, *, line: str | None, group: str | None) -> None:
    """Add the person NAME with a first ROLE, and print the link to choose a password."""
    with _running() as (session, actor):
        given = _given(session, role, line, group)
        person = people.add(session, actor, name=name, email=email, given=given, reason=_reason())
        token = invitations.invite(session, actor, person.id, reason=_reason())
    click.echo(f"{name} was added as {role}. This link works once, within a week:")
    click.echo(f"{settings().address}/welcome/{token}")


@user.command("role")
@click.argument("email", metavar="E-MAIL")
@click.argument("role", type=ROLE)
@click.option("--end", is_flag=True, help="End it, in place of giving it.")
@within_line
@of_group
def role(email: str, role: str, *, line: str | None, group: str | None, end: bool) -> None:
    """Give the person a ROLE, or end it; the person is signed out."""
    with _running() as (session, actor):
        person, given = _person(session, email), _given(session, role, line, group)
        if end:
            row = roles.row_of(roles_of(session, person.id), given)
            people.end_role(session, actor, person.id, row.id, reason=_reason())
        else:
            people.give_role(session, actor, person.id, given, reason=_reason())
    click.echo(f"{email} is {'no longer ' if end else ''}{role}.")


@user.command("close")
@click.argument("email", metavar="E-MAIL")
def close(email: str) -> None:
    """Close an account: the person is signed out, and cannot sign in any more."""
    with _running() as (session, actor):
        people.close(session, actor, _person(session, email).id, reason=_reason())
    click.echo(f"The account of {email} is closed.")


@user.command("link")
@click.argument("email", metavar="E-MAIL")
def link(email: str) -> None:
    """Print a link by which the person chooses a new password; earlier links are dead."""
    with _running() as (session, actor):
        person = _person(session, email)
        token = invitations.invite(session, actor, person.id, reason=_reason())
    click.echo(f"{settings().address}/welcome/{token}")


@user.command("reset-second-factor")
@click.argument("email", metavar="E-MAIL")
def reset_second_factor(email: str) -> None:
    """Take away the second factor of a person who lost the device."""
    with _running() as (session, actor):
        second_factor.reset(session, actor, _person(session, email).id, reason=_reason())
    click.echo(f"{email} sets up a new second factor at the next sign-in, if a role needs one.")


@contextmanager
def _running() -> Iterator[tuple[Session, Actor]]:
    """Open the one transaction of a command of the program itself."""
    program = Actor(
        None, "comanage", (Held(Role.SYSTEM),), address=HERE, request_id=secrets.token_hex(8)
    )
    with opened(settings().database_url), database.transaction() as session:
        yield session, program


def _reason() -> str:
    return f"run by {getpass.getuser()} on the machine"


def _person(session: Session, email: str) -> Person:
    person = by_email(session, email)
    if person is None:
        raise NotFound(f"Nobody has the address {email}.")
    return person


def _given(session: Session, role: str, line: str | None, group: str | None) -> Given:
    """Find what a role is to be held within.

    Raises:
        NotFound: There is no such service line or group.
    """
    at = service_line.by_code(session, line) if line else None
    of = physician_group.by_code(session, group) if group else None
    if line and at is None:
        raise NotFound(f"There is no service line {line}.")
    if group and of is None:
        raise NotFound(f"There is no group {group}.")
    return Given(Role(role), at.id if at else None, of.id if of else None)
