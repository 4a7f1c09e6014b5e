"""Payment controls: set by the administrator while nothing is locked, then by compliance alone."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, granted
from comanage.actions.opened import check_opened
from comanage.actions.reasons import reason_faults
from comanage.records import payment_control as controls
from comanage.records import scorecard as scorecards
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payment_control import Controls, PaymentControl
from comanage.refusals import Conflict, Fault, Faulty, NotAllowed
from comanage.rights import Right
from comanage.rules.numbers import MOST_CENTS, money
from comanage.rules.signoff import Role

LOCKED = (
    "A scorecard of this agreement is locked, and its payment controls were agreed with it:"
    " a compliance officer may change them, with a reason."
)
WHY = "Say why the controls change, and who agreed to it."
NOTHING = "Nothing is changed: these controls are in force already."
LONGEST_WINDOW = 365


def put(
    session: Session, actor: Actor, agreement_id: int, *, given: Controls, reason: str = ""
) -> PaymentControl:
    """Set the payment controls of an agreement.

    Args:
        session: The session of the transaction.
        actor: Who acts.
        agreement_id: The agreement.
        given: What is to count; its number is that of the controls which the actor has seen.
        reason: Why; needed once a scorecard is locked.

    Raises:
        NotAllowed: A scorecard is locked, and the actor is no compliance officer.
        Stale: Someone else was quicker.
        Conflict: Nothing changes.
        Faulty: Every fault of what was given.
    """
    held = granted(session, actor, Right.CONTROL_SET, agreement_id)
    before = controls.in_force(session, agreement_id)
    locked = scorecards.in_force(session, agreement_id) is not None
    if locked and held.role is not Role.COMPLIANCE:
        raise NotAllowed(LOCKED)
    check_opened(given.number, before.number)
    faults = [*_faults(given), *(reason_faults(reason, WHY) if locked or reason else [])]
    if faults:
        raise Faulty(faults)
    if given == before:
        raise Conflict(NOTHING)
    values = asdict(given) | {"number": before.number + 1}
    made = PaymentControl(
        agreement_id=agreement_id,
        reason=reason.strip(),
        set_by_id=actor.person_id,
        set_at=clock.now(),
        **values,
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.CONTROLS_SET, role=held.role, agreement_id=agreement_id,
        object_id=made.id, before=asdict(before), after=values, reason=reason.strip(),
    )  # fmt: skip
    return made


def _faults(given: Controls) -> list[Fault]:
    amounts = ("second_approval_above_cents", "year_cap_cents", "lifetime_cap_cents")
    found = [
        Fault(name, f"Give an amount from $0.00 to {money(MOST_CENTS)}, or leave it empty.")
        for name in amounts
        if (cents := getattr(given, name)) is not None and not 0 <= cents <= MOST_CENTS
    ]
    days = given.dispute_days
    if days is not None and not 1 <= days <= LONGEST_WINDOW:
        found.append(Fault("dispute_days", f"Give 1 to {LONGEST_WINDOW} days, or leave it empty."))
    return found
