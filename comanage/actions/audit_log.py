"""The audit log as people read it: looking into it and taking it away is itself an entry."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from comanage.access import Actor, require
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry, latest, note
from comanage.records.log_search import Sought
from comanage.rights import Right

MOST = 100  # entries on a page


def read(
    session: Session, actor: Actor, sought: Sought, *, before_id: int | None = None
) -> tuple[Sequence[AuditEntry], int | None]:
    """List the newest entries that are sought; that they were looked at is noted.

    Args:
        session: The session of the transaction.
        actor: Who looks.
        sought: What is sought.
        before_id: Only entries older than this one.

    Returns:
        The entries, and the number to go on before; None where there are no more.
    """
    role = require(actor, Right.AUDIT_READ)
    found = latest(session, *sought.conditions(), limit=MOST + 1, before_id=before_id)
    told = {
        "person": sought.person_id,
        "act": sought.act,
        "agreement": sought.agreement_id,
        "payment": sought.payment_id,
        "since": sought.since,
        "until": sought.until,
        "before": before_id,
    }
    note(
        session, actor, Act.LOG_READ, role=role,
        after={name: value for name, value in told.items() if value},
    )  # fmt: skip
    return found[:MOST], found[MOST - 1].id if len(found) > MOST else None


def export(session: Session, actor: Actor, *, place: str) -> None:
    """Note that the whole log leaves as a file; that entry is the last one in it.

    Args:
        session: The session of the transaction.
        actor: Who takes it.
        place: The file.
    """
    role = require(actor, Right.AUDIT_READ)
    note(session, actor, Act.LOG_EXPORTED, role=role, after={"place": place})
