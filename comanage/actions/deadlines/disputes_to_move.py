"""Disputes to move on: those that wait for an answer, an appeal, or the decision of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen
from comanage.actions.dispute_views import may_take
from comanage.records import dispute as records
from comanage.records.dispute import Dispute
from comanage.rights import Right
from comanage.rules.disputes import DisputeState, DisputeStep
from comanage.rules.reminding import Kind, Line, by, since


@dataclass(frozen=True, slots=True)
class Waits:
    """For what a dispute waits.

    Attributes:
        step: The step that somebody takes.
        kind: Of what that person is told.
        words: How far it is.
        without_day: True where the person is told though no last day is agreed.
    """

    step: DisputeStep
    kind: Kind
    words: str
    without_day: bool


WAITS: Mapping[DisputeState, Waits] = {
    DisputeState.OPEN: Waits(
        DisputeStep.ANSWER, Kind.DISPUTE_TO_ANSWER, "not answered", without_day=True
    ),
    DisputeState.ANSWERED: Waits(
        DisputeStep.APPEAL,
        Kind.ANSWER_TO_APPEAL,
        "answered, neither accepted nor appealed",
        without_day=False,
    ),
    DisputeState.APPEALED: Waits(
        DisputeStep.DECIDE, Kind.APPEAL_TO_DECIDE, "appealed, not decided", without_day=True
    ),
}


def gather(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    """List the disputes that a person may move on now, the oldest first."""
    titles = {each.id: each.title for each in agreements_seen(session, actor, Right.DISPUTE_READ)}
    for each in records.standing(session, titles, today):
        waits = WAITS.get(each.state)
        if waits and _may(session, actor, each, waits):
            yield Line(
                waits.kind,
                titles[each.agreement_id],
                each.settlement.period.code,
                f"dispute {each.id} of {each.participant.group.name}, {waits.words}",
                by(each.until, today) if each.until else since(_moved(each), today),
            )


def _may(session: Session, actor: Actor, found: Dispute, waits: Waits) -> bool:
    """Say whether a person is told of the next step, and may take it."""
    told = found.until is not None or waits.without_day
    return told and waits.step in may_take(session, actor, found)


def _moved(found: Dispute) -> date:
    """Give the day of the last step, or of the claim."""
    return clock.day(found.steps[-1].at if found.steps else found.raised_at)
