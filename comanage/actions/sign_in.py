"""Signing in and out: who is there, for how long, and how guessing gets slower.

Every try counts before the password is looked at, for its account and for its
address, whether the account exists or not; the wait grows with the tries and
ends by itself. A sign-in takes three steps, so that no hash is computed while
other writers wait: attempt, then fits, then begin or refuse.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, held_by
from comanage.actions import passwords
from comanage.records import sign_in as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.installation import current
from comanage.records.person import Person, by_email
from comanage.records.sign_in import RefusedTries, SignIn
from comanage.refusals import Conflict, NotFound

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=5)  # how long a proof of who it is counts
SEEN_EVERY = timedelta(minutes=1)  # how exactly the time last seen is kept
FREE_TRIES = {"account": 5, "address": 30}  # several people may share an address
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in.

    Attributes:
        email: The address typed, in lower case.
        person_id: The account, where there is one.
        kept: The hash of its password.
        wait: Seconds until the next try; 0 when this one may go on.
    """

    email: str
    person_id: int | None = None
    kept: str | None = field(default=None, repr=False)
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
    """

    actor: Actor
    due: bool
    confirmed: bool


def attempt(session: Session, visitor: Actor, email: str) -> Attempt:
    """Count a try, and say whether it may go on or how long to wait."""
    typed = email.strip().lower()
    keys = _keys(typed, visitor.address)
    now = clock.now()
    known = {row.key_hash: row for row in records.refused_tries(session, [*keys.values()])}
    waits = [_wait(known.get(key), now, FREE_TRIES[kind]) for kind, key in keys.items()]
    if wait := max(waits):
        note(session, visitor, Act.SIGN_IN_REFUSED, reason="too many tries")
        return Attempt(typed, wait=wait)
    for key in keys.values():
        _count(session, known.get(key), key, now)
    person = by_email(session, typed)
    if person is None or not person.active:
        return Attempt(typed)
    return Attempt(typed, person.id, person.password_hash)


def refuse(session: Session, visitor: Actor, attempt: Attempt) -> None:
    """Note that a try failed; what was typed is not kept, since it may be a password."""
    note(
        session,
        visitor,
        Act.SIGN_IN_REFUSED,
        object_id=attempt.person_id,
        reason="wrong e-mail address or password",
    )


def begin(session: Session, visitor: Actor, person_id: int, *, confirmed: bool = True) -> str:
    """Sign a person in, and give the token for the cookie.

    Args:
        session: The session of the change.
        visitor: Who asks, with the address and the request.
        person_id: Whom to sign in.
        confirmed: Whether the person just proved who it is.

    Raises:
        Conflict: The account was closed meanwhile.
    """
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise Conflict("This account is closed. Ask your system administrator.")
    forgive(session, person.email, visitor.address)
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    begun = SignIn(
        token_hash=token_hash(token),
        person_id=person.id,
        begun_at=now,
        last_seen_at=now,
        confirmed_at=now if confirmed else None,
    )
    session.add(begun)
    session.flush()
    actor = Actor(
        person.id,
        person.name,
        held_by(session, person.id),
        address=visitor.address,
        request_id=visitor.request_id,
    )
    note(session, actor, Act.SIGN_IN_BEGUN, object_id=begun.id)
    return token


def enter_demo(session: Session, visitor: Actor, person_id: int) -> str:
    """Sign in as one of the invented people of a demo, without a password.

    Raises:
        NotFound: This is no demo, or there is no such person in it.
    """
    installation = current(session)
    person = session.get(Person, person_id)
    if installation is None or not installation.is_demo or person is None or not person.active:
        raise NotFound("There is no such page.")
    return begin(session, visitor, person_id, confirmed=False)


def end(session: Session, actor: Actor, token: str) -> None:
    """Sign out: the token is dead from now on."""
    found = records.open_by_token_hash(session, token_hash(token))
    if found is not None and found.person_id == actor.person_id:
        found.ended_at = clock.now()
        note(session, actor, Act.SIGN_IN_ENDED, object_id=found.id)


def actor_of(session: Session, token: str, visitor: Actor) -> Present | None:
    """Find who a cookie belongs to; nobody once it was idle or old for too long.

    In a transaction it brings the time last seen up to date as well.
    """
    found = records.open_by_token_hash(session, token_hash(token))
    now = clock.now()
    if found is None or now - found.last_seen_at > IDLE or now - found.begun_at > LONGEST:
        return None
    due = now - found.last_seen_at > SEEN_EVERY
    if due:
        found.last_seen_at = now
    person = found.person
    actor = Actor(
        person.id,
        person.name,
        held_by(session, person.id),
        address=visitor.address,
        request_id=visitor.request_id,
    )
    confirmed = found.confirmed_at is not None and now - found.confirmed_at <= FRESH
    return Present(actor, due, confirmed)


def token_hash(token: str) -> str:
    """Hash a token for storage; tokens are long and random, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keys(email: str, address: str) -> dict[str, str]:
    named = {"account": f"account {email}", "address": f"address {address}"}
    return {kind: token_hash(name) for kind, name in named.items()}


def forgive(session: Session, email: str, address: str) -> None:
    """Forget the tries of an account that was entered, and this one of its address."""
    keys = _keys(email, address)
    for row in records.refused_tries(session, [*keys.values()]):
        if row.key_hash == keys["account"] or row.count == 1:
            session.delete(row)
        else:
            row.count -= 1


def _wait(row: RefusedTries | None, now: datetime, free: int) -> int:
    """Say how many seconds are left to wait: 2, 4, 8 ... after the free tries."""
    if row is None or row.count < free or now - row.last_at > FORGOTTEN_AFTER:
        return 0
    doubled = timedelta(seconds=2 ** min(row.count - free + 1, 10))
    left = row.last_at + min(doubled, LONGEST_WAIT) - now
    return max(-(-left // timedelta(seconds=1)), 0)


def _count(session: Session, row: RefusedTries | None, key: str, now: datetime) -> None:
    if row is None:
        session.add(RefusedTries(key_hash=key, count=1, last_at=now))
        return
    row.count = 1 if now - row.last_at > FORGOTTEN_AFTER else row.count + 1
    row.last_at = now
