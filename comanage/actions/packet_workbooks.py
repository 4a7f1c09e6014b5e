"""The workbooks of an audit packet: one beside each statement, or why there is none."""

from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from sqlalchemy.orm import Session

from comanage.actions.twins import twin
from comanage.records import statement as statements
from comanage.records.statement import Statement
from comanage.refusals import Conflict, TooMuch
from comanage.statements.packets.packet import NotProvided, PacketFile
from comanage.statements.packets.packet_names import safe

FOLDER = "workbooks"
NOT_WRITTEN = "No workbook can be written from the data of this statement."


class Beside(NamedTuple):
    """A workbook that stands beside a statement: of which one, its path, and what it is."""

    statement_id: int
    path: str
    about: str


def beside(session: Session, agreement_id: int, first: date, last: date) -> list[Beside]:
    """List the workbooks of the statements of an agreement and some days; none is written."""
    return [_beside(one) for one in statements.of_days(session, agreement_id, first, last)]


def written(session: Session, statement_id: int) -> PacketFile | NotProvided:
    """Write the workbook of a statement, or say why there is none.

    Args:
        session: A session to read with.
        statement_id: The statement; it is one that was issued.
    """
    found = statements.whole(session, statement_id)
    if found is None:
        raise LookupError(statement_id)
    named = _beside(found)
    try:
        _, content = twin(session, found)
    except (Conflict, TooMuch) as why:
        return NotProvided(named.about, why.sentence)
    except (LookupError, ValueError):
        return NotProvided(named.about, NOT_WRITTEN)
    return PacketFile(named.path, content, named.about)


def _beside(found: Statement) -> Beside:
    """Name the workbook of a statement after the file of the statement."""
    stem = PurePath(safe(f"{found.id}-{found.document.name}")).stem
    whose = f" for {found.participant.code}" if found.participant else ""
    return Beside(found.id, f"{FOLDER}/{stem}.xlsx", f"Workbook of statement {found.id}{whose}")
