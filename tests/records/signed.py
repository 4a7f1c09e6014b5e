"""Rows of everything that stands around a signature, for tests of records."""

from comanage.records.acceptance import Acceptance
from comanage.records.payment_control import PaymentControl
from comanage.records.release_hold import ReleaseHold
from comanage.records.signature import SettlementReturn
from tests.makers import NOW

LIFT = "UPDATE release_hold SET lifted_by_id = 1, lifted_at = held_at, lift_reason = 'Done.'"


def control(agreement, by, number=1, **given):
    return PaymentControl(
        agreement_id=agreement.id, number=number, set_by_id=by.id, set_at=NOW,
        **{"reason": "", "independent_review": False} | given,
    )  # fmt: skip


def accepted(settlement, participant):
    return Acceptance(
        settlement_id=settlement.id, participant_id=participant.id,
        accepted_by_id=1, accepted_at=NOW,
    )  # fmt: skip


def returned(settlement, by, **given):
    made = {
        "settlement_id": settlement.id, "round": 1, "returned_by_id": by.id, "returned_at": NOW,
        "reason": "The report says 90.",
    }  # fmt: skip
    return SettlementReturn(**made | given)


def held(settlement, by, reason="A question is open."):
    return ReleaseHold(settlement_id=settlement.id, reason=reason, held_by_id=by.id, held_at=NOW)


def work_held(work, by, **given):
    made = {"reason": "Were these hours worked?", "held_by_id": by.id, "held_at": NOW}
    return ReleaseHold(base_fee_earned_id=work.id, **made | given)
