"""The people of the demo: the first administrator, then everyone with a role and a password."""

from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import groups, invitations, people, service_lines, sign_in
from comanage.actions.invitations import FirstAdministrator
from comanage.actions.roles import Given
from comanage.actions.seals import Seals
from comanage.database import transaction
from comanage.demo import paying
from comanage.demo.acting import VISITOR, acting, actor, half_past_two
from comanage.demo.health_system import Cast, Invented
from comanage.records import physician_group
from comanage.records.installation import Installation, current
from comanage.refusals import Conflict
from comanage.rules.signoff import Role

BEGAN = date(2024, 5, 6)
NO_SEALS = Seals(())  # nobody has a second factor yet
TAKEN = "This database is in use already. The demo is built in an empty one."


def begin(told: Cast) -> None:
    """Set up the installation, with its first system administrator."""
    first = FirstAdministrator(
        told.installation, told.first.name, told.first.email, told.password, told.password
    )
    with clock.fixed(half_past_two(BEGAN)), transaction() as session:
        if current(session) is not None:
            raise Conflict(TAKEN)
        here = Installation(name=told.installation, is_demo=True, created_at=clock.now())
        session.add(here)
        session.flush()
        link = invitations.invite_first(session)
        token = invitations.set_up(session, VISITOR, link, first)
        sign_in.end(session, actor(session, told.first.email), token)


def invite(told: Cast) -> None:
    """Add the service lines, the groups, and everyone with a role and a password."""
    with acting(told, Role.SYSTEM, BEGAN) as (session, system):
        for code, name in told.service_lines.items():
            service_lines.add(session, system, code=code, name=name)
        for code, name in told.groups.items():
            groups.add(session, system, code=code, name=name)
        session.flush()
        paying.number_vendors(session, system)
        for person in told.people:
            _add(session, system, person, told.password)


def _add(session: Session, system: Actor, person: Invented, password: str) -> None:
    group = physician_group.by_code(session, person.group) if person.group else None
    given = Given(person.role, group_id=group.id if group else None)
    added = people.add(session, system, name=person.name, email=person.email, given=given)
    link = invitations.invite(session, system, added.id)
    chosen = invitations.Chosen(password, password)
    token = invitations.choose_password(session, VISITOR, link, chosen, seals=NO_SEALS)
    sign_in.end(session, actor(session, person.email), token)
