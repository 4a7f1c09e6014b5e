"""The builder of the demo: it does what people would have done, on the days they would have.

Everything goes through the actions, on a clock that goes from day to day of the stories,
so that the same demo comes out each time and holds nothing that the program could not do.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from functools import partial

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import agreement_course, owners, payment_controls, terms_file
from comanage.database import transaction
from comanage.demo import (
    compliance,
    corrections,
    hours,
    long_work,
    oncology,
    quarters,
    signing,
    staff,
)
from comanage.demo.acting import acting
from comanage.demo.calendar import Course, live_through
from comanage.demo.health_system import Cast, Story, cast, edition, stories
from comanage.demo.quarters import Quarter
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import last_of, note
from comanage.records.payment_control import Controls
from comanage.rules.figures import is_made
from comanage.rules.in_force import Renewal
from comanage.rules.signoff import Role

CHECKED, REVIEWED = (timedelta(days) for days in (7, 10))  # after the agreement is drafted
LAG = Fraction(20)  # days until the data of a quarter are complete
POLICY = owners.Policy(
    grace=Fraction(5), ahead=Fraction(7), least_confirmed=Fraction(90), most_shift=Fraction(25)
)


def build(say: Callable[[str], None] = lambda _: None) -> None:
    """Build the demo in the open, migrated, empty database.

    Args:
        say: Told what was built, line by line.

    Raises:
        Conflict: The database holds something.
    """
    told = cast()
    staff.begin(told)
    staff.invite(told)
    live_through(
        [
            *(course for story in stories() for course in _courses(told, story, say)),
            *hours.live(partial(acting, told)),
            long_work.live(told),
            oncology.draft(told),
        ]
    )
    say("The base fee: three months of hours, and two meetings")
    say("Oncology, a draft; two jobs")
    with transaction() as session:
        note(session, None, Act.DEMO_BUILT, after={"edition": edition()})


def _courses(told: Cast, story: Story, say: Callable[[str], None]) -> Iterator[Course]:
    """List what happens to an agreement: its draft, each quarter, corrections, what compliance keeps."""
    yield _agree(told, story)
    for period in story.terms.periods:
        if came_to := story.quarters.get(period.code):
            yield _quarter(told, Quarter(story, period, came_to), say)
    yield from corrections.live(told, story)
    yield compliance.keep(partial(acting, told), story)


def _quarter(told: Cast, quarter: Quarter, say: Callable[[str], None]) -> Course:
    yield from quarters.live_through(told, quarter)
    say(f"{quarter.story.terms.title}, {quarter.period.code}: {quarter.came_to}")


def built_edition(session: Session) -> str:
    """Name the version of the data files that the open demo was built from; empty if none."""
    entry = last_of(session, Act.DEMO_BUILT)
    told = json.loads(entry.after) if entry and entry.after else {}
    return str(told.get("edition", ""))


def _agree(told: Cast, story: Story) -> Course:
    """Draft the agreement with its scorecard, and bring it to its lock before its first period."""
    yield story.drafted
    with acting(told, Role.ADMINISTRATOR, story.drafted) as (session, actor):
        agreement = terms_file.draft(session, actor, story.terms, line=story.service_line)
        at = agreement.id
        _name_the_sponsor(session, actor, agreement, told)
    yield story.drafted + CHECKED
    with acting(told, Role.ADMINISTRATOR, story.drafted + CHECKED) as (session, actor):
        signing.check(session, actor, at)
    yield story.drafted + REVIEWED
    with acting(told, Role.COMPLIANCE, story.drafted + REVIEWED) as (session, actor):
        signing.review(session, actor, at)
    yield story.locked
    with acting(told, Role.ADMINISTRATOR, story.locked) as (session, actor):
        if story.second_approval_above is not None:
            asks = Controls(second_approval_above_cents=story.second_approval_above)
            payment_controls.put(session, actor, at, given=asks)
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
