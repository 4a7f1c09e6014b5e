"""The sign-off of a settlement: who signed, what is still asked for, and what the reader may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage.access import Actor, may_in
from comanage.actions import alerts, held_parts, paid_before, signing, unlocks, windows
from comanage.actions.releases import lacking as releases_lacking
from comanage.records import disputed
from comanage.records import period_unlock as unlock_records
from comanage.records import release_hold as holds
from comanage.records import settlement as settlements
from comanage.records import signature as signatures
from comanage.records.dispute import Dispute
from comanage.records.participant import Participant
from comanage.records.payment_control import Controls, in_force
from comanage.records.performance_period import PerformancePeriod
from comanage.records.period_unlock import PeriodUnlock
from comanage.records.release_hold import ReleaseHold
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose, SettlementReturn, Signature
from comanage.rights import Right
from comanage.rules.signoff import SettlementState, SettlementStep

STEPS = {
    # the step: the right it needs, and where the settlement must stand
    SettlementStep.APPROVE: (Right.SETTLEMENT_APPROVE, SettlementState.FINAL),
    SettlementStep.REVIEW: (Right.SETTLEMENT_REVIEW, SettlementState.APPROVED),
    SettlementStep.RELEASE: (Right.PAYMENT_RELEASE, SettlementState.APPROVED),
}
RIGHTS = (
    Right.SETTLEMENT_CALCULATE,
    Right.SETTLEMENT_APPROVE,
    Right.SETTLEMENT_REVIEW,
    Right.PAYMENT_RELEASE,
    Right.PAYMENT_READ,
    Right.DISPUTE_READ,
    Right.RELEASE_HOLD,
    Right.PERIOD_UNLOCK,
    Right.UNLOCK_CONFIRM,
)


@dataclass(frozen=True)
class SignOff:
    """Who stood by a settlement, and what may be done with it.

    Attributes:
        controls: What the agreement asks for before money leaves.
        signed: Every signature under it, each with whether it still counts.
        needed: How many people must still approve it.
        returns: How often it was returned, and why.
        hold: The stop that compliance has put, if one stands.
        unlocks: The requests to open the period, newest first.
        open_until: The day its dispute window ends; None without one.
        waiting: The groups that may still dispute it.
        apart: What would keep it from being released, while it is not approved: what it takes off
            as paid before is not what was released.
        lacking: What keeps it from being released, for whoever may release it.
        held_cents: What of it disputes hold back: of an approved one, if it were released now.
        held_by: The disputes that do.
        rest_lacking: What keeps the held part from being released, for whoever may release it.
        may: What the reader's roles let them do here.
        barred: By step, why the reader may not take it after all; empty where they may.
    """

    controls: Controls
    signed: tuple[tuple[Signature, bool], ...]
    needed: int
    returns: Sequence[SettlementReturn]
    hold: ReleaseHold | None
    unlocks: Sequence[PeriodUnlock]
    open_until: date | None
    waiting: Sequence[Participant]
    apart: Sequence[str]
    lacking: Sequence[str]
    held_cents: int
    held_by: Sequence[Dispute]
    rest_lacking: Sequence[str]
    may: frozenset[Right]
    barred: Mapping[str, str]

    @property
    def asked(self) -> PeriodUnlock | None:
        """The request to open the period that waits for a decision."""
        return next((each for each in self.unlocks if each.waits), None)

    @property
    def opened(self) -> PeriodUnlock | None:
        """The last request to open the period that was confirmed."""
        return next((each for each in self.unlocks if each.confirmed_by_id), None)

    @property
    def reviewed(self) -> bool:
        """Whether an independent reviewer has signed."""
        return any(each.purpose is Purpose.REVIEW and counts for each, counts in self.signed)


def of_settlement(
    session: Session, actor: Actor, period: PerformancePeriod, record: Settlement
) -> SignOff:
    """Gather who stood by a settlement, and what the reader may do with it."""
    controls = in_force(session, record.agreement_id)
    signed = signatures.of_settlement(session, record)
    approvals = [each for each in signed if each.purpose is Purpose.APPROVAL]
    counted = sum(signatures.counts(each, record) for each in approvals)
    asked = unlock_records.of_period(session, period.id)
    may = frozenset(right for right in RIGHTS if may_in(actor, right, record.agreement))
    preliminary = record.state is SettlementState.PRELIMINARY and controls.dispute_days
    standing = record.state in settlements.STANDING
    releases = Right.PAYMENT_RELEASE in may and record.state is SettlementState.APPROVED
    pays = Right.PAYMENT_RELEASE in may or Right.PAYMENT_READ in may
    released = pays and record.state is SettlementState.RELEASED
    waits = held_parts.waiting(session, record) if pays and standing else ()
    held = disputed.held_by(session, record.id) if released else {}
    if pays and record.state is SettlementState.APPROVED:
        held = held_parts.held_back(session, record)
    return SignOff(
        controls=controls,
        signed=tuple((each, signatures.counts(each, record)) for each in signed),
        needed=max(controls.approvals_for(record.earned_cents) - counted, 0),
        returns=signatures.returns_of(session, record.id) if record.round > 1 else (),
        hold=holds.standing(session, record.id) if standing else None,
        unlocks=asked,
        open_until=windows.until(session, record) if preliminary else None,
        waiting=windows.waiting(session, record) if preliminary else (),
        apart=() if standing else paid_before.apart(session, record),
        lacking=releases_lacking(session, record) if releases else (),
        held_cents=sum(held.values()),
        held_by=waits,
        rest_lacking=_rest_lacking(session, actor, record) if released and held else (),
        may=may,
        barred=_barred(session, actor, record, may) | _undecidable(session, actor, asked, period),
    )


def _rest_lacking(session: Session, actor: Actor, record: Settlement) -> Sequence[str]:
    """Say what keeps the held part back: for whoever took a part in the period, that alone."""
    if may_in(actor, Right.PAYMENT_RELEASE, record.agreement):
        barred = signing.barred_from_rest(session, actor, record)
        if barred:
            return [barred]
    return held_parts.lacking(session, record)


def _barred(
    session: Session, actor: Actor, record: Settlement, may: frozenset[Right]
) -> dict[str, str]:
    found = {
        step.value: signing.barred(session, actor, record, step=step, right=right)
        for step, (right, state) in STEPS.items()
        if right in may and record.state is state
    }
    approve = SettlementStep.APPROVE.value
    if found.get(approve) == "":
        found[approve] = alerts.in_the_way(session, record.agreement_id, record.period_id)
    return found


def _undecidable(
    session: Session, actor: Actor, asked: Sequence[PeriodUnlock], period: PerformancePeriod
) -> dict[str, str]:
    waits = next((each for each in asked if each.waits), None)
    return {} if waits is None else {"unlock": unlocks.barred(session, actor, waits, period.code)}
