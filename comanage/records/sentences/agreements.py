"""What to tell a person when the database refuses something of agreements, who takes part in them, and their measures."""

from comanage.records.guards.agreements import LEADS_TO_MONEY
from comanage.records.sentences.shared import STATE, TABLE_KEY

WITHDRAWN = (
    "This agreement was withdrawn: nothing is worked, scored or paid under it. Draft another."
)
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
    "agreement_replaced_once": "Another agreement has taken the place of this one already.",
    "agreement_withdrawn_says_who_and_why": (
        "An agreement is withdrawn by somebody, on a day, with a reason."
    ),
    "agreement_withdrawn_before_it_is_locked": (
        "A scorecard of this agreement was locked, so it is not withdrawn: end it instead."
    ),
    "agreement_withdrawn_before_all_have_signed": (
        "Every party has signed this agreement, so it is not withdrawn: end it instead."
    ),
    "agreement_withdrawn_without_work_under_it": (
        "Hours are logged under this agreement, so it is not withdrawn. Have them taken back first."
    ),
    "agreement_withdrawn_stays": "An agreement that was withdrawn stays as it was then.",
    "agreement_begins_as_a_draft": "An agreement is drafted before it is withdrawn.",
    "agreement_takes_the_place_of_one_withdrawn": (
        "An agreement takes the place of one that was withdrawn, and of no other."
    ),
    "agreement_takes_a_place_from_the_first": (
        "An agreement says from its drafting on which one it takes the place of."
    ),
    **{f"{table}_not_of_one_withdrawn": WITHDRAWN for table in LEADS_TO_MONEY},
    "scorecard_stays_with_one_withdrawn": WITHDRAWN,
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
