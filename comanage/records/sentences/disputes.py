"""What to tell a person when the database refuses something of a dispute."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
    "dispute_says_why": "Say why the score is disputed.",
    "dispute_claims_a_figure_or_none": (
        "Give the figure that you claim, or the reason why there should be none."
    ),
    "dispute_numerator_goes_with_denominator": "Give numerator and denominator together.",
    "dispute_ground_is_known": STATE,
    "dispute_is_about_its_settlement": "A dispute is about a figure of its own settlement.",
    "dispute_one_open_a_line": "Your group disputes this line already. Look at that dispute.",
    "dispute_comes_before_approval": (
        "The settlement was approved meanwhile. Ask for a correction of the period."
    ),
    "dispute_not_of_what_was_accepted": (
        "Your group has accepted this settlement, so it cannot dispute it."
    ),
    "dispute_is_over": "This dispute is over.",
    "dispute_step_follows_the_last": (
        "Somebody else has moved this dispute on. Load the page again and see what they did."
    ),
    "dispute_step_number_once_a_dispute": (
        "Somebody else has moved this dispute on. Load the page again and see what they did."
    ),
    "dispute_not_decided_by_who_took_part": (
        "You, or whoever you act for, entered or verified this figure, so someone else must decide."
    ),
    "dispute_step_numbers_count_from_one": "Steps of a dispute count from 1.",
    "dispute_step_says_why": "Say why.",
    "dispute_step_finds_when_it_answers": "An answer or a decision says what it comes to.",
    "dispute_step_is_known": STATE,
    "dispute_step_state_is_known": STATE,
    "dispute_step_finding_is_known": STATE,
}
