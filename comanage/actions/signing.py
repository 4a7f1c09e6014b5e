"""Signing: whether a person may take a step of a settlement, and the signature under it."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, Held, granted, may_in, roles_in
from comanage.records import signature as signatures
from comanage.records.agreement import Agreement
from comanage.records.part import Done, done_in
from comanage.records.settlement import Settlement
from comanage.records.signature import MEANING, Purpose, Signature
from comanage.refusals import Conflict, NotAllowed
from comanage.rights import Right
from comanage.rules import signoff
from comanage.rules.signoff import Part, Role, SettlementState, SettlementStep

BARRED = {
    Part.ENTERED: "You entered these values; another person must decide.",
    Part.VERIFIED: "You verified these values; another person must decide.",
    Part.APPROVED: "You approved a settlement of this period; another person must decide.",
    Part.REVIEWED: "You reviewed a settlement of this period; another person must decide.",
    Part.RELEASED: "You released a settlement of this period; another person must decide.",
}
GIVERS = "{} You do this for another, whose parts count as yours."
SIGNED_ALREADY = "You signed settlement {} already. Another person must sign it as well."
STATES = {
    SettlementStep.RETURN: SettlementState.FINAL,
    SettlementStep.APPROVE: SettlementState.FINAL,
    SettlementStep.REVIEW: SettlementState.APPROVED,
    SettlementStep.RELEASE: SettlementState.APPROVED,
}


def take(
    session: Session,
    actor: Actor,
    found: Settlement,
    step: SettlementStep,
    *,
    done: Done | None = None,
) -> None:
    """Refuse a step that the state, the roles, or any part of the period's chain do not allow.

    Args:
        session: An open session.
        actor: Who acts.
        found: The settlement.
        step: The step.
        done: What was done in its period, where that is known already.

    Raises:
        Conflict: There is no such step from where the settlement stands.
        NotAllowed: The actor lacks the role, or took a part that bars them.
    """
    signoff.take(
        found.state,
        step,
        roles_in(session, actor, found.agreement_id),
        parts=_parts(actor, found, step, done or done_in(session, [found.period_id])),
        verifier_may_approve=found.agreement.verifier_may_approve,
    )


def take_as_releaser(
    session: Session, actor: Actor, found: Settlement, done: Done | None = None
) -> None:
    """Refuse the release of more of a settlement to whoever could not have released it at first.

    Raises:
        NotAllowed: The actor lacks the role, or took a part that bars them.
    """
    move = signoff.STEPS[SettlementState.APPROVED, SettlementStep.RELEASE]
    done = done or done_in(session, [found.period_id])
    signoff.take(
        SettlementState.APPROVED,
        SettlementStep.RELEASE,
        roles_in(session, actor, found.agreement_id),
        parts=done.by(actor.people(move.role), found.period_id) if actor.person_id else frozenset(),
    )


def barred_from_rest(
    session: Session, actor: Actor, found: Settlement, done: Done | None = None
) -> str:
    """Say why an actor may not release more of a settlement; empty where nothing is in the way."""
    try:
        take_as_releaser(session, actor, found, done)
    except NotAllowed as refused:
        return refused.sentence
    return ""


def barred(
    session: Session,
    actor: Actor,
    found: Settlement,
    *,
    step: SettlementStep,
    right: Right,
    done: Done | None = None,
) -> str:
    """Say why a person whose role takes a step may not take it after all; empty where they may."""
    done = done or done_in(session, [found.period_id])
    try:
        granted(session, actor, right, found.agreement_id)
        take(session, actor, found, step, done=done)
    except NotAllowed as refused:
        found_parts = _barring(actor, found, step, done)
        return BARRED[found_parts[0]] if found_parts else refused.sentence
    except Conflict as refused:
        return refused.sentence
    purpose = PURPOSES.get(step)
    if purpose and _signed_by(actor, done.signed.get(found.id, ()), found, purpose):
        return SIGNED_ALREADY.format(found.number)
    return ""


def open_to(
    actor: Actor, found: Settlement, *, step: SettlementStep, right: Right, done: Done
) -> bool:
    """Say whether a person may take a step, without asking the database."""
    if not may_in(actor, right, found.agreement):
        return False
    try:
        signoff.take(
            found.state,
            step,
            _roles_at(actor, found.agreement),
            parts=_parts(actor, found, step, done),
            verifier_may_approve=found.agreement.verifier_may_approve,
        )
    except (NotAllowed, Conflict):
        return False
    return not _signed_by(actor, done.signed.get(found.id, ()), found, PURPOSES[step])


PURPOSES = {
    SettlementStep.APPROVE: Purpose.APPROVAL,
    SettlementStep.REVIEW: Purpose.REVIEW,
    SettlementStep.RELEASE: Purpose.RELEASE,
}


def sign(
    session: Session, actor: Actor, held: Held, found: Settlement, *, purpose: Purpose
) -> Signature:
    """Put a person's signature under a settlement as it stands.

    Raises:
        Conflict: This person, or whoever it acts for, signed it already.
    """
    signed = signatures.of_settlement(session, found)
    if _signed_by(actor, signed, found, purpose):
        raise Conflict(SIGNED_ALREADY.format(found.number))
    made = Signature(
        settlement_id=found.id,
        round=found.round,
        purpose=purpose,
        person_id=actor.person_id,
        for_id=held.giver_id,
        role=held.words,
        meaning=MEANING[purpose],
        printed_name=actor.name,
        document_hash=found.document_hash,
        at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def told(made: Signature) -> dict[str, object]:
    """Put a signature as the audit log keeps it."""
    return {
        "meaning": made.meaning,
        "printed name": made.printed_name,
        "role": made.role,
        "document": made.document_hash,
    }


def _signed_by(
    actor: Actor, signed: Iterable[Signature], found: Settlement, purpose: Purpose
) -> bool:
    people = actor.people(signoff.STEPS[STATES[_step(purpose)], _step(purpose)].role)
    return any(each.people & people for each in signatures.counted(signed, found, purpose))


def _roles_at(actor: Actor, agreement: Agreement) -> frozenset[Role]:
    """List the roles in which an actor sees an agreement that is at hand."""
    alone = (replace(actor, held=(held,)) for held in actor.held)
    return frozenset(
        role for one in alone if may_in(one, Right.AGREEMENT_READ, agreement) for role in one.roles
    )


def _step(purpose: Purpose) -> SettlementStep:
    return next(step for step, each in PURPOSES.items() if each is purpose)


def _parts(actor: Actor, found: Settlement, step: SettlementStep, done: Done) -> frozenset[Part]:
    """Say what counts against whoever acts: the own parts, and those of whoever they act for."""
    move = signoff.STEPS.get((found.state, step))
    if move is None or actor.person_id is None:
        return frozenset()
    return done.by(actor.people(move.role), found.period_id)


def _barring(actor: Actor, found: Settlement, step: SettlementStep, done: Done) -> tuple[Part, ...]:
    move = signoff.STEPS.get((found.state, step))
    if move is None:
        return ()
    return signoff.barred(
        move,
        _parts(actor, found, step, done),
        verifier_may_approve=found.agreement.verifier_may_approve,
    )
