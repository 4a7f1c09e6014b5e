"""Statements: each group's document for an approved settlement, and who may read it."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage import clock, crash
from comanage.access import Actor, allowed, own_groups
from comanage.actions import restating
from comanage.actions.statement_signature import signed
from comanage.records import basis as bases
from comanage.records import installation as installations
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records import signature as signatures
from comanage.records.acts import Act
from comanage.records.audit_entry import head, note
from comanage.records.document import Document
from comanage.records.figure import Figure
from comanage.records.person import Person
from comanage.records.scorecard_step import locked_late
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose
from comanage.records.statement import Statement
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms
from comanage.statements.carried import SALT_BYTES, Carried, carried
from comanage.statements.contents import Facts, Signature
from comanage.statements.makers import makers
from comanage.statements.pdf import PDF

NO_STATEMENT = "There is no such statement."
LOCKED_LATE = "Scorecard version {} was {}."
MAY_APPROVE = (
    "This agreement lets its verifier also approve: {} verified figures of this settlement"
    " and approved it."
)


class Done(NamedTuple):
    """What somebody did to a figure, in whose stead, and when."""

    person: Person
    giver: Person | None
    at: datetime


def issue(
    session: Session, actor: Actor, settlement: Settlement, *, terms: Terms, role: Role
) -> None:
    """Write and store every group's statement of a settlement that was just approved.

    Raises:
        NotReady: Statements cannot be written on this machine, or not be signed with the key
            of the installation.
    """
    log, salt = head(session), secrets.token_hex(SALT_BYTES)
    facts = replace(_facts(session, settlement), log=log)
    for participant in participants.of_agreement(session, settlement.agreement_id):
        held = _held(session, settlement, (facts, terms), reader=participant.code, salt=salt)
        content, signature = signed(session, PDF.write(held), at=facts.issued_at)
        document = _stored(session, held, content)
        crash.point("statement:document-stored")
        statement = Statement(
            settlement_id=settlement.id,
            participant_id=participant.id,
            document_sha256=document.sha256,
            issued_at=facts.issued_at,
        )
        session.add(statement)
        session.flush()
        note(
            session, actor, Act.STATEMENT_ISSUED, role=role,
            agreement_id=settlement.agreement_id, object_id=statement.id,
            after={
                "group": participant.code, "sha256": document.sha256, "entry": log.number,
                **signature,
            },
        )  # fmt: skip
        crash.point("statement:issued")


def document(session: Session, actor: Actor, agreement_id: int, statement_id: int) -> Document:
    """Hand out a statement as it was issued, which is noted; a leader gets the own group's only.

    Raises:
        NotFound: There is none, or it is another group's.
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
    own = own_groups(session, actor, Right.STATEMENT_READ, agreement_id)
    if found is None or found.settlement.agreement_id != agreement_id:
        raise NotFound(NO_STATEMENT)
    if own is not None and found.participant.group_id not in own:
        raise NotFound(NO_STATEMENT)
    note(
        session, actor, Act.STATEMENT_READ, role=role, agreement_id=agreement_id,
        object_id=found.id, after={"sha256": found.document_sha256},
    )  # fmt: skip
    return found.document


def preview(
    session: Session, actor: Actor, agreement_id: int, *, period_code: str, participant: str
) -> tuple[str, bytes]:
    """Write a group's statement of a settlement that is not approved yet; only that is noted.

    Returns:
        The name of the file, and its bytes.
    """
    role = allowed(session, actor, Right.SETTLEMENT_READ, agreement_id)
    period = bases.period_of(session, agreement_id, period_code)
    found = settlements.latest(session, period.id)
    codes = {one.code for one in participants.of_agreement(session, agreement_id)}
    if found is None or found.approved_at is not None or participant not in codes:
        raise NotFound(NO_STATEMENT)
    terms, facts = bases.terms_of(found.scorecard), _facts(session, found)
    held = _held(session, found, (facts, terms), reader=participant)
    note(
        session, actor, Act.STATEMENT_PREVIEWED, role=role, agreement_id=agreement_id,
        object_id=found.id, after={"group": participant},
    )  # fmt: skip
    return f"preliminary-{held.file_name}", PDF.write(held)


def _held(
    session: Session,
    settlement: Settlement,
    told: tuple[Facts, Terms],
    *,
    reader: str,
    salt: str = "",
) -> Carried:
    """Gather what the statement of one reader carries; without a salt, it seals no division."""
    facts, terms = told
    figures = bases.figures_settled(settlement)
    payouts = restating.payouts_of(session, settlement)
    made = (bases.settled(settlement), figures, payouts)
    return carried(facts, terms, made, reader=reader, salt=salt, made_by=makers())


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


def _facts(session: Session, settlement: Settlement) -> Facts:
    """Gather what surrounds a settlement, with every signature under it."""
    installation = installations.current(session)
    agreement, used = settlement.agreement, settlements.figures_of(session, settlement.id)
    approvals = signatures.that_count(session, settlement, Purpose.APPROVAL)
    verifiers = {who for figure in used for who in (figure.verified_by_id, figure.verified_for_id)}
    return Facts(
        organization=installation.name if installation else "",
        agreement=agreement.code,
        title=agreement.title,
        service_line=agreement.service_line.name,
        scorecard=settlement.scorecard.number,
        scorecard_hash=settlement.scorecard.terms_hash,
        number=settlement.number,
        state=settlement.state,
        issued_at=clock.local(settlement.approved_at or settlement.calculated_at),
        document_hash=settlement.document_hash,
        signatures=_signatures(settlement, used, approvals),
        ask=f"Ask {settlement.calculated_by.name}, {Role.ADMINISTRATOR}.",
        notes=_notes(
            session,
            settlement,
            [MAY_APPROVE.format(one.printed_name) for one in approvals if one.people & verifiers],
        ),
        demo=bool(installation and installation.is_demo),
    )


def _notes(session: Session, settlement: Settlement, may_approve: Sequence[str]) -> tuple[str, ...]:
    """List what must be read with a settlement: who approved it, and terms that were locked late."""
    version = settlement.scorecard
    late = locked_late(session, version, settlement.period.starts)
    told = LOCKED_LATE.format(version.number, late) if late else ""
    return tuple(note for note in (*may_approve, told) if note)


def _signatures(
    settlement: Settlement, used: Sequence[Figure], approvals: Sequence[signatures.Signature]
) -> tuple[Signature, ...]:
    """List who entered, verified, made final and approved, for whom, and the last time they did."""
    entered = [Done(each.entered_by, each.entered_for, each.entered_at) for each in used]
    verified = [
        Done(each.verified_by, each.verified_for, each.verified_at)
        for each in used
        if each.verified_by is not None and each.verified_at is not None
    ]
    found = _each("Entered", Role.ADMINISTRATOR, entered)
    found += _each("Verified", Role.VERIFIER, verified)
    if settlement.finalized_by and settlement.finalized_at:
        name, at = settlement.finalized_by.name, clock.local(settlement.finalized_at)
        found.append(Signature("Made the settlement final", name, Role.ADMINISTRATOR, at))
    return (
        *found,
        *(
            Signature("Approved the settlement", one.printed_name, one.role, clock.local(one.at))
            for one in approvals
        ),
    )


def _each(verb: str, role: Role, acts: Iterable[Done]) -> list[Signature]:
    """Sign once for each person and giver, with how many figures and when the last was done."""
    found: dict[tuple[int, int | None], list[Done]] = {}
    for done in acts:
        who = (done.person.id, done.giver.id if done.giver else None)
        found.setdefault(who, []).append(done)
    return [
        Signature(
            f"{verb} {len(own)} figure{'' if len(own) == 1 else 's'}",
            own[0].person.name,
            f"{role}, for {own[0].giver.name}" if own[0].giver else role,
            clock.local(max(done.at for done in own)),
        )
        for own in found.values()
    ]
