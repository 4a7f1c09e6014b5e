"""What may never happen to a payment, to a request, and to what was set off."""

from comanage.records.guards.agreed_fee import FEE_OF_THE_YEAR, FEE_SO_FAR
from comanage.records.guards.guard import (
    Event,
    Guards,
    Trigger,
    changed,
    day_of,
    earliest_day,
)
from comanage.rules.signoff import STEPS, PaymentState

INSERT, UPDATE = Event.INSERT, Event.UPDATE

PAYMENT_AS_RELEASED = changed(
    "id", "release_id", "agreement_id", "participant_id", "settlement_id", "period", "starts",
    "ends", "year_starts", "kind", "sequence", "amount_cents", "reverses_id", "corrects_id",
    "base_fee_earned_id",
)  # fmt: skip
WORDS = ", ".join(f"'{state}'" for state in PaymentState)  # another word is no state at all
MOVES = ", ".join(
    f"'{state}>{move.leads_to}'"
    for (state, _), move in STEPS.items()
    if isinstance(move.leads_to, PaymentState)
)
OUT_OF_ORDER = (
    f"NEW.state IN ({WORDS}) AND NEW.state <> OLD.state"
    f" AND OLD.state || '>' || NEW.state NOT IN ({MOVES})"
)
PAID_AS_RECORDED = changed("paid_on", "paid_reference", "paid_by_id", "request_id")
BEFORE_ITS_RELEASE = (
    "NEW.settlement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN payment_release AS released ON released.settlement_id = made.id"
    " WHERE made.id = NEW.settlement_id AND made.state = 'released'"
    " AND made.agreement_id = NEW.agreement_id AND released.id = NEW.release_id)"
)
# Under another period the same settlement would pay a second time.
OF_ANOTHER_PERIOD = (
    "NEW.settlement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN performance_period AS paid_for ON paid_for.id = made.period_id"
    " WHERE made.id = NEW.settlement_id AND paid_for.code = NEW.period"
    " AND paid_for.starts = NEW.starts AND paid_for.ends = NEW.ends)"
)
# All lines of a period come to no more than its released settlement pays.
MORE_THAN_APPROVED = (
    "NEW.settlement_id IS NOT NULL AND NEW.kind <> 'reversal' AND NOT EXISTS ("
    "SELECT 1 FROM payout_record AS owed WHERE owed.settlement_id = NEW.settlement_id"
    " AND owed.participant_id = NEW.participant_id"
    " AND owed.payable_cents - owed.recover_cents >= NEW.amount_cents"
    " + (SELECT coalesce(sum(line.amount_cents), 0) FROM payment AS line"
    " WHERE line.agreement_id = NEW.agreement_id AND line.period = NEW.period"
    " AND line.participant_id = NEW.participant_id AND line.settlement_id IS NOT NULL))"
)
# What was earned is on record only once every level has approved the work.
WITHOUT_APPROVED_WORK = (
    "NEW.kind = 'base fee' AND NOT EXISTS (SELECT 1 FROM base_fee_earned AS work"
    " WHERE work.id = NEW.base_fee_earned_id AND work.cents = NEW.amount_cents"
    " AND work.agreement_id = NEW.agreement_id AND work.participant_id = NEW.participant_id"
    " AND work.month = NEW.starts)"
)
NOTHING_HELD_BACK = (
    "NEW.of_rest AND NOT EXISTS (SELECT 1 FROM held_part AS held"
    " JOIN payment_release AS first_one ON first_one.id = held.release_id"
    " WHERE first_one.settlement_id = NEW.settlement_id AND NOT first_one.of_rest)"
)
NOT_THE_OPPOSITE = (
    "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment AS old_line"
    " WHERE old_line.id = NEW.reverses_id AND old_line.amount_cents = -NEW.amount_cents"
    " AND old_line.participant_id = NEW.participant_id AND old_line.period = NEW.period"
    " AND old_line.kind <> 'reversal')"
)
CORRECTS_WHAT_STANDS = (
    "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment AS back"
    " WHERE back.reverses_id = NEW.corrects_id AND back.participant_id = NEW.participant_id"
    " AND back.period = NEW.period)"
)
NEWEST_CAP = (
    "(SELECT control.{0} FROM payment_control AS control"
    " WHERE control.agreement_id = NEW.agreement_id ORDER BY control.number DESC LIMIT 1)"
)
LINES = (
    "(SELECT coalesce(sum(line.amount_cents), 0) FROM payment AS line"
    " WHERE line.agreement_id = NEW.agreement_id AND line.kind {} 'base fee'{})"
)
OF_THE_YEAR = " AND line.year_starts = NEW.year_starts"


def _counted(which: str, fee: str) -> str:
    """Write what counts towards a cap before a new line (rules/payments.py, counted)."""
    released = LINES.format("=", which)
    return (
        f"{LINES.format('<>', which)} + (CASE WHEN NEW.kind = 'base fee' OR {released} > {fee}"
        f" THEN {released} ELSE {fee} END)"
    )


IN_THE_YEAR = _counted(OF_THE_YEAR, FEE_OF_THE_YEAR)
ABOVE_THE_YEAR_CAP = (
    f"NEW.amount_cents > 0 AND {NEWEST_CAP.format('year_cap_cents')}"
    f" < NEW.amount_cents + {IN_THE_YEAR}"
)
ABOVE_THE_WHOLE_CAP = (
    f"NEW.amount_cents > 0 AND {NEWEST_CAP.format('lifetime_cap_cents')}"
    f" < NEW.amount_cents + {_counted('', FEE_SO_FAR)}"
)
# The first month of an agreement may begin before it.
FIRST_DAY = (
    "(SELECT CASE WHEN agreed.starts > NEW.starts THEN agreed.starts ELSE NEW.starts END"
    " FROM agreement AS agreed WHERE agreed.id = NEW.agreement_id)"
)
CAP_OF_VALUE = (
    "(SELECT opinion.high_cents FROM fmv_opinion AS opinion"  # noqa: S608 - the words of the guards
    " WHERE opinion.agreement_id = NEW.agreement_id"
    f" AND {FIRST_DAY} BETWEEN opinion.opinion_on AND opinion.valid_until"
    " AND NOT EXISTS (SELECT 1 FROM fmv_opinion AS later WHERE later.replaces_id = opinion.id)"
    " ORDER BY opinion.opinion_on DESC, opinion.id DESC LIMIT 1)"
)
ABOVE_THE_VALUE = f"NEW.amount_cents > 0 AND {CAP_OF_VALUE} < NEW.amount_cents + {IN_THE_YEAR}"
BEFORE_ITS_REQUEST = (
    "NEW.state = 'paid' AND OLD.state <> 'paid' AND EXISTS ("  # noqa: S608 - the words of the guards
    "SELECT 1 FROM payment_request AS asked"
    " WHERE asked.id = NEW.request_id"
    f" AND {day_of('NEW.paid_on')} < {earliest_day('asked.made_at')})"
)
NOT_IN_ITS_REQUEST = (
    "NEW.state = 'requested' AND OLD.state <> 'requested' AND NOT EXISTS ("
    "SELECT 1 FROM payment_request_line AS asked"
    " WHERE asked.request_id = NEW.request_id AND asked.payment_id = NEW.id)"
)
RETURNED_UNSAID = (
    "NEW.state = 'payable' AND OLD.state <> 'payable' AND NOT EXISTS ("
    "SELECT 1 FROM payment_return AS back"
    " WHERE back.payment_id = NEW.id AND back.request_id = OLD.request_id)"
)
SET_OFF = (
    "(SELECT coalesce(sum(other.cents), 0) FROM recovery AS other"
    " WHERE other.debt_id = {0} OR other.against_id = {0})"
)
MORE_THAN_OWED = (
    "NOT EXISTS (SELECT 1 FROM payment AS debt WHERE debt.id = NEW.debt_id"  # noqa: S608 - the words above
    f" AND -debt.amount_cents >= NEW.cents + {SET_OFF.format('NEW.debt_id')})"
)
MORE_THAN_PAYABLE = (
    "NEW.against_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment AS paid"  # noqa: S608
    " JOIN payment AS debt ON debt.id = NEW.debt_id"
    " WHERE paid.id = NEW.against_id AND paid.state = 'payable'"
    " AND paid.participant_id = debt.participant_id"
    f" AND paid.amount_cents >= NEW.cents + {SET_OFF.format('NEW.against_id')})"
)
SAME_REPAYMENT = (
    'debt_id = NEW.debt_id AND "on" = NEW."on" AND reference = NEW.reference AND number IS NOT NULL'
)
# It may be recorded again once every one of before was taken back.
REPAID_ALREADY = (
    f"NEW.number IS NOT NULL AND EXISTS (SELECT 1 FROM recovery AS same WHERE {SAME_REPAYMENT}"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM recovery AS back WHERE back.reverses_id = same.id))"
)
NOT_WHAT_WAS_REPAID = (
    "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM recovery AS repaid"
    " WHERE repaid.id = NEW.reverses_id AND repaid.debt_id = NEW.debt_id"
    " AND repaid.cents = -NEW.cents AND repaid.reference = NEW.reference"
    " AND repaid.number IS NOT NULL)"
)
NOT_WHAT_IS_PAYABLE = (
    "NOT EXISTS (SELECT 1 FROM payment AS paid WHERE paid.id = NEW.payment_id"  # noqa: S608
    " AND paid.state = 'payable' AND paid.amount_cents > 0"
    f" AND NEW.cents = paid.amount_cents - {SET_OFF.format('NEW.payment_id')})"
)
NOT_IN_THAT_REQUEST = (
    "NOT EXISTS (SELECT 1 FROM payment AS paid"
    " WHERE paid.id = NEW.payment_id AND paid.request_id = NEW.request_id)"
)

GUARDS = Guards(
    append_only=(
        "payment_release", "held_part", "recovery", "payment_return", "payment_request",
        "payment_request_line", "vendor_number", "given_key",
    ),
    never_deleted=("payment",),
    triggers=(
        Trigger("payment_never_changed", "payment", UPDATE, PAYMENT_AS_RELEASED),
        Trigger(
            "payment_release_of_a_rest_that_was_held", "payment_release", INSERT, NOTHING_HELD_BACK
        ),
        Trigger("payment_begins_payable", "payment", INSERT, "NEW.state <> 'payable'"),
        Trigger("payment_steps_in_order", "payment", UPDATE, OUT_OF_ORDER),
        Trigger(
            "payment_stays_as_recorded",
            "payment",
            UPDATE,
            f"OLD.state = NEW.state AND {PAID_AS_RECORDED}",
        ),
        Trigger("payment_after_its_release", "payment", INSERT, BEFORE_ITS_RELEASE),
        Trigger("payment_of_the_period_of_its_settlement", "payment", INSERT, OF_ANOTHER_PERIOD),
        Trigger(
            "payment_base_fee_of_approved_work", "payment", INSERT, WITHOUT_APPROVED_WORK
        ),
        Trigger("payment_not_above_what_was_approved", "payment", INSERT, MORE_THAN_APPROVED),
        Trigger("payment_reverses_its_opposite", "payment", INSERT, NOT_THE_OPPOSITE),
        Trigger("payment_corrects_what_was_reversed", "payment", INSERT, CORRECTS_WHAT_STANDS),
        Trigger("payment_within_the_year_cap", "payment", INSERT, ABOVE_THE_YEAR_CAP),
        Trigger("payment_within_the_whole_cap", "payment", INSERT, ABOVE_THE_WHOLE_CAP),
        Trigger("payment_within_the_fair_market_value", "payment", INSERT, ABOVE_THE_VALUE),
        Trigger(
            "payment_paid_after_its_request", "payment", UPDATE, BEFORE_ITS_REQUEST, days=True
        ),
        Trigger("payment_requested_in_a_request", "payment", UPDATE, NOT_IN_ITS_REQUEST),
        Trigger("payment_returned_with_a_reason", "payment", UPDATE, RETURNED_UNSAID),
        Trigger("recovery_not_above_the_debt", "recovery", INSERT, MORE_THAN_OWED),
        Trigger("recovery_against_what_is_payable", "recovery", INSERT, MORE_THAN_PAYABLE),
        Trigger(
            "recovery_recorded_again_after_a_reversal", "recovery", INSERT, REPAID_ALREADY,
            "recovery_repaid_once",
        ),
        Trigger("recovery_reverses_what_was_repaid", "recovery", INSERT, NOT_WHAT_WAS_REPAID),
        Trigger(
            "payment_request_line_of_what_is_payable",
            "payment_request_line",
            INSERT,
            NOT_WHAT_IS_PAYABLE,
        ),
        Trigger(
            "payment_return_of_its_request", "payment_return", INSERT, NOT_IN_THAT_REQUEST
        ),
    ),
    in_the_way=(
        ("payment_release_key", "payment_release", "id = NEW.id"),
        (
            "payment_release_once_a_settlement",
            "payment_release",
            "settlement_id = NEW.settlement_id AND of_rest = NEW.of_rest",
        ),
        ("payment_key", "payment", "id = NEW.id"),
        (
            "payment_once_a_period_participant_and_kind",
            "payment",
            (
                "agreement_id = NEW.agreement_id AND period = NEW.period"
                " AND participant_id = NEW.participant_id AND kind = NEW.kind"
                " AND sequence = NEW.sequence"
            ),
        ),
        ("payment_reversed_once", "payment", "reverses_id = NEW.reverses_id"),
        ("payment_corrected_once", "payment", "corrects_id = NEW.corrects_id"),
        ("payment_base_fee_once", "payment", "base_fee_earned_id = NEW.base_fee_earned_id"),
        ("held_part_key", "held_part", "id = NEW.id"),
        (
            "held_part_once_a_participant",
            "held_part",
            "release_id = NEW.release_id AND participant_id = NEW.participant_id",
        ),
        ("recovery_key", "recovery", "id = NEW.id"),
        (
            "recovery_repaid_once",
            "recovery",
            (
                'debt_id = NEW.debt_id AND "on" = NEW."on" AND reference = NEW.reference'
                " AND number = NEW.number"
            ),
        ),
        ("recovery_reversed_once", "recovery", "reverses_id = NEW.reverses_id"),
        ("payment_return_key", "payment_return", "id = NEW.id"),
        (
            "payment_return_once_a_request",
            "payment_return",
            "payment_id = NEW.payment_id AND request_id = NEW.request_id",
        ),
        ("payment_request_key", "payment_request", "id = NEW.id"),
        ("payment_request_number_once", "payment_request", "number = NEW.number"),
        (
            "payment_request_line_key",
            "payment_request_line",
            "request_id = NEW.request_id AND payment_id = NEW.payment_id",
        ),
        ("vendor_number_key", "vendor_number", "id = NEW.id"),
        (
            "vendor_number_once_a_sequence",
            "vendor_number",
            "group_id = NEW.group_id AND sequence = NEW.sequence",
        ),
        ("given_key_key", "given_key", "key = NEW.key"),
    ),
)  # fmt: skip
