"""One's own account: the password, and the browsers one is signed in at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions import passwords
from comanage.actions.sign_in import Limits, begin
from comanage.actions.tokens import token_hash
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.installation import organization
from comanage.records.person import Person
from comanage.records.sign_in import end_all, end_invitations, open_of
from comanage.refusals import Fault, Faulty, SignInNeeded
from comanage.rights import Right


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser at which a person is signed in.

    Attributes:
        begun_at: When that sign-in began.
        seen_at: When a page was last asked for there, to the minute.
        here: Whether it is the one that asks now.
    """

    begun_at: datetime
    seen_at: datetime
    here: bool


def browsers(session: Session, actor: Actor, token: str, limits: Limits) -> list[Browser]:
    """List where one is signed in, this browser first; what was idle for too long has ended."""
    require(actor, Right.ACCOUNT_WRITE)
    now, own = clock.now(), token_hash(token)
    found = [
        Browser(each.begun_at, each.last_seen_at, each.token_hash == own)
        for each in open_of(session, actor.person_id or 0)
        if now <= limits.end_of(each, actor)
    ]
    return sorted(found, key=lambda one: not one.here)


def end_others(session: Session, actor: Actor, token: str) -> int:
    """Sign oneself out everywhere but here, and say at how many browsers."""
    require(actor, Right.ACCOUNT_WRITE)
    others = [
        each
        for each in open_of(session, actor.person_id or 0)
        if each.token_hash != token_hash(token)
    ]
    for each in others:
        each.ended_at = clock.now()
        note(session, actor, Act.SIGN_IN_ENDED, object_id=each.id)
    return len(others)


def change_password(
    session: Session, actor: Actor, present: str, *, password: str, again: str
) -> str:
    """Replace one's password; every sign-in ends, and the token of a new one is given.

    Args:
        session: The session of the change.
        actor: Who acts, for themselves.
        present: The password that is replaced.
        password: The new one.
        again: The new one, typed a second time.

    Raises:
        Faulty: The present password is wrong, or the new one is not good enough.
    """
    require(actor, Right.ACCOUNT_WRITE)
    person = session.get(Person, actor.person_id)
    if person is None:
        raise SignInNeeded("Sign in to go on.")
    found = passwords.faults(
        password, again, email=person.email, about=[person.name, organization(session)]
    )
    if not passwords.fits(present, person.password_hash):
        found.insert(0, Fault("present", "This is not your present password."))
    if found:
        raise Faulty(found)
    person.password_hash = passwords.hashed(password)
    end_all(session, person.id, clock.now())
    end_invitations(session, person.id, clock.now())
    note(session, actor, Act.PASSWORD_CHANGED, object_id=person.id)
    return begin(session, actor, person.id)
