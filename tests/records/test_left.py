"""What a correction leaves: the database takes it only where it leaves a group as it was."""

import pytest

from comanage.database import transaction
from comanage.records.payout_record import PayoutRecord
from comanage.rules.signoff import SettlementState
from tests.makers import make_payout, make_settlement, stored
from tests.records.refused import refused

OF_A_CORRECTION = "payout_record_left_of_a_correction"
WHY = "Too small to count."


@pytest.fixture
def corrected(paying):
    """A released settlement, and one that was approved in its place."""
    with transaction() as session:
        paying.correction = make_settlement(
            session, paying.agreement, state=SettlementState.APPROVED, replaces=paying.settlement
        )
        paying.owed = session.merge(paying.payout)
        session.expunge(paying.owed)
    return paying


def leave(session, corrected, left, **given):
    owed = corrected.owed
    kept = {"payable_cents": owed.payable_cents, "participant_id": owed.participant_id}
    row = {"settlement_id": corrected.correction.id, "share": "50%", "left_because": WHY}
    return stored(session, PayoutRecord(left_cents=left, **row | kept | given))


@pytest.mark.parametrize("left", [1, -1, 123_456])
def test_a_group_is_left_what_counted_before(corrected, left):
    with transaction() as session:
        assert leave(session, corrected, left).counts_cents == corrected.owed.payable_cents


@pytest.mark.trust("D11")
@pytest.mark.parametrize("more", [1, -1])
def test_nothing_is_left_beside_a_payout_that_changes(corrected, more):
    with refused(OF_A_CORRECTION) as session:
        leave(session, corrected, 5, payable_cents=corrected.owed.payable_cents + more)


def test_what_was_paid_before_may_move_between_the_two(corrected):
    cents = corrected.owed.payable_cents
    with transaction() as session:
        leave(session, corrected, 5, payable_cents=cents - 700, advanced_cents=700)


@pytest.mark.trust("D11")
def test_nothing_is_left_where_nothing_was_released(corrected):
    with refused(OF_A_CORRECTION) as session:
        first = make_settlement(
            session, corrected.agreement, period="2027-Q2", state=SettlementState.APPROVED
        )
        leave(session, corrected, 5, settlement_id=first.id)


def test_a_correction_that_leaves_nothing_pays_what_it_says(corrected):
    with transaction() as session:
        participant = session.get_one(PayoutRecord, corrected.payout.id).participant
        assert make_payout(session, corrected.correction, participant, payable_cents=1).id
