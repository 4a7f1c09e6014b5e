"""What to tell a person when the database refuses an entry of the audit log."""

SENTENCES = {
    "audit_entry_follows_the_last": (
        "The audit log takes one entry after the other, and this one does not follow the last. Try again."
    ),
}
