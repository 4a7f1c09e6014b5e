"""Dispute windows: how long a preliminary settlement waits for its groups before it is final."""

from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, own_groups
from comanage.actions import bearing
from comanage.actions.standing import seen, told
from comanage.records import acceptance as acceptances
from comanage.records import participant as participants
from comanage.records import payment_control as controls
from comanage.records.acceptance import Acceptance
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.participant import Participant
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict
from comanage.rights import Right
from comanage.rules.dispute_window import open_until, waits_for
from comanage.rules.signoff import SettlementState
from comanage.together import Together

OPEN = (
    "Settlement {} is open for dispute until {}. Make it final on that day or later,"
    " or once every group has accepted it."
)
PAST = "Settlement {} is no longer preliminary, so there is nothing to accept."
DISPUTED = (
    "Your group disputes settlement {}. Withdraw the dispute, or see it through, before you accept."
)
ACCEPTED = "Your group has accepted settlement {} already."


def until(session: Session, found: Settlement) -> date | None:
    """Say until which day a settlement is open for dispute; None where its agreement has no window."""
    days = controls.in_force(session, found.agreement_id).dispute_days
    return open_until(clock.day(found.calculated_at), days)


def waiting(session: Session, found: Settlement) -> list[Participant]:
    """List the groups that may still dispute a settlement, by name."""
    each = Together(session)
    groups = each.part(participants.of_agreement, session, found.agreement_id)
    said = each.part(acceptances.of_settlement, session, found.id)
    ends = each.part(until, session, found)
    parties = {one.id: one for one in groups.given}
    accepted = [one.participant_id for one in said.given]
    waits = waits_for(clock.today(), ends.given, groups=parties.keys(), accepted=accepted)
    return sorted((parties[each] for each in waits), key=lambda one: one.group.name)


def closed(session: Session, found: Settlement) -> None:
    """Check that nobody may dispute a settlement any more.

    Raises:
        Conflict: The window is open, and not every group has accepted.
    """
    day = until(session, found)
    if day is not None and waiting(session, found):
        raise Conflict(OPEN.format(found.number, f"{day.day} {day:%b %Y}"))


def accept(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, number: int
) -> list[Acceptance]:
    """Accept a preliminary settlement for the actor's own group.

    Raises:
        Conflict: It is not preliminary, was replaced, or the group disputes it or has accepted it.
    """
    role = allowed(session, actor, Right.SETTLEMENT_ACCEPT, agreement_id)
    found = seen(session, agreement_id, period_code, number)
    if found.state is not SettlementState.PRELIMINARY:
        raise Conflict(PAST.format(found.number))
    own = own_groups(session, actor, Right.SETTLEMENT_ACCEPT, agreement_id) or frozenset()
    asking = bearing.undecided(session, found)
    if any(one.participant.group_id in own for one in asking):
        raise Conflict(DISPUTED.format(found.number))
    known = {one.participant_id for one in acceptances.of_settlement(session, found.id)}
    made = [
        Acceptance(
            settlement_id=found.id,
            participant_id=one.id,
            accepted_by_id=actor.person_id,
            accepted_at=clock.now(),
        )
        for one in participants.of_agreement(session, agreement_id)
        if one.group_id in own and one.id not in known
    ]
    if not made:
        raise Conflict(ACCEPTED.format(found.number))
    session.add_all(made)
    session.flush()
    note(
        session, actor, Act.SETTLEMENT_ACCEPTED, role=role, agreement_id=agreement_id,
        object_id=found.id, after=told(found),
    )  # fmt: skip
    return made
