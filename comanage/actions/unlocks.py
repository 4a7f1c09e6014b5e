"""Unlocks: a compliance officer asks to open a locked period, and a second person decides.

What was approved stands, with its statements and its payments. Figures may then be
corrected by new ones; the next approval locks the period again, and what it pays more
or less than before is released as a reversal and a new payment.
"""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, granted
from comanage.actions.reasons import reason_faults
from comanage.records import basis as bases
from comanage.records import delegation as delegations
from comanage.records import period_unlock as unlocks
from comanage.records import settlement as settlements
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.period_unlock import PeriodUnlock
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

NOT_LOCKED = "{} is open already."
ASKED = "Someone has asked to open {} already. Confirm or refuse that."
NOTHING_ASKED = "Nobody waits for a decision on opening {}."
OWN = "You asked to open {}, so someone else must decide."
WHY = "Say why the period is to be opened again: what was found, and what is to be corrected."


def ask(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, reason: str
) -> PeriodUnlock:
    """Ask to open a locked period.

    Raises:
        Faulty: No reason is given.
        Conflict: The period is open, or someone has asked already.
    """
    held = granted(session, actor, Right.PERIOD_UNLOCK, agreement_id)
    period = bases.period_of(session, agreement_id, period_code)
    locked_by = settlements.standing(session, period.id)
    if period.state is not PeriodState.LOCKED or locked_by is None:
        raise Conflict(NOT_LOCKED.format(period.code))
    if unlocks.waiting(session, period.id):
        raise Conflict(ASKED.format(period.code))
    if faults := reason_faults(reason, WHY):
        raise Faulty(faults)
    made = PeriodUnlock(
        agreement_id=agreement_id,
        period_id=period.id,
        settlement_id=locked_by.id,
        reason=reason.strip(),
        asked_by_id=actor.person_id,
        asked_for_id=held.giver_id,
        asked_at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.UNLOCK_ASKED, role=held.role, agreement_id=agreement_id,
        object_id=made.id, after={"period": period.code}, reason=made.reason,
    )  # fmt: skip
    return made


def confirm(session: Session, actor: Actor, agreement_id: int, period_code: str) -> PeriodUnlock:
    """Confirm the unlock that was asked for: the period is open again.

    Raises:
        Conflict: Nobody has asked.
        NotAllowed: The actor, or whoever it acts for, asked for it.
    """
    found, period = _undecided(session, actor, agreement_id, period_code)
    held = granted(session, actor, Right.UNLOCK_CONFIRM, agreement_id)
    found.confirmed_by_id, found.confirmed_for_id = actor.person_id, held.giver_id
    found.confirmed_at = clock.now()
    session.flush()
    period.state = PeriodState.OPEN
    session.flush()
    note(
        session, actor, Act.UNLOCK_CONFIRMED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, before={"state": PeriodState.LOCKED}, after={"state": period.state},
        reason=found.reason,
    )  # fmt: skip
    return found


def refuse(session: Session, actor: Actor, agreement_id: int, period_code: str) -> PeriodUnlock:
    """Refuse the unlock that was asked for: the period stays locked.

    Raises:
        Conflict: Nobody has asked.
        NotAllowed: The actor, or whoever it acts for, asked for it.
    """
    found, period = _undecided(session, actor, agreement_id, period_code)
    held = granted(session, actor, Right.UNLOCK_CONFIRM, agreement_id)
    found.refused_by_id, found.refused_for_id = actor.person_id, held.giver_id
    found.refused_at = clock.now()
    session.flush()
    note(
        session, actor, Act.UNLOCK_REFUSED, role=held.role, agreement_id=agreement_id,
        object_id=found.id, after={"period": period.code, "state": period.state},
        reason=found.reason,
    )  # fmt: skip
    return found


def barred(session: Session, actor: Actor, found: PeriodUnlock, period_code: str) -> str:
    """Say why a person whose role decides may not decide on an unlock; empty where they may.

    Whoever asked in another's stead asked for both.
    """
    asked_on = clock.day(found.asked_at)
    asked = {found.asked_by_id, found.asked_for_id} | {
        one.giver
        for one in delegations.ever(session)
        if (one.taker, one.role) == (found.asked_by_id, Role.COMPLIANCE)
        and one.starts <= asked_on <= one.ends
    }
    acting = {actor.person_id, *(held.giver_id for held in actor.held)}
    return OWN.format(period_code) if asked & acting - {None} else ""


def _undecided(
    session: Session, actor: Actor, agreement_id: int, period_code: str
) -> tuple[PeriodUnlock, PerformancePeriod]:
    granted(session, actor, Right.UNLOCK_CONFIRM, agreement_id)
    period = bases.period_of(session, agreement_id, period_code)
    found = unlocks.waiting(session, period.id)
    if found is None:
        raise NotFound(NOTHING_ASKED.format(period.code))
    if why := barred(session, actor, found, period.code):
        raise NotAllowed(why)
    return found, period
