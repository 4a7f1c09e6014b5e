"""What to tell a person when the database refuses something of agreements, who takes part in them, and their measures."""

from comanage.records.sentences.shared import STATE, TABLE_KEY

SENTENCES = {
    "agreement_has_a_code": "Give the agreement a code.",
    "agreement_has_a_title": "Give the agreement a title.",
    "agreement_once_per_code": "Another agreement has this code. Choose another code.",
    "agreement_runs_forward": "The agreement's last day must not be before its first.",
    "agreement_base_fee_not_below_zero": "The base fee must not be below zero.",
    "agreement_renewal_is_known": STATE,
    "agreement_notice_goes_with_automatic_renewal": (
        "An agreement that renews itself, and no other, says how many days before notice is given."
    ),
    "agreement_notice_not_below_zero": "The days of notice must not be below zero.",
    "participant_has_a_code": "Give the participant a code.",
    "participant_leaves_after_it_joins": "A group must not leave before it joins.",
    "participant_code_once_an_agreement": "Another participant of this agreement has this code.",
    "participant_group_once_an_agreement": "This group is a participant already.",
    "participant_of_one_agreement": TABLE_KEY,
    "participant_stays_the_same_group": (
        "A place in an agreement stays with its group, which figures and payments name."
        " Take in the other group with a code of its own."
    ),
    "measure_has_a_code": "Give the measure a code.",
    "measure_code_once_an_agreement": "Another measure of this agreement has this code.",
    "measure_of_one_agreement": TABLE_KEY,
    "agreement_stays_as_agreed": (
        "A scorecard of this agreement is locked: its code, its service line, its base fee and who may"
        " approve were agreed with it. Amend the scorecard instead."
    ),
}
