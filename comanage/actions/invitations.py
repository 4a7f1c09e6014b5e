"""Invitations: links that work once, for the first administrator and for everyone's password.

The link is shown once, to whoever makes it, and is handed over by a person; only
the hash of its token is kept.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions import passwords
from comanage.actions.email import email_faults
from comanage.actions.free_text import line_faults
from comanage.actions.seals import Seals
from comanage.actions.second_factor import WRONG, code_fits
from comanage.actions.sign_in import begin
from comanage.actions.tokens import new_token, token_hash
from comanage.records import installation as installations
from comanage.records import sign_in as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.installation import Installation
from comanage.records.person import Person, RoleHeld, by_email, holders
from comanage.records.second_factor import SecondFactor
from comanage.records.sign_in import Invitation, Purpose
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

LASTS = timedelta(days=7)
GONE = (
    "This link was used already, or it is more than a week old. "
    "Ask your system administrator for a new one."
)


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """What the first page of an empty installation asks for."""

    organization: str
    name: str
    email: str
    password: str
    again: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A password that somebody chose by a link.

    Attributes:
        password: The password.
        again: The same, typed a second time.
        code: The one-time code; None where the page asked for none.
    """

    password: str = field(repr=False)
    again: str = field(repr=False)
    code: str | None = field(default=None, repr=False)


def invite_first(session: Session, actor: Actor | None = None) -> str:
    """Make the one-time link of a new installation, and give its token.

    Args:
        session: The session of the change.
        actor: None: the command line makes it.

    Raises:
        Conflict: Somebody administers the installation already.
    """
    _refuse_if_begun(session)
    return _make(session, actor, Purpose.FIRST_ADMINISTRATOR)


def invite(session: Session, actor: Actor, person_id: int, *, reason: str = "") -> str:
    """Make a link by which a person chooses a password; earlier links are dead.

    Raises:
        NotAllowed: The actor does not manage people.
        NotFound: There is no such person.
        Conflict: The account is closed.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    if not person.active:
        raise Conflict("This account is closed.")
    records.end_invitations(session, person_id, clock.now())
    return _make(session, actor, Purpose.CHOOSE_PASSWORD, person_id, reason=reason)


def set_up(session: Session, visitor: Actor, token: str, first: FirstAdministrator) -> str:
    """Name the organization, make its first system administrator, and sign that person in.

    Raises:
        Conflict: The link is dead, or somebody was quicker.
        Faulty: Every fault of what was given.
    """
    invitation = opened(session, token)
    if invitation.purpose is not Purpose.FIRST_ADMINISTRATOR:
        raise Conflict(GONE)
    _refuse_if_begun(session)
    if found := _first_faults(session, first):
        raise Faulty(found)
    now = clock.now()
    here = installations.current(session)
    if here is None:
        here = Installation(name=first.organization, is_demo=False, created_at=now)
        session.add(here)
    here.name = first.organization.strip()
    person = Person(
        email=first.email.strip().lower(),
        name=first.name.strip(),
        password_hash=passwords.hashed(first.password),
        created_at=now,
    )
    person.roles = [RoleHeld(role=Role.SYSTEM, given_at=now)]
    session.add(person)
    invitation.used_at = now
    session.flush()
    note(session, visitor, Act.INSTALLATION_CREATED, after={"name": here.name})
    note(session, visitor, Act.INVITATION_USED, object_id=invitation.id)
    note(session, visitor, Act.PERSON_ADDED, object_id=person.id, after={"email": person.email})
    return begin(session, visitor, person.id)


def choose_password(
    session: Session, visitor: Actor, token: str, chosen: Chosen, *, seals: Seals
) -> str:
    """Set the password of the person whom a link was made for, and sign that person in.

    Every earlier sign-in of that person ends. A link does not stand for a second factor.

    Raises:
        Conflict: The link is dead, or the account is closed.
        Faulty: Every fault of the password, or a wrong code.
    """
    invitation = opened(session, token)
    person = invitation.person
    if person is None:
        raise Conflict(GONE)
    if found := _password_faults(session, person, chosen):
        raise Faulty(found)
    coded = session.get(SecondFactor, person.id) is not None
    if coded and not code_fits(session, visitor, person.id, chosen.code or "", seals=seals):
        raise Faulty([Fault("one_time_code", WRONG)])
    now = clock.now()
    person.password_hash = passwords.hashed(chosen.password)
    invitation.used_at = now
    records.end_all(session, person.id, now)
    note(session, visitor, Act.INVITATION_USED, object_id=invitation.id)
    return begin(session, visitor, person.id)


def opened(session: Session, token: str) -> Invitation:
    """Find the invitation of a link that still works; nothing is noted, since nothing changes.

    Raises:
        Conflict: The link is dead.
    """
    found = records.invitation(session, token_hash(token))
    if found is None or found.used_at is not None or found.expires_at <= clock.now():
        raise Conflict(GONE)
    return found


def _first_faults(session: Session, first: FirstAdministrator) -> list[Fault]:
    """List what is wrong with the answers of the first page."""
    found = []
    if not first.organization.strip():
        found.append(Fault("organization", "Give the name of your organization."))
    if not first.name.strip():
        found.append(Fault("name", "Give your name."))
    found += line_faults({"organization": first.organization, "name": first.name})
    found += email_faults(first.email, taken=by_email(session, first.email) is not None)
    return found + passwords.faults(
        first.password, first.again, email=first.email, about=[first.name, first.organization]
    )


def _password_faults(session: Session, person: Person, chosen: Chosen) -> list[Fault]:
    about = [person.name, installations.organization(session)]
    return passwords.faults(chosen.password, chosen.again, email=person.email, about=about)


def _refuse_if_begun(session: Session) -> None:
    if holders(session, Role.SYSTEM):
        raise Conflict("This installation has its first administrator already. Sign in instead.")


def _make(
    session: Session,
    actor: Actor | None,
    purpose: Purpose,
    person_id: int | None = None,
    *,
    reason: str = "",
) -> str:
    token, now = new_token(), clock.now()
    made = Invitation(
        token_hash=token_hash(token),
        purpose=purpose,
        person_id=person_id,
        made_at=now,
        expires_at=now + LASTS,
    )
    session.add(made)
    session.flush()
    told = {"for person": person_id}
    note(session, actor, Act.INVITATION_MADE, object_id=made.id, after=told, reason=reason)
    return token
