"""Statements of a period: the agreement's and all groups' PDFs of one settlement in one zip.

Of an approved settlement they are the stored files, as they were issued. Of one that is not approved
yet they are previews, each marked with its state on every page and in its name.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed, own_groups
from comanage.actions import kept_files, statements
from comanage.actions.batches.batch import Asked, Batch, File, Part, zipped
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.basis import period_of
from comanage.records.issued import with_files
from comanage.records.job import JobKind
from comanage.records.settlement import STANDING, Settlement
from comanage.records.statement import of_settlement
from comanage.refusals import Conflict, NotAllowed, NotFound
from comanage.rights import Right
from comanage.statements.carried import WHOLE

ALL_GROUPS = "The statements of all groups are for those who may see every group's."
NO_SETTLEMENT = "There is no such settlement."
MOVED_ON = "The settlement moved on while its statements were made. Ask for them again."
STANDS = "issued"  # instead of the state of a settlement whose statements are on record


def title(asked: Asked) -> str:
    """Say which statements a job makes."""
    given = asked.arguments
    state = "" if given["state"] == STANDS else f", {given['state']}"
    return f"Statements of {given['period']}, settlement {given['number']}{state}"


def reach(session: Session, actor: Actor, asked: Asked) -> None:
    """Refuse whoever may not see the statements of every group of the agreement."""
    if asked.agreement_id is None:
        raise NotFound(NO_SETTLEMENT)
    for right in (Right.SETTLEMENT_READ, Right.STATEMENT_READ):
        allowed(session, actor, right, asked.agreement_id)
        if own_groups(session, actor, right, asked.agreement_id) is not None:
            raise NotAllowed(ALL_GROUPS)


def settle(session: Session, actor: Actor, asked: Asked) -> Mapping[str, str]:
    """Find the settlement that is meant: by its number, else the last one of the period."""
    del actor
    found = _found(session, asked)
    return {
        "period": found.period.code,
        "number": str(found.number),
        "state": STANDS if found.state in STANDING else found.state.value,
    }


def parts(session: Session, actor: Actor, asked: Asked) -> Sequence[str]:
    """Name the statement of the agreement, and those of all its groups by their codes."""
    del actor
    found = _found(session, asked)
    return [WHOLE] + [one.code for one in participants.of_agreement(session, found.agreement_id)]


def make(session: Session, actor: Actor, asked: Asked, code: str) -> Part:
    """Give a statement as it was issued, or write it with the state that the settlement has.

    Raises:
        Conflict: The settlement moved on, or what is stored is not what was issued.
    """
    del actor
    found, state = _found(session, asked), asked.arguments["state"]
    if (STANDS if found.state in STANDING else found.state.value) != state:
        raise Conflict(MOVED_ON)
    if state != STANDS:
        name, content = statements.drawn(session, found, code)
        return Part(f"{state}-{name}", content)
    issued = {
        each.participant.code if each.participant else WHOLE: each.id
        for each in of_settlement(session, found.id)
    }
    if code not in issued:
        raise NotFound(statements.NO_STATEMENT)
    (stored,) = with_files(session, [issued[code]]).values()
    document = kept_files.whole(session, stored).document
    return Part(document.name, document.content)


def join(asked: Asked, made: Sequence[Part]) -> File:
    """Pack the statements into one zip, whose name says what they are."""
    given = asked.arguments
    state = "" if given["state"] == STANDS else f"-{given['state']}"
    name = f"statements-{given['period']}-{given['number']}{state}.zip"
    return File(name, "application/zip", zipped(made))


def _found(session: Session, asked: Asked) -> Settlement:
    """Find the settlement of a job."""
    agreement_id, given = asked.agreement_id or 0, asked.arguments
    period = period_of(session, agreement_id, given["period"])
    for each in settlements.of_period(session, period.id):  # the newest first
        if given.get("number", "") in {"", str(each.number)}:
            return each
    raise NotFound(NO_SETTLEMENT)


STATEMENTS = Batch(
    kind=JobKind.STATEMENTS,
    title=title,
    counted="statements",
    reach=reach,
    settle=settle,
    parts=parts,
    make=make,
    join=join,
)
