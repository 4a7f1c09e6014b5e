"""What to tell a person when the database refuses something that stands beside figures."""

OWN = "You, or whoever you act for, entered a version of this figure, so someone else must do this."
SUBMITTED = "The figure is no longer submitted. Load the page again."

SENTENCES = {
    "stewardship_lag_is_some_days": "Give the data lag in days, from 0 to 730.",
    "figure_policy_grace_is_some_days": "Give the days of grace, from 0 to 365.",
    "figure_policy_reminds_some_days_ahead": "Give the days ahead of a reminder, from 0 to 90.",
    "figure_policy_least_confirmed_is_a_share": "Give a share above 0% and at most 100%.",
    "figure_policy_most_shift_above_zero": "Give a percentage above 0.",
    "reminder_once_a_day_and_kind": "This person was reminded of that today.",
    "reminder_says_something": "A reminder names at least one thing.",
    "reminder_kind_is_known": "That is no kind of reminder.",
    "finding_once_a_figure": "What was found is recorded already. Load the page again.",
    "finding_has_a_value": "Give the value that was found, or a numerator and a denominator.",
    "finding_numerator_goes_with_denominator": "Give numerator and denominator together.",
    "finding_denominator_above_zero": "The denominator must be above zero.",
    "finding_names_its_source": "Say where it was found: system, report and run date.",
    "finding_says_what_was_found": "Say in a note what was found.",
    "finding_not_by_an_enterer": OWN,
    "finding_of_a_submitted_figure": SUBMITTED,
    "claim_sample_once_a_figure": "This claim has its sample. Look up the rows that were drawn.",
    "claim_sample_of_some_cases": "Give the number of claimed cases, from 1 to 1,000,000.",
    "claim_sample_within_its_cases": "Draw from 1 to 1,000 cases, and no more than are claimed.",
    "claim_sample_keeps_its_seed": "A sample keeps the seed that it was drawn with.",
    "claim_sample_not_by_an_enterer": OWN,
    "claim_sample_of_a_submitted_figure": SUBMITTED,
    "sample_result_once_a_sample": "The result of this sample is recorded. Load the page again.",
    "sample_result_counts_cases": "Give each count as 0 or more.",
    "sample_result_names_its_evidence": "Say where the answers are kept.",
    "sample_result_counts_its_sample": "Confirmed, refused and unclear must add up to the sample.",
    "sample_result_not_by_an_enterer": OWN,
    "monitor_alert_once_a_figure": "This figure has its alert.",
    "monitor_alert_says_what_shifted": "An alert says what shifted.",
    "monitor_alert_of_a_verified_figure": "An alert is raised when its figure is verified.",
    "alert_answer_once_an_alert": "Someone else answered this alert. Load the page again.",
    "alert_answer_says_something": "Say what you found, and what follows from it.",
    "alert_answer_not_by_an_enterer": OWN,
    "figure_verified_after_its_sample": (
        "A sample of this claim was drawn. Record its result first, then verify."
    ),
    "figure_found_otherwise_not_verified": (
        "Something else was found at the source, so this figure is returned, not verified."
    ),
}
