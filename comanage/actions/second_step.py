"""The second step of signing in: the code of whoever has a second factor.

Between the two steps nobody is signed in. What the browser holds meanwhile says, signed,
whose password was right and when; it counts for some minutes, and only while that password
stands.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import second_factor, sign_in
from comanage.actions.seals import Seals
from comanage.actions.sign_in import Attempt
from comanage.actions.tokens import token_hash
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person
from comanage.refusals import SignInNeeded

LASTS = timedelta(minutes=10)
TOO_LATE = "The first step of signing in was too long ago. Begin again."


@dataclass(frozen=True, slots=True)
class Half:
    """A sign-in that is half done.

    Attributes:
        person_id: Whose password was right.
        mark: A mark of that password, so that a new one ends it.
        at: When, as text.
        to: The page to go to afterwards.
    """

    person_id: int
    mark: str
    at: str
    to: str

    def held(self) -> dict[str, Any]:
        """Write it for the browser to hold, signed."""
        return asdict(self)

    @classmethod
    def read(cls, held: object) -> "Half":
        """Read what a browser held.

        Raises:
            SignInNeeded: It held nothing.
        """
        if not isinstance(held, Mapping):
            raise SignInNeeded(TOO_LATE)
        return cls(**held)


def half(attempt: Attempt, *, to: str) -> Half:
    """Say that the first step is done."""
    return Half(attempt.person_id or 0, _mark(attempt.kept or ""), clock.now().isoformat(), to)


def count(session: Session, visitor: Actor, half: Half, *, mark: str = "") -> Attempt:
    """Count a try at the second step, and say whether it may go on or how long to wait.

    Args:
        session: The session of the change.
        visitor: Who asks, with the address and the request.
        half: What the browser holds of the first step.
        mark: What the browser kept of the last sign-in there.

    Raises:
        SignInNeeded: The first step was too long ago, or does not stand any more.
    """
    person = session.get(Person, half.person_id)
    late = not -sign_in.AHEAD <= clock.now() - datetime.fromisoformat(half.at) <= LASTS
    if late or person is None or not person.active or half.mark != _mark(person.password_hash):
        raise SignInNeeded(TOO_LATE)
    return sign_in.attempt(session, visitor, person.email, mark=mark)


def finish(session: Session, visitor: Actor, attempt: Attempt, typed: str, *, seals: Seals) -> str:
    """Sign in whoever typed the right code, and give the token; empty where it was wrong.

    Raises:
        Conflict: The account was closed meanwhile.
        SignInNeeded: The password was changed since the try was counted.
    """
    person_id = attempt.person_id or 0
    if second_factor.code_fits(session, visitor, person_id, typed, seals=seals):
        return sign_in.begin(session, visitor, person_id, kept=attempt.kept)
    note(session, visitor, Act.SIGN_IN_REFUSED, object_id=person_id, reason="wrong code")
    return ""


def _mark(kept: str) -> str:
    return token_hash(kept)[:16]
