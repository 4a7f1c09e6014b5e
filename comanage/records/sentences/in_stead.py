"""What to tell a person when the database refuses what is done in a duty that was handed over."""

SAYS_FOR_WHOM = (
    "Whoever acts in a duty that another handed over names that person, and nobody else. The duty"
    " may have begun or ended meanwhile: load the page again."
)
OWN_STEAD = "Nobody acts in the stead of themselves."

SENTENCES = {
    "figure_entered_for_someone_else": OWN_STEAD,
    "figure_verified_for_someone_else": OWN_STEAD,
    "dispute_step_for_someone_else": OWN_STEAD,
    "scorecard_step_for_someone_else": OWN_STEAD,
    "payment_release_for_someone_else": OWN_STEAD,
    "period_unlock_asked_for_someone_else": OWN_STEAD,
    "period_unlock_confirmed_for_someone_else": OWN_STEAD,
    "period_unlock_refused_for_someone_else": OWN_STEAD,
    "figure_entered_says_for_whom": SAYS_FOR_WHOM,
    "figure_verified_says_for_whom": SAYS_FOR_WHOM,
    "dispute_step_says_for_whom": SAYS_FOR_WHOM,
    "scorecard_step_says_for_whom": SAYS_FOR_WHOM,
    "signature_says_for_whom": SAYS_FOR_WHOM,
    "month_decision_says_for_whom": SAYS_FOR_WHOM,
    "payment_release_says_for_whom": SAYS_FOR_WHOM,
    "period_unlock_asked_says_for_whom": SAYS_FOR_WHOM,
    "period_unlock_confirmed_says_for_whom": SAYS_FOR_WHOM,
    "period_unlock_refused_says_for_whom": SAYS_FOR_WHOM,
}
