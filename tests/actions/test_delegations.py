"""Duties handed over: who may, to whom and for how long; and that every bar holds through it."""

from datetime import timedelta

import pytest

from comanage import clock
from comanage.access import Actor, held_by
from comanage.actions import delegations, signing
from comanage.actions.delegations import Handing
from comanage.database import reading, transaction
from comanage.records import signature as signatures
from comanage.records.audit_entry import AuditEntry
from comanage.records.person import Person
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role, SettlementState, SettlementStep
from tests.actions.settling import (
    approved,
    as_well,
    control,
    finalized,
    make_ready,
    without_layout,
)
from tests.makers import make_actor, make_delegation, make_person, make_service_line

APPROVE = {"step": SettlementStep.APPROVE, "right": Right.SETTLEMENT_APPROVE}


@pytest.fixture
def ready(engine, monkeypatch):
    """An agreement whose first quarter can be settled, with a second approver."""
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        made.second = make_actor(session, Role.APPROVER, person=make_person(session, "Dora Finch"))
        made.system = make_actor(session, Role.SYSTEM)
        made.colleague = make_actor(session, person=make_person(session, "Eva Lind"))
    return made


def why_not(ready, who, found):
    with reading() as session:
        return signing.barred(session, who, found, **APPROVE)


@pytest.fixture
def taker(ready):
    """Someone who does the approver's duty for some days, and holds no role of their own."""
    with transaction() as session:
        person = make_person(session, "Eva Lind")
        make_delegation(session, ready.approver, person, Role.APPROVER)
        return Actor(person.id, person.name, held_by(session, person.id))


@pytest.mark.trust("B5")
def test_whoever_took_over_a_duty_signs_in_the_own_name_for_the_other(ready, taker):
    finalized(ready)
    assert approved(ready, taker).state is SettlementState.APPROVED
    with reading() as session:
        (signed,) = signatures.of_settlement(session, session.get_one(Settlement, 1))
        roles = {entry.role for entry in session.query(AuditEntry) if "approve" in entry.act}
    assert (signed.printed_name, signed.role) == ("Eva Lind", "approver, for Carla Ruiz")
    assert signed.for_id == ready.approver.person_id
    assert roles == {"approver, for Carla Ruiz"}


@pytest.mark.trust("B5")
def test_giver_and_taker_are_not_two_approvers(ready, taker):
    control(ready, second_approval_above_cents=0)
    finalized(ready)
    approved(ready, taker)
    with pytest.raises(Conflict, match="You signed settlement 1 already"):
        approved(ready)
    assert approved(ready, ready.second).state is SettlementState.APPROVED


@pytest.mark.trust("B5")
def test_whoever_acts_for_an_enterer_may_not_approve(ready):
    with transaction() as session:
        both = as_well(session, ready.administrator, Role.APPROVER)
        person = make_person(session)
        make_delegation(session, both, person, Role.APPROVER)
        taker = Actor(person.id, person.name, held_by(session, person.id))
    made = finalized(ready)
    assert why_not(ready, taker, made) == "You entered these values; another person must decide."
    with pytest.raises(NotAllowed, match="entered a figure"):
        approved(ready, taker)


@pytest.mark.trust("B5")
def test_a_change_of_roles_in_between_takes_no_part_away(ready):
    with transaction() as session:
        for row in session.get_one(Person, ready.administrator.person_id).roles:
            session.delete(row)
        session.flush()
        session.expire_all()
        former = as_well(session, ready.administrator, Role.APPROVER)
        ready.administrator = make_actor(session, Role.ADMINISTRATOR)
    finalized(ready)
    with pytest.raises(NotAllowed, match="entered a figure"):
        approved(ready, former)


def handing(ready, **given):
    today = clock.today()
    made = {
        "giver_id": ready.approver.person_id, "taker_id": ready.colleague.person_id,
        "role": Role.APPROVER, "service_line_id": None, "starts": today,
        "ends": today + timedelta(10), "reason": "On leave.",
    }  # fmt: skip
    return Handing(**made | given)


def handed(ready, who=None, **given):
    with transaction() as session:
        return delegations.hand_over(session, who or ready.approver, handing(ready, **given))


@pytest.mark.parametrize("who", ["approver", "system"])
def test_whoever_has_a_duty_or_a_system_administrator_hands_it_over(ready, who):
    made = handed(ready, getattr(ready, who))
    assert made.agreed_by_id == getattr(ready, who).person_id
    with reading() as session:
        (held,) = held_by(session, ready.colleague.person_id)
        entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert held.words == "approver, for Carla Ruiz"
    alone = " - decided by the only system administrator" if who == "system" else ""
    assert (entry.act, entry.reason) == ("person:duty:hand-over", f"On leave.{alone}")


@pytest.mark.trust("B6")
def test_where_there_are_two_no_system_administrator_gives_a_duty_that_takes_two_alone(ready):
    with transaction() as session:
        make_actor(session, Role.SYSTEM, person=make_person(session, "Sam Ito"))
    with pytest.raises(NotAllowed, match="another system administrator confirms it"):
        handed(ready, ready.system)
    with reading() as session:
        assert held_by(session, ready.colleague.person_id) == ()
    assert handed(ready, ready.approver).giver_id == ready.approver.person_id
    lighter = {"giver_id": ready.verifier.person_id, "role": Role.VERIFIER}
    assert handed(ready, ready.system, **lighter).giver_id == ready.verifier.person_id


def test_nobody_hands_over_the_duty_of_another_or_takes_one_by_themselves(ready):
    with pytest.raises(NotAllowed, match="duty of another"):
        handed(ready, ready.second)
    with pytest.raises(NotAllowed, match="to themselves"):
        handed(ready, ready.system, taker_id=ready.system.person_id)
    with pytest.raises(NotAllowed):
        handed(ready, ready.leader)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        pytest.param({"role": Role.SYSTEM}, "role", id="a role that is never handed over"),
        pytest.param({"role": Role.VERIFIER}, "role", id="a role that the giver does not hold"),
        pytest.param({"taker_id": None}, "taker_id", id="to nobody"),
        pytest.param({"taker_id": "second"}, "taker_id", id="to someone who holds it already"),
        pytest.param({"starts": None}, "starts", id="without a first day"),
        pytest.param({"starts": timedelta(-1)}, "starts", id="for yesterday"),
        pytest.param({"ends": timedelta(-1)}, "ends", id="backwards"),
        pytest.param({"ends": timedelta(366)}, "ends", id="for more than a year"),
        pytest.param({"reason": " "}, "reason", id="without a reason"),
    ],
)
def test_a_duty_is_not_handed_over(ready, given, place):
    if given.get("taker_id") == "second":
        given = {"taker_id": ready.second.person_id}
    given = {
        name: clock.today() + value if isinstance(value, timedelta) else value
        for name, value in given.items()
    }
    with pytest.raises(Faulty) as refused:
        handed(ready, ready.approver, **given)
    assert place in {fault.place for fault in refused.value.faults}


def test_a_role_within_a_service_line_is_handed_over_within_it(ready):
    with transaction() as session:
        lines = [make_service_line(session) for _ in range(2)]
        limited = make_actor(session, Role.VERIFIER, service_line=lines[0])
    given = {"giver_id": limited.person_id, "role": Role.VERIFIER}
    for elsewhere in (None, lines[1].id):
        with pytest.raises(Faulty):
            handed(ready, limited, **given, service_line_id=elsewhere)
    assert handed(ready, limited, **given, service_line_id=lines[0].id).id


def test_a_duty_is_taken_back_once_by_whoever_gave_it(ready):
    made = handed(ready)
    for who in (ready.second, ready.verifier):
        with pytest.raises(NotFound), transaction() as session:
            delegations.take_back(session, who, made.id)
    with transaction() as session:
        delegations.take_back(session, ready.approver, made.id)
        assert held_by(session, ready.colleague.person_id) == ()
    with pytest.raises(Conflict, match="taken back already"), transaction() as session:
        delegations.take_back(session, ready.system, made.id)
