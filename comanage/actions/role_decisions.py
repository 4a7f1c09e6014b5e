"""Decisions on role changes that take two: what is confirmed is done in the same transaction."""

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import role_changes, roles, second_factor
from comanage.actions.roles import Given
from comanage.records.person import roles_of
from comanage.records.role_change import Change, RoleChange


def confirm(session: Session, actor: Actor, change_id: int) -> RoleChange:
    """Confirm what another system administrator asked for, and do it.

    Raises:
        NotAllowed: The actor asked for it, or would gain by it.
        Conflict: It was decided or done already, or does not fit any more.
    """
    change = role_changes.confirmed(session, actor, change_id)
    reason = f"asked for by {change.asked_by.name}"
    if change.change is Change.GIVE:
        given = Given(change.role, change.service_line_id)
        roles.give(session, actor, change.person, given, reason=reason)
    elif change.change is Change.END:
        row = role_changes.held_row([*roles_of(session, change.person_id)], change)
        roles.take(session, actor, change.person, row, reason=reason)
    else:
        second_factor.take_away(session, actor, change.person, reason=reason)
    return change
