"""My hours: what a physician is shown of the own work, and which duties it can be logged for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions.hours import places
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from comanage.records import physician_months
from comanage.records import time_entry as entries
from comanage.records.duty import Duty
from comanage.records.participant import Participant
from comanage.records.physician_months import StandingMonth
from comanage.records.time_entry import TimeEntry
from comanage.refusals import NotFound
from comanage.rules.base_fee import BaseFee, hours
from comanage.rules.month_signoff import MonthState
from comanage.rules.months import month_of
from comanage.rules.periods import in_words, months_later
from comanage.together import read_ahead

SHOWN_MONTHS = 12
NO_ENTRY = "There is no such entry of yours."


@dataclass(frozen=True, slots=True)
class Place:
    """A group for which hours are logged, in one agreement.

    Attributes:
        group: The group in its agreement.
        terms: Its terms today; None while none are agreed.
        duties: What can be logged for, the last used first.
        since: The first day of which work can still be entered.
        logged: The group's time in this month, in minutes.
    """

    group: Participant
    terms: BaseFee | None
    duties: Sequence[Duty]
    since: date
    logged: int

    def sentences(self) -> list[str]:
        """Say how far back work can be entered, and how much room the month has."""
        if self.terms is None:
            return ["No base fee is agreed for your group yet, so no hours can be logged."]
        if not self.duties:
            return ["There is no duty that hours could be logged for."]
        told = [f"Work since {in_words(self.since)} can still be entered."]
        most = self.terms.most_a_month
        if most is not None:
            told.append(f"Your group has logged {hours(self.logged)} of {hours(most)} this month.")
        return told


@dataclass(frozen=True, slots=True)
class MyHours:
    """What a physician is shown.

    Attributes:
        places: The groups for which hours are logged.
        months: The own months, the latest first.
        today: The day.
    """

    places: Sequence[Place]
    months: Sequence[StandingMonth]
    today: date

    def to_attest(self) -> list[StandingMonth]:
        """List the months that are over and wait for the physician's own signature."""
        return [
            each
            for each in reversed(self.months)
            if each.state in {MonthState.DRAFT, MonthState.RETURNED}
            and each.minutes
            and each.key.month.ends < self.today
        ]


def look(session: Session, actor: Actor) -> MyHours:
    """Gather what a physician is shown of the own hours."""
    found, today = places(session, actor), clock.today()
    ids = {place.agreement_id for place in found}
    since = months_later(month_of(today).starts, -SHOWN_MONTHS)
    month = month_of(today)
    read_ahead(
        session,
        partial(
            physician_months.of_agreements, session, ids, person_id=actor.person_id, since=since
        ),
        *(partial(fees.versions, session, one) for one in ids),
        *(partial(duties.of_agreement, session, one) for one in ids),
        *(partial(entries.standing, session, one.id, month.starts, month.ends) for one in found),
    )
    months = physician_months.of_agreements(session, ids, person_id=actor.person_id, since=since)
    own = {place.id for place in found}
    return MyHours(
        [_place(session, place, months, today) for place in found],
        [each for each in months if each.key.participant_id in own],
        today,
    )


def entry(session: Session, actor: Actor, entry_id: int) -> TimeEntry:
    """Find an own entry to correct.

    Raises:
        NotFound: There is none that stands.
    """
    found = session.get(TimeEntry, entry_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound(NO_ENTRY)
    if any(each.replaces_id == entry_id for each in entries.chain(session, found.key)):
        raise NotFound(NO_ENTRY)
    return found


def _place(
    session: Session, group: Participant, months: Sequence[StandingMonth], today: date
) -> Place:
    month = month_of(today)
    row = fees.in_force(fees.versions(session, group.agreement_id), group.id, month.ends)
    terms = row.as_value() if row else None
    since = max(today - timedelta(days=terms.deadline if terms else 0), group.agreement.starts)
    standing = entries.standing(session, group.id, month.starts, month.ends)
    return Place(
        group,
        terms,
        _offered(duties.of_agreement(session, group.agreement_id), (since, today), months),
        since,
        sum(each.minutes for each in standing),
    )


def _offered(
    rows: Sequence[Duty], days: tuple[date, date], months: Sequence[StandingMonth]
) -> list[Duty]:
    """List the duties that held on one of some days, by their last row, the last used first."""
    values, (since, today) = duties.as_values(rows), days
    held = {
        row.code: row
        for row in rows
        if values[row.id].starts <= today and (values[row.id].ends or today) >= since
    }
    used: dict[str, int] = {}
    for month in months:
        for each in month.logged:
            used[each.duty.code] = max(used.get(each.duty.code, 0), each.id)
    return sorted(held.values(), key=lambda row: (-used.get(row.code, 0), row.name))
