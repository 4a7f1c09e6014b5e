"""What to tell a person when the database refuses something of scorecards and performance periods."""

from comanage.records.sentences.shared import STATE, TABLE_KEY

SENTENCES = {
    "performance_period_has_a_code": "Give the period a code.",
    "performance_period_code_once_an_agreement": "Another period of this agreement has this code.",
    "performance_period_of_one_agreement": TABLE_KEY,
    "performance_period_runs_forward": "The period's last day must not be before its first.",
    "performance_period_state_is_known": STATE,
    "scorecard_number_once_an_agreement": (
        "Someone else has made this version of the scorecard. Load the page again."
    ),
    "scorecard_of_one_agreement": TABLE_KEY,
    "scorecard_numbers_count_from_one": "Versions of a scorecard count from 1.",
    "scorecard_locked_names_who_locked_it": "A locked scorecard names who locked it, and when.",
    "scorecard_state_is_known": STATE,
    "scorecard_one_draft_an_agreement": "This agreement has a draft scorecard already. Edit that.",
    "scorecard_one_in_force_an_agreement": "This agreement has a scorecard in force already.",
    "scorecard_locked_alone_in_force": "This agreement has a scorecard in force already.",
    "scorecard_locked_says_from_when": "A locked scorecard says from which day on it governs.",
    "scorecard_locked_has_its_base_fee": "A locked scorecard keeps its base fee of a contract year.",
    "scorecard_base_fee_not_below_zero": "The base fee must not be below zero.",
    "scorecard_begins_as_a_draft": "A scorecard begins as a draft.",
    "scorecard_takes_its_steps_in_order": (
        "A scorecard is checked, reviewed, signed and locked, in this order."
    ),
    "scorecard_changed_is_a_draft_again": "A scorecard that is changed is a draft again.",
    "scorecard_reviewed_by_another": (
        "These terms were not reviewed by someone who did not draft them."
    ),
    "scorecard_signed_on_its_exhibit": "These terms were not signed by every party.",
    "scorecard_takes_effect_with_a_period": "A scorecard takes effect with a period.",
    "scorecard_amends_what_is_to_come": (
        "An amendment never governs a period that was settled, or of which figures were given."
    ),
    "scorecard_step_is_known": STATE,
    "scorecard_step_signed_has_an_exhibit": "A scorecard is signed on an exhibit that is on file.",
    "scorecard_step_signed_says_when": "A signed scorecard says when the last party signed.",
    "scorecard_step_has_its_note": "Write a note.",
    "scorecard_step_on_an_exhibit_of_its_own": (
        "A scorecard is signed on an agreement, exhibit or amendment of its own agreement."
    ),
    "scorecard_step_signed_by_every_party": (
        "The exhibit is not signed by the hospital and every group."
    ),
    "scorecard_step_signed_as_its_exhibit": (
        "The day of the last signature is not the one on the exhibit."
    ),
    "scorecard_step_exhibit_of_one_version": (
        "This document was recorded as signed for other terms already. Add the one on which every"
        " party signed these."
    ),
    "scorecard_step_signed_for_what_it_names": (
        "The exhibit names other terms. Print the exhibit of these, let every party sign it, and add"
        " what they signed."
    ),
    "scorecard_step_signed_once_checked": (
        "The exhibit was signed before these terms were checked, so it is of other terms. Let every"
        " party sign these, and add the document that they signed."
    ),
    "scorecard_signed_before_it_governs": (
        "Its first period began before every party had signed. Let it take effect with a later"
        " period."
    ),
    "scorecard_locked_never_changed": (
        "This scorecard is locked. Draft the next version to change its terms."
    ),
    "scorecard_locked_stays": "A locked scorecard does not become a draft again.",
    "scorecard_locked_never_deleted": "A locked scorecard is never deleted.",
    "performance_period_locked_stays": (
        "The period is locked: its settlement was approved. A compliance officer can ask to open it."
    ),
    "performance_period_locked_never_deleted": "A locked period is never deleted.",
    "performance_period_stays_as_agreed": (
        "This period was agreed with a locked scorecard, or something is on record of it: its days"
        " and its code stay."
    ),
}
