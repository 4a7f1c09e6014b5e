"""Constraints in words: what to tell a person when the database refuses.

The doors refuse most of this earlier, beside the field. These sentences are for
what only the database can see: two people at once, or a way around the doors.
"""

import re

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from comanage.records.base import Base

TABLE_KEY = "This was stored already. Load the page again."
NAMES_SOMETHING_GONE = (
    "This names something that is not there, or something that is still used would be removed. "
    "Load the page again."
)
NEVER_CHANGES = (
    "What is on record is never changed or deleted. Make a new version that replaces it."
)
STATE = "This is not one of the words that may stand here."
SENTENCES = {
    # tables' own words
    "installation_is_one": "This database already serves an installation.",
    "service_line_has_a_code": "Give the service line a code.",
    "service_line_has_a_name": "Give the service line a name.",
    "service_line_once_per_code": "Another service line has this code. Choose another code.",
    "physician_group_has_a_code": "Give the group a code.",
    "physician_group_has_a_name": "Give the group a name.",
    "physician_group_once_per_code": "Another group has this code. Choose another code.",
    "person_email_in_lower_case": "Give an e-mail address, in lower case.",
    "person_has_a_name": "Give the person a name.",
    "person_once_per_email": "Another person has this e-mail address.",
    "role_held_names_a_group_for_physicians_only": (
        "A physician or physician leader belongs to one group; the other roles name none."
    ),
    "role_held_once": "This person holds this role already.",
    "role_held_role_is_known": STATE,
    "sign_in_once_per_token_hash": "Sign in again.",
    "invitation_once_per_token_hash": "Make the invitation again.",
    "invitation_expires_after_it_is_made": "An invitation expires after it is made.",
    "invitation_purpose_is_known": STATE,
    "invitation_names_who_chooses_a_password": "Say who is to choose a password.",
    "refused_tries_count_from_one": "Refused tries count from 1.",
    "agreement_has_a_code": "Give the agreement a code.",
    "agreement_has_a_title": "Give the agreement a title.",
    "agreement_once_per_code": "Another agreement has this code. Choose another code.",
    "agreement_runs_forward": "The agreement's last day must not be before its first.",
    "agreement_base_fee_not_below_zero": "The base fee must not be below zero.",
    "participant_has_a_code": "Give the participant a code.",
    "participant_code_once_an_agreement": "Another participant of this agreement has this code.",
    "participant_group_once_an_agreement": "This group is a participant already.",
    "participant_of_one_agreement": TABLE_KEY,
    "performance_period_has_a_code": "Give the period a code.",
    "performance_period_code_once_an_agreement": "Another period of this agreement has this code.",
    "performance_period_of_one_agreement": TABLE_KEY,
    "performance_period_runs_forward": "The period's last day must not be before its first.",
    "performance_period_state_is_known": STATE,
    "measure_has_a_code": "Give the measure a code.",
    "measure_code_once_an_agreement": "Another measure of this agreement has this code.",
    "measure_of_one_agreement": TABLE_KEY,
    "scorecard_number_once_an_agreement": (
        "Someone else has made this version of the scorecard. Load the page again."
    ),
    "scorecard_of_one_agreement": TABLE_KEY,
    "scorecard_numbers_count_from_one": "Versions of a scorecard count from 1.",
    "scorecard_locked_names_who_locked_it": "A locked scorecard names who locked it, and when.",
    "scorecard_state_is_known": STATE,
    "scorecard_one_draft_an_agreement": "This agreement has a draft scorecard already. Edit that.",
    "scorecard_one_in_force_an_agreement": "This agreement has a scorecard in force already.",
    "figure_has_a_value_or_a_reason": (
        "Give a value, or a numerator and a denominator, or the reason why there is none."
    ),
    "figure_absent_has_no_value": "Give either a value or the reason why there is none, not both.",
    "figure_absent_says_why": "Say why there is no figure.",
    "figure_numerator_goes_with_denominator": "Give numerator and denominator together.",
    "figure_denominator_above_zero": "The denominator must be above zero.",
    "figure_not_verified_by_its_enterer": (
        "You entered this figure, so someone else must verify it."
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
    "settlement_number_once_a_period": (
        "Someone else has just calculated this period. Load the page again."
    ),
    "settlement_replaced_once": (
        "Someone else has just calculated this period again. Load the page again."
    ),
    "settlement_numbers_count_from_one": "Settlements of a period count from 1.",
    "settlement_owes_only_a_loss": "A settlement earns less than nothing only of a loss.",
    "settlement_final_names_who_made_it_final": (
        "A final settlement names who made it final, and when."
    ),
    "settlement_approved_names_its_approver": (
        "An approved settlement, and no other, names who approved it, and when."
    ),
    "settlement_state_is_known": STATE,
    "payout_record_once_a_participant": "This payout was recorded already.",
    "payout_record_not_below_zero": "A payout must not be below zero.",
    "payout_record_owed_back_not_below_zero": "What is owed back must not be below zero.",
    "payout_record_paid_or_owed_back": "A group is either paid or owes back, not both.",
    "statement_once_a_participant": "This statement was issued already.",
    "document_named_by_its_sha256": "A document is named by the SHA-256 of its bytes.",
    # triggers
    "figure_locked_stays": "The figure is locked: its settlement was approved.",
    "figure_in_an_open_period": "The period is locked: its settlement was approved.",
    "figure_replaces_its_own_kind": (
        "A correction must be for the same measure, period and participant as what it corrects."
    ),
    "settlement_begins_preliminary": "A settlement begins preliminary.",
    "settlement_approval_stays": "The settlement was approved; that stays.",
    "settlement_not_approved_by_an_enterer": (
        "You entered a figure of this settlement, so someone else must approve it."
    ),
    "settlement_not_approved_by_a_verifier": (
        "You verified a figure of this settlement, so someone else must approve it."
    ),
    "settlement_approved_on_verified_figures": (
        "A figure of this settlement is not verified. Calculate the settlement again."
    ),
    "settlement_figure_of_its_agreement": "A settlement is made from its agreement's figures.",
    "settlement_figure_while_preliminary": (
        "The settlement is no longer preliminary. Calculate it again to use other figures."
    ),
    "payout_record_after_approval": "Payouts are recorded when the settlement is approved.",
    "statement_after_approval": "Statements are issued when the settlement is approved.",
    "payout_record_of_its_agreement": "A settlement pays its agreement's participants alone.",
    "statement_of_its_agreement": "A statement is for a participant of its agreement.",
    "scorecard_locked_never_changed": (
        "This scorecard is locked. Draft the next version to change its terms."
    ),
    "scorecard_locked_stays": "A locked scorecard does not become a draft again.",
    "scorecard_locked_never_deleted": "A locked scorecard is never deleted.",
    "performance_period_locked_stays": "The period is locked: its settlement was approved.",
    "performance_period_locked_never_deleted": "A locked period is never deleted.",
}


def sentence(error: IntegrityError) -> str | None:
    """Put a refusal of the database in words; None for one that is a fault of the program."""
    name = name_of(error)
    return None if name is None else sentence_for(name)


def sentence_for(name: str) -> str | None:
    """Give the sentence of a constraint or trigger by its name."""
    if name in SENTENCES:
        return SENTENCES[name]
    if name.endswith(("_never_changed", "_never_deleted", "_never_emptied")):
        return NEVER_CHANGES
    if name.endswith("_key"):
        return TABLE_KEY
    if name.endswith(("_exists", "_of_its_agreement")):
        return NAMES_SOMETHING_GONE
    return None


def name_of(error: IntegrityError) -> str | None:
    """Find the name of the constraint or trigger behind an error, on either database."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if isinstance(named, str):
        return named
    message = str(error.orig)
    if message == "FOREIGN KEY constraint failed":
        return "reference_exists"  # SQLite does not say which
    if found := re.fullmatch(
        r"(?:CHECK constraint failed: |UNIQUE constraint failed: index ')?(\w+)'?", message
    ):
        return found[1]
    if found := re.fullmatch(r"UNIQUE constraint failed: (.+)", message):
        return _unique_over(found[1].split(", "))
    return None


def _unique_over(columns: list[str]) -> str | None:
    """Find the unique constraint or index over some columns, written table.column."""
    table = Base.metadata.tables[columns[0].partition(".")[0]]
    wanted = {column.partition(".")[2] for column in columns}
    for rule in uniques(table):
        if {column.name for column in rule.columns} == wanted:
            return str(rule.name)
    return None


def uniques(table: Table) -> list[PrimaryKeyConstraint | UniqueConstraint | Index]:
    """List what a table may hold once only."""
    return [
        rule
        for rule in (*table.constraints, *table.indexes)
        if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint)
        or (isinstance(rule, Index) and rule.unique)
    ]
