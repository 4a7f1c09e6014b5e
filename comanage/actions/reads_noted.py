"""Reads noted: what of money somebody looked at on a page; files that are handed out note it themselves."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions.free_text import line_faults
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.refusals import Faulty


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


def narrowed_by(wanted: Mapping[str, str]) -> dict[str, object]:
    """Give what a list was narrowed by, as the log keeps it.

    Args:
        wanted: What was asked for, by the name of the filter; it may have been typed.

    Raises:
        Faulty: It is too long, unprintable, or may be about a patient: the log keeps it for ever.
    """
    given = {name: value for name, value in wanted.items() if value}
    if found := line_faults(given):
        raise Faulty(found)
    return dict(given)
