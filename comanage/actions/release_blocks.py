"""What keeps a settlement from being released, each with its numbers, all of it at once."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy.orm import Session

from comanage import clock
from comanage.actions import paid_before
from comanage.actions.release_caps import caps
from comanage.actions.standing import still_standing
from comanage.records import basis as bases
from comanage.records import payment_control as controls
from comanage.records import period_unlock as unlocks
from comanage.records import physician_status
from comanage.records import release_hold as holds
from comanage.records import signature as signatures
from comanage.records.agreement import Agreement
from comanage.records.in_force import course_of, in_force_on
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rules.payments import Kind
from comanage.rules.periods import in_words

OUTSIDE = "{} runs to {}, and the agreement ended on {}."
HELD = "Compliance holds the release: {}"
NO_REVIEW = "This agreement asks for an independent reviewer, who has not signed yet."
OPENED = "{} is open again: correct its figures and approve a new settlement first."
ASKED = "{} asked to open {} again. Confirm or refuse that first."
NO_LONGER = "The signature of {} no longer matches the settlement."
TOO_FEW = "{} of {} approvals still match the settlement."


def blocks(session: Session, found: Settlement, due: Mapping[int, int]) -> list[Fault]:
    """List everything that keeps a settlement from being released.

    Args:
        session: The session of the transaction.
        found: The settlement, approved.
        due: What the release pays each participant, less what it takes back.
    """
    agreement = session.get_one(Agreement, found.agreement_id)
    return [
        *_agreement(session, agreement, found.period),
        *_period(session, found.period),
        *_signed(session, found),
        *_hold(session, found),
        *physicians(session, agreement.id, [one for one, cents in due.items() if cents > 0]),
        *_same(session, found),
        *caps(session, agreement, [(found.period.starts, sum(due.values()))], Kind.INCENTIVE),
        *paid_before.faults(session, found, due),
    ]


def physicians(
    session: Session, agreement_id: int, participant_ids: Collection[int]
) -> list[Fault]:
    """List what is on record of physicians against paying their groups today."""
    found = physician_status.bars(session, agreement_id, participant_ids, clock.today())
    return [Fault("physician", sentence) for sentence in found]


def _agreement(
    session: Session, agreement: Agreement, period: PerformancePeriod
) -> Iterator[Fault]:
    last_day = course_of(session, agreement).last_day
    for day in dict.fromkeys((period.starts, min(period.ends, max(last_day, period.starts)))):
        for bar in in_force_on(session, agreement, day).bars:
            yield Fault("agreement", bar.sentence)
    if period.starts < agreement.starts or period.ends > agreement.ends:
        words = (period.code, in_words(period.ends), in_words(agreement.ends))
        yield Fault("period", OUTSIDE.format(*words))


def _period(session: Session, period: PerformancePeriod) -> Iterator[Fault]:
    if period.state is not PeriodState.LOCKED:
        yield Fault("period", OPENED.format(period.code))
    if waiting := unlocks.waiting(session, period.id):
        yield Fault("period", ASKED.format(waiting.asked_by.name, period.code))


def _signed(session: Session, found: Settlement) -> Iterator[Fault]:
    control = controls.in_force(session, found.agreement_id)
    every = [each for each in signatures.of_settlement(session, found) if each.round == found.round]
    for each in every:
        if not signatures.matches(each, found):
            yield Fault("signature", NO_LONGER.format(each.printed_name))
    counted = sum(
        signatures.counts(each, found) for each in every if each.purpose is Purpose.APPROVAL
    )
    needed = control.approvals_for(found.earned_cents)
    if counted < needed:
        yield Fault("signature", TOO_FEW.format(counted, needed))
    reviewed = any(
        signatures.counts(each, found) for each in every if each.purpose is Purpose.REVIEW
    )
    if control.independent_review and not reviewed:
        yield Fault("review", NO_REVIEW)


def _hold(session: Session, found: Settlement) -> Iterator[Fault]:
    if hold := holds.standing(session, found.id):
        yield Fault("hold", HELD.format(hold.reason))


def _same(session: Session, found: Settlement) -> Iterator[Fault]:
    """Look whether the settlement is still made of what stands, and comes out the same."""
    try:
        still_standing(session, found)
        bases.recomputed(found, bases.terms_of(found.scorecard))
    except Conflict as refused:
        yield Fault("settlement", refused.sentence)
    except Faulty as refused:
        yield from refused.faults
