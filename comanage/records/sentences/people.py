"""What to tell a person when the database refuses something of people, what they sign in with, and the organization."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
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
    "role_change_names_the_role_it_is_about": "Say which role is asked for.",
    "role_change_change_is_known": STATE,
    "role_change_role_is_known": STATE,
    "role_change_outcome_is_known": STATE,
    "role_change_is_asked_for_another": "Nobody asks for a change of their own rights.",
    "role_change_is_decided_whole": "Say who decided, when, and how.",
    "role_change_is_decided_by_another": "Another system administrator than who asked decides.",
    "role_change_gives_nobody_more_by_their_own_word": (
        "Nobody confirms more rights for themselves; another system administrator can."
    ),
    "role_change_asked_once": "This was asked for already, and waits for a decision.",
    "role_change_begins_undecided": "A change is asked for first, and decided by another.",
    "role_change_never_changed": "What was asked for does not change. Decline it, and ask anew.",
    "role_change_decided_once": "This was decided already.",
    "role_change_never_deleted": "What was asked for stays on record.",
    "sign_in_once_per_token_hash": "Sign in again.",
    "invitation_once_per_token_hash": "Make the invitation again.",
    "invitation_expires_after_it_is_made": "An invitation expires after it is made.",
    "invitation_purpose_is_known": STATE,
    "invitation_names_who_chooses_a_password": "Say who is to choose a password.",
    "second_factor_step_counts_from_zero": "A one-time code belongs to a moment after 1970.",
    "recovery_code_once_per_person_id_code_hash": "Make the recovery codes again.",
    "refused_tries_count_from_one": "Refused tries count from 1.",
    "installation_stays_what_it_is": "A demo and real data never share a database.",
}
