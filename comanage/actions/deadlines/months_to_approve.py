"""Months to approve: attested hours on which a person may decide now."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import month_decisions
from comanage.rules.reminding import Kind, Line, since

WHAT = "hours of {} for {}, level {} of {} not decided"


def gather(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    """List the months that wait for a person, the earliest first, as the home page counts them."""
    for agreement, month in month_decisions.waiting(session, actor):
        signed = month.attestation
        if signed is None:
            continue  # nothing waits for a decision before it is signed
        taken = signed.decisions
        day = clock.day(taken[-1].decided_at if taken else signed.signed_at)
        what = WHAT.format(
            month.person.name, month.participant.group.name, len(taken) + 1, len(month.levels)
        )
        yield Line(
            Kind.MONTH_TO_APPROVE, agreement.title, month.key.month.name, what, since(day, today)
        )
