"""What to tell a person when the database refuses an unlock, or a duty that is handed over."""

SENTENCES = {
    "period_unlock_says_why": "Say why the period is to be opened again.",
    "period_unlock_by_two_people": (
        "You, whoever you act for, or whoever acted for you, asked for this unlock: someone else must"
        " confirm it."
    ),
    "period_unlock_refused_by_another": (
        "You, whoever you act for, or whoever acted for you, asked for this unlock: someone else must"
        " decide."
    ),
    "period_unlock_names_who_confirmed_it": "A confirmed unlock names who confirmed it, and when.",
    "period_unlock_names_who_refused_it": "A refused unlock names who refused it, and when.",
    "period_unlock_confirmed_or_refused": "An unlock is either confirmed or refused.",
    "period_unlock_one_a_settlement": (
        "Someone has asked to open this period already. Confirm or refuse that."
    ),
    "period_unlock_begins_undecided": "An unlock is asked for first, and decided by a second person.",
    "period_unlock_of_what_locked_it": (
        "An unlock is of a locked period, and names the settlement that locked it."
    ),
    "delegation_to_someone_else": "Hand the duty to someone else.",
    "delegation_runs_forward": "The last day must not be before the first.",
    "delegation_says_why": "Say why the duty is handed over.",
    "delegation_of_a_duty_that_can_be_handed_over": "This role cannot be handed over.",
    "delegation_names_who_ended_it": "A delegation that ended names who ended it, and when.",
}
