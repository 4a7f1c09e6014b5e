"""Signatures, returns, holds and acceptances: what the database refuses, by whatever way."""

import pytest

from comanage.database import transaction
from comanage.records import signature as signatures
from comanage.records.payment_control import Controls, in_force
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose
from comanage.rules.signoff import Role, SettlementState
from tests.makers import (
    NOW,
    approve,
    make_figure,
    make_handed,
    make_person,
    make_signature,
    release,
    stored,
)
from tests.records.paying import lifted
from tests.records.refused import gives_no_way, inserting, refusal, refused, run
from tests.records.signed import LIFT, control

NEVER = {
    # what is refused with:            the SQL that tries it
    "signature_never_changed":         "UPDATE signature SET printed_name = 'Another'",
    "signature_never_deleted":         "DELETE FROM signature",
    "settlement_return_never_changed": "UPDATE settlement_return SET reason = 'Another'",
    "settlement_return_never_deleted": "DELETE FROM settlement_return",
    "acceptance_never_changed":        "UPDATE acceptance SET participant_id = 2",
    "acceptance_never_deleted":        "DELETE FROM acceptance",
    "payment_control_never_changed":   "UPDATE payment_control SET dispute_days = 3",
    "payment_control_never_deleted":   "DELETE FROM payment_control",
    "release_hold_never_changed":      "UPDATE release_hold SET reason = 'Another'",
    "release_hold_never_deleted":      "DELETE FROM release_hold",
    "settlement_release_stays":        "UPDATE settlement SET released_by_id = 1"
                                       " WHERE state = 'released'",
}  # fmt: skip
CONTROLS = {
    "payment_control_number_once_an_agreement": {"number": 1},
    "payment_control_numbers_count_from_one": {"number": 0},
    "payment_control_second_approval_above_zero": {"second_approval_above_cents": -1},
    "payment_control_dispute_lasts_a_day": {"dispute_days": 0},
    "payment_control_year_cap_not_below_zero": {"year_cap_cents": -1},
    "payment_control_whole_cap_not_below_zero": {"lifetime_cap_cents": -1},
}
SIGNATURES = {
    "signature_once_a_person": {},
    "signature_for_someone_else": {"for_id": "signer"},
    "signature_says_what_it_means": {"meaning": ""},
    "signature_has_a_printed_name": {"printed_name": ""},
}
HOLDS = {
    "release_hold_says_why": {"reason": ""},
    "release_hold_one_at_a_time": {},
}
LIFTS = {
    "release_hold_names_who_lifted_it": "lifted_by_id = 1, lifted_at = held_at",
    "release_hold_lifted_says_why": "lifted_by_id = 1, lifted_at = held_at, lift_reason = ''",
}
TABLES = ("signature", "settlement_return", "acceptance", "payment_control", "release_hold")


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_was_signed_stays(engine, signed, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("table", TABLES)
def test_no_row_gives_way_to_another_or_to_emptying(engine, signed, table):
    gives_no_way(engine, table)


@pytest.mark.parametrize(("name", "changes"), CONTROLS.items(), ids=CONTROLS)
def test_controls_that_cannot_be_are_refused(engine, signed, name, changes):
    statement = inserting(signed.control, **{"id": 999, "number": 2} | changes)
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(("name", "changes"), SIGNATURES.items(), ids=SIGNATURES)
def test_a_signature_that_cannot_be_is_refused(engine, signed, name, changes):
    person = signed.signature.person_id if name.endswith("once_a_person") else signed.releaser.id
    if name != "signature_once_a_person":
        with transaction() as session:
            person = make_person(session).id
    changes = {key: person if value == "signer" else value for key, value in changes.items()}
    statement = inserting(signed.signature, **{"id": 999, "person_id": person} | changes)
    assert refusal(engine, statement) == name


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"document_hash": "0" * 64}, id="under another document"),
        pytest.param({"round": 2}, id="in another round"),
        pytest.param({"purpose": Purpose.RELEASE}, id="to release what is not approved"),
    ],
)
def test_a_signature_is_under_what_stands(engine, signed, changes):
    with transaction() as session:
        person = make_person(session).id
    statement = inserting(signed.signature, **{"id": 999, "person_id": person} | changes)
    assert refusal(engine, statement) == "signature_of_what_stands"


@pytest.mark.parametrize("column", ["person_id", "for_id"])
def test_who_entered_signs_neither_for_themselves_nor_through_another(engine, signed, column):
    with transaction() as session:
        person = make_person(session).id
    who = {"person_id": person, column: signed.enterer.id}
    statement = inserting(signed.signature, id=999, **who)
    assert refusal(engine, statement) == "signature_not_by_an_enterer"


def test_who_verified_does_not_sign(engine, signed):
    statement = inserting(signed.signature, id=999, person_id=signed.verifier.id)
    assert refusal(engine, statement) == "signature_not_by_a_verifier"


def test_a_verifier_that_may_approve_still_does_not_release(engine, signed):
    lifted(engine, "agreement_stays_as_agreed", "agreement")
    run(engine, "UPDATE agreement SET verifier_may_approve = true")
    with transaction() as session:
        approve(session, session.get_one(Settlement, signed.final.id), make_person(session))
    with refused("signature_not_by_a_verifier") as session:
        release(session, session.get_one(Settlement, signed.final.id), signed.verifier)


def test_who_approved_does_not_release(signed):
    with transaction() as session:
        approve(session, session.get_one(Settlement, signed.final.id), make_person(session))
    with refused("signature_for_one_purpose") as session:
        release(session, session.get_one(Settlement, signed.final.id), signed.approver)


def test_a_giver_and_a_taker_are_not_two_approvers(engine, signed):
    with transaction() as session:
        giver, taker = signed.signature.person_id, make_person(session).id
        make_handed(session, giver, taker, Role.APPROVER)
    statement = inserting(signed.signature, id=999, person_id=taker, for_id=giver)
    assert refusal(engine, statement) == "signature_by_two_people"


def test_who_signed_enters_and_verifies_nothing_more_in_the_period(engine, signed):
    with refused("figure_not_entered_by_a_signer") as session:
        make_figure(
            session, signed.agreement, measure="late", period="2027-Q2", entered_by=signed.approver
        )
    statement = (
        "UPDATE figure SET verified_by_id = :who, verified_at = entered_at WHERE id = :figure"
    )
    values = {"who": signed.approver.id, "figure": signed.open_figure.id}
    assert refusal(engine, statement, **values) == "figure_not_verified_by_a_signer"


def test_a_settlement_is_approved_with_as_many_signatures_as_its_controls_ask_for(signed):
    with transaction() as session:
        above = {"second_approval_above_cents": 8_000_000 - 1}
        stored(session, control(signed.agreement, signed.approver, 2, **above))
    with refused("settlement_approved_with_its_signatures") as session:
        moved(session, signed.final, signed.approver)
    with transaction() as session:
        second = make_person(session)
        make_signature(session, signed.final, second)
        moved(session, signed.final, second)


def test_an_approver_who_did_not_sign_is_refused(signed):
    with refused("settlement_approved_with_its_signatures") as session:
        moved(session, signed.final, make_person(session))


def moved(session, settlement, person):
    found = session.merge(settlement)
    found.state, found.approved_by_id = SettlementState.APPROVED, person.id
    found.approved_at = NOW
    session.flush()


def test_a_settlement_goes_step_by_step(engine, signed):
    skipping = "UPDATE settlement SET state = 'approved' WHERE state = 'preliminary'"
    assert refusal(engine, skipping) == "settlement_steps_in_order"


def test_a_return_says_why_and_begins_another_round(engine, signed):
    silent = "UPDATE settlement SET state = 'preliminary', round = 2 WHERE number = 1 AND id = :id"
    assert refusal(engine, silent, id=signed.final.id) == "settlement_returned_with_a_reason"
    counted = "UPDATE settlement SET round = 2 WHERE id = :id"
    assert refusal(engine, counted, id=signed.final.id) == "settlement_returned_with_a_reason"
    assert run(engine, silent, id=signed.fourth.id) == 1


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("settlement_return_says_why", {"reason": ""}),
        ("settlement_return_once_a_round", {"settlement_id": "fourth"}),
        ("settlement_return_of_a_final_one", {"settlement_id": "third"}),
    ],
)
def test_a_return_that_cannot_be_is_refused(engine, signed, name, changes):
    given = {"settlement_id": signed.final.id, **changes}
    if isinstance(given["settlement_id"], str):
        given["settlement_id"] = getattr(signed, given["settlement_id"]).id
    assert refusal(engine, inserting(signed.returned, id=999, **given)) == name


@pytest.mark.parametrize(("name", "changes"), HOLDS.items(), ids=HOLDS)
def test_a_hold_that_cannot_be_is_refused(engine, signed, name, changes):
    other = {} if name.endswith("at_a_time") else {"settlement_id": signed.fourth.id}
    assert refusal(engine, inserting(signed.hold, id=999, **other | changes)) == name


@pytest.mark.parametrize(("name", "changes"), LIFTS.items(), ids=LIFTS)
def test_a_hold_is_lifted_by_someone_who_says_why(engine, signed, name, changes):
    assert refusal(engine, f"UPDATE release_hold SET {changes}") == name  # noqa: S608


def test_a_hold_begins_standing_and_is_lifted_once(engine, signed):
    done = {"lifted_by_id": 1, "lifted_at": NOW, "lift_reason": "Answered."}
    begun = inserting(signed.hold, id=999, settlement_id=signed.fourth.id, **done)
    assert refusal(engine, begun) == "release_hold_begins_standing"
    assert run(engine, LIFT) == 1
    assert refusal(engine, LIFT) == "release_hold_never_changed"


@pytest.mark.parametrize(
    ("name", "settlement", "participant"),
    [
        ("acceptance_once_a_participant", "third", "participant"),
        ("acceptance_while_preliminary", "final", "second"),
        ("acceptance_of_its_agreement", "third", "stranger"),
    ],
)
def test_an_acceptance_that_cannot_be_is_refused(engine, signed, name, settlement, participant):
    ids = {"participant": signed.participant.id, "second": signed.second.id, "stranger": 3}
    statement = inserting(
        signed.acceptance,
        id=999,
        settlement_id=getattr(signed, settlement).id,
        participant_id=ids[participant],
    )
    assert refusal(engine, statement) == name


def test_a_signature_under_a_document_that_changed_no_longer_matches(signed):
    assert signatures.matches(signed.signature, signed.final)
    signed.final.document = '{"earned": 1}'  # somebody got past every guard
    assert not signatures.matches(signed.signature, signed.final)
    assert not signatures.counts(signed.signature, signed.final)


def test_the_newest_controls_count(signed):
    with transaction() as session:
        stored(session, control(signed.agreement, signed.approver, 2, dispute_days=10))
        assert in_force(session, signed.agreement.id) == Controls(2, dispute_days=10)
        assert in_force(session, signed.other.id) == Controls()
