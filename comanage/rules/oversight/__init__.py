"""Oversight: how each of the 28 safeguards stands in an agreement, by its records."""
