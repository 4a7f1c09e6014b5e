"""An audit packet as a job: a part for the workbook of each statement, and one for all the rest.

The rest is read last and at one moment, with the log up to then. What was issued since the asking is
in it too, with its workbook, so that a packet is whole however long it waited.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed
from comanage.actions import packet_workbooks, packets
from comanage.actions.batches.batch import Asked, Batch, File, Part
from comanage.records.agreement import Agreement
from comanage.records.job import JobKind
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.statements.packets import packet, packet_parcel

REST = "the rest"
NO_AGREEMENT = "A packet is of one agreement."


def title(asked: Asked) -> str:
    """Say of which days a packet is."""
    return f"Audit packet, {asked.arguments['first']} to {asked.arguments['last']}"


def reach(session: Session, actor: Actor, asked: Asked) -> None:
    """Refuse whoever may not make packets of the agreement."""
    if asked.agreement_id is None:
        raise NotFound(NO_AGREEMENT)
    allowed(session, actor, Right.PACKET_MAKE, asked.agreement_id)


def settle(session: Session, actor: Actor, asked: Asked) -> Mapping[str, str]:
    """Hold on to the days, the code of the agreement, and the statements that were issued by now."""
    del actor
    first, last = _days(asked)
    agreement_id = asked.agreement_id or 0
    found = packet_workbooks.beside(session, agreement_id, first, last)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "agreement": session.get_one(Agreement, agreement_id).code,
        "statements": " ".join(str(each.statement_id) for each in found),
    }


def parts(session: Session, actor: Actor, asked: Asked) -> Sequence[str]:
    """Name the workbooks by the ids of their statements, and the rest."""
    del session, actor
    return [*_statements(asked), REST]


def make(session: Session, actor: Actor, asked: Asked, name: str) -> Part:
    """Write the workbook of a statement, or gather all the rest."""
    if name != REST:
        found = packet_workbooks.written(session, int(name))
        return Part(name, packet_parcel.of_one(found))
    first, last = _days(asked)
    apart = frozenset(map(int, _statements(asked)))
    contents = packets.gathered(
        session, actor, asked.agreement_id or 0, first=first, last=last, apart=apart
    )
    return Part(name, packet_parcel.of_packet(contents))


def join(asked: Asked, made: Sequence[Part]) -> File:
    """Write the packet."""
    given = asked.arguments
    name = f"packet-{given['agreement']}-{given['first']}-{given['last']}.zip"
    contents = packet_parcel.together(part.content for part in made)
    return File(name, packet.MEDIA_TYPE, packet.write(contents))


def _days(asked: Asked) -> tuple[date, date]:
    """Read the days that are asked for."""
    days: dict[str, date | None] = dict.fromkeys(("first", "last"))
    for name in days:
        try:
            days[name] = date.fromisoformat(asked.arguments.get(name, ""))
        except ValueError:
            continue
    return packets.days(days["first"], days["last"])


def _statements(asked: Asked) -> list[str]:
    return asked.arguments["statements"].split()


PACKET = Batch(
    kind=JobKind.PACKET,
    title=title,
    counted="parts",
    reach=reach,
    settle=settle,
    parts=parts,
    make=make,
    join=join,
)
