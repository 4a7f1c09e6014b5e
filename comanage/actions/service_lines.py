"""Service lines: the parts of the hospital that agreements are about."""

from sqlalchemy.orm import Session

from comanage.access import Actor, require
from comanage.actions.codes import code_faults
from comanage.actions.free_text import line_faults
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.service_line import ServiceLine, by_code, every
from comanage.refusals import Fault, Faulty
from comanage.rights import Right


def add(session: Session, actor: Actor, *, code: str, name: str) -> ServiceLine:
    """Add a service line.

    Raises:
        NotAllowed: The actor may not, or only within one service line.
        Faulty: Every fault of what was given.
    """
    role = require(actor, Right.SERVICE_LINE_CREATE)
    taken = by_code(session, code.strip()) is not None
    found = code_faults(code, taken=taken, what="service line")
    if not name.strip():
        found.append(Fault("name", "Give the name of the service line."))
    elif name.strip().casefold() in {each.name.casefold() for each in every(session)}:
        found.append(
            Fault("name", "Another service line has this name. Give one that tells them apart.")
        )
    found += line_faults({"name": name})
    if found:
        raise Faulty(found)
    line = ServiceLine(code=code.strip(), name=name.strip())
    session.add(line)
    session.flush()
    after = {"code": line.code, "name": line.name}
    note(session, actor, Act.SERVICE_LINE_ADDED, role=role, object_id=line.id, after=after)
    return line
