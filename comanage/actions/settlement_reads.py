"""What stands around the settlement of a period, read together before its pages read it one by one."""

from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, may_in
from comanage.actions import with_others
from comanage.records import (
    dispute,
    disputed,
    figure,
    figure_evidence,
    fmv_opinion,
    looked_into,
    monitor_alert,
    outlook_switch,
    part,
    participant,
    payment,
    payment_control,
    payout_record,
    period_unlock,
    physician_status,
    release_hold,
    scorecard,
    signature,
    statement,
)
from comanage.records import settlement as settlements
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.signoff import SettlementState
from comanage.together import read_ahead

FINAL = SettlementState.FINAL
APPROVED = SettlementState.APPROVED
RELEASED = SettlementState.RELEASED

Reads = Iterator[Callable[[], object]]


def of_page(
    session: Session, actor: Actor, period: PerformancePeriod, record: Settlement | None
) -> None:
    """Read ahead what the page of a settlement shows to somebody."""
    reads: list[Callable[[], object]] = [
        partial(fmv_opinion.standing, session, [period.agreement_id])
    ]
    if period.state is PeriodState.OPEN:
        reads += _figures(session, period)
    if record is not None:
        reads += [*_paid(session, record), *_signed(session, period, record)]
        if may_in(actor, Right.FIGURE_READ, record.agreement):
            reads += _behind(session, period)
        if record.state is APPROVED and may_in(actor, Right.PAYMENT_RELEASE, record.agreement):
            reads += [*_figures(session, period), *_released(session, record)]
    read_ahead(session, *reads)


def of_result(session: Session, period: PerformancePeriod, record: Settlement | None) -> None:
    """Read ahead what a leader is shown of a period."""
    read_ahead(
        session,
        partial(period_unlock.of_period, session, period.id),
        partial(settlements.of_period, session, period.id),
        partial(outlook_switch.last_of, session, period.agreement_id),
        partial(payment_control.newest, session, period.agreement_id),
        *(_paid(session, record) if record else ()),
    )


def _figures(session: Session, period: PerformancePeriod) -> Reads:
    """What a calculation would be made from."""
    yield partial(figure.standing, session, period.id)
    yield partial(scorecard.locked_of, session, [period.agreement_id])


def _paid(session: Session, record: Settlement) -> Reads:
    """Who is paid what."""
    yield partial(statement.of_settlement, session, record.id)
    yield partial(participant.of_agreement, session, record.agreement_id)
    yield partial(payout_record.of_settlement, session, record.id)


def _signed(session: Session, period: PerformancePeriod, record: Settlement) -> Reads:
    """Who took which part and who may take the next, and what is disputed or stopped."""
    yield partial(settlements.standing_by_period, session, period.agreement_id)
    yield partial(payment_control.newest, session, period.agreement_id)
    yield partial(signature.of_periods, session, [period.id])
    yield partial(period_unlock.of_period, session, period.id)
    yield partial(dispute.of_period, session, period.id)
    if record.state in with_others.STEPS:
        yield partial(with_others.people, session)
        yield partial(part.done_in, session, [period.id])
    if record.state is RELEASED:
        yield partial(disputed.held_by, session, record.id)
    if record.state in settlements.STANDING:
        yield partial(release_hold.of_settlement, session, record.id)
    if record.state is FINAL:
        yield partial(monitor_alert.open_alerts, session, period.agreement_id, period.id)
    if record.state is not RELEASED:
        yield partial(payment.of_agreements, session, [period.agreement_id])


def _behind(session: Session, period: PerformancePeriod) -> Reads:
    """What stands behind the figures."""
    yield partial(looked_into.of_period, session, period.id)
    yield partial(figure_evidence.of_period, session, period.id)


def _released(session: Session, record: Settlement) -> Reads:
    """What a release may stumble over."""
    yield partial(settlements.figures_of, session, record.id)
    yield partial(physician_status.taking_part, session, [record.agreement_id], clock.today())
