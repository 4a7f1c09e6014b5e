"""Awaited: what waits for one person in particular, who may take it and has no part that bars it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy.orm import Session

from comanage.access import Actor, may_in
from comanage.actions import base_fee_releases, held_parts, signing, unlocks
from comanage.records import (
    basis,
    disputed,
    period_unlock,
    release_hold,
    scorecard,
    settlement,
    stewardship,
)
from comanage.records.agreement import Agreement
from comanage.records.part import done_in
from comanage.records.period_unlock import PeriodUnlock
from comanage.records.release_hold import ReleaseHold
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.figures import is_made
from comanage.rules.signoff import SettlementState, SettlementStep
from comanage.together import read_ahead

STEPS = {
    # the step: where the settlement stands, and the right it takes
    SettlementStep.APPROVE: (SettlementState.FINAL, Right.SETTLEMENT_APPROVE),
    SettlementStep.RELEASE: (SettlementState.APPROVED, Right.PAYMENT_RELEASE),
}


def settlements(
    session: Session, actor: Actor, agreements: Sequence[Agreement], step: SettlementStep
) -> frozenset[int]:
    """List the periods whose settlement an actor may approve, or release, by their ids.

    Whoever signed it already, or took a part that bars it, has nothing to do there.
    """
    state, right = STEPS[step]
    reached = [one.id for one in agreements if may_in(actor, right, one)]
    waiting = settlement.latest_in(session, reached, state) if reached else ()
    done = done_in(session, [found.period_id for found in waiting])
    return frozenset(
        found.period_id
        for found in waiting
        if not signing.barred(session, actor, found, step=step, right=right, done=done)
    )


def stopped(
    session: Session, actor: Actor, agreements: Sequence[Agreement]
) -> Mapping[int, ReleaseHold]:
    """Give what holds the settlements that an actor could release else, by their periods."""
    reached = [one.id for one in agreements if may_in(actor, Right.PAYMENT_RELEASE, one)]
    waiting = settlement.latest_in(session, reached, SettlementState.APPROVED) if reached else ()
    periods = {found.id: found.period_id for found in waiting}
    holds = release_hold.of_settlements(session, periods)
    return {periods[at]: hold for at, hold in holds.items()}


def holding(
    session: Session, actor: Actor, agreements: Sequence[Agreement]
) -> Sequence[ReleaseHold]:
    """List what stops the release of settlements, for whoever may lift it, the newest first."""
    reached = [one.id for one in agreements if may_in(actor, Right.RELEASE_HOLD, one)]
    return release_hold.of_settlements_in(session, reached) if reached else ()


def base_fees(session: Session, actor: Actor, agreements: Sequence[Agreement]) -> Mapping[int, int]:
    """Count, by agreement, the months of approved work whose base fee an actor may release.

    Whoever did or approved the work, or acts for one who did, has nothing to do there; nor has
    anybody while compliance holds it.
    """
    return _base_fees(session, actor, agreements, held=False)


def held_base_fees(
    session: Session, actor: Actor, agreements: Sequence[Agreement]
) -> Mapping[int, int]:
    """Count, by agreement, the months whose base fee an actor could release if none held it."""
    return _base_fees(session, actor, agreements, held=True)


def _base_fees(
    session: Session, actor: Actor, agreements: Sequence[Agreement], *, held: bool
) -> Mapping[int, int]:
    reached = [one.id for one in agreements if may_in(actor, Right.PAYMENT_RELEASE, one)]
    if not reached:
        return {}
    stopped = release_hold.of_base_fees(session, *reached)
    return Counter(
        one.agreement_id
        for one in base_fee_releases.unpaid(session, *reached)
        if (one.earned_id in stopped) is held and not base_fee_releases.barred(actor, one)
    )


def held(session: Session, actor: Actor, agreements: Sequence[Agreement]) -> Sequence[Settlement]:
    """List the settlements of which an actor may release the part that no dispute holds any more."""
    reached = [one.id for one in agreements if may_in(actor, Right.PAYMENT_RELEASE, one)]
    holding = disputed.still_holding(session, reached) if reached else frozenset()
    if not holding:
        return []
    released = [
        found
        for found in settlement.latest_in(session, reached, SettlementState.RELEASED)
        if found.id in holding
    ]
    done = done_in(session, [found.period_id for found in released])
    read_ahead(session, *(partial(held_parts.waiting, session, found) for found in released))
    return [
        found
        for found in released
        if not held_parts.waiting(session, found)
        and not signing.barred_from_rest(session, actor, found, done)
    ]


def openings(
    session: Session, actor: Actor, agreements: Sequence[Agreement]
) -> Sequence[PeriodUnlock]:
    """List the requests to open a period on which an actor may decide; never the own."""
    reached = [one.id for one in agreements if may_in(actor, Right.UNLOCK_CONFIRM, one)]
    return [
        found
        for found in (period_unlock.undecided(session, reached) if reached else ())
        if not unlocks.barred(session, actor, found, found.period.code)
    ]


def without_owner(
    session: Session, actor: Actor, agreements: Sequence[Agreement]
) -> Mapping[int, int]:
    """Count, by agreement, the measures of its scorecard in force that nobody is responsible for."""
    reached = [one.id for one in agreements if may_in(actor, Right.AGREEMENT_WRITE, one)]
    if not reached:
        return {}
    newest = {one.agreement_id: one for one in reversed(scorecard.locked_of(session, reached))}
    owned = {
        (row.agreement_id, row.measure.code)
        for row in stewardship.standing(session, newest).values()
        if row.owner_id is not None
    }
    found = {}
    for agreement_id, version in newest.items():
        measures = (measure for _, measure in basis.terms_of(version).measures())
        codes = [measure.code for measure in measures if not is_made(measure)]
        if lacking := [code for code in codes if (agreement_id, code) not in owned]:
            found[agreement_id] = len(lacking)
    return found
