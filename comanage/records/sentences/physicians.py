"""What to tell a person when the database refuses something of a physician's status."""

SENTENCES = {
    "physician_status_says_what_it_rests_on": "Say what was looked up, and where that is kept.",
    "physician_status_recorded_by_another_person": (
        "Nobody records their own status: another person must."
    ),
}
