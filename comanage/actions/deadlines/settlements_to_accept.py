"""Settlements to accept: those whose dispute window ends soon, and on which a group is silent."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, own_groups
from comanage.actions import windows
from comanage.records import dispute as disputes
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.participant import Participant
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.disputes import DisputeState
from comanage.rules.periods import ONE_DAY
from comanage.rules.reminding import Kind, Line, by, ends_soon

WHAT = "settlement {}, neither accepted nor disputed by {}"


def gather(session: Session, actor: Actor, today: date) -> Iterator[Line]:
    """List the preliminary settlements on which the own group has said nothing yet."""
    titles = {
        each.id: each.title for each in agreements_seen(session, actor, Right.SETTLEMENT_ACCEPT)
    }
    for found in settlements.preliminary(session, titles):
        ends = windows.until(session, found)  # the first day on which it is too late
        if ends is None or not ends_soon(ends - ONE_DAY, today):
            continue
        for group in _silent(session, actor, found):
            yield Line(
                Kind.SETTLEMENT_TO_ACCEPT,
                titles[found.agreement_id],
                found.period.code,
                WHAT.format(found.number, group.group.name),
                by(ends - ONE_DAY, today),
            )


def _silent(session: Session, actor: Actor, found: Settlement) -> list[Participant]:
    """List the own groups that have neither accepted a settlement nor dispute a line of it."""
    own = own_groups(session, actor, Right.SETTLEMENT_ACCEPT, found.agreement_id) or frozenset()
    waiting = windows.waiting(session, found)
    disputing = {
        each.participant_id
        for each in disputes.of_settlement(session, found.id)
        if each.state is not DisputeState.WITHDRAWN
    }
    return [
        group
        for group in participants.of_agreement(session, found.agreement_id)
        if group.group_id in own and group.code in waiting and group.id not in disputing
    ]
