"""What to tell a person when the database refuses something of duties and base fees."""

from comanage.records.sentences.shared import STATE, TABLE_KEY

SENTENCES = {
    "duty_number_once_a_code": "Someone else has just changed this duty. Load the page again.",
    "duty_of_one_agreement": TABLE_KEY,
    "duty_has_a_code": "Give the duty a code.",
    "duty_says_what_is_done": "Say what is to be done.",
    "duty_says_what_is_delivered": "Say what is delivered.",
    "duty_most_above_zero": "Give the most hours above 0, or leave them empty.",
    "duty_runs_forward": "The duty's last day must not be before its first.",
    "duty_later_names_the_earlier": "A changed duty names the row that it follows.",
    "duty_changes_from_a_day_to_come": "A duty changes from a day to come, never backwards.",
    "duty_change_says_why": "Say why the duty changes.",
    "duty_correction_names_what_was_wrong": "A corrected duty names the row that it corrects.",
    "duty_corrected_before_it_begins": (
        "A duty is corrected before its first day, and while nothing is logged for it."
        " Change it from a day to come."
    ),
    "duty_corrected_looks_ahead": (
        "A corrected duty begins on a day to come, since it stood otherwise before."
    ),
    "duty_within_its_agreement": "A duty lies within the days of its agreement.",
    "duty_follows_its_own_code": "A changed duty keeps its code, and begins after the earlier row.",
    "base_fee_terms_number_once_a_group": (
        "Someone else has just agreed new terms. Load the page again."
    ),
    "base_fee_terms_of_one_agreement": TABLE_KEY,
    "base_fee_terms_replaced_once": (
        "Someone else has just replaced these terms. Load the page again."
    ),
    "base_fee_terms_replaced_before_they_begin": (
        "Terms are corrected before their first day, and while no month is attested under them."
        " Agree new terms from a day to come."
    ),
    "base_fee_terms_replaced_look_ahead": (
        "Corrected terms begin on a day to come, since others stand before them."
    ),
    "base_fee_terms_numbers_count_from_one": "Versions of the terms count from 1.",
    "base_fee_terms_pay_something": "Give an amount above $0.00.",
    "base_fee_terms_limits_above_zero": "A limit of the terms is above 0, or not set.",
    "base_fee_terms_fewest_says_what_less_comes_to": (
        "Give the fewest hours together with what is paid where there are fewer."
    ),
    "base_fee_terms_change_from_a_day_to_come": "Terms change from a day to come, never backwards.",
    "base_fee_terms_change_says_why": "Say why the terms change.",
    "base_fee_terms_pays_is_known": STATE,
    "base_fee_terms_short_is_known": STATE,
    "base_fee_terms_within_its_agreement": "Terms begin within the days of their agreement.",
    "base_fee_terms_follow_the_last": "New terms begin after the ones before them.",
    "base_fee_level_one_to_six": "There are one to six levels of approval.",
    "base_fee_level_role_may_approve": (
        "Hours are approved by service-line administrators, verifiers and approvers."
    ),
    "base_fee_level_role_is_known": STATE,
    "base_fee_level_in_its_order": "Levels of approval count from 1.",
    "base_fee_level_before_its_use": "Hours were attested under these terms. Agree a new version.",
    "base_fee_earned_once_an_attestation": "What this month earned is on record already.",
    "base_fee_earned_not_below_zero": "A base fee must not be below zero.",
    "base_fee_earned_names_its_trace": "A base fee names the SHA-256 of its steps.",
    "base_fee_earned_within_its_year": "A month lies in its contract year.",
    "base_fee_earned_from_approved_work": (
        "No base fee is earned without work that was attested and approved at every level."
    ),
    "base_fee_earned_within_the_agreed_fee": (
        "This would pass the base fee that the agreement has for a contract year."
    ),
    "base_fee_earned_within_its_terms": "This is more than the terms pay for the approved work.",
    "duty_code_not_like_anothers": "Another duty has this code. Choose another code.",
}
