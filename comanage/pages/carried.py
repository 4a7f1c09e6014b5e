"""Carried fields: what a form sent, kept in the page that asks for something else first.

Passwords, codes and files are never carried. The page says so where a file was sent.
"""

import re
from collections.abc import Iterable

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
# A box of a row, as "rows-3-source"; these of a row say which it is, or what it was opened on.
BOX = re.compile(r"(?P<rows>\w+)-(?P<number>\d+)-(?P<box>\w+)")
NAMING = ("measure", "participant")
UNTYPED = frozenset({*NAMING, "seen", "correcting", "revision", "id"})
STEERING = frozenset({"step", "next", "remove", "add"})  # what a button says, not a person
OWN = 4  # fields that the asking page adds


def fields() -> list[tuple[str, str]]:
    """List the fields to carry on, in the order in which they were sent."""
    found = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER]
    return found if len(found) + OWN <= sent.MOST_FIELDS else []


def texts(*, short: bool = False) -> list[tuple[str, str]]:
    """List what was sent in words, by the names of its boxes: what a person would have to type anew.

    The rows of a grid are one text, a line each with whatever was typed in it: a figure too is
    work to find again.

    Args:
        short: Whether answers of one word count too, such as an amount; they are one text.
    """
    sent_now = fields()
    alone = [(name.replace("_", " "), text) for name, text in sent_now if not BOX.fullmatch(name)]
    found = [(name, text) for name, text in alone if " " in text.strip()]
    words = [
        f"{name}: {text}"
        for name, text in alone
        if text.strip() and " " not in text.strip() and name not in {*UNTYPED, *STEERING}
    ]
    if short and words:
        found.append(("short answers", "\n".join(words)))
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for name, text in sent_now:
        if (box := BOX.fullmatch(name)) and text.strip():
            rows.setdefault(box["rows"], {}).setdefault(box["number"], {})[box["box"]] = text
    for name, every in rows.items():
        if lines := [*_lines(every)]:
            found.append((name.replace("_", " "), "\n".join(lines)))
    return found


def _lines(rows: dict[str, dict[str, str]]) -> Iterable[str]:
    """Write each row in which something was typed on a line, by what it is about or its number."""
    for number, boxes in rows.items():
        typed = [
            f"{box.replace('_', ' ')} {text.strip()}"
            for box, text in boxes.items()
            if box not in UNTYPED and not box.endswith("_id")
        ]
        if typed:
            about = " ".join(boxes[name] for name in NAMING if name in boxes)
            yield f"{about or int(number) + 1}: {', '.join(typed)}"


def files() -> bool:
    """Say whether files were sent, which have to be chosen again."""
    return any(each.filename for _, each in request.files.items(multi=True))
