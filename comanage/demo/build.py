"""The builder of the demo: it does what people would have done, on the days they would have.

Everything goes through the actions, on a clock that stands at the day of the
story, so that the same demo comes out each time and holds nothing that the
program could not do.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import partial

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, held_by
from comanage.actions import (
    agreement_course,
    approvals,
    evidence,
    figures,
    findings,
    groups,
    invitations,
    owners,
    people,
    service_lines,
    settlements,
    sign_in,
    terms_file,
)
from comanage.actions.entries import Entry, Sheet
from comanage.actions.evidence import Report
from comanage.actions.findings import Found
from comanage.actions.invitations import FirstAdministrator
from comanage.actions.roles import Given
from comanage.actions.seals import Seals
from comanage.database import transaction
from comanage.demo import compliance, hours, paying, signing
from comanage.demo.health_system import Cast, Invented, Story, cast, edition, stories
from comanage.records import physician_group
from comanage.records.acts import Act
from comanage.records.agreement import Agreement, by_code
from comanage.records.audit_entry import last_of, note
from comanage.records.installation import Installation, current
from comanage.records.person import by_email
from comanage.refusals import Conflict
from comanage.rules.figures import Figure, is_made
from comanage.rules.in_force import Renewal
from comanage.rules.numbers import written
from comanage.rules.periods import Period
from comanage.rules.signoff import FigureState, Role

CHECKED, REVIEWED = (timedelta(days) for days in (7, 10))  # after the agreement is drafted
BEGAN = date(2024, 11, 4)
LAG = Fraction(20)  # days until the data of a quarter are complete
POLICY = owners.Policy(
    grace=Fraction(5), ahead=Fraction(7), least_confirmed=Fraction(90), most_shift=Fraction(25)
)
ENTERED, VERIFIED, FINAL, APPROVED = (timedelta(days) for days in (20, 26, 33, 47))
PAYS = ("released", "paid")
STANDS = ("approved", *PAYS)
HERE = "demo"  # stands in the audit log where a page notes a network address
NO_SEALS = Seals(())  # nobody has a second factor yet
VISITOR = Actor(None, "", address=HERE, request_id=HERE)
TAKEN = "This database is in use already. The demo is built in an empty one."


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


def build(say: Callable[[str], None] = lambda _: None) -> None:
    """Build the demo in the open, migrated, empty database.

    Args:
        say: Told what was built, line by line.

    Raises:
        Conflict: The database holds something.
    """
    told = cast()
    _begin(told)
    _invite(told)
    for story in stories():
        _agree(told, story)
        for period in story.terms.periods:
            if came_to := story.quarters.get(period.code):
                _live_through(told, Quarter(story, period, came_to))
                say(f"{story.terms.title}, {period.code}: {came_to}")
        compliance.keep(partial(_as, told), story)
    hours.live(partial(_as, told))
    say("The base fee: three months of hours, and two meetings")
    with transaction() as session:
        note(session, None, Act.DEMO_BUILT, after={"edition": edition()})


def built_edition(session: Session) -> str:
    """Name the version of the data files that the open demo was built from; empty if none."""
    entry = last_of(session, Act.DEMO_BUILT)
    told = json.loads(entry.after) if entry and entry.after else {}
    return str(told.get("edition", ""))


def _begin(told: Cast) -> None:
    """Set up the installation, with its first system administrator."""
    first = FirstAdministrator(
        told.installation, told.first.name, told.first.email, told.password, told.password
    )
    with clock.fixed(_at(BEGAN)), transaction() as session:
        if current(session) is not None:
            raise Conflict(TAKEN)
        here = Installation(name=told.installation, is_demo=True, created_at=clock.now())
        session.add(here)
        session.flush()
        link = invitations.invite_first(session)
        token = invitations.set_up(session, VISITOR, link, first)
        sign_in.end(session, _actor(session, told.first.email), token)


def _invite(told: Cast) -> None:
    """Add the service lines, the groups, and everyone with a role and a password."""
    with _as(told, Role.SYSTEM, BEGAN) as (session, actor):
        for code, name in told.service_lines.items():
            service_lines.add(session, actor, code=code, name=name)
        for code, name in told.groups.items():
            groups.add(session, actor, code=code, name=name)
        session.flush()
        paying.number_vendors(session, actor)
        for person in told.people:
            _add(session, actor, person, told.password)


def _add(session: Session, actor: Actor, person: Invented, password: str) -> None:
    group = physician_group.by_code(session, person.group) if person.group else None
    given = Given(person.role, group_id=group.id if group else None)
    added = people.add(session, actor, name=person.name, email=person.email, given=given)
    link = invitations.invite(session, actor, added.id)
    chosen = invitations.Chosen(password, password)
    token = invitations.choose_password(session, VISITOR, link, chosen, seals=NO_SEALS)
    sign_in.end(session, _actor(session, person.email), token)


def _agree(told: Cast, story: Story) -> None:
    """Draft the agreement with its scorecard, and bring it to its lock before its first period."""
    with _as(told, Role.ADMINISTRATOR, story.drafted) as (session, actor):
        agreement = terms_file.draft(session, actor, story.terms, line=story.service_line)
        at = agreement.id
        _name_the_sponsor(session, actor, agreement, told)
    with _as(told, Role.ADMINISTRATOR, story.drafted + CHECKED) as (session, actor):
        signing.check(session, actor, at)
    with _as(told, Role.COMPLIANCE, story.drafted + REVIEWED) as (session, actor):
        signing.review(session, actor, at)
    with _as(told, Role.ADMINISTRATOR, story.locked) as (session, actor):
        signing.file_agreement(session, actor, at, story)
        signing.sign_and_lock(session, actor, at, story)
        codes = [measure.code for _, measure in story.terms.measures() if not is_made(measure)]
        owners.assign(session, actor, at, codes, owner_id=actor.person_id, lag=LAG)
        owners.set_policy(session, actor, at, POLICY)


def _name_the_sponsor(session: Session, actor: Actor, agreement: Agreement, told: Cast) -> None:
    """Say who pays, and that the agreement goes on by a new signature."""
    agreement_course.change(
        session, actor, agreement.id, title=agreement.title, sponsor=told.installation,
        renewal=Renewal.SIGNED, notice_days=None,
        verifier_may_approve=agreement.verifier_may_approve, revision=agreement.revision,
    )  # fmt: skip


def _live_through(told: Cast, quarter: Quarter) -> None:
    """Bring a quarter as far as it came, each step on its day by its person."""
    at, code, ends = _agreement(quarter), quarter.period.code, quarter.period.ends
    with _as(told, Role.ADMINISTRATOR, ends + ENTERED) as (session, actor):
        entered = _first_tries(quarter)
        figures.enter(session, actor, at, code, entries=_entries(entered, quarter.story.notes))
        if quarter.came_to == "entered":
            return
        figures.submit(session, actor, at, code)
    if quarter.came_to not in STANDS:
        _show(told, quarter, at)
    if quarter.came_to == "submitted":
        return
    _return_once(told, quarter, at)
    with _as(told, Role.VERIFIER, ends + VERIFIED) as (session, actor):
        figures.verify(session, actor, at, code, figure_ids=_submitted(session, actor, at, code))
    with _as(told, Role.ADMINISTRATOR, ends + FINAL) as (session, actor):
        made = settlements.calculate(session, actor, at, code)
        settlements.finalize(session, actor, at, code, number=made.number)
    paying.dispute(partial(_as, told), at, quarter.period, quarter.story)
    if quarter.came_to in STANDS:
        with _as(told, Role.APPROVER, ends + APPROVED) as (session, actor):
            approvals.approve(session, actor, at, code, number=made.number)
    if quarter.came_to in PAYS:
        paying.release(partial(_as, told), at, quarter.period, paid=quarter.came_to == "paid")


def _show(told: Cast, quarter: Quarter, at: int) -> None:
    """Add evidence to the first figure that has counts, for its verifier to compare."""
    code, ends = quarter.period.code, quarter.period.ends
    shown = next(one for one in quarter.figures if one.numerator is not None)
    numbers = (shown.numerator, shown.denominator)
    counts = ",".join([shown.measure, *(written(one) for one in numbers if one is not None)])
    with _as(told, Role.ADMINISTRATOR, ends + ENTERED) as (session, actor):
        figure = Sheet.opened(session, actor, at, code).standing[shown.participant, shown.measure]
        evidence.attach_file(
            session, actor, at, figure.id,
            name=f"{shown.measure}-{code}.csv",
            content=f"measure,numerator,denominator\n{counts}\n".encode(),
            remark="As the registry gave it.",
        )  # fmt: skip
        report = Report("Registry", f"Counts of {code}", ends + timedelta(12))
        evidence.attach_report(session, actor, at, figure.id, report=report)


def _return_once(told: Cast, quarter: Quarter, at: int) -> None:
    """Find the one figure that was wrong at first at its source, and take what was found over."""
    returned, code, ends = quarter.story.returned, quarter.period.code, quarter.period.ends
    if returned is None or returned.figure.period != code:
        return
    key = (returned.figure.participant, returned.figure.measure)
    right = next(one for one in quarter.figures if one.key == returned.figure.key)
    told_found = Found(
        right.value, right.numerator, right.denominator,
        source=returned.source, note=returned.reason,
    )  # fmt: skip
    with _as(told, Role.VERIFIER, ends + ENTERED + timedelta(1)) as (session, actor):
        wrong = Sheet.opened(session, actor, at, code).standing[key].id
        findings.record(session, actor, at, code, figure_id=wrong, found=told_found)
    with _as(told, Role.ADMINISTRATOR, ends + ENTERED + timedelta(2)) as (session, actor):
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


def _submitted(session: Session, actor: Actor, at: int, code: str) -> list[int]:
    standing = Sheet.opened(session, actor, at, code).standing.values()
    return [figure.id for figure in standing if figure.state is FigureState.SUBMITTED]


def _agreement(quarter: Quarter) -> int:
    with transaction() as session:
        found = by_code(session, quarter.story.terms.code)
        if found is None:
            raise LookupError(f"{quarter.story.terms.code} was not drafted.")
        return found.id


@contextmanager
def _as(told: Cast, role: Role, day: date, group: str = "") -> Iterator[tuple[Session, Actor]]:
    """Act as the one who holds a role, of a group where it takes one, on a day of the story."""
    people = [one for one in (told.first, *told.people) if one.role is role]
    who = next(one for one in people if group in {"", one.group})
    with clock.fixed(_at(day)), transaction() as session:
        yield session, _actor(session, who.email)


def _actor(session: Session, email: str) -> Actor:
    found = by_email(session, email)
    if found is None:
        raise LookupError(f"{email} is not in the cast.")
    return Actor(found.id, found.name, held_by(session, found.id), address=HERE, request_id=HERE)


def _at(day: date) -> datetime:
    """Say when things happen in the demo: at half past two in the afternoon."""
    return datetime.combine(day, time(14, 30), UTC)
