"""Settlements: a period is calculated, made final, and approved by someone who entered none of it.

Approval is one act: it locks the figures and the period, writes what each group
is owed, and issues every group's statement. If one part fails, none is stored.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor, allowed, roles_in
from comanage.actions import statements
from comanage.records import basis as bases
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.basis import Basis
from comanage.records.figure import Figure
from comanage.records.in_force import course_of
from comanage.records.payout_record import PayoutRecord
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.settlement import Settlement, SettlementFigure
from comanage.refusals import Conflict, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules import canonical, signoff
from comanage.rules import settlement as rules
from comanage.rules.numbers import HUNDRED, terminates, written
from comanage.rules.periods import in_words
from comanage.rules.signoff import FigureState, Part, Role, SettlementState, SettlementStep

LOCKED = "{} is locked: its settlement was approved."
REPLACED = "Settlement {} was replaced meanwhile. Load the page again and look at the newest one."
NONE_YET = "{} has not been calculated yet."
MOVED_ON = "Figures changed after settlement {} was calculated. Calculate it again."
ENDED = "The agreement ended on {}, before {} began: there is nothing to settle."
NO_MONEY = "These terms name no pool, so there is nothing to settle in dollars."
BARRED = {
    Part.ENTERED: "You entered these values; another person must decide.",
    Part.VERIFIED: "You verified these values; another person must decide.",
}


def calculate(session: Session, actor: Actor, agreement_id: int, period_code: str) -> Settlement:
    """Calculate a period from the verified figures that stand.

    Calculating again makes a new settlement that replaces the earlier one;
    where nothing changed, the earlier one stands.

    Raises:
        Conflict: The period is locked.
        Faulty: What is lacking, all of it.
    """
    role = allowed(session, actor, Right.SETTLEMENT_CALCULATE, agreement_id)
    period = bases.period_of(session, agreement_id, period_code)
    if period.state is PeriodState.LOCKED:
        raise Conflict(LOCKED.format(period.code))
    _begun_in_time(session, period)
    before = settlements.latest(session, period.id)
    basis = bases.basis(session, period)
    if basis.terms.funding is None:
        raise Conflict(NO_MONEY)
    made = _made(basis, actor, before)
    if before is not None and _same(before, made):
        return before
    session.add(made)
    session.flush()
    used = [
        SettlementFigure(settlement_id=made.id, figure_id=figure.id) for figure in basis.figures
    ]
    session.add_all(used)
    after = _told(made) | {"document": made.document_hash, "figures": made.figures_hash}
    note(
        session, actor, Act.SETTLEMENT_CALCULATED, role=role, agreement_id=agreement_id,
        object_id=made.id, before=_told(before) if before else None, after=after,
    )  # fmt: skip
    return made


def finalize(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, number: int
) -> Settlement:
    """Make a preliminary settlement final, so that it may be approved.

    Args:
        session: The session of the transaction.
        actor: Who acts.
        agreement_id: The agreement.
        period_code: The period.
        number: The number of the settlement that the actor has seen.
    """
    role = allowed(session, actor, Right.SETTLEMENT_CALCULATE, agreement_id)
    found = _seen(session, agreement_id, period_code, number)
    _taken(session, actor, found, SettlementStep.FINALIZE)
    _still_standing(session, found)
    found.state = SettlementState.FINAL
    found.finalized_by_id, found.finalized_at = actor.person_id, clock.now()
    session.flush()
    note(
        session, actor, Act.SETTLEMENT_FINALIZED, role=role, agreement_id=agreement_id,
        object_id=found.id, after=_told(found),
    )  # fmt: skip
    return found


def approve(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, number: int
) -> Settlement:
    """Approve a final settlement: lock its figures and its period, and issue its statements.

    Args:
        session: The session of the transaction.
        actor: Who acts; entered none of the figures, and verified none unless
            the agreement lets its verifier approve.
        agreement_id: The agreement.
        period_code: The period.
        number: The number of the settlement that the actor has seen.

    Raises:
        Conflict: It is not final, was replaced, its figures changed, or it does
            not come out the same when it is calculated again.
        NotAllowed: The actor took a part that bars it.
        NotReady: Statements cannot be written on this machine.
    """
    role = allowed(session, actor, Right.SETTLEMENT_APPROVE, agreement_id)
    found = _seen(session, agreement_id, period_code, number)
    _taken(session, actor, found, SettlementStep.APPROVE)
    _still_standing(session, found)
    _begun_in_time(session, found.period)
    terms = bases.terms_of(found.scorecard)
    bases.recomputed(found, terms)
    found.state = SettlementState.APPROVED
    found.approved_by_id, found.approved_at = actor.person_id, clock.now()
    session.flush()
    session.refresh(found, ["approved_by", "finalized_by", "calculated_by"])
    note(
        session, actor, Act.SETTLEMENT_APPROVED, role=role, agreement_id=agreement_id,
        object_id=found.id, after=_told(found),
    )  # fmt: skip
    crash.point("approve:noted")
    _lock(session, actor, found, role=role)
    _write_payouts(session, found)
    crash.point("approve:payouts-written")
    statements.issue(session, actor, found, terms=terms, role=role)
    return found


def barred(session: Session, actor: Actor, found: Settlement) -> str:
    """Say why a person who could approve a settlement may not; empty where they may."""
    step = SettlementStep.APPROVE
    try:
        allowed(session, actor, Right.SETTLEMENT_APPROVE, found.agreement_id)
        _taken(session, actor, found, step)
    except NotAllowed as refused:
        move = signoff.STEPS[SettlementState.FINAL, step]
        waived = {Part.VERIFIED} if found.agreement.verifier_may_approve else set()
        parts = sorted((move.barred - waived) & _parts(session, actor, found))
        return BARRED[parts[0]] if parts else refused.sentence
    except Conflict as refused:
        return refused.sentence
    return ""


def _made(basis: Basis, actor: Actor, before: Settlement | None) -> Settlement:
    settled = rules.settle(basis.terms, basis.values, basis.period.code)
    document, figures = canonical.text(settled), canonical.text(basis.values)
    return Settlement(
        agreement_id=basis.period.agreement_id,
        period_id=basis.period.id,
        scorecard_id=basis.scorecard.id,
        number=before.number + 1 if before else 1,
        state=SettlementState.PRELIMINARY,
        document=document,
        document_hash=canonical.digest(document),
        figures=figures,
        figures_hash=canonical.digest(figures),
        possible_cents=settled.possible or 0,
        earned_cents=settled.earned or 0,
        calculated_by_id=actor.person_id,
        calculated_at=clock.now(),
        replaces_id=before.id if before else None,
    )


def _same(before: Settlement, made: Settlement) -> bool:
    return (before.scorecard_id, before.document, before.figures) == (
        made.scorecard_id,
        made.document,
        made.figures,
    )


def _seen(session: Session, agreement_id: int, period_code: str, number: int) -> Settlement:
    """Find the newest settlement of a period; refuse when it is not the one that was seen."""
    period = bases.period_of(session, agreement_id, period_code)
    found = settlements.latest(session, period.id)
    if found is None:
        raise NotFound(NONE_YET.format(period.code))
    if found.number != number:
        raise Conflict(REPLACED.format(number))
    return found


def _taken(session: Session, actor: Actor, found: Settlement, step: SettlementStep) -> None:
    """Refuse a step that the state, the roles or the actor's own part do not allow."""
    signoff.take(
        found.state,
        step,
        roles_in(session, actor, found.agreement_id),
        parts=_parts(session, actor, found),
        verifier_may_approve=found.agreement.verifier_may_approve,
    )


def _parts(session: Session, actor: Actor, found: Settlement) -> frozenset[Part]:
    """Say what a person did to any version of the figures of a settlement."""
    used = settlements.figures_of(session, found.id)
    people = session.execute(
        select(Figure.entered_by_id, Figure.verified_by_id)
        .where(Figure.period_id == found.period_id)
        .where(Figure.measure_id.in_([figure.measure_id for figure in used]))
    ).all()
    entered = Part.ENTERED if any(row[0] == actor.person_id for row in people) else None
    verified = Part.VERIFIED if any(row[1] == actor.person_id for row in people) else None
    return frozenset(part for part in (entered, verified) if part is not None)


def _begun_in_time(session: Session, period: PerformancePeriod) -> None:
    """Refuse a period that begins after the last day of its agreement."""
    last_day = course_of(session, session.get_one(Agreement, period.agreement_id)).last_day
    if period.starts > last_day:
        raise Conflict(ENDED.format(in_words(last_day), period.code))


def _still_standing(session: Session, found: Settlement) -> None:
    """Refuse a settlement whose figures are no longer the verified ones that stand."""
    basis = bases.basis(session, found.period)
    used = {figure.id for figure in settlements.figures_of(session, found.id)}
    if used != {figure.id for figure in basis.figures} or basis.scorecard.id != found.scorecard_id:
        raise Conflict(MOVED_ON.format(found.number))


def _lock(session: Session, actor: Actor, found: Settlement, *, role: Role) -> None:
    used = settlements.figures_of(session, found.id)
    for figure in used:
        figure.state = FigureState.LOCKED
    period = session.get_one(PerformancePeriod, found.period_id)
    period.state = PeriodState.LOCKED
    session.flush()
    for act, object_id, after in (
        (Act.FIGURE_LOCKED, None, {"figures": [figure.id for figure in used]}),
        (Act.PERIOD_LOCKED, period.id, {"period": period.code, "state": period.state}),
    ):
        note(
            session, actor, act, role=role, agreement_id=found.agreement_id,
            object_id=object_id, after=after,
        )  # fmt: skip


def _write_payouts(session: Session, found: Settlement) -> None:
    by_code = {one.code: one for one in participants.of_agreement(session, found.agreement_id)}
    for payout in bases.settled(found).payouts:
        percent = payout.share * HUNDRED
        share = f"{written(percent)}%" if terminates(percent) else written(payout.share)
        session.add(
            PayoutRecord(
                settlement_id=found.id,
                participant_id=by_code[payout.participant].id,
                share=share,
                payable_cents=payout.payable,
                recover_cents=payout.recover,
                advanced_cents=payout.advanced,
            )
        )
    session.flush()


def _told(found: Settlement) -> dict[str, object]:
    return {
        "number": found.number,
        "state": found.state,
        "possible_cents": found.possible_cents,
        "earned_cents": found.earned_cents,
    }
