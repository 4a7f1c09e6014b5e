"""Confirming who it is: the password once more, and a code, before what weighs most.

A proof counts for some minutes (sign_in.FRESH), for this sign-in alone. It gives the
sign-in a new token, so that one which was seen by somebody before brings nothing.
Tries are counted and slowed like those of signing in.
"""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import sign_in, tries
from comanage.actions.seals import Seals
from comanage.actions.second_factor import code_fits
from comanage.actions.sign_in import Attempt
from comanage.actions.tokens import new_token, token_hash
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
    person = _person(session, actor)
    return sign_in.attempt(session, actor, person.email, mark=sign_in.mark_of(person))


def give(session: Session, actor: Actor, token: str, *, code: str | None, seals: Seals) -> str:
    """Take a proof whose password was right: it counts from now on, under a new token.

    Args:
        session: The session of the change.
        actor: Who gives it.
        token: The token of the sign-in; it is dead from now on.
        code: The one-time code; None for a person without a second factor.
        seals: What opens the secret that the code follows from.

    Returns:
        The new token; empty where the code is wrong, which changes nothing.

    Raises:
        SignInNeeded: The sign-in has ended meanwhile.
    """
    found = records.open_by_token_hash(session, token_hash(token))
    if found is None or found.person_id != actor.person_id:
        raise SignInNeeded(GONE)
    if (code is None) is not (found.second_factor is None):
        raise SignInNeeded(GONE)
    if code is not None and not code_fits(session, actor, found.person_id, code, seals=seals):
        return ""
    tries.forgive(session, actor.address, email=found.person.email)
    fresh = new_token()
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
