"""Signing in and out: who is there, and for how long.

A sign-in takes three steps, so that no hash is computed while other writers wait: attempt,
then fits, then begin or refuse. Whoever has a second factor takes one step more
(second_step.py). Guessing gets slower (tries.py).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import compare_digest

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, Held, held_by, own, taken
from comanage.actions import passwords, tries
from comanage.actions.tokens import new_token, token_hash
from comanage.records import sign_in as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.installation import current
from comanage.records.person import Person, by_email
from comanage.records.second_factor import SecondFactor
from comanage.records.sign_in import SignIn
from comanage.refusals import Conflict, NotFound, SignInNeeded
from comanage.rights import IDLE_SOONER, SECOND_FACTOR

LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=5)  # how long a proof of who it is counts
LINKS_TOLD = timedelta(days=7)
AT_ONCE = timedelta(seconds=10)  # between using a link and the sign-in that comes of it
AHEAD = timedelta(minutes=1)  # how far a time on record may lie ahead of a clock that was set right
CHANGED_MEANWHILE = (
    "The password of this account was changed while you signed in. Sign in with the new one."
)
SEEN_EVERY = timedelta(minutes=1)  # how exactly the time last seen is kept


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts without a page being asked for.

    Attributes:
        idle: For most people.
        idle_sooner: For whoever approves or oversees; see rights.IDLE_SOONER.
    """

    idle: timedelta = timedelta(minutes=30)
    idle_sooner: timedelta = timedelta(minutes=15)

    def end_of(self, found: SignIn, actor: Actor) -> datetime:
        """Say when a sign-in ends, if nothing more is asked for."""
        idle = self.idle_sooner if actor.roles & IDLE_SOONER else self.idle
        return min(found.last_seen_at + idle, found.begun_at + LONGEST)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in.

    Attributes:
        email: The address typed, in lower case.
        person_id: The account, where there is one.
        kept: The hash of its password.
        coded: Whether a one-time code is asked for besides the password.
        wait: Seconds until the next try; 0 when this one may go on.
    """

    email: str
    person_id: int | None = None
    kept: str | None = field(default=None, repr=False)
    coded: bool = False
    wait: int = 0

    def fits(self, password: str) -> bool:
        """Say whether the password is right; takes as long when there is no such account."""
        return passwords.fits(password, self.kept)


@dataclass(frozen=True, slots=True)
class Present:
    """Someone who is signed in.

    Attributes:
        actor: Who, with the roles held at this moment.
        due: True when the time last seen is to be brought up to date.
        confirmed: True for some minutes after the person proved who it is.
        coded: Whether the person has a second factor.
        to_set_up: Whether the person must set one up before anything else.
        ends_at: When the sign-in ends, if nothing more is asked for.
    """

    actor: Actor
    due: bool
    confirmed: bool
    coded: bool
    to_set_up: bool
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """Who was signed in at a browser before.

    Attributes:
        person_id: The person.
        coded: Whether that person has a second factor.
    """

    person_id: int
    coded: bool


def attempt(session: Session, visitor: Actor, email: str, *, mark: str = "") -> Attempt:
    """Count a try, and say whether it may go on or how long to wait.

    Args:
        session: The session of the change.
        visitor: Who asks, with the address and the request.
        email: The account, as it was typed.
        mark: What the browser kept of the last sign-in there; see mark_of.
    """
    typed = email.strip().lower()
    person = by_email(session, typed)
    known = person is not None and compare_digest(mark.encode(), mark_of(person).encode())
    if wait := tries.counted(session, typed, visitor.address, known=known):
        note(session, visitor, Act.SIGN_IN_REFUSED, reason="too many tries")
        return Attempt(typed, wait=wait)
    if person is None or not person.active:
        return Attempt(typed)
    coded = session.get(SecondFactor, person.id) is not None
    return Attempt(typed, person.id, person.password_hash, coded)


def mark_of(person: Person) -> str:
    """Give the mark by which a browser is known where a person signed in; a new password ends it.

    Nobody makes one up: it follows from the salted hash of the password, which never leaves.
    """
    return token_hash(f"known browser {person.id} {person.password_hash}")


def mark_left(session: Session, token: str) -> str:
    """Give the mark that a new sign-in leaves at its browser; empty where it has ended already."""
    found = records.by_token_hash(session, token_hash(token))
    return mark_of(found.person) if found else ""


def refuse(session: Session, visitor: Actor, attempt: Attempt) -> None:
    """Note that a try failed; what was typed is not kept, since it may be a password."""
    note(
        session,
        visitor,
        Act.SIGN_IN_REFUSED,
        object_id=attempt.person_id,
        reason="wrong e-mail address or password",
    )


def begin(
    session: Session,
    visitor: Actor,
    person_id: int,
    *,
    kept: str | None = None,
    confirmed: bool = True,
) -> str:
    """Sign a person in, and give the token for the cookie.

    Args:
        session: The session of the change.
        visitor: Who asks, with the address and the request.
        person_id: Whom to sign in.
        kept: The hash of the password that was typed, as it was when the attempt began; None where
            none was typed.
        confirmed: Whether the person just proved who it is.

    Raises:
        Conflict: The account was closed meanwhile.
        SignInNeeded: The password was changed meanwhile.
    """
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise Conflict("This account is closed. Ask your system administrator.")
    if kept not in {None, person.password_hash}:
        raise SignInNeeded(CHANGED_MEANWHILE)
    tries.forgive(session, visitor.address, email=person.email)
    token, now = new_token(), clock.now()
    begun = SignIn(
        token_hash=token_hash(token),
        person_id=person.id,
        begun_at=now,
        last_seen_at=now,
        confirmed_at=now if confirmed else None,
    )
    session.add(begun)
    session.flush()
    note(session, _actor(session, person, visitor), Act.SIGN_IN_BEGUN, object_id=begun.id)
    return token


def enter_demo(session: Session, visitor: Actor, person_id: int) -> str:
    """Sign in as one of the invented people of a demo, without a password.

    Raises:
        NotFound: This is no demo, or there is no such person in it.
    """
    person = session.get(Person, person_id)
    if not _is_demo(session) or person is None or not person.active:
        raise NotFound("There is no such page.")
    return begin(session, visitor, person_id, confirmed=False)


def end(session: Session, actor: Actor, token: str) -> None:
    """Sign out: the token is dead from now on."""
    found = records.open_by_token_hash(session, token_hash(token))
    if found is not None and found.person_id == actor.person_id:
        found.ended_at = clock.now()
        note(session, actor, Act.SIGN_IN_ENDED, object_id=found.id)


def actor_of(
    session: Session, token: str, visitor: Actor, limits: Limits = Limits()
) -> Present | None:
    """Find who a cookie belongs to; nobody once it was idle or old for too long.

    In a transaction it brings the time last seen up to date as well.
    """
    there = records.present(session, token_hash(token), clock.today())
    if there is None:
        return None
    found, person = there.sign_in, there.sign_in.person
    held = own(there.roles) + (taken(session, person.id) if there.takes_duties else ())
    actor = _as_actor(person, held, visitor)
    now = clock.now()
    if now > limits.end_of(found, actor) or found.last_seen_at - now > AHEAD:
        return None
    due = now - found.last_seen_at > SEEN_EVERY
    if due:
        found.last_seen_at = now
    confirmed = found.confirmed_at is not None and -AHEAD <= now - found.confirmed_at <= FRESH
    coded = found.second_factor is not None
    to_set_up = not coded and bool(actor.roles & SECOND_FACTOR) and not _is_demo(session)
    ends_at = limits.end_of(found, actor)
    return Present(actor, due, confirmed, coded, to_set_up, ends_at)


def links_told(session: Session, token: str) -> list[tuple[datetime, bool]]:
    """Tell whoever signed in of the links that were made in their name, for some days.

    Each sign-in tells of them, since one of those before may have been somebody else's.

    Returns:
        When each was made, and whether it was used. The first link of an account, and the one
        that this sign-in came by, are known to whoever signed in.
    """
    begun = records.by_token_hash(session, token_hash(token))
    first = records.first_begun(session, begun.person_id) if begun else None
    if begun is None or first is None:
        return []
    since = max(first, begun.begun_at - LINKS_TOLD)
    return [
        (link.made_at, link.used_at is not None)
        for link in records.links_made(session, begun.person_id, since)
        if link.used_at is None or abs(begun.begun_at - link.used_at) > AT_ONCE
    ]


def before(session: Session, token: str) -> Before | None:
    """Find who a cookie belonged to, though the sign-in has ended."""
    found = records.by_token_hash(session, token_hash(token)) if token else None
    return Before(found.person_id, found.second_factor is not None) if found else None


def _actor(session: Session, person: Person, visitor: Actor) -> Actor:
    """Give a person as the one who acts, with the roles held at this moment."""
    return _as_actor(person, held_by(session, person.id), visitor)


def _as_actor(person: Person, held: tuple[Held, ...], visitor: Actor) -> Actor:
    return Actor(
        person.id, person.name, held, address=visitor.address, request_id=visitor.request_id
    )


def _is_demo(session: Session) -> bool:
    installation = current(session)
    return installation is not None and installation.is_demo
