"""The quarters of the demo: each is brought as far as its story tells, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import approvals, evidence, figures, findings, settlements
from comanage.actions.entries import Entry, Sheet
from comanage.actions.evidence import Report
from comanage.actions.findings import Found
from comanage.database import reading
from comanage.demo import paying
from comanage.demo.acting import acting
from comanage.demo.calendar import Course
from comanage.demo.health_system import Cast, Story
from comanage.records.agreement import by_code
from comanage.records.settlement import Settlement
from comanage.rules.figures import Figure
from comanage.rules.numbers import written
from comanage.rules.periods import Period
from comanage.rules.signoff import FigureState, Role, SettlementState

ENTERED, VERIFIED, FINAL, APPROVED = (timedelta(days) for days in (20, 26, 33, 47))
PAYS = ("released", "paid")
STANDS = ("approved", *PAYS)
SIGNED_ONCE = "signed once"  # final, and a second person must approve it
APPROVERS = 2


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a story: its agreement, its period, and how far it came."""

    story: Story
    period: Period
    came_to: str

    @property
    def figures(self) -> list[Figure]:
        """The figures that were entered: all, or what was not held back."""
        back = self.story.held_back if self.came_to == "entered" else frozenset()
        return [
            figure
            for figure in self.story.figures
            if figure.period == self.period.code and figure.measure not in back
        ]

    @property
    def came_back(self) -> bool:
        """Whether a figure of it came back once."""
        returned = self.story.returned
        return returned is not None and returned.figure.period == self.period.code


def live_through(told: Cast, quarter: Quarter) -> Course:
    """Bring a quarter as far as it came, each step on its day by its person."""
    code, ends = quarter.period.code, quarter.period.ends
    yield ends + ENTERED
    at = _agreement(quarter)
    with acting(told, Role.ADMINISTRATOR, ends + ENTERED) as (session, actor):
        entered = _first_tries(quarter)
        figures.enter(session, actor, at, code, entries=_entries(entered, quarter.story.notes))
        if quarter.came_to == "entered":
            return
        figures.submit(session, actor, at, code)
    if quarter.came_to != "paid" and not quarter.came_back:
        _show(told, quarter, at)
    if quarter.came_to == "submitted":
        return
    yield from _return_once(told, quarter, at)
    yield ends + VERIFIED
    with acting(told, Role.VERIFIER, ends + VERIFIED) as (session, actor):
        figures.verify(session, actor, at, code, figure_ids=submitted(session, actor, at, code))
    yield ends + FINAL
    with acting(told, Role.ADMINISTRATOR, ends + FINAL) as (session, actor):
        made = settlements.calculate(session, actor, at, code)
        settlements.finalize(session, actor, at, code, number=made.number)
    yield from paying.dispute(partial(acting, told), at, quarter.period, quarter.story)
    if quarter.came_to in (SIGNED_ONCE, *STANDS):
        yield ends + APPROVED
        approve(told, at, made, ends + APPROVED, once=quarter.came_to == SIGNED_ONCE)
    if quarter.came_to in PAYS:
        yield from paying.release(
            partial(acting, told), at, quarter.period, paid=quarter.came_to == "paid"
        )


def _show(told: Cast, quarter: Quarter, at: int) -> None:
    """Add evidence to the first figure that has counts, for its verifier to compare."""
    code, ends = quarter.period.code, quarter.period.ends
    shown = next(one for one in quarter.figures if one.numerator is not None)
    numbers = (shown.numerator, shown.denominator)
    counts = ",".join([shown.measure, *(written(one) for one in numbers if one is not None)])
    with acting(told, Role.ADMINISTRATOR, ends + ENTERED) as (session, actor):
        figure = Sheet.opened(session, actor, at, code).standing[shown.participant, shown.measure]
        evidence.attach_file(
            session, actor, at, figure.id,
            name=f"{shown.measure}-{code}.csv",
            content=f"measure,numerator,denominator\n{counts}\n".encode(),
            remark="As the registry gave it.",
        )  # fmt: skip
        report = Report("Registry", f"Counts of {code}", ends + timedelta(12))
        evidence.attach_report(session, actor, at, figure.id, report=report)


def _return_once(told: Cast, quarter: Quarter, at: int) -> Course:
    """Find the one figure that was wrong at first at its source, and take what was found over."""
    returned, code, ends = quarter.story.returned, quarter.period.code, quarter.period.ends
    if returned is None or not quarter.came_back:
        return
    key = (returned.figure.participant, returned.figure.measure)
    right = next(one for one in quarter.figures if one.key == returned.figure.key)
    told_found = Found(
        right.value, right.numerator, right.denominator,
        source=returned.source, note=returned.reason,
    )  # fmt: skip
    yield ends + ENTERED + timedelta(1)
    with acting(told, Role.VERIFIER, ends + ENTERED + timedelta(1)) as (session, actor):
        wrong = Sheet.opened(session, actor, at, code).standing[key].id
        findings.record(session, actor, at, code, figure_id=wrong, found=told_found)
    yield ends + ENTERED + timedelta(2)
    with acting(told, Role.ADMINISTRATOR, ends + ENTERED + timedelta(2)) as (session, actor):
        findings.accept(session, actor, at, code, figure_id=wrong)


def _first_tries(quarter: Quarter) -> list[Figure]:
    """Give the figures as they were entered first, the one that was wrong included."""
    returned = quarter.story.returned
    return [
        returned.figure if returned and one.key == returned.figure.key else one
        for one in quarter.figures
    ]


def _entries(found: Sequence[Figure], notes: Mapping[str, str]) -> list[Entry]:
    return [
        Entry(figure.measure, figure, note=notes.get(f"{figure.period} {figure.measure}", ""))
        for figure in found
    ]


def approve(told: Cast, at: int, of: Settlement, day: date, *, once: bool = False) -> None:
    """Approve a settlement: by one person, and by a second where the agreement asks for two.

    Args:
        told: Who there is.
        at: The agreement.
        of: The settlement.
        day: When.
        once: True to leave it to the second person.
    """
    for place in range(1 if once else APPROVERS):
        with acting(told, Role.APPROVER, day, place=place) as (session, actor):
            found = approvals.approve(session, actor, at, of.period.code, number=of.number)
            if found.state is SettlementState.APPROVED:
                return


def submitted(session: Session, actor: Actor, at: int, code: str) -> list[int]:
    """List the figures of a period that wait for their verifier."""
    standing = Sheet.opened(session, actor, at, code).standing.values()
    return [figure.id for figure in standing if figure.state is FigureState.SUBMITTED]


def _agreement(quarter: Quarter) -> int:
    with reading() as session:
        found = by_code(session, quarter.story.terms.code)
        if found is None:
            raise LookupError(f"{quarter.story.terms.code} was not drafted.")
        return found.id
