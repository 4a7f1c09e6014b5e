"""Physician groups: the parties that manage a service line and are paid for it."""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions.codes import code_faults
from comanage.actions.free_text import line_faults
from comanage.actions.opened import check_opened
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payment_request import VendorNumber, newest_vendor_number
from comanage.records.physician_group import PhysicianGroup, every, is_taken
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right


def add(session: Session, actor: Actor, *, code: str, name: str) -> PhysicianGroup:
    """Add a physician group.

    Raises:
        NotAllowed: The actor may not.
        Faulty: Every fault of what was given.
    """
    role = require(actor, Right.GROUP_CREATE)
    taken = is_taken(session, code.strip())
    found = code_faults(code, taken=taken, what="group")
    if not name.strip():
        found.append(Fault("name", "Give the name of the group."))
    elif name.strip().casefold() in {each.name.casefold() for each in every(session)}:
        found.append(Fault("name", "Another group has this name. Give one that tells them apart."))
    found += line_faults({"name": name})
    if found:
        raise Faulty(found)
    group = PhysicianGroup(code=code.strip(), name=name.strip())
    session.add(group)
    session.flush()
    after = {"code": group.code, "name": group.name}
    note(session, actor, Act.GROUP_ADDED, role=role, object_id=group.id, after=after)
    return group


def group_of(session: Session, group_id: int) -> PhysicianGroup:
    """Find a group.

    Raises:
        NotFound: There is none.
    """
    group = session.get(PhysicianGroup, group_id)
    if group is None:
        raise NotFound("There is no such group.")
    return group


def set_vendor_number(
    session: Session, actor: Actor, group_id: int, *, number: str, revision: int | None = None
) -> VendorNumber:
    """Give a group its number in the hospital's own accounts; earlier ones stay on record.

    Raises:
        Stale: Someone else has set it since the one of that sequence was seen.
        NotAllowed: The actor may not.
        NotFound: There is no such group.
        Faulty: The number is empty, too long, or the one that stands.
    """
    role = require(actor, Right.VENDOR_SET)
    group = group_of(session, group_id)
    before = newest_vendor_number(session, group_id)
    check_opened(revision, before.sequence if before else 0)
    found = line_faults({"number": number}, about="vendor")
    if not number.strip():
        found.append(Fault("number", f"Give the vendor number of {group.name}."))
    elif before is not None and before.number == number.strip():
        found.append(Fault("number", f"This is the vendor number of {group.name} already."))
    if found:
        raise Faulty(found)
    made = VendorNumber(
        group_id=group_id,
        sequence=before.sequence + 1 if before else 1,
        number=number.strip(),
        set_by_id=actor.person_id,
        set_at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.VENDOR_NUMBER_SET, role=role, object_id=group.id,
        before={"number": before.number} if before else None, after={"number": made.number},
    )  # fmt: skip
    return made
