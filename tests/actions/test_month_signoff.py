"""A month of hours: attested as shown, approved by each level, sent back, and what it earned."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from comanage import clock
from comanage.access import held_by
from comanage.actions import attesting, hours
from comanage.actions import earned as money
from comanage.actions import month_decisions as act
from comanage.records.audit_entry import AuditEntry
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.guarding import lifted
from comanage.records.payable_base_fee import payable_base_fees
from comanage.records.person import Person
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.month_signoff import OWN, TWICE, MonthState
from comanage.rules.signoff import Role
from tests.actions.on_duty import (
    MARCH,
    approve,
    attest,
    earned,
    key,
    log,
    on_duty,
    send_back,
    stands,
    through,
    worked,
)
from tests.makers import NOW, make_role


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(session):
    return on_duty(session)


@pytest.mark.trust("F5")
def test_an_attestation_holds_exactly_what_was_shown_and_who_signed(session, made):
    entry = log(session, made)
    signed = attest(session, made)
    assert json.loads(signed.content) == {
        "agreement": "ORTHO-2027", "group": "Physicians of GRANITE", "physician": "Dr. Ann Ito",
        "role": "physician", "month": "2027-03", "minutes": 90,
        "lines": [{"number": entry.id, "day": "2027-03-20", "duty": "Chair the committee",
                   "minutes": 90, "done": "Agenda, minutes"}],
        "sentences": ["I did this work myself."],
    }  # fmt: skip
    assert (signed.printed_name, signed.role, signed.signed_at) == (
        "Dr. Ann Ito", Role.PHYSICIAN, NOW,
    )  # fmt: skip
    assert signed.meaning == "I attest these hours"
    assert stands(session, made).state is MonthState.ATTESTED


def test_what_is_signed_is_what_was_seen(session, made):
    log(session, made)
    seen = attesting.page(session, made.ann, made.id, made.granite, month=MARCH).shown_hash
    log(session, made, 15)
    with pytest.raises(Conflict, match="changed since this page was shown"):
        attesting.attest(session, made.ann, made.id, made.granite, month=MARCH, seen=seen)


def test_a_month_is_attested_once_it_is_over(session, made):
    log(session, made, day=date(2027, 4, 10))
    page = attesting.page(session, made.ann, made.id, made.granite, month="2027-04")
    assert page.barred == "April 2027 can be attested from 1 May 2027 on, when it is over."
    with pytest.raises(Conflict):
        attest(session, made, month="2027-04")
    with clock.fixed(datetime(2027, 5, 1, 9, tzinfo=UTC)):
        attest(session, made, month="2027-04")


def test_the_same_is_not_attested_twice(session, made):
    log(session, made)
    attest(session, made)
    with pytest.raises(Conflict, match="attested March 2027 already"):
        attest(session, made)


@pytest.mark.parametrize("month", ["2027-02", "2027-13", "march"])
def test_a_month_without_hours_cannot_be_attested(session, made, month):
    log(session, made)
    with pytest.raises(NotFound):
        attest(session, made, month=month)


def test_hours_that_were_all_taken_back_cannot_be_attested(session, made):
    entry = log(session, made)
    hours.correct(session, made.ann, entry.id, worked(made, 0), reason="It was cancelled")
    with pytest.raises(NotFound):
        attest(session, made)


def test_nobody_attests_the_hours_of_another(session, made):
    log(session, made)
    for other in (made.cas, made.leader):
        with pytest.raises(NotFound):
            attest(session, made, who=other)
    with pytest.raises(NotFound):
        attest(session, made, who=made.bo)
    with pytest.raises(NotAllowed):
        attest(session, made, who=made.administrator)


def test_every_level_approves_and_the_last_one_makes_the_month_payable(session, made):
    log(session, made, 375)
    attest(session, made)
    assert approve(session, made, made.administrator).state is MonthState.APPROVED
    assert earned(session) == []
    assert approve(session, made, made.approver).state is MonthState.PAYABLE
    assert earned(session) == [112_500]
    (found,) = payable_base_fees(session, made.id)
    assert (found.participant, found.month) == (made.granite, date(2027, 3, 1))
    assert found.approvers == (made.administrator.person_id, made.approver.person_id)
    row = session.query(BaseFeeEarned).one()
    assert [step.sentence for step in money.steps_of(row)] == [
        "Chair the committee: 6.25 hours approved.",
        "Together: 6.25 hours.",
        "6.25 hours × $180.00 = $1,125.00.",
        "To the cent, half up: $1,125.00.",
    ]
    acts = [each.act for each in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts == [
        "hours:entry:log", "hours:month:attest", "hours:month:approve", "hours:month:approve",
        "base-fee:amount:earn",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["approver", "verifier"])
def test_a_level_is_approved_by_its_role_alone(session, made, who):
    log(session, made)
    attest(session, made)
    with pytest.raises(NotAllowed, match="Level 1 of 2 is the decision of the service-line"):
        approve(session, made, getattr(made, who))


@pytest.mark.parametrize("who", ["compliance", "leader", "cas", "ann"])
def test_others_approve_nothing(session, made, who):
    log(session, made)
    attest(session, made)
    with pytest.raises((NotAllowed, NotFound)):
        approve(session, made, getattr(made, who))


def test_nobody_approves_own_hours_or_two_levels_whatever_roles_were_given_meanwhile(session, made):
    log(session, made)
    attest(session, made)
    both = with_roles(session, made.ann, Role.ADMINISTRATOR, Role.APPROVER)
    with pytest.raises(NotAllowed) as refused:
        approve(session, made, both)
    assert refused.value.sentence == OWN
    both = with_roles(session, made.administrator, Role.APPROVER)
    approve(session, made, both)
    with pytest.raises(NotAllowed) as refused:
        approve(session, made, both)
    assert refused.value.sentence == TWICE


def test_a_month_is_sent_back_with_a_reason_and_attested_again(session, made):
    entry = log(session, made)
    attest(session, made)
    approve(session, made, made.administrator)
    with pytest.raises(Faulty):
        send_back(session, made, made.approver, " ")
    with pytest.raises(Faulty):
        send_back(session, made, made.approver, "Patient MRN 1234567?")
    send_back(session, made, made.approver)
    back = stands(session, made)
    assert back.state is MonthState.RETURNED
    assert back.attestation.decisions[-1].reason == "Which meeting?"
    hours.correct(session, made.ann, entry.id, worked(made, 60), reason="It was shorter")
    assert stands(session, made).state is MonthState.DRAFT
    assert attest(session, made).number == 2
    approve(session, made, made.administrator)
    assert approve(session, made, made.approver).state is MonthState.PAYABLE
    assert earned(session) == [18_000]


@pytest.mark.trust("F5")
def test_what_is_logged_after_the_signature_voids_it(session, made):
    log(session, made)
    attest(session, made)
    approve(session, made, made.administrator)
    log(session, made, 15)
    assert stands(session, made).state is MonthState.DRAFT
    with pytest.raises(Conflict) as refused:
        approve(session, made, made.approver)
    assert refused.value.sentence == act.NOT_ATTESTED


@pytest.mark.trust("F5")
def test_a_signature_no_longer_matches_hours_that_were_changed_behind_it(session, made):
    log(session, made)
    attest(session, made)
    assert act.evidence(session, made.approver, made.id, key(made)).matches
    with lifted(session.connection(), "time_entry"):
        session.execute(text("UPDATE time_entry SET minutes = 105"))
    session.expire_all()
    assert not act.evidence(session, made.approver, made.id, key(made)).matches
    with pytest.raises(Conflict) as refused:
        approve(session, made, made.administrator)
    assert refused.value.sentence == act.BROKEN


def test_what_was_shown_before_is_not_approved(session, made):
    entry = log(session, made)
    seen = attest(session, made).content_hash
    hours.correct(session, made.ann, entry.id, worked(made, 60), reason="It was shorter")
    attest(session, made)
    session.expire_all()
    with pytest.raises(Conflict) as refused:
        act.approve(session, made.administrator, made.id, key(made), seen=seen)
    assert refused.value.sentence == act.CHANGED


def test_a_payable_month_takes_no_more(session, made):
    entry = log(session, made)
    through(session, made)
    session.expire_all()
    for late in (
        lambda: log(session, made, 15),
        lambda: hours.correct(session, made.ann, entry.id, worked(made, 0), reason="No"),
        lambda: attest(session, made),
        lambda: approve(session, made, made.approver),
    ):
        with pytest.raises(Conflict):
            late()
    assert earned(session) == [27_000]


def test_whoever_decides_sees_what_waits_for_that_person_alone(session, made):
    log(session, made)
    attest(session, made)
    session.expire_all()

    def waits(who):
        return [each.key.month.code for _, each in act.waiting(session, who)]

    assert (waits(made.administrator), waits(made.approver)) == ([MARCH], [])
    both = with_roles(session, made.administrator, Role.APPROVER)
    approve(session, made, both)
    session.expire_all()
    assert (waits(both), waits(made.approver), waits(made.verifier)) == ([], [MARCH], [])


def test_single_entries_are_for_those_who_see_everyone(session, made):
    log(session, made)
    for who in (made.administrator, made.verifier, made.compliance):
        assert act.evidence(session, who, made.id, key(made)).stands.minutes == 90
    for who in (made.leader, made.ann, made.bo):
        with pytest.raises((NotFound, NotAllowed)):
            act.evidence(session, who, made.id, key(made))


def with_roles(session, actor, *roles):
    """Give somebody more roles, and find them as they act now."""
    person = session.get(Person, actor.person_id)
    for role in roles:
        make_role(session, person, role)
    return type(actor)(person.id, person.name, held_by(session, person.id))
