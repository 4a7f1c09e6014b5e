"""What to tell a person when the database refuses a signature, a return, a hold or an acceptance."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
    "payment_control_number_once_an_agreement": (
        "Someone else has just set the payment controls. Load the page again."
    ),
    "payment_control_numbers_count_from_one": "Payment controls of an agreement count from 1.",
    "payment_control_second_approval_above_zero": (
        "The amount above which two must approve must not be below zero."
    ),
    "payment_control_dispute_lasts_a_day": "A dispute window lasts at least a day.",
    "payment_control_year_cap_not_below_zero": "A cap must not be below zero.",
    "payment_control_whole_cap_not_below_zero": "A cap must not be below zero.",
    "signature_once_a_person": "You signed this settlement already. Another person must sign.",
    "signature_for_someone_else": "Nobody signs for themselves in the stead of themselves.",
    "signature_says_what_it_means": "A signature says what it means.",
    "signature_has_a_printed_name": "A signature prints the name of whoever signed.",
    "signature_purpose_is_known": STATE,
    "signature_of_what_stands": (
        "A signature is under the settlement as it stands, and at its turn. Load the page again."
    ),
    "signature_not_by_an_enterer": (
        "You, or whoever you act for, entered a figure of this period, so someone else must sign."
    ),
    "signature_not_by_a_verifier": (
        "You, or whoever you act for, verified a figure of this period, so someone else must sign."
    ),
    "signature_for_one_purpose": (
        "Approver, reviewer and releaser of a period are different people, and you, or whoever"
        " you act for, have signed for another of these."
    ),
    "signature_by_two_people": (
        "Whoever hands a duty over and whoever takes it count as one person: another must sign."
    ),
    "settlement_return_once_a_round": "Someone else has just returned this settlement.",
    "settlement_return_says_why": "Say why the settlement is returned.",
    "settlement_return_of_a_final_one": "Only a final settlement is returned. Load the page again.",
    "acceptance_once_a_participant": "This group has accepted the settlement already.",
    "acceptance_while_preliminary": (
        "The settlement is no longer preliminary, so there is nothing to accept."
    ),
    "acceptance_of_its_agreement": "A settlement is accepted by its agreement's groups alone.",
    "release_hold_says_why": "Say why the release is held.",
    "release_hold_names_who_lifted_it": "A lifted hold names who lifted it, when and why.",
    "release_hold_lifted_says_why": "Say why the hold is lifted.",
    "release_hold_one_at_a_time": "The release of this settlement is held already.",
    "release_hold_one_at_a_time_of_a_base_fee": "The base fee of this work is held already.",
    "release_hold_of_one_thing": "A hold stops one settlement, or the base fee of one month of work.",
    "release_hold_begins_standing": "A hold begins standing; it is lifted later.",
}
