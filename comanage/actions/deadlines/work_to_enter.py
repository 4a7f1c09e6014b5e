"""Work to enter: a month whose hours can be entered for a few days more.

Nobody can say whether there is more to enter. A month that its physician has attested is
taken to be complete; of any other one the physician is told in its last days.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions.hours import places
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from comanage.records import in_force, physician_months
from comanage.records.participant import Participant
from comanage.rules.base_fee import LONGEST_DEADLINE
from comanage.rules.month_signoff import MonthState
from comanage.rules.months import Month, month_of
from comanage.rules.periods import in_words, months_later
from comanage.rules.reminding import Kind, Line, by, ends_soon
from comanage.rules.time_logs import Duty, deadline_of, enterable

SIGNED = frozenset({MonthState.ATTESTED, MonthState.APPROVED, MonthState.PAYABLE})
WHAT = "work since {} can still be entered"


def gather(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    """List the months that the days to enter end for soon, group by group."""
    months = _months(today)
    found = places(session, actor)
    standing = physician_months.of_agreements(
        session,
        {group.agreement_id for group in found},
        person_id=actor.person_id,
        since=months[0].starts,
    )
    signed = {(each.key.participant_id, each.key.month) for each in standing
              if each.state in SIGNED}  # fmt: skip
    for group in found:
        open_months = [month for month in months if (group.id, month) not in signed]
        yield from _of_group(session, group, open_months, today)


def _of_group(
    session: Session, group: Participant, months: list[Month], today: date
) -> Iterator[Line]:
    agreement = group.agreement
    course = in_force.course_of(session, agreement)
    versions = fees.versions(session, agreement.id)
    listed = duties.as_values(duties.of_agreement(session, agreement.id)).values()
    for month in months:
        row = fees.in_force(versions, group.id, month.ends)
        if row is None:
            continue
        terms = row.as_value()
        days = enterable(month, terms, (agreement.starts, course.last_day), today)
        if days is None or not any(_held(duty, *days) for duty in listed):
            continue
        last = deadline_of(days[1], terms)
        if ends_soon(last, today):
            what = WHAT.format(in_words(days[0]))
            yield Line(Kind.WORK_TO_ENTER, agreement.title, month.name, what, by(last, today))


def _held(duty: Duty, first: date, last: date) -> bool:
    """Say whether a duty held on one of some days."""
    return duty.starts <= last and (duty.ends is None or duty.ends >= first)


def _months(today: date) -> list[Month]:
    """List this month and those before it, as far back as the longest deadline reaches."""
    first, month = month_of(today - timedelta(days=LONGEST_DEADLINE)), month_of(today)
    count = (month.starts.year - first.starts.year) * 12 + month.starts.month - first.starts.month
    return [Month(months_later(first.starts, at)) for at in range(count + 1)]
