"""What went otherwise after a quarter of the demo was approved: a correction, a repayment, a hold."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from comanage.actions import figures, holds, repayments, settlements, unlocks
from comanage.actions.entries import Entry, Sheet
from comanage.database import reading
from comanage.demo import paying, quarters
from comanage.demo.acting import acting
from comanage.demo.calendar import Course
from comanage.demo.health_system import Cast, Corrected, Held, Story
from comanage.records import payment as payments
from comanage.records.agreement import by_code
from comanage.rules.figures import Figure
from comanage.rules.numbers import exact
from comanage.rules.periods import Period
from comanage.rules.signoff import PaymentState, Role

# Days after the period was asked to be opened again.
CONFIRMED, ENTERED, VERIFIED, FINAL, APPROVED, REPAID = (
    timedelta(days) for days in (1, 2, 4, 5, 7, 26)
)
HELD = timedelta(days=48)  # after the end of the period


def live(told: Cast, story: Story) -> Iterator[Course]:
    """Correct the quarter, and hold the release, that the story tells of, if any."""
    if story.corrected:
        yield _correct(told, story, story.corrected)
    if story.held:
        yield _hold(told, story, story.held)


def _agreement(story: Story) -> int:
    with reading() as session:
        found = by_code(session, story.terms.code)
        if found is None:
            raise LookupError(f"{story.terms.code} was not drafted.")
        return found.id


def _period(story: Story, code: str) -> Period:
    return next(each for each in story.terms.periods if each.code == code)


def _correct(told: Cast, story: Story, of: Corrected) -> Course:
    """Open a paid quarter, enter the right figure, and bring the quarter to its release again."""
    period = _period(story, of.period)
    code = period.code
    yield of.asked
    at = _agreement(story)
    with acting(told, Role.COMPLIANCE, of.asked) as (session, actor):
        unlocks.ask(session, actor, at, code, reason=of.reason)
    yield of.asked + CONFIRMED
    with acting(told, Role.APPROVER, of.asked + CONFIRMED, place=1) as (session, actor):
        unlocks.confirm(session, actor, at, code)
    right = Figure(
        code, "", of.measure, numerator=exact(of.numerator), denominator=exact(of.denominator)
    )
    yield of.asked + ENTERED
    with acting(told, Role.ADMINISTRATOR, of.asked + ENTERED) as (session, actor):
        wrong = Sheet.opened(session, actor, at, code).standing["", of.measure].id
        given = [Entry(of.measure, right, note=of.reason, seen=wrong, correcting=True)]
        figures.enter(session, actor, at, code, entries=given)
        figures.submit(session, actor, at, code)
    yield of.asked + VERIFIED
    with acting(told, Role.VERIFIER, of.asked + VERIFIED) as (session, actor):
        found = quarters.submitted(session, actor, at, code)
        figures.verify(session, actor, at, code, figure_ids=found)
    yield of.asked + FINAL
    with acting(told, Role.ADMINISTRATOR, of.asked + FINAL) as (session, actor):
        made = settlements.calculate(session, actor, at, code)
        settlements.finalize(session, actor, at, code, number=made.number)
    yield of.asked + APPROVED
    quarters.approve(told, at, made, of.asked + APPROVED)
    paying.release_again(partial(acting, told), at, period, on=of.asked + APPROVED)
    yield of.asked + REPAID
    _repay(told, at, of)


def _repay(told: Cast, at: int, of: Corrected) -> None:
    """Let the group pay back a part of what it owes since the correction."""
    day = of.asked + REPAID
    with acting(told, Role.RELEASER, day) as (session, actor):
        debt = next(
            one
            for one in payments.of_agreements(session, [at])
            if one.amount_cents < 0 and one.state is PaymentState.PAYABLE and one.line.owed
        )
        repayments.repaid(
            session, actor, debt.id, cents=of.repaid_cents, on=day, reference=f"Check {at}0417"
        )


def _hold(told: Cast, story: Story, of: Held) -> Course:
    period = _period(story, of.period)
    yield period.ends + HELD
    at = _agreement(story)
    with acting(told, Role.COMPLIANCE, period.ends + HELD) as (session, actor):
        number = paying.latest(session, at, period.code).number
        holds.hold(session, actor, at, period.code, number=number, reason=of.reason)
