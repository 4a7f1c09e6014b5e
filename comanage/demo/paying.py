"""What was paid in the demo, and the one score of it that a group disputes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import disputes, groups, payment_requests, releases
from comanage.actions.dispute_views import Claim, Shown
from comanage.actions.entries import Sheet
from comanage.demo.calendar import Course
from comanage.demo.health_system import Story
from comanage.records import payment as payments
from comanage.records import physician_group, settlement
from comanage.records.basis import period_of
from comanage.records.settlement import Settlement
from comanage.rules.disputes import Ground
from comanage.rules.periods import Period
from comanage.rules.signoff import PaymentState, Role

ActingAs = Callable[..., AbstractContextManager[tuple[Session, Actor]]]  # a role, a day, a group
RELEASED, REQUESTED, PAID, DISPUTED = (timedelta(days) for days in (49, 52, 61, 36))


def number_vendors(session: Session, actor: Actor) -> None:
    """Give every group the number that accounts payable knows it by."""
    for place, group in enumerate(physician_group.every(session), 1):
        groups.set_vendor_number(session, actor, group.id, number=f"V-{1000 + place}")


def release(acting: ActingAs, at: int, period: Period, *, paid: bool) -> Course:
    """Release an approved quarter, and have it paid where it came so far."""
    yield period.ends + RELEASED
    with acting(Role.RELEASER, period.ends + RELEASED) as (session, actor):
        number = latest(session, at, period.code).number
        key = _key("release", at, period)
        releases.release(session, actor, at, period.code, number=number, key=key)
    if not paid:
        return
    yield period.ends + REQUESTED
    with acting(Role.RELEASER, period.ends + REQUESTED) as (session, actor):
        chosen = _open(session, at, period, PaymentState.PAYABLE)
        payment_requests.request(
            session, actor, payment_ids=chosen, key=_key("request", at, period)
        )
    yield period.ends + PAID
    with acting(Role.RELEASER, period.ends + PAID) as (session, actor):
        chosen = _open(session, at, period, PaymentState.REQUESTED)
        reference = f"ACH {at}{period.ends:%y%m}"
        payment_requests.pay(
            session, actor, payment_ids=chosen, on=period.ends + PAID, reference=reference
        )


def release_again(acting: ActingAs, at: int, period: Period, *, on: date) -> None:
    """Release a quarter that was corrected: its payments are reversed and made anew."""
    with acting(Role.RELEASER, on) as (session, actor):
        number = latest(session, at, period.code).number
        key = _key("again", at, period)
        releases.release(session, actor, at, period.code, number=number, key=key)


def latest(session: Session, at: int, code: str) -> Settlement:
    """Find the newest settlement of a quarter."""
    found = settlement.latest(session, period_of(session, at, code).id)
    if found is None:
        raise LookupError(f"{code} was not settled.")
    return found


def dispute(acting: ActingAs, at: int, period: Period, story: Story) -> Course:
    """Let the leader of a group ask for another figure of a line, where the story tells it."""
    told = story.disputed
    if told is None or told.period != period.code:
        return
    yield period.ends + DISPUTED
    with acting(Role.ADMINISTRATOR, period.ends + DISPUTED) as (session, actor):
        figure = Sheet.opened(session, actor, at, period.code).standing["", told.measure].id
        number = latest(session, at, period.code).number
    log = f"measure,numerator,denominator\n{told.measure},{told.numerator},{told.denominator}\n"
    claim = Claim(
        figure_id=figure, ground=Ground.ATTRIBUTION, words=told.words,
        numerator=Fraction(told.numerator), denominator=Fraction(told.denominator),
        shown=Shown(f"{told.measure}-{period.code}.csv", log.encode()),
    )  # fmt: skip
    with acting(Role.LEADER, period.ends + DISPUTED, told.group) as (session, actor):
        disputes.raise_dispute(session, actor, at, period.code, number=number, claim=claim)


def _open(session: Session, at: int, period: Period, state: PaymentState) -> list[int]:
    return [
        one.id
        for one in payments.of_agreements(session, [at])
        if one.period == period.code and one.state is state
    ]


def _key(word: str, at: int, period: Period) -> str:
    return f"demo-{word}-{at}-{period.code}"
