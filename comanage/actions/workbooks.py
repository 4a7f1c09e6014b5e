"""Workbooks: a statement's settlement as a spreadsheet, to whoever may read the statement.

A workbook is written anew each time it is asked for, from the data that the issued statement
carries; the same statement gives the same bytes.
"""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage.access import Actor, allowed, own_groups
from comanage.actions import restating
from comanage.actions.gathering import facts
from comanage.actions.statements import NO_STATEMENT, least
from comanage.records import basis as bases
from comanage.records import statement as statements
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.refusals import Conflict, NotFound
from comanage.rights import Right
from comanage.statements.carried import WHOLE, Carried, carried, read, text
from comanage.statements.carried_in import carried_in
from comanage.statements.verify_workbook import written

DAMAGED = "The stored statement was changed, so no workbook is written from it. Ask for help."
NOT_ISSUED = "No statement of {} was issued{}."


def workbook(
    session: Session, actor: Actor, agreement_id: int, statement_id: int
) -> tuple[str, bytes]:
    """Write the workbook beside a statement, which is noted; a leader gets the own group's only.

    Returns:
        The name of the file, and its bytes.

    Raises:
        NotFound: There is no such statement, or it is another group's.
    """
    role = allowed(session, actor, Right.STATEMENT_READ, agreement_id)
    found = session.scalar(
        select(Statement)
        .options(
            joinedload(Statement.participant),
            joinedload(Statement.settlement),
            joinedload(Statement.document).undefer(Document.content),
        )
        .where(Statement.id == statement_id)
    )
    if found is None or found.settlement.agreement_id != agreement_id:
        raise NotFound(NO_STATEMENT)
    own = own_groups(session, actor, Right.STATEMENT_READ, agreement_id)
    if own is not None and (found.participant is None or found.participant.group_id not in own):
        raise NotFound(NO_STATEMENT)
    reader = found.participant.code if found.participant else WHOLE
    name, content = _written(session, found, reader)
    note(
        session, actor, Act.WORKBOOK_READ, role=role, agreement_id=agreement_id,
        object_id=found.id, after={"group": reader or None},
    )  # fmt: skip
    return name, content


def issued(session: Session, actor: Actor, agreement_id: int, *, period: str, group: str) -> int:
    """Find the newest statement of a period that a person may read.

    Args:
        session: The session.
        actor: Who asks.
        agreement_id: The agreement.
        period: The code of the period.
        group: The code of the group; empty for the agreement's statement.

    Raises:
        NotFound: There is none.
    """
    allowed(session, actor, Right.STATEMENT_READ, agreement_id)
    bases.period_of(session, agreement_id, period)
    own = own_groups(session, actor, Right.STATEMENT_READ, agreement_id)
    for one in statements.of_agreement(session, agreement_id):
        whose = one.participant.code if one.participant else WHOLE
        readable = own is None or (one.participant and one.participant.group_id in own)
        if one.settlement.period.code == period and whose == group and readable:
            return one.id
    raise NotFound(NOT_ISSUED.format(period, f" for {group}" if group else ""))


def _written(session: Session, found: Statement, reader: str) -> tuple[str, bytes]:
    """Write the workbook from the data that the statement carries, and let it carry them too."""
    content = found.document.content
    if hashlib.sha256(content).hexdigest() != found.document_sha256:
        raise Conflict(DAMAGED)
    plain = _carried(content)
    held, _ = read(plain)
    if held is None:
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
