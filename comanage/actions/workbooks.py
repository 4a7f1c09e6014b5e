"""Workbooks: a statement's settlement as a spreadsheet, to whoever may read the statement.

A workbook is written anew each time it is asked for, from the data that the issued statement
carries; the same statement gives the same bytes.
"""

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed, own_groups
from comanage.actions.statements import readable
from comanage.actions.twins import twin
from comanage.records import basis as bases
from comanage.records import statement as statements
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.statements.carried import WHOLE

NOT_ISSUED = "No statement of {} was issued{}."


def workbook(
    session: Session, actor: Actor, agreement_id: int, statement_id: int
) -> tuple[str, bytes]:
    """Write the workbook beside a statement, which is noted; a leader gets the own group's only.

    Returns:
        The name of the file, and its bytes.

    Raises:
        NotFound: There is no such statement, or it is another group's.
        Conflict: The stored statement was changed.
    """
    role, found = readable(session, actor, agreement_id, statement_id)
    reader = found.participant.code if found.participant else WHOLE
    name, content = twin(session, found)
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
