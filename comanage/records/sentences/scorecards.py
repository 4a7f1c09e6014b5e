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
    "scorecard_locked_never_changed": (
        "This scorecard is locked. Draft the next version to change its terms."
    ),
    "scorecard_locked_stays": "A locked scorecard does not become a draft again.",
    "scorecard_locked_never_deleted": "A locked scorecard is never deleted.",
    "performance_period_locked_stays": (
        "The period is locked: its settlement was approved. A compliance officer can ask to open it."
    ),
    "performance_period_locked_never_deleted": "A locked period is never deleted.",
}
