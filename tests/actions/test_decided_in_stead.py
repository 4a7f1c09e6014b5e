"""Duties handed over, and the base fee: whoever acts for another decides and releases as both would."""

import json

import pytest

from comanage import clock
from comanage.access import Actor, held_by
from comanage.actions import base_fee_releases, hours_export, month_decisions, payment_requests
from comanage.records.audit_entry import AuditEntry
from comanage.records.month_attestation import MonthDecision
from comanage.records.payment import of_agreements
from comanage.records.person import Person
from comanage.refusals import NotAllowed
from comanage.rules.month_signoff import (
    OWN,
    OWN_OF_GIVER,
    TWICE,
    TWICE_FOR_ANOTHER,
    MonthState,
)
from comanage.rules.signoff import Role
from tests.actions.on_duty import MARCH, approve, attest, key, log, on_duty, send_back
from tests.actions.settling import as_well
from tests.makers import NOW, make_actor, make_delegation, make_person, make_signed

KEY = "a-key-of-the-release"


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    """A signed agreement; Dr. Ito's March is attested and waits for its first level."""
    found = on_duty(session)
    make_signed(session, found.agreement)
    log(session, found)
    attest(session, found)
    return found


def taker_of(session, giver, role, person=None):
    """Hand a duty over, to somebody new unless told, and give whoever acts then."""
    person = person or make_person(session, "Eva Lind")
    make_delegation(session, giver, person, role)
    return Actor(person.id, person.name, held_by(session, person.id))


def why_not(session, made, who):
    """Say why somebody may not approve; the page, the list and the way back hold to the same."""
    with pytest.raises(NotAllowed) as refused:
        approve(session, made, who)
    with pytest.raises(NotAllowed):
        send_back(session, made, who)
    assert month_decisions.evidence(session, who, made.id, key(made)).barred == (
        refused.value.sentence
    )
    assert month_decisions.waiting(session, who) == []
    return refused.value.sentence


def decisions(session):
    rows = session.query(MonthDecision).order_by(MonthDecision.level)
    return [(each.printed_name, each.acted_as) for each in rows]


@pytest.mark.trust("B5")
def test_whoever_took_over_a_duty_decides_in_the_own_name_for_the_other(session, made):
    approve(session, made, taker_of(session, made.administrator, Role.ADMINISTRATOR))
    assert approve(session, made, made.approver).state is MonthState.PAYABLE
    assert decisions(session) == [
        ("Eva Lind", "service-line administrator, for The administrator"),
        ("The approver", "approver"),
    ]
    roles = [
        entry.role for entry in session.query(AuditEntry) if entry.act == "hours:month:approve"
    ]
    assert roles == ["service-line administrator, for The administrator", "approver"]
    lines = hours_export.lines(session, made.compliance, made.id, month=MARCH)
    assert "Eva Lind (service-line administrator, for The administrator, approved)" in (
        lines[0].approved_by
    )


@pytest.mark.trust("B5")
def test_nobody_decides_on_the_hours_of_whoever_they_act_for(session, made):
    approve(session, made, made.administrator)
    ann = as_well(session, made.ann, Role.APPROVER)
    assert why_not(session, made, taker_of(session, ann, Role.APPROVER)) == OWN_OF_GIVER


@pytest.mark.trust("B5")
def test_a_physician_decides_on_own_hours_for_nobody(session, made):
    approve(session, made, made.administrator)
    person = session.get_one(Person, made.ann.person_id)
    assert why_not(session, made, taker_of(session, made.approver, Role.APPROVER, person)) == OWN


@pytest.mark.trust("B5")
def test_what_a_giver_decided_the_taker_does_not_decide_again(session, made):
    both = as_well(session, made.administrator, Role.APPROVER)
    approve(session, made, both)
    assert why_not(session, made, taker_of(session, both, Role.APPROVER)) == TWICE_FOR_ANOTHER


@pytest.mark.trust("B5")
def test_what_a_taker_decided_the_giver_does_not_decide_again(session, made):
    both = as_well(session, made.administrator, Role.APPROVER)
    approve(session, made, taker_of(session, both, Role.ADMINISTRATOR))
    assert why_not(session, made, both) == TWICE_FOR_ANOTHER


@pytest.mark.trust("B5")
def test_two_duties_handed_over_to_one_person_are_not_two_people(session, made):
    taker = taker_of(session, made.administrator, Role.ADMINISTRATOR)
    person = session.get_one(Person, taker.person_id)
    approve(session, made, taker_of(session, made.approver, Role.APPROVER, person))
    taker = Actor(person.id, person.name, held_by(session, person.id))
    assert why_not(session, made, taker) == TWICE


def test_an_own_role_comes_before_one_that_was_handed_over(session, made):
    """Whoever has the level's role for themselves acts for nobody, whatever else they took over."""
    person = session.get_one(Person, made.administrator.person_id)
    taker_of(session, made.approver, Role.APPROVER, person)
    both = Actor(person.id, person.name, held_by(session, person.id))
    approve(session, made, both)
    assert decisions(session) == [("The administrator", "service-line administrator")]


def test_the_role_of_the_level_is_the_one_that_is_on_record(session, made):
    """An administrator stands in for the approver: the second level is decided as approver."""
    approve(session, made, made.administrator)
    own = make_actor(session, Role.ADMINISTRATOR, person=make_person(session, "Ida Berg"))
    person = session.get_one(Person, own.person_id)
    both = taker_of(session, made.approver, Role.APPROVER, person)
    assert approve(session, made, both).state is MonthState.PAYABLE
    assert decisions(session)[1] == ("Ida Berg", "approver, for The approver")
    entry = session.query(AuditEntry).filter_by(act="hours:month:approve").all()[-1]
    assert (entry.role, json.loads(entry.after)["level"]) == ("approver, for The approver", 2)


@pytest.mark.trust("B4", "B5")
@pytest.mark.parametrize("giver", ["administrator", "approver"])
def test_what_was_approved_in_ones_stead_one_does_not_release(session, made, giver):
    whose = as_well(session, getattr(made, giver), Role.RELEASER)
    role = Role.ADMINISTRATOR if giver == "administrator" else Role.APPROVER
    taker = taker_of(session, whose, role)
    approve(session, made, taker if giver == "administrator" else made.administrator)
    approve(session, made, taker if giver == "approver" else made.approver)
    released(session, made, whose, refused=True)
    released(session, made, make_actor(session, Role.RELEASER))
    (line,) = of_agreements(session, [made.id])
    with pytest.raises(NotAllowed):
        payment_requests.request(session, whose, payment_ids=[line.id], key="key-of-a-request")


@pytest.mark.trust("B4", "B5")
@pytest.mark.parametrize("giver", ["administrator", "approver", "ann"])
def test_nobody_releases_for_whoever_did_or_approved_it(session, made, giver):
    approve(session, made, made.administrator)
    approve(session, made, made.approver)
    whose = as_well(session, getattr(made, giver), Role.RELEASER)
    released(session, made, taker_of(session, whose, Role.RELEASER), refused=True)


def released(session, made, who, *, refused=False):
    """Release what waits, or be refused."""
    ids = [one.earned_id for one in base_fee_releases.waiting(session, who, made.id)]
    assert len(ids) == 1
    if not refused:
        base_fee_releases.release(session, who, made.id, earned_ids=ids, key=KEY)
        return
    with pytest.raises(NotAllowed, match="did or approved this work"):
        base_fee_releases.release(session, who, made.id, earned_ids=ids, key=KEY)
