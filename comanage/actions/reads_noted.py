"""Reads noted: what of money somebody looked at on a page; files that are handed out note it themselves."""

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.records.acts import Act
from comanage.records.audit_entry import note


def read(
    session: Session,
    actor: Actor,
    act: Act,
    *,
    agreement_id: int | None = None,
    object_id: int | None = None,
) -> None:
    """Note that somebody looked at something that is told to few.

    Args:
        session: The session of the note.
        actor: Who looked.
        act: At what.
        agreement_id: Of which agreement, where it is of one.
        object_id: At which of them, where it was one.
    """
    note(session, actor, act, agreement_id=agreement_id, object_id=object_id)
