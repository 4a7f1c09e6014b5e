"""Statements: the documents of a settlement, of its agreement and each group, and who may read them."""

import hashlib
import secrets
from dataclasses import replace

from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor, allowed, own_groups
from comanage.actions import kept_files, restating
from comanage.actions.gathering import facts
from comanage.actions.statement_signature import signed
from comanage.records import basis as bases
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records import statement as issued
from comanage.records.acts import Act
from comanage.records.audit_entry import head, note
from comanage.records.document import Document
from comanage.records.participant import Participant
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.figures import Figure
from comanage.rules.payout import Payout
from comanage.rules.settled import Settlement as Settled
from comanage.rules.signoff import Role
from comanage.rules.small_counts import LEAST
from comanage.rules.terms import Terms
from comanage.statements.carried import SALT_BYTES, WHOLE, Carried, carried
from comanage.statements.makers import makers
from comanage.statements.pdf import PDF

NO_STATEMENT = "There is no such statement."


def issue(
    session: Session, actor: Actor, settlement: Settlement, *, terms: Terms, role: Role
) -> None:
    """Write and store the statements of a settlement that was just approved.

    The agreement's comes first, then each group's.

    Raises:
        NotReady: Statements cannot be written on this machine, or not be signed with the key
            of the installation.
    """
    log, salt = head(session), secrets.token_hex(SALT_BYTES)
    told = replace(facts(session, settlement), log=log)
    made = _made(session, settlement)
    every: list[Participant | None] = [None]
    every += participants.of_agreement(session, settlement.agreement_id)
    for participant in every:
        reader = participant.code if participant else WHOLE
        held = carried(
            told, terms, made, reader=reader, salt=salt, made_by=makers(), least=least(session)
        )
        content, signature = signed(session, PDF.write(held), at=told.issued_at)
        document = _stored(session, held, content)
        crash.point("statement:document-stored")
        statement = Statement(
            settlement_id=settlement.id,
            participant_id=participant.id if participant else None,
            document_sha256=document.sha256,
            issued_at=told.issued_at,
        )
        session.add(statement)
        session.flush()
        note(
            session, actor, Act.STATEMENT_ISSUED, role=role,
            agreement_id=settlement.agreement_id, object_id=statement.id,
            after={
                "group": reader or None, "sha256": document.sha256, "entry": log.number,
                **signature,
            },
        )  # fmt: skip
        crash.point("statement:issued")


def document(session: Session, actor: Actor, agreement_id: int, statement_id: int) -> Document:
    """Hand out a statement as it was issued, which is noted; a leader gets the own group's only.

    Raises:
        NotFound: There is none, or it is another group's.
        Conflict: What is stored is not what the audit log says was issued.
    """
    role, found = readable(session, actor, agreement_id, statement_id)
    note(
        session, actor, Act.STATEMENT_READ, role=role, agreement_id=agreement_id,
        object_id=found.id, after={"sha256": found.document_sha256},
    )  # fmt: skip
    return found.document


def readable(
    session: Session, actor: Actor, agreement_id: int, statement_id: int
) -> tuple[Role, Statement]:
    """Find an issued statement that an actor may read, with its document, and the role that lets them.

    Raises:
        NotFound: There is none, or it is another group's: a leader reads the own group's only.
        Conflict: What is stored is not what the audit log says was issued.
    """
    role = allowed(session, actor, Right.STATEMENT_READ, agreement_id)
    found = issued.whole(session, statement_id)
    own = own_groups(session, actor, Right.STATEMENT_READ, agreement_id)
    if found is None or found.settlement.agreement_id != agreement_id:
        raise NotFound(NO_STATEMENT)
    if own is not None and (found.participant is None or found.participant.group_id not in own):
        raise NotFound(NO_STATEMENT)
    return role, kept_files.whole(session, found)


def preview(
    session: Session, actor: Actor, agreement_id: int, *, period_code: str, participant: str = WHOLE
) -> tuple[str, bytes]:
    """Write a statement of a settlement that is not approved yet; only that is noted.

    Args:
        session: The session.
        actor: Who asks.
        agreement_id: The agreement.
        period_code: The code of the period.
        participant: The code of a group; empty for the agreement's statement.

    Returns:
        The name of the file, and its bytes.
    """
    role = allowed(session, actor, Right.SETTLEMENT_READ, agreement_id)
    period = bases.period_of(session, agreement_id, period_code)
    found = settlements.latest(session, period.id)
    codes = {WHOLE} | {one.code for one in participants.of_agreement(session, agreement_id)}
    if found is None or found.approved_at is not None or participant not in codes:
        raise NotFound(NO_STATEMENT)
    name, content = drawn(session, found, participant)
    note(
        session, actor, Act.STATEMENT_PREVIEWED, role=role, agreement_id=agreement_id,
        object_id=found.id, after={"group": participant or None},
    )  # fmt: skip
    return f"preliminary-{name}", content


def drawn(session: Session, settlement: Settlement, participant: str) -> tuple[str, bytes]:
    """Write a statement of a settlement as it stands now, and store nothing.

    Args:
        session: The session.
        settlement: The settlement.
        participant: The code of a group; empty for the agreement's statement.

    Returns:
        The name it would be issued under, and its bytes.
    """
    terms, told = bases.terms_of(settlement.scorecard), facts(session, settlement)
    made = _made(session, settlement)
    held = carried(
        told, terms, made, reader=participant, salt="", made_by=makers(), least=least(session)
    )
    return held.file_name, PDF.write(held)


def least(session: Session) -> int:
    """Give the least count that a document which leaves the hospital tells; 0 for every one."""
    told: int = session.info.get("least_count", LEAST)
    return told


def _made(
    session: Session, settlement: Settlement
) -> tuple[Settled, tuple[Figure, ...], tuple[Payout, ...]]:
    """Read a settlement with the figures it was made from, and what it pays."""
    return (
        bases.settled(settlement),
        bases.figures_settled(settlement),
        restating.payouts_of(session, settlement),
    )


def _stored(session: Session, held: Carried, content: bytes) -> Document:
    """Keep a file under its hash; the same bytes are kept once."""
    name = hashlib.sha256(content).hexdigest()
    known = session.get(Document, name)
    if known is not None:
        return known
    made = Document(
        sha256=name,
        media_type=PDF.media_type,
        name=held.file_name,
        content=content,
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made
