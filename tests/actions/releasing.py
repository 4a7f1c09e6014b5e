"""An approved quarter of a signed agreement, with whoever may release it."""

from datetime import timedelta

from comanage import clock
from comanage.actions import approvals, groups, payment_requests, releases, unlocks
from comanage.actions import settlements as act
from comanage.database import transaction
from comanage.records import payment as payments
from comanage.rules.signoff import Role
from tests.actions.settling import (
    PERIOD,
    approved,
    as_well,
    calculated,
    correct,
    finalized,
    make_ready,
)
from tests.makers import make_actor, make_person, make_signed

KEY = "key-of-the-first-release"


def make_approved(session_maker=transaction, *, meanwhile=None, **given):
    """Make an agreement whose first quarter is approved, and everyone who acts on it.

    Args:
        session_maker: Opens the session in which it is made.
        meanwhile: Does something with it once it is final, before it is approved.
        given: How it is made ready.
    """
    with session_maker() as session:
        made = make_ready(session, **given)
        make_signed(session, made.agreement)
        made.releaser = make_actor(session, Role.RELEASER, person=make_person(session, "Rolf Sand"))
        made.officer = make_actor(session, Role.COMPLIANCE, person=make_person(session, "Ines Ott"))
        made.system = make_actor(session, Role.SYSTEM)
        made.reviewer = make_actor(session, Role.REVIEWER)
        for group in made.groups.values():
            groups.set_vendor_number(session, made.system, group.id, number=f"V-{group.code}")
    finalized(made)
    if meanwhile:
        meanwhile(made)
    approved(made)
    return made


def release(made, who=None, *, number=1, key=KEY):
    with transaction() as session:
        return releases.release(
            session, who or made.releaser, made.id, PERIOD, number=number, key=key
        )


def lines(made):
    """Give every payment of the agreement, oldest first."""
    with transaction() as session:
        return list(payments.of_agreements(session, [made.id]))


def corrected(
    made,
    measure="turnover",
    value="26.0",
    *,
    number=2,
    key="key-of-the-second-release",
    releasing=True,
):
    """Open the quarter, correct a figure, approve and, unless it is left to wait, release once more."""
    with transaction() as session:
        unlocks.ask(session, made.compliance, made.id, PERIOD, reason="A late report.")
    with transaction() as session:
        unlocks.confirm(session, made.officer, made.id, PERIOD)
        made.figures[measure] = correct(session, made, measure, value)
    calculated(made)
    with transaction() as session:
        act.finalize(session, made.administrator, made.id, PERIOD, number=number)
    with transaction() as session:
        approvals.approve(session, made.approver, made.id, PERIOD, number=number)
    return release(made, number=number, key=key) if releasing else None


def request(made, ids=None, *, key="key-of-the-request"):
    chosen = ids or [one.id for one in lines(made) if one.amount_cents > 0
                     and one.state.value == "payable"]  # fmt: skip
    with transaction() as session:
        return payment_requests.request(session, made.releaser, payment_ids=chosen, key=key)


def pay(made, ids, *, reference="Check 1001", on=None):
    with transaction() as session:
        return payment_requests.pay(
            session, made.releaser, payment_ids=ids, on=on or clock.today(), reference=reference
        )


def later(days):
    """Hold the clock some days from now."""
    return clock.fixed(clock.now() + timedelta(days))


__all__ = ["KEY", "PERIOD", "as_well"]
