"""Physicians: what compliance records of them, and that no money goes past what is on record."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from comanage import clock
from comanage.actions import base_fee_releases
from comanage.actions import physicians as act
from comanage.actions.physicians import Given
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.physician_status import PhysicianStatus
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules.signoff import Role
from tests.actions.boards import added
from tests.actions.on_duty import log, on_duty, through
from tests.actions.releasing import make_approved, release
from tests.actions.settling import make_ready, without_layout
from tests.makers import NOW, make_actor, make_person, make_role, make_signed, make_status


@pytest.fixture(autouse=True)
def today():
    """Hold the clock in the first year of the agreement."""
    with clock.fixed(NOW.replace(month=9, day=1)):
        yield


@pytest.fixture
def ready(engine):
    """An agreement of two groups, each with one physician leader."""
    del engine
    with transaction() as session:
        return make_ready(session)


def found_of(ready, **changes):
    given = Given(
        person_id=ready.leader.person_id,
        screened_on=date(2027, 8, 20),
        excluded=False,
        licensed_until=date(2028, 6, 30),
        privileged_until=date(2028, 3, 31),
        reference=" Exclusion list of August 2027, compliance share ",
    )
    return replace(given, **changes)


def record(ready, actor=None, **changes):
    with transaction() as session:
        return act.record(session, actor or ready.compliance, ready.id, found_of(ready, **changes))


def test_a_status_is_recorded_and_a_later_one_takes_its_place(ready):
    record(ready)
    record(ready, screened_on=date(2027, 9, 1))
    with reading() as session:
        of_leader = next(
            each
            for each in act.every(session, ready.administrator, ready.id)
            if each.person.id == ready.leader.person_id
        )
        assert of_leader.row.screened_on == date(2027, 9, 1)
        assert of_leader.row.reference == "Exclusion list of August 2027, compliance share"
        assert len(session.scalars(select(PhysicianStatus)).all()) == 2
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.act, entry.role) == (Act.PHYSICIAN_RECORDED, Role.COMPLIANCE)
    assert entry.object_id == ready.leader.person_id
    assert json.loads(entry.before)["screened on"] == "2027-08-20"
    assert json.loads(entry.after)["screened on"] == "2027-09-01"


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        pytest.param({"person_id": None}, "person_id", "Choose a physician", id="nobody"),
        pytest.param({"person_id": 999}, "person_id", "Choose a physician", id="no such person"),
        pytest.param({"screened_on": None}, "screened_on", "Give the day", id="no screening"),
        pytest.param({"screened_on": date(2027, 9, 2)}, "screened_on", "future", id="tomorrow"),
        pytest.param({"licensed_until": None}, "licensed_until", "licence", id="no licence"),
        pytest.param({"privileged_until": None}, "privileged_until", "privileges", id="none"),
        pytest.param({"reference": " "}, "reference", "what was looked up", id="rests on nothing"),
        pytest.param({"reference": "x" * 501}, "reference", "at most 500", id="too much said"),
    ],
)
def test_a_status_that_says_too_little_is_refused_at_its_place(ready, changes, place, words):
    with pytest.raises(Faulty) as refused:
        record(ready, **changes)
    (fault,) = refused.value.faults
    assert fault.place == place
    assert words in fault.sentence


def test_who_takes_no_part_has_no_status_here(ready):
    with pytest.raises(Faulty) as refused:
        record(ready, person_id=ready.stranger.person_id)
    assert [fault.sentence for fault in refused.value.faults] == [act.WHO]


def test_nobody_records_their_own_status(ready):
    with transaction() as session:
        person = make_person(session)
        make_role(session, person, Role.COMPLIANCE)
        both = make_actor(session, Role.LEADER, person=person, group=ready.groups["GRANITE"])
    with pytest.raises(Faulty) as refused:
        record(ready, both, person_id=both.person_id)
    assert [fault.sentence for fault in refused.value.faults] == [act.OWN]


def test_only_compliance_records_and_only_who_oversees_reads(ready):
    for actor, refusal in (
        (ready.administrator, NotAllowed), (ready.leader, NotAllowed), (ready.stranger, NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            record(ready, actor)
    for actor, refusal in ((ready.leader, NotAllowed), (ready.stranger, NotFound)):
        with pytest.raises(refusal), reading() as session:
            act.every(session, actor, ready.id)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"excluded": True}, "was found excluded on 20 Aug 2027", id="excluded"),
        pytest.param({"licensed_until": date(2027, 8, 31)}, "licence", id="without licence"),
        pytest.param({"privileged_until": date(2027, 8, 31)}, "privileges", id="no privileges"),
    ],
)
def test_no_settlement_is_released_past_what_is_on_record_of_a_physician(
    engine, monkeypatch, changes, words
):
    del engine
    without_layout(monkeypatch)
    made = make_approved()
    who = made.leader.person_id
    added(make_status, made.agreement, who, **changes)
    with pytest.raises(Faulty) as refused:
        release(made)
    (fault,) = refused.value.faults
    assert (fault.place, words in fault.sentence) == ("physician", True)
    added(make_status, made.agreement, who)
    assert release(made).cents > 0


def test_a_physician_of_whom_nothing_is_on_record_keeps_nothing_back(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)
    assert release(make_approved()).cents > 0


def test_no_base_fee_is_released_past_what_is_on_record_of_a_physician(engine):
    del engine
    with clock.fixed(NOW), transaction() as session:
        made = on_duty(session)
        make_signed(session, made.agreement)
        made.releaser = make_actor(session, Role.RELEASER)
        log(session, made)
        through(session, made)

    def released():
        with transaction() as session:
            waits = base_fee_releases.waiting(session, made.releaser, made.id)
            return base_fee_releases.release(
                session, made.releaser, made.id, earned_ids=[one.earned_id for one in waits],
                key="a-key-of-the-release",
            ).cents  # fmt: skip

    added(make_status, made.agreement, made.bo.person_id, excluded=True)  # of the other group
    added(make_status, made.agreement, made.ann.person_id, excluded=True)
    with pytest.raises(Faulty) as refused:
        released()
    assert [fault.sentence for fault in refused.value.faults] == [
        f"Dr. Ann Ito ({made.groups[0].name}) was found excluded on 20 Aug 2027."
    ]
    added(make_status, made.agreement, made.ann.person_id)
    assert released() > 0
