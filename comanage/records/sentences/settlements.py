"""What to tell a person when the database refuses something of settlements, what they pay, and their statements."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
    "settlement_number_once_a_period": (
        "Someone else has just calculated this period. Load the page again."
    ),
    "settlement_replaced_once": (
        "Someone else has just calculated this period again. Load the page again."
    ),
    "settlement_numbers_count_from_one": "Settlements of a period count from 1.",
    "settlement_owes_only_a_loss": "A settlement earns less than nothing only of a loss.",
    "settlement_final_names_who_made_it_final": (
        "A final settlement names who made it final, and when."
    ),
    "settlement_approved_names_its_approver": (
        "An approved settlement, and no other, names who approved it, and when."
    ),
    "settlement_released_names_its_releaser": (
        "A released settlement, and no other, names who released it, and when."
    ),
    "settlement_rounds_count_from_one": "Rounds of a settlement count from 1.",
    "settlement_steps_in_order": (
        "A settlement goes from preliminary to final, approved and released, step by step."
    ),
    "settlement_returned_with_a_reason": "Say why the settlement is returned.",
    "settlement_approved_with_its_signatures": (
        "A settlement is approved with the signatures that its agreement asks for."
    ),
    "settlement_released_with_its_signature": "A settlement is released with a signature.",
    "settlement_released_after_its_review": (
        "This agreement asks for an independent reviewer, who has not signed yet."
    ),
    "settlement_not_released_while_held": "The release of this settlement is held.",
    "settlement_released_while_it_stands": (
        "The period was opened again, or the settlement was replaced: it is not released."
    ),
    "settlement_release_stays": "The settlement was released; that stays.",
    "settlement_state_is_known": STATE,
    "payout_record_once_a_participant": "This payout was recorded already.",
    "payout_record_not_below_zero": "A payout must not be below zero.",
    "payout_record_owed_back_not_below_zero": "What is owed back must not be below zero.",
    "payout_record_paid_or_owed_back": "A group is either paid or owes back, not both.",
    "statement_once_a_participant": "This statement was issued already.",
    "statement_once_of_the_whole": "The agreement's statement was issued already.",
    "settlement_begins_preliminary": "A settlement begins preliminary.",
    "settlement_approval_stays": "The settlement was approved; that stays.",
    "settlement_approved_on_verified_figures": (
        "A figure of this settlement is not verified. Calculate the settlement again."
    ),
    "settlement_figure_of_its_agreement": "A settlement is made from its agreement's figures.",
    "settlement_figure_while_preliminary": (
        "The settlement is no longer preliminary. Calculate it again to use other figures."
    ),
    "payout_record_left_says_why": "What a correction leaves, and why, are recorded together.",
    "payout_record_left_of_a_correction": (
        "A difference is left only of a correction, and leaves the group with what it had."
    ),
    "payout_record_after_approval": "Payouts are recorded when the settlement is approved.",
    "statement_after_approval": "Statements are issued when the settlement is approved.",
    "payout_record_of_its_agreement": "A settlement pays its agreement's participants alone.",
    "statement_of_its_agreement": "A statement is for a participant of its agreement.",
}
