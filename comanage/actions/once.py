"""Once: an act that is asked for twice with the same key is done once, and answered the same."""

import json
from collections.abc import Mapping

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions.free_text import line_faults
from comanage.records import given_key as keys
from comanage.records.acts import Act
from comanage.records.given_key import GivenKey
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rules import canonical

OTHER = (
    "This key stood for another request before, so nothing was done. Load the page again, or"
    " give another key."
)
SHORT = "Give a key of 8 to 100 signs."
SHORTEST, LONGEST = 8, 100


def done(session: Session, key: str, act: Act, asked: Mapping[str, object]) -> int | None:
    """Give what an act made when it was asked for with this key before.

    Args:
        session: The session of the transaction.
        key: What the form or the command sent with it.
        act: The act.
        asked: What is asked for, and by whom.

    Returns:
        The id of what it made; None where the key is new.

    Raises:
        Faulty: The key is too short or too long.
        Conflict: The key stood for another request.
    """
    if not SHORTEST <= len(key) <= LONGEST:
        raise Faulty([Fault("key", SHORT)])
    if found_wrong := line_faults({"key": key}):
        raise Faulty(found_wrong)
    found = keys.find(session, key)
    if found is None:
        return None
    if (found.act, found.body_hash) != (act, _hash(asked)):
        raise Conflict(OTHER)
    return found.object_id


def remember(
    session: Session,
    actor: Actor,
    key: str,
    *,
    act: Act,
    asked: Mapping[str, object],
    made: int,
) -> None:
    """Keep a key with what the act made."""
    session.add(
        GivenKey(
            key=key,
            act=act,
            body_hash=_hash(asked),
            object_id=made,
            person_id=actor.person_id,
            at=clock.now(),
        )
    )
    session.flush()


def _hash(asked: Mapping[str, object]) -> str:
    return canonical.digest(json.dumps(asked, sort_keys=True, default=str))
