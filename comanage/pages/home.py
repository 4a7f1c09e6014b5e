"""The start page: what waits for the person who is signed in, and how an empty installation begins."""

from collections.abc import Iterator, Mapping, Sequence

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage.access import Actor, agreements_seen, may, may_in
from comanage.actions.month_decisions import waiting
from comanage.actions.own_results import OwnResult, own_results
from comanage.actions.with_others import with_others
from comanage.database import reading
from comanage.pages.display import day
from comanage.pages.dispute_tasks import to_move_on, to_say
from comanage.pages.first_run import DONE, setting_up
from comanage.pages.person import needs, signed_in
from comanage.pages.roles import HOMES, SENTENCES
from comanage.pages.tasks import (
    Task,
    to_lift,
    to_open,
    to_own,
    to_pay,
    to_release,
    to_release_held,
    to_request,
)
from comanage.pages.work_board import Board, gathered
from comanage.records.agreement import Agreement
from comanage.records.performance_period import PerformancePeriod
from comanage.rights import Right
from comanage.rules.due import Call
from comanage.rules.scorecard_steps import BEING_MADE, ScorecardState
from comanage.rules.signoff import FigureState, SettlementState
from comanage.together import Together

pages = Blueprint("home", __name__)

WORKS = (
    Right.SCORECARD_WRITE,
    Right.SCORECARD_REVIEW,
    Right.FIGURE_ENTER,
    Right.FIGURE_VERIFY,
    Right.SETTLEMENT_CALCULATE,
    Right.SETTLEMENT_APPROVE,
    Right.ALERT_ANSWER,
)  # for whoever has one of these, something may wait

# what waits while a version of the scorecard is being made, the right it takes, and how it stands
MAKING = {
    ScorecardState.DRAFT: ("Fill the scorecard and check it", Right.SCORECARD_WRITE, ""),
    ScorecardState.LINTED: ("Review the scorecard", Right.SCORECARD_REVIEW, "Checked"),
    ScorecardState.REVIEWED: ("Record the signed scorecard", Right.SCORECARD_LOCK, "Reviewed"),
    ScorecardState.SIGNED: ("Lock the scorecard", Right.SCORECARD_LOCK, "Signed"),
}


@pages.get("/")
@needs(Right.HOME_READ)
def start() -> str | Response:
    """Show what waits for this person; a physician's home is the own hours, an executive's the results."""
    actor = signed_in()
    if elsewhere := HOMES.get(actor.roles):
        return redirect(url_for(elsewhere), 303)
    with reading() as session:
        seen = agreements_seen(session, actor)
        each = Together(session)
        found = each.part(gathered, session, actor, seen)
        months = each.part(_months, session, actor)
        own = each.part(_own, session, actor)
        others = each.part(with_others, session, actor, seen)
        board = found.given
        to_set_up = setting_up(session, actor, seen, board)
    work = [
        (agreement, tasks) for agreement in seen if (tasks := list(_tasks(actor, agreement, board)))
    ]
    return render_template(
        "home/start.html",
        work=work,
        others=others.given,
        agreements=seen,
        approved=board.approved,
        own=own.given,
        overdue=sum(each.call is Call.OVERDUE for each in board.due),
        works=any(may(actor, right) for right in WORKS),
        months=months.given,
        setting_up=to_set_up,
        left=sum(task.status != DONE for task in to_set_up),
        sentences=SENTENCES,
    )


def _months(session: Session, actor: Actor) -> int:
    """Count the months of hours on which a person may decide."""
    return len(waiting(session, actor)) if may(actor, Right.TIME_APPROVE) else 0


def _own(session: Session, actor: Actor) -> Mapping[int, OwnResult]:
    """Give, by agreement, what the groups that a leader leads earned last."""
    return own_results(session, actor) if may(actor, Right.PAYMENT_OWN) else {}


def _tasks(actor: Actor, agreement: Agreement, board: Board) -> Iterator[Task]:
    """List what waits in one agreement, for whoever may do it."""
    states = board.scorecards.get(agreement.id, frozenset())
    making = next(iter(states & BEING_MADE), None)
    if making is not None:
        label, right, stands = MAKING[making]
        url = url_for("scorecards.current", agreement_id=agreement.id)
        begun = "No version is in force yet" if ScorecardState.LOCKED not in states else "A draft"
        if may_in(actor, right, agreement):
            yield Task(label, url, stands or begun)
    yield from _called(actor, agreement, board)
    yield from to_move_on(actor, agreement, board.disputes)
    yield from to_say(agreement, board.to_look_through, board.answers)
    unreleased = board.unreleased.get(agreement.id, {})
    waiting = {at: code for at, code in unreleased.items() if at in board.own.releasable}
    yield from to_release(agreement, waiting, board.own.stopped)
    yield from to_lift(agreement, board.own.holding)
    yield from to_request(agreement, board.own.payments)
    yield from to_pay(agreement, board.own.base_fees, board.own.held_fees)
    yield from to_release_held(agreement, board.own.held)
    yield from to_open(agreement, board.own.openings)
    if ScorecardState.LOCKED in states:
        yield from to_own(agreement, board.own.without_owner)
        can = [right for right in WORKS if may_in(actor, right, agreement)]
        for period in board.periods:
            if period.agreement_id == agreement.id:
                yield from _of_period(can, period, board)


def _called(actor: Actor, agreement: Agreement, board: Board) -> Iterator[Task]:
    """List the alerts to answer, and a person's own figures that are overdue or due soon."""
    if may_in(actor, Right.ALERT_ANSWER, agreement):
        alerts = [one for one in board.alerts if one.figure.agreement_id == agreement.id]
        for alert in alerts:
            url = url_for("alerts.every", agreement_id=agreement.id)
            yield Task(f"Answer the alert of {alert.name}, {alert.figure.period.code}", url, "Open")
    own = [
        each
        for each in board.due
        if each.agreement.id == agreement.id and each.owner and each.owner.id == actor.person_id
    ]
    for period, call in dict.fromkeys((each.period, each.call) for each in own):
        url = url_for("figures.period", agreement_id=agreement.id, code=period)
        days = [each for each in own if (each.period, each.call) == (period, call)]
        if call is Call.OVERDUE:
            late = max(each.late for each in days)
            most = "" if all(each.late == late for each in days) else "up to "
            status = f"{_count(len(days))}, {most}{late} day{'' if late == 1 else 's'} late"
            yield Task(f"Give your overdue figures of {period}", url, status)
        else:
            status = f"{_count(len(days))}, the first on {day(days[0].due)}"
            yield Task(f"Give your figures of {period} that are due soon", url, status)


def _of_period(can: Sequence[Right], period: PerformancePeriod, board: Board) -> Iterator[Task]:
    figures = board.figures.get(period.id, {})
    settlement = board.settlements.get(period.id)
    about, code = period.agreement_id, period.code
    grid = url_for("figures.period", agreement_id=about, code=code)
    paying = url_for("settlements.period", agreement_id=about, code=code)
    checking = url_for("verification.period", agreement_id=about, code=code)
    waiting = figures.get(FigureState.SUBMITTED, 0)
    mending = figures.get(FigureState.RETURNED, 0)
    verified = figures.get(FigureState.VERIFIED, 0)
    drafted = figures.get(FigureState.DRAFT, 0)
    if Right.FIGURE_ENTER in can:
        if mending:
            yield Task(f"Mend the returned figures of {period.code}", grid, _count(mending))
        entered, wanted = sum(figures.values()), board.asked.get(period.id, 0)
        if drafted or entered < wanted or not figures:
            status = f"{entered} of {wanted} entered" if entered else "None yet"
            yield Task(f"Enter and submit the figures of {period.code}", grid, status)
    if Right.FIGURE_VERIFY in can and waiting:
        yield Task(f"Verify the figures of {period.code}", checking, _count(waiting))
    if Right.SETTLEMENT_CALCULATE in can and verified and not (waiting or mending or drafted):
        if settlement is None:
            yield Task(f"Calculate the settlement of {period.code}", paying, "Not calculated yet")
        elif settlement is SettlementState.PRELIMINARY:
            yield Task(f"Look through the settlement of {period.code}", paying, "Preliminary")
    if period.id in board.own.approvable and settlement is SettlementState.FINAL:
        yield Task(f"Approve the settlement of {period.code}", paying, "Final")


def _count(figures: int) -> str:
    return "1 figure" if figures == 1 else f"{figures} figures"
