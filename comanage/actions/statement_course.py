"""The course of an agreement that its statements tell: what was paid, measured and changed before.

It is gathered once a settlement, for all groups; each group's statement is narrowed to what
that group may know (statements/course.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from comanage import clock
from comanage.actions import cap_use, restating, windows
from comanage.records import basis as bases
from comanage.records import fmv_opinion
from comanage.records import payment as payments
from comanage.records import payment_control as controls
from comanage.records import payout_record as payouts
from comanage.records import period_unlock as unlocks
from comanage.records import settlement as settlements
from comanage.records.agreed_fee import agreed_fee
from comanage.records.payment import Payment
from comanage.records.settlement import Settlement
from comanage.rules.difference import differences
from comanage.rules.fair_value import opinion_on
from comanage.rules.payments import YEAR, Kind, contract_year, left_house
from comanage.rules.periods import in_words, months_later
from comanage.statements.course import (
    Adjustment,
    CapLine,
    ContractYear,
    Course,
    PaidBefore,
    Since,
)
from comanage.statements.since import Key, figure_changes, readings, stood

FAIR_VALUE = "Cap by fair market value: {}, opinion of {}"
OF_YEAR = "Cap of the contract year by the agreement"
OPENED = "The period was opened again on {}: asked for by {}, confirmed by {}."
REFERENCE = "Figure {}: {}, entered by {} on {}"
NO_SOURCE = "no source stated"
MOVED = "{} of {}: payment {}, settlement {}"
ADJUSTING = (Kind.CORRECTION, Kind.REVERSAL, Kind.RECOVERY)
MOST_TERMS = 12  # lines that differ and are told; the rest stand in the amendment
MORE_TERMS = "and {} more, which scorecard version {} lists"


def course(session: Session, found: Settlement) -> Course:
    """Gather what happened before a settlement, as its statements tell it."""
    paid = payments.of_agreements(session, [found.agreement_id])
    earlier = _earlier(session, found)
    came_before = corrected(session, found) or (earlier[-1] if earlier else None)
    settled = [(bases.terms_of(one.scorecard), bases.settled(one)) for one in earlier]
    return Course(
        year=_year(session, found, paid),
        readings=readings(bases.terms_of(found.scorecard), settled),
        since=_since(session, found, came_before, paid) if came_before else None,
        open_until=windows.until(session, found),
    )


def before(session: Session, found: Settlement) -> Settlement | None:
    """Give the approved settlement that a statement of another one tells the changes since.

    It is the one that stood before of the same period, or else that of the latest period before.
    """
    earlier = _earlier(session, found)
    return corrected(session, found) or (earlier[-1] if earlier else None)


def _earlier(session: Session, found: Settlement) -> Sequence[Settlement]:
    """List the approved settlements of the periods before, oldest first."""
    standing = settlements.standing_by_period(session, found.agreement_id)
    return sorted((one for one in standing.values() if _place(one) < _place(found)), key=_place)


def _place(one: Settlement) -> tuple[date, int]:
    """Place a settlement in time: a year that is settled as a whole comes after its quarters."""
    return one.period.ends, -one.period.starts.toordinal()


def corrected(session: Session, found: Settlement) -> Settlement | None:
    """Find the settlement of the same period that this one takes the place of.

    It is the one that stood before; where a group is paid as before, the one that was paid.
    """
    if any(one.left for one in restating.payouts_of(session, found)):
        return settlements.released_before(session, found)
    stood_before = (
        one
        for one in settlements.of_period(session, found.period_id)
        if one.number < found.number and one.state in settlements.STANDING
    )
    return next(stood_before, None)


def _year(session: Session, found: Settlement, paid: Sequence[Payment]) -> ContractYear:
    agreement, day = found.agreement, found.period.starts
    starts, number = contract_year(agreement.starts, day)
    rows = [one for one in paid if one.year_starts == starts]
    others = [one for one in rows if not _same(one, found)]
    owed = payouts.of_agreements(session, [agreement.id])
    approved = cap_use.approved_in(owed, paid).get((agreement.id, starts), {})
    waits = sum(cents for code, cents in approved.items() if code != found.period.code)
    before = cap_use.used(others, agreed_fee(session, agreement).of_year(starts), waits).cents
    return ContractYear(
        number=number,
        starts=starts,
        ends=months_later(starts, YEAR) - timedelta(days=1),
        paid=tuple(
            _paid(rows, code, found) for code in sorted({one.participant.code for one in rows})
        ),
        caps=tuple(_caps(session, found, before)),
    )


def _caps(session: Session, found: Settlement, before: int) -> Iterator[CapLine]:
    """List what caps a contract year: the opinion that holds, and what the agreement set."""
    opinions = fmv_opinion.standing(session, [found.agreement_id]).get(found.agreement_id, ())
    if opinion := opinion_on(opinions, found.period.starts):
        name = FAIR_VALUE.format(opinion.firm, in_words(opinion.given))
        yield CapLine(name, opinion.high_cents, before)
    most = controls.in_force(session, found.agreement_id).year_cap_cents
    if most is not None:
        yield CapLine(OF_YEAR, most, before)


def _paid(rows: Sequence[Payment], code: str, found: Settlement) -> PaidBefore:
    """Add up what one group was paid in a year, by what it was for."""
    own = [one for one in rows if one.participant.code == code]
    fees = left_house(one.line for one in own if one.kind is Kind.BASE_FEE)
    same = left_house(one.line for one in own if _same(one, found))
    return PaidBefore(code, left_house(one.line for one in own) - fees - same, same, fees)


def _same(payment: Payment, found: Settlement) -> bool:
    """Say whether a payment is of the period that a settlement settles."""
    return payment.settlement_id is not None and payment.period == found.period.code


def _since(
    session: Session, found: Settlement, before: Settlement, paid: Sequence[Payment]
) -> Since:
    terms, was_terms = bases.terms_of(found.scorecard), bases.terms_of(before.scorecard)
    was, now = bases.settled(before), bases.settled(found)
    corrects = before.period_id == found.period_id
    opened, reason = _opened(session, before) if corrects else ("", "")
    return Since(
        settlement=_number(before),
        period=before.period.code,
        approved_on=clock.day(before.approved_at or before.calculated_at),
        corrects=corrects,
        scorecard=before.scorecard.number,
        earned=was.earned,
        score=was.scorecard.total,
        stood=stood(restating.payouts_of(session, before)),
        figures=figure_changes((was_terms, was), (terms, now), _references(session, found)),
        terms=_changed_terms(before, found),
        adjustments=tuple(_adjustments(found, before, paid)),
        opened=opened,
        reason=reason,
    )


def _references(session: Session, found: Settlement) -> Mapping[Key, str]:
    """Say of each figure of a settlement where it comes from."""
    return {
        (one.participant.code if one.participant else "", one.measure.code): REFERENCE.format(
            one.id,
            one.source or NO_SOURCE,
            one.entered_by.name,
            in_words(clock.day(one.entered_at)),
        )
        for one in settlements.figures_of(session, found.id)
    }


def _changed_terms(before: Settlement, found: Settlement) -> tuple[str, ...]:
    """List what differs in the terms of two settlements, as far as there is room for it."""
    if before.scorecard_id == found.scorecard_id:
        return ()
    terms = bases.terms_of(found.scorecard)
    told = [str(one) for one in differences(bases.terms_of(before.scorecard), terms)]
    if len(told) <= MOST_TERMS:
        return tuple(told)
    more = MORE_TERMS.format(len(told) - MOST_TERMS, found.scorecard.number)
    return (*told[:MOST_TERMS], more)


def _opened(session: Session, before: Settlement) -> tuple[str, str]:
    """Say when and by whom a period was opened again, and why."""
    for one in unlocks.of_period(session, before.period_id):
        if one.settlement_id == before.id and one.confirmed_by and one.confirmed_at:
            day = in_words(clock.day(one.confirmed_at))
            return OPENED.format(day, one.asked_by.name, one.confirmed_by.name), one.reason
    return "", ""


def _adjustments(
    found: Settlement, before: Settlement, paid: Sequence[Payment]
) -> Iterator[Adjustment]:
    """List what was moved for other periods since a settlement was approved."""
    for one in paid:
        since = before.approved_at is None or one.release.released_at > before.approved_at
        if one.kind in ADJUSTING and one.settlement and since and not _same(one, found):
            words = MOVED.format(one.kind.capitalize(), one.period, one.id, _number(one.settlement))
            day = clock.day(one.release.released_at)
            yield Adjustment(one.participant.code, words, one.amount_cents, day)


def _number(found: Settlement) -> str:
    return f"{found.agreement.code}/{found.period.code}/{found.number}"
