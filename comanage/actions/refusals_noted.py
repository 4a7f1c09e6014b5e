"""Refusals noted: that somebody asked for what their role does not open, for compliance to see."""

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.records.acts import Act
from comanage.records.audit_entry import note


def right_refused(session: Session, actor: Actor, path: str, *, reason: str) -> None:
    """Note that a page or an act was refused.

    Args:
        session: The session of the change.
        actor: Who asked.
        path: What for, as the path of the page.
        reason: The sentence that was shown.
    """
    note(session, actor, Act.RIGHT_REFUSED, after={"path": path}, reason=reason)
