"""What to tell a person when the database refuses something of figures."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
    "figure_draft_names_its_measure": "A draft says of which measure it is.",
    "figure_draft_field_is_known": "A draft is of a box that the grid has.",
    "figure_draft_once_a_box": (
        "What you typed there was kept by another page of yours. It is sent again."
    ),
    "figure_has_a_value_or_a_reason": (
        "Give a value, or a numerator and a denominator, or the reason why there is none."
    ),
    "figure_absent_has_no_value": "Give either a value or the reason why there is none, not both.",
    "figure_absent_says_why": "Say why there is no figure.",
    "figure_numerator_goes_with_denominator": "Give numerator and denominator together.",
    "figure_denominator_above_zero": "The denominator must be above zero.",
    "figure_not_verified_by_its_enterer": (
        "You, or whoever you act for, entered this figure, so someone else must verify it."
    ),
    "figure_verified_names_its_verifier": "A verified figure names who verified it, and when.",
    "figure_submitted_says_when": "A submitted figure says when it was submitted.",
    "figure_returned_says_why": "Say why the figure is sent back.",
    "figure_state_is_known": STATE,
    "figure_replaced_once": (
        "Someone else has corrected this figure. Load the page again and correct theirs."
    ),
    "figure_one_original": (
        "There is a figure for this measure, period and participant already. "
        "Load the page again and correct that one."
    ),
    "figure_locked_stays": "The figure is locked: its settlement was approved.",
    "figure_begins_as_a_draft": "A figure begins as a draft: submit it, then someone verifies it.",
    "figure_takes_its_steps_in_order": (
        "A figure goes from draft to submitted to verified, or is returned. Take the next step."
    ),
    "figure_signed_by_its_step_alone": (
        "Who verified a figure, and when, is written by that step and stays."
    ),
    "figure_not_verified_by_an_enterer": (
        "You, or whoever you act for, entered an earlier version of this figure, so someone else"
        " must verify it."
    ),
    "figure_out_of_pattern_has_a_note": (
        "This figure is out of the ordinary: say in its note why, and submit it again."
    ),
    "figure_replaced_stays_as_it_was": (
        "Someone else has corrected this figure. Load the page again and look at theirs."
    ),
    "figure_in_an_open_period": "The period is locked: its settlement was approved.",
    "figure_not_entered_by_a_signer": (
        "You, or whoever you act for, signed a settlement of this period, so someone else must enter"
        " its figures."
    ),
    "figure_not_verified_by_a_signer": (
        "You, or whoever you act for, signed a settlement of this period, so someone else must"
        " verify its figures."
    ),
    "figure_replaces_its_own_kind": (
        "A correction must be for the same measure, period and participant as what it corrects."
    ),
}
