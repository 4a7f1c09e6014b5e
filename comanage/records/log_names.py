"""Log names: what the numbers in the values of the audit log name, each kind looked up at once."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from comanage.records.agreement import Agreement
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.records.physician_group import PhysicianGroup
from comanage.records.service_line import ServiceLine
from comanage.together import Together

Names = Mapping[tuple[str, int], str]  # by the name of the value, and the number
COLUMNS: Mapping[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str]]] = {
    "agreement": (Agreement.id, Agreement.code),
    "for person": (Person.id, Person.name),
    "group": (PhysicianGroup.id, PhysicianGroup.name),
    "owner": (Person.id, Person.name),
    "person": (Person.id, Person.name),
    "service line": (ServiceLine.id, ServiceLine.name),
}
PARTICIPANT = "participant"


def names_of(session: Session, numbers: Mapping[str, Collection[int]]) -> Names:
    """Look up what numbers name, in one query for each kind that is there.

    Args:
        session: A session to read with.
        numbers: The numbers, by the name of the value that they stand under.
    """
    each = Together(session)
    kinds = {kind: each.part(_named, session, kind, some) for kind, some in numbers.items()}
    return {(kind, at): name for kind, part in kinds.items() for at, name in part.given}


def _named(session: Session, kind: str, some: Collection[int]) -> Sequence[tuple[int, str]]:
    """Look up what numbers of one kind name."""
    if kind == PARTICIPANT:
        which = Participant.id.in_(some)
        query = select(Participant.id, PhysicianGroup.name).join(Participant.group).where(which)
    else:
        number, name = COLUMNS[kind]
        query = select(number, name).where(number.in_(some))
    return [(at, name) for at, name in session.execute(query)]
