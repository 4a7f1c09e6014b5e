"""Carried fields: what a form sent, kept in the page that asks for something else first.

Passwords, codes and files are never carried. The page says so where a file was sent.
"""

from flask import request

from comanage.pages import sent

# Fields that a page never holds, by name: secrets, and the token that each page has anew.
NEVER = frozenset(
    {
        "csrf_token",
        "password",
        "again",
        "present",
        "proof_email",
        "proof_password",
        "proof_code",
        "one_time_code",
    }
)
OWN = 4  # fields that the asking page adds


def fields() -> list[tuple[str, str]]:
    """List the fields to carry on, in the order in which they were sent."""
    found = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER]
    return found if len(found) + OWN <= sent.MOST_FIELDS else []


def texts() -> list[tuple[str, str]]:
    """List what was sent in words, by the names of its boxes: what a person would have to type anew."""
    return [(name.replace("_", " "), text) for name, text in fields() if " " in text.strip()]


def files() -> bool:
    """Say whether files were sent, which have to be chosen again."""
    return any(each.filename for _, each in request.files.items(multi=True))
