"""Backups: a database copied while it is in use, with what it must come to when it is restored."""
