"""Twins: the workbook of a statement, written from the data that the issued statement carries.

The same statement gives the same bytes, on its page and in an audit packet.
"""

import hashlib

from sqlalchemy.orm import Session

from comanage.actions import restating
from comanage.actions.gathering import facts
from comanage.actions.statements import least
from comanage.records import basis as bases
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.refusals import Conflict
from comanage.statements.carried import WHOLE, Carried, carried, read, text
from comanage.statements.carried_in import carried_in
from comanage.statements.verdicts.verify_workbook import written

DAMAGED = "The stored statement was changed, so no workbook is written from it. Ask for help."


def twin(session: Session, found: Statement) -> tuple[str, bytes]:
    """Write the workbook of a statement, and let it carry the same data.

    Args:
        session: A session to read with.
        found: The statement.

    Returns:
        The name of the file, and its bytes.

    Raises:
        Conflict: The stored statement was changed.
        LookupError: Its data name what its terms do not know.
        ValueError: Its data hold what no workbook can.
    """
    content = found.document.content
    if hashlib.sha256(content).hexdigest() != found.document_sha256:
        raise Conflict(DAMAGED)
    plain = _carried(content)
    held, _ = read(plain)
    if held is None:
        reader = found.participant.code if found.participant else WHOLE
        held = _of_records(session, found.settlement, reader)
        plain = text(held)
    name = held.file_name.removesuffix(".pdf").replace("statement-", "workbook-", 1)
    return f"{name}.xlsx", written(held, plain)


def _carried(content: bytes) -> str:
    """Read the data that a statement carries; empty for one that was issued before any did."""
    try:
        return carried_in(content).decode()
    except ValueError:
        return ""


def _of_records(session: Session, settlement: Settlement, reader: str) -> Carried:
    """Gather from the records what a statement carries that was issued before statements did."""
    made = (
        bases.settled(settlement),
        bases.figures_settled(settlement),
        restating.payouts_of(session, settlement),
    )
    terms, told = bases.terms_of(settlement.scorecard), facts(session, settlement)
    return carried(told, terms, made, reader=reader, salt="", made_by="", least=least(session))
