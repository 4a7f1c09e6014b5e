"""Refusals noted: what somebody asked for or sent and did not get, for compliance to see."""

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


def patient_data_refused(session: Session, actor: Actor, agreement_id: int, *, where: str) -> None:
    """Note that something was sent that looked like a patient's, and was not kept.

    Args:
        session: The session of the change.
        actor: Who sent it.
        agreement_id: The agreement it was meant for.
        where: What was sent: the kind of file or field, and nothing of what it held.
    """
    note(session, actor, Act.PATIENT_DATA_REFUSED, agreement_id=agreement_id, after={"in": where})
