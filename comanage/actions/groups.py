"""Physician groups: the parties that manage a service line and are paid for it."""

from sqlalchemy.orm import Session

from comanage.access import Actor, require
from comanage.actions.codes import code_faults
from comanage.actions.free_text import line_faults
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.physician_group import PhysicianGroup, by_code
from comanage.refusals import Fault, Faulty
from comanage.rights import Right


def add(session: Session, actor: Actor, *, code: str, name: str) -> PhysicianGroup:
    """Add a physician group.

    Raises:
        NotAllowed: The actor may not.
        Faulty: Every fault of what was given.
    """
    role = require(actor, Right.GROUP_CREATE)
    taken = by_code(session, code.strip()) is not None
    found = code_faults(code, taken=taken, what="group")
    if not name.strip():
        found.append(Fault("name", "Give the name of the group."))
    found += line_faults({"name": name})
    if found:
        raise Faulty(found)
    group = PhysicianGroup(code=code.strip(), name=name.strip())
    session.add(group)
    session.flush()
    after = {"code": group.code, "name": group.name}
    note(session, actor, Act.GROUP_ADDED, role=role, object_id=group.id, after=after)
    return group
