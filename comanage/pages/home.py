"""The start page: what waits for the person who is signed in, and how an empty installation begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, may, may_in
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.pages.roles import SENTENCES
from comanage.records import overview, person, physician_group, service_line
from comanage.records.agreement import Agreement
from comanage.records.performance_period import PerformancePeriod
from comanage.records.scorecard import ScorecardState
from comanage.rights import Right
from comanage.rules.signoff import FigureState, Role, SettlementState

pages = Blueprint("home", __name__)

DONE = "Completed"
WORKS = (
    Right.SCORECARD_WRITE,
    Right.FIGURE_ENTER,
    Right.FIGURE_VERIFY,
    Right.SETTLEMENT_CALCULATE,
    Right.SETTLEMENT_APPROVE,
)  # for whoever has one of these, something may wait


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits.

    Attributes:
        label: What to do, beginning with a verb.
        url: Where; empty when it waits for somebody else.
        status: How far it is, or whom it waits for.
    """

    label: str
    url: str
    status: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the work list is made from, each look-up a query for all agreements."""

    agreements: Sequence[Agreement]
    scorecards: Mapping[int, frozenset[ScorecardState]]
    periods: Sequence[PerformancePeriod]
    figures: Mapping[int, Mapping[FigureState, int]]
    settlements: Mapping[int, SettlementState]
    approved: Mapping[int, str]


@pages.get("/")
@needs(Right.HOME_READ)
def start() -> str:
    """Show what waits for this person."""
    actor = signed_in()
    with reading() as session:
        board = _board(session, actor)
        setting_up = _setting_up(session, actor)
    work = [
        (agreement, tasks)
        for agreement in board.agreements
        if (tasks := list(_tasks(actor, agreement, board)))
    ]
    return render_template(
        "home/start.html",
        work=work,
        agreements=board.agreements,
        approved=board.approved,
        works=any(may(actor, right) for right in WORKS),
        setting_up=setting_up,
        left=sum(task.status != DONE for task in setting_up),
        sentences=SENTENCES,
    )


def _board(session: Session, actor: Actor) -> Board:
    seen = agreements_seen(session, actor)
    ids = [agreement.id for agreement in seen]
    periods = overview.begun_periods(session, ids, clock.today())
    begun = [period.id for period in periods]
    return Board(
        seen,
        overview.scorecard_states(session, ids),
        periods,
        overview.figure_counts(session, begun),
        overview.settlement_states(session, begun),
        overview.approved_periods(session, ids),
    )


def _setting_up(session: Session, actor: Actor) -> list[Task]:
    """List the steps from an empty installation to the first agreement."""
    if Role.SYSTEM not in actor.roles:
        return []
    lines, groups = service_line.every(session), physician_group.every(session)
    people = person.everyone(session)
    return [
        _step("Add a service line", "service_lines.every", done=bool(lines)),
        _step("Add the physician groups", "groups.every", done=bool(groups)),
        _step("Add people and their roles", "people.everyone", done=len(people) > 1),
    ]


def _step(label: str, endpoint: str, *, done: bool) -> Task:
    return Task(label, url_for(endpoint), DONE if done else "To do")


def _tasks(actor: Actor, agreement: Agreement, board: Board) -> Iterator[Task]:
    """List what waits in one agreement, for whoever may do it."""
    states = board.scorecards.get(agreement.id, frozenset())
    if ScorecardState.DRAFT in states and may_in(actor, Right.SCORECARD_WRITE, agreement):
        url = url_for("scorecards.current", agreement_id=agreement.id)
        begun = "No version is in force yet" if ScorecardState.LOCKED not in states else "A draft"
        yield Task("Fill the scorecard and lock it", url, begun)
    if ScorecardState.LOCKED in states:
        can = [right for right in WORKS if may_in(actor, right, agreement)]
        for period in board.periods:
            if period.agreement_id == agreement.id:
                yield from _of_period(can, period, board)


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
        if drafted or not figures:
            status = f"{_count(drafted)} not submitted" if drafted else "None yet"
            yield Task(f"Enter and submit the figures of {period.code}", grid, status)
    if Right.FIGURE_VERIFY in can and waiting:
        yield Task(f"Verify the figures of {period.code}", checking, _count(waiting))
    if Right.SETTLEMENT_CALCULATE in can and verified and not (waiting or mending or drafted):
        if settlement is None:
            yield Task(f"Calculate the settlement of {period.code}", paying, "Not calculated yet")
        elif settlement is SettlementState.PRELIMINARY:
            yield Task(f"Look through the settlement of {period.code}", paying, "Preliminary")
    if Right.SETTLEMENT_APPROVE in can and settlement is SettlementState.FINAL:
        yield Task(f"Approve the settlement of {period.code}", paying, "Final")


def _count(figures: int) -> str:
    return "1 figure" if figures == 1 else f"{figures} figures"
