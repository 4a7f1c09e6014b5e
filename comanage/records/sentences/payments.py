"""What to tell a person when the database refuses something of payments and requests."""

from comanage.records.sentences.shared import STATE, TABLE_KEY

SENTENCES = {
    "payment_release_once_a_settlement": "This settlement was released already.",
    "payment_release_by_another": (
        "Whoever entered, verified, approved or reviewed something of this period, or had it done in"
        " their stead, does not release it."
    ),
    "payment_release_of_a_rest_that_was_held": "Nothing of this settlement was held back.",
    "held_part_once_a_participant": "What is held back of this payout is on record already.",
    "held_part_of_something": "Hold an amount above zero back, or nothing.",
    "payment_release_of_one_agreement": TABLE_KEY,
    "payment_release_has_a_printed_name": "A release prints the name of whoever released.",
    "payment_once_a_period_participant_and_kind": (
        "This payment was made already: a group is paid once for a period and kind."
    ),
    "payment_reversed_once": "This payment was reversed already.",
    "payment_corrected_once": "This payment was corrected already.",
    "payment_of_something": "A payment is of something.",
    "payment_kind_goes_with_its_sign": "The amount does not go with the kind of the payment.",
    "payment_correction_names_the_old_line": "A reversal or correction names the old payment.",
    "payment_names_what_it_pays": "A payment names the settlement it pays, or is a base fee.",
    "payment_sequences_count_from_one": "Payments of a kind count from 1.",
    "payment_period_runs_forward": "What is paid for must not end before it begins.",
    "payment_requested_names_its_request": "A requested payment names its request.",
    "payment_paid_says_when_and_by_which_reference": (
        "A paid payment says when it was paid, by which reference, and who recorded it."
    ),
    "payment_paid_has_a_reference": "Give the reference of the payment.",
    "payment_debt_is_not_paid": "What a group owes is set off or repaid, not paid.",
    "payment_kind_is_known": STATE,
    "payment_state_is_known": STATE,
    "payment_begins_payable": "A payment begins payable.",
    "payment_steps_in_order": "A payment goes from payable to requested and paid, step by step.",
    "payment_stays_as_recorded": "What is on record of a payment changes with its steps alone.",
    "payment_after_its_release": "Payments are made when their settlement is released.",
    "payment_base_fee_once": "The base fee of this work was released already.",
    "payment_base_fee_names_its_work": "A base fee names the approved work that it pays.",
    "payment_of_the_period_of_its_settlement": "A payment is for the period of its settlement.",
    "payment_base_fee_not_while_held": "The base fee of this work is held.",
    "payment_base_fee_released_by_another": (
        "Whoever did or approved this work, or had it approved in their stead, does not release it."
    ),
    "payment_base_fee_of_approved_work": "A base fee is paid for approved work alone.",
    "payment_not_above_what_was_approved": (
        "The payments of this period would come to more than was approved. Nothing was released."
    ),
    "payment_reverses_its_opposite": "A reversal takes a payment back to the cent.",
    "payment_corrects_what_was_reversed": "A correction stands in the place of what was reversed.",
    "payment_within_the_year_cap": (
        "The payments of this contract year would pass its cap. Nothing was released."
    ),
    "payment_within_the_whole_cap": (
        "The payments of this agreement would pass its cap. Nothing was released."
    ),
    "payment_within_the_fair_market_value": (
        "The payments of this contract year would pass its fair market value. Nothing was released."
    ),
    "payment_paid_after_its_request": (
        "A payment is paid on the day it was asked for, or later: correct the day."
    ),
    "payment_requested_in_a_request": "A payment is asked for in a payment request.",
    "payment_returned_with_a_reason": "Say why the payment came back.",
    "recovery_of_something": "Set off or repay an amount above zero.",
    "recovery_set_off_or_repaid": "A debt is either set off against a payment or repaid.",
    "recovery_repaid_has_a_reference": "Give the reference of what was repaid.",
    "recovery_repaid_counts_from_one": "Repayments of one day and reference count from 1.",
    "recovery_repaid_once": (
        "This is recorded as paid back on that day under this reference already. Nothing was stored."
    ),
    "recovery_reversed_once": "This repayment was taken back already. Load the page again.",
    "recovery_reversal_says_why": "Say why the repayment was recorded wrongly.",
    "recovery_reverses_what_was_repaid": (
        "A repayment is taken back in full, from the debt that it was recorded for."
    ),
    "recovery_not_above_the_debt": "This is more than the group still owes.",
    "recovery_against_what_is_payable": (
        "A debt is set off against a payment to the same group that nobody was asked to pay yet."
    ),
    "payment_return_once_a_request": "This payment came back already.",
    "payment_return_says_why": "Say why the payment came back.",
    "payment_return_of_its_request": "This payment is not in that request.",
    "payment_request_number_once": "Someone else has just made a payment request. Try again.",
    "payment_request_numbers_count_from_one": "Payment requests count from 1.",
    "payment_request_for_something": "Nothing is to be paid: there is nothing to request.",
    "payment_request_line_not_below_zero": "A payment request asks for nothing below zero.",
    "payment_request_line_of_what_is_payable": (
        "A payment of the request is not payable any more, or its amount changed. Load the page again."
    ),
    "vendor_number_once_a_sequence": "Someone else has just set this vendor number.",
    "vendor_number_is_given": "Give the vendor number.",
    "vendor_number_sequences_count_from_one": "Vendor numbers of a group count from 1.",
    "given_key_of_some_length": "A key has 8 to 100 signs.",
    "given_key_names_its_request": "A key names what was asked for.",
}
