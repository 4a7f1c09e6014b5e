"""What to tell a person when the database refuses an entry of the audit log."""

SENTENCES = {
    "anchor_holds_an_entry": "An anchor holds an entry of the audit log by its hash, and there is none with this one.",
    "anchor_entry_counts_from_one": "The audit log is empty: there is no entry to anchor.",
    "anchor_hash_is_sha256": "An anchor holds a SHA-256, 64 hexadecimal digits.",
    "audit_entry_follows_the_last": (
        "The audit log takes one entry after the other, and this one does not follow the last. Try again."
    ),
}
