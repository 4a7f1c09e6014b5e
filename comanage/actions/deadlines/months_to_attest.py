"""Months to attest: those that are over, and wait for the physician's own signature."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import my_hours
from comanage.records.physician_months import StandingMonth
from comanage.rules.month_signoff import MonthState
from comanage.rules.periods import ONE_DAY
from comanage.rules.reminding import Kind, Line, since

WAITS = {
    MonthState.DRAFT: "your hours, not attested",
    MonthState.RETURNED: "your hours, sent back and not attested again",
}


def gather(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    """List the own months that wait, the earliest first, as the page of the own hours does."""
    mine = my_hours.look(session, actor)
    titles = {place.group.id: place.group.agreement.title for place in mine.places}
    for month in mine.to_attest():
        yield Line(
            Kind.MONTH_TO_ATTEST,
            titles[month.key.participant_id],
            month.key.month.name,
            WAITS[month.state],
            since(_waits_since(month), today),
        )


def _waits_since(month: StandingMonth) -> date:
    """Give the day it was sent back, or else the first day after the month."""
    over = month.key.month.ends + ONE_DAY
    if month.state is MonthState.RETURNED and month.attestation is not None:
        return max(over, clock.day(month.attestation.decisions[-1].decided_at))
    return over
