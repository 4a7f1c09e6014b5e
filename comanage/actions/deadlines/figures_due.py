"""Figures due: those that a person answers for, due soon or overdue and not in."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen
from comanage.actions.overdue import DueFigure, due_figures
from comanage.rights import Right
from comanage.rules.due import Call, late_sentence
from comanage.rules.periods import in_words
from comanage.rules.reminding import Kind, Line

KINDS = {Call.SOON: Kind.FIGURE_SOON, Call.OVERDUE: Kind.FIGURE_OVERDUE}


def gather(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    """List the own figures that are not in, the longest overdue first."""
    agreements = agreements_seen(session, actor, Right.FIGURE_ENTER)
    for due in due_figures(session, agreements, today):
        if due.owner is not None and due.owner.id == actor.person_id:
            what = f"{due.measure}, {due.waits}"
            yield Line(KINDS[due.call], due.agreement.title, due.period, what, _when(due))


def _when(due: DueFigure) -> str:
    late = f", {late_sentence(due.late)}" if due.late else ""
    return f"due {in_words(due.due)}{late}"
