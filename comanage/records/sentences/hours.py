"""What to tell a person when the database refuses something of logged hours and their approval."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
    "time_entry_replaced_once": "This entry was corrected already. Load the page again.",
    "time_entry_not_of_a_day_to_come": "This day is still to come. Log work once it is done.",
    "time_entry_within_a_day": "An entry is at most 24 hours.",
    "time_entry_has_a_time": "Give the time worked, more than 0.",
    "time_entry_correction_says_why": "Say why the entry is corrected.",
    "time_entry_within_its_duty": "This was no duty on that day.",
    "time_entry_within_its_agreement": "That day is outside of the agreement.",
    "time_entry_corrects_its_own_kind": (
        "A correction is for the same physician, group and month as the entry that it corrects."
    ),
    "time_entry_in_an_open_month": (
        "Every level has approved this month. Its hours no longer change."
    ),
    "month_attestation_number_once_a_month": (
        "This month has just been attested. Load the page again."
    ),
    "month_attestation_numbers_count_from_one": "Attestations of a month count from 1.",
    "month_attestation_runs_forward": "The month's last day must not be before its first.",
    "month_attestation_is_of_some_work": "There are no hours to attest.",
    "month_attestation_says_who_and_what": "An attestation has a printed name and a meaning.",
    "month_attestation_names_its_content": "An attestation names the SHA-256 of what was shown.",
    "month_attestation_role_is_known": STATE,
    "month_attestation_of_an_open_month": (
        "Every level has approved this month. It is not attested again."
    ),
    "month_attestation_follows_the_last": "Someone was quicker. Load the page again.",
    "month_attestation_of_its_terms": "A month is attested under the terms of its own group.",
    "attested_entry_of_its_month": "An attestation covers entries of its own month.",
    "attested_entry_before_a_decision": "This month was decided on already. Attest it again.",
    "month_decision_once_a_level": "This level has decided already. Load the page again.",
    "month_decision_once_a_person": (
        "You decided on this month already; another person must decide this level."
    ),
    "month_decision_return_says_why": "Say why the month is sent back.",
    "month_decision_says_who_and_what": "A decision has a printed name and a meaning.",
    "month_decision_is_known": STATE,
    "month_decision_role_is_known": STATE,
    "month_decision_not_on_own_hours": (
        "These are your own hours, or those of whoever you act for; another person must decide."
    ),
    "month_decision_for_someone_else": "A decision is taken for oneself, or for someone else.",
    "month_decision_by_another_a_level": (
        "Whoever you act for, or whoever acted for you, decided on this month already; another person"
        " must decide this level."
    ),
    "month_decision_in_its_order": "The level before must approve first.",
    "month_decision_by_its_role": "This level is the decision of another role.",
    "month_decision_on_what_was_shown": "The month is no longer what was shown. Load the page again.",
    "month_decision_on_all_that_is_logged": (
        "Hours were logged or corrected since the month was attested. It must be attested again."
    ),
    "month_decision_on_the_newest": "The month was attested again. Load the page again.",
}
