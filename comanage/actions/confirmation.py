"""Confirming who it is: the password once more, before what weighs most.

A proof counts for some minutes (sign_in.FRESH), for this sign-in alone. It gives the
sign-in a new token, so that one which was seen by somebody before brings nothing.
Tries are counted and slowed like those of signing in.
"""

import secrets

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import sign_in
from comanage.actions.sign_in import TOKEN_BYTES, Attempt, token_hash
from comanage.records import sign_in as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person
from comanage.refusals import SignInNeeded

GONE = "Your sign-in has ended. Sign in to go on."


def ask(session: Session, actor: Actor, path: str) -> None:
    """Note that somebody was asked for a proof, and what was held back meanwhile."""
    note(session, actor, Act.CONFIRMATION_ASKED, object_id=actor.person_id, after={"path": path})


def attempt(session: Session, actor: Actor) -> Attempt:
    """Count a try to prove who it is, and say whether it may go on or how long to wait."""
    return sign_in.attempt(session, actor, _person(session, actor).email)


def give(session: Session, actor: Actor, token: str) -> str:
    """Take a proof that was right: it counts from now on, and the sign-in has a new token.

    Args:
        session: The session of the change.
        actor: Who proved it.
        token: The token of the sign-in; it is dead from now on.

    Raises:
        SignInNeeded: The sign-in has ended meanwhile.
    """
    found = records.open_by_token_hash(session, token_hash(token))
    if found is None or found.person_id != actor.person_id:
        raise SignInNeeded(GONE)
    sign_in.forgive(session, found.person.email, actor.address)
    fresh = secrets.token_urlsafe(TOKEN_BYTES)
    found.token_hash = token_hash(fresh)
    found.confirmed_at = clock.now()
    note(session, actor, Act.CONFIRMATION_GIVEN, object_id=found.id)
    return fresh


def refuse(session: Session, actor: Actor) -> None:
    """Note that a proof was wrong."""
    note(session, actor, Act.CONFIRMATION_REFUSED, object_id=actor.person_id)


def _person(session: Session, actor: Actor) -> Person:
    person = session.get(Person, actor.person_id)
    if person is None:
        raise SignInNeeded(GONE)
    return person
