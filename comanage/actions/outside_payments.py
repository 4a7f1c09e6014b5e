"""Payments outside their agreements, for those who oversee: always none, and looked for anyway."""

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, require
from comanage.records import outside_payments
from comanage.records.outside_payments import Looked
from comanage.rights import Right


def look(session: Session, actor: Actor) -> Looked:
    """Look at every payment under the agreements that an actor oversees."""
    require(actor, Right.OVERSIGHT_READ)
    seen = agreements_seen(session, actor, Right.OVERSIGHT_READ)
    return outside_payments.look(session, [each.id for each in seen])
