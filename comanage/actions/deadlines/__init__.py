"""Deadlines: what waits for a person, a file for each kind, as that person may see it.

Whatever is gathered is looked up in the person's own name, so that nobody is told of what
they could not open: not of another group, nor of what a right that is gone had shown.
"""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy.orm import Session

from comanage.access import Actor, may
from comanage.actions.deadlines import (
    disputes_to_move,
    figures_due,
    months_to_approve,
    months_to_attest,
    settlements_to_accept,
    work_to_enter,
)
from comanage.rights import Right
from comanage.rules.reminding import Line

Gatherer = Callable[[Session, Actor, date], Iterable[Line]]
EVERY: tuple[tuple[Right, Gatherer], ...] = (
    # the right without which there is nothing to look for, and who looks
    (Right.FIGURE_ENTER, figures_due.gather),
    (Right.TIME_LOG, work_to_enter.gather),
    (Right.TIME_ATTEST, months_to_attest.gather),
    (Right.TIME_APPROVE, months_to_approve.gather),
    (Right.SETTLEMENT_ACCEPT, settlements_to_accept.gather),
    (Right.DISPUTE_READ, disputes_to_move.gather),
)


def of_person(session: Session, actor: Actor, today: date) -> list[Line]:
    """List everything that waits for a person on a day."""
    return [
        line
        for right, gather in EVERY
        if may(actor, right)
        for line in gather(session, actor, today)
    ]
