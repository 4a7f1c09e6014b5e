"""Tasks of disputes on the start page: to move one on, and to say the own group's word."""

from collections.abc import Iterator, Sequence

from flask import url_for

from comanage import clock
from comanage.access import Actor, may_in
from comanage.actions.own_word import ToLookThrough
from comanage.pages.display import day
from comanage.pages.tasks import Task
from comanage.records.agreement import Agreement
from comanage.records.dispute import Dispute
from comanage.rights import Right
from comanage.rules.disputes import DisputeState, Finding

NO_DEADLINE = "No deadline agreed"
NEXT = {
    # where a dispute stands: the right that moves it on, and what is to be done
    DisputeState.OPEN: (Right.DISPUTE_ANSWER, "Answer dispute {} of {}"),
    DisputeState.APPEALED: (Right.DISPUTE_DECIDE, "Decide dispute {} of {}"),
    DisputeState.CLOSED: (Right.FIGURE_ENTER, "Correct the figure of dispute {} of {}, upheld"),
}


def to_move_on(actor: Actor, agreement: Agreement, disputes: Sequence[Dispute]) -> Iterator[Task]:
    """List the disputes that wait for a person: to be answered, decided, or carried out."""
    for each in disputes:
        if each.agreement_id != agreement.id:
            continue
        over = each.over(clock.today()) and each.state is not DisputeState.WITHDRAWN
        next_step = NEXT.get(DisputeState.CLOSED if over else each.state)
        if over and each.finding is Finding.DECLINED:
            continue
        if next_step and may_in(actor, next_step[0], agreement):
            url = url_for("disputes.one", agreement_id=agreement.id, dispute_id=each.id)
            label = next_step[1].format(each.id, each.settlement.period.code)
            waits = f"until {day(each.until)}" if each.until and not over else str(each.state)
            yield Task(label, url, waits)


def to_say(
    agreement: Agreement, to_look_through: Sequence[ToLookThrough], answers: Sequence[Dispute]
) -> Iterator[Task]:
    """List what waits for the word of the own group: a settlement, or the answer to a dispute."""
    for each in to_look_through:
        if each.settlement.agreement_id == agreement.id:
            code = each.settlement.period.code
            url = url_for("disputes.period", agreement_id=agreement.id, code=code)
            yield Task(f"Look through {code}", url, f"Before {day(each.before)}")
    for found in answers:
        if found.agreement_id == agreement.id:
            code = found.settlement.period.code
            url = url_for("disputes.one", agreement_id=agreement.id, dispute_id=found.id)
            label = f"Accept or appeal the answer to dispute {found.id} of {code}"
            yield Task(label, url, f"Until {day(found.until)}" if found.until else NO_DEADLINE)
