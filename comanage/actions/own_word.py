"""Own word: what waits for a group to say, of settlements to look through and of answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, own_groups
from comanage.actions import bearing, windows
from comanage.records import acceptance as acceptances
from comanage.records import dispute as disputes
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.dispute import Dispute
from comanage.records.figure import Figure
from comanage.records.participant import Participant
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.disputes import DisputeState
from comanage.rules.signoff import SettlementState
from comanage.together import Together


@dataclass(frozen=True, slots=True)
class ToLookThrough:
    """A preliminary settlement on which a group has said nothing, and its first day too late."""

    settlement: Settlement
    before: date


def to_look_through(session: Session, actor: Actor) -> list[ToLookThrough]:
    """List what the actor's own group has neither accepted nor disputed while it may, oldest first."""
    seen = [each.id for each in agreements_seen(session, actor, Right.SETTLEMENT_ACCEPT)]
    each = Together(session)
    found = [
        (one, each.part(_before, session, actor, one))
        for one in settlements.preliminary(session, seen)
    ]
    return [ToLookThrough(one, before.given) for one, before in found if before.given]


def _before(session: Session, actor: Actor, found: Settlement) -> date | None:
    """Say before which day the actor's own group should say something; None where it need not."""
    ends = windows.until(session, found)
    if ends is None or clock.today() >= ends or not silent(session, actor, found):
        return None
    return ends


def silent(session: Session, actor: Actor, found: Settlement) -> list[Participant]:
    """List the actor's own groups that have neither accepted a settlement nor disputed a line of it."""
    own = own_groups(session, actor, Right.SETTLEMENT_ACCEPT, found.agreement_id) or frozenset()
    part = Together(session)
    open_to, disputed = (
        part.part(windows.waiting, session, found),
        part.part(bearing.on, session, found),
    )
    waiting = {each.id for each in open_to.given}
    disputing = {
        each.dispute.participant_id
        for each in disputed.given
        if each.dispute.state is not DisputeState.WITHDRAWN
    }
    return [
        group
        for group in participants.of_agreement(session, found.agreement_id)
        if group.group_id in own and group.id in waiting and group.id not in disputing
    ]


def to_accept_or_appeal(session: Session, actor: Actor) -> list[Dispute]:
    """List the answers that the actor's own group may accept or appeal, oldest first."""
    seen = [each.id for each in agreements_seen(session, actor, Right.DISPUTE_RAISE)]
    return [
        each
        for each in disputes.standing(session, seen, clock.today())
        if each.state is DisputeState.ANSWERED
        and not each.over(clock.today())
        and each.participant.group_id
        in (own_groups(session, actor, Right.DISPUTE_RAISE, each.agreement_id) or frozenset())
    ]


def accepts(session: Session, found: Settlement, own: Collection[int]) -> bool:
    """Say whether one of some groups may still accept a settlement.

    Args:
        session: A session to read with.
        found: The settlement.
        own: The ids of the groups.
    """
    if found.state is not SettlementState.PRELIMINARY:
        return False
    asking = bearing.undecided(session, found)
    if any(each.participant.group_id in own for each in asking):
        return False
    accepted = {each.participant_id for each in acceptances.of_settlement(session, found.id)}
    parties = participants.of_agreement(session, found.agreement_id)
    return any(each.group_id in own and each.id not in accepted for each in parties)


def asked(
    session: Session, found: Settlement, figures: Sequence[Figure], own: Collection[int]
) -> dict[int, int]:
    """Say which lines of a settlement some groups dispute already: the dispute, by the figure.

    Args:
        session: A session to read with.
        found: The settlement.
        figures: Its figures.
        own: The ids of the groups.
    """
    lines = {(each.measure_id, each.participant_id): each.id for each in figures}
    return {
        lines[line]: each.id
        for each in bearing.undecided(session, found)
        if each.participant.group_id in own
        and (line := (each.figure.measure_id, each.figure.participant_id)) in lines
    }
