"""Refusals noted: what somebody asked for or sent and did not get, for compliance to see."""

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.refusals import Conflict, NotAllowed, NotFound, Refusal

WEIGHS = (NotAllowed, NotFound, Conflict)  # what is noted; a fault in a form is mended, not noted


def refused(session: Session, actor: Actor, path: str, refusal: Refusal) -> None:
    """Note that a page or an act was refused: for want of a right, or because it did not fit.

    Whoever asks for what is another's is told that there is no such thing; that is a want of a right.

    Args:
        session: The session of the change.
        actor: Who asked.
        path: What for, as the path of the page or the words of the command.
        refusal: What was shown.
    """
    act = Act.STEP_REFUSED if isinstance(refusal, Conflict) else Act.RIGHT_REFUSED
    note(session, actor, act, after={"path": path}, reason=refusal.sentence)


def patient_data_refused(session: Session, actor: Actor, agreement_id: int, *, where: str) -> None:
    """Note that something was sent that looked like a patient's, and was not kept.

    Args:
        session: The session of the change.
        actor: Who sent it.
        agreement_id: The agreement it was meant for.
        where: What was sent: the kind of file or field, and nothing of what it held.
    """
    note(session, actor, Act.PATIENT_DATA_REFUSED, agreement_id=agreement_id, after={"in": where})
