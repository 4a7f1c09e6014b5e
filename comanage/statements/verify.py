"""Verify: any file that left the product, looked at without its database and without trust.

What kind a file is shows in its first bytes; each kind has a file of its own that says
what holds of it.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

from comanage.refusals import NotReady
from comanage.rules.chain import Head
from comanage.statements import verify_statement
from comanage.statements.verdict import Finding, Verdict, not_ours

NEITHER = "It is neither a PDF nor a zip archive, so it is no file of this program."
KINDS: tuple[tuple[bytes, Callable[[bytes, Sequence[Head]], Verdict]], ...] = (
    # how a file begins: who looks at it
    (b"%PDF-", verify_statement.verify),
)


def verify(content: bytes, heads: Sequence[Head] = ()) -> Verdict:
    """Verify a file.

    Args:
        content: Its bytes, whatever they are.
        heads: Entries of the audit log, as they were written down elsewhere.

    Raises:
        NotReady: The machine lacks Pango, so that nothing can be laid out.
    """
    for beginning, look in KINDS:
        if content.startswith(beginning):
            return look(content, heads)
    return not_ours(NEITHER)


def tell() -> None:
    """Verify what comes from the standard input, and write the verdict as JSON: another process."""
    try:
        told = {"verdict": asdict(verify(sys.stdin.buffer.read()))}
    except NotReady as why:
        told = {"not_ready": {"sentence": why.sentence}}
    json.dump(told, sys.stdout)


def heard(told: dict[str, dict[str, object]]) -> Verdict:
    """Read what `tell` wrote.

    Raises:
        NotReady: The machine lacks Pango, so that nothing can be laid out.
    """
    if "not_ready" in told:
        raise NotReady(str(told["not_ready"]["sentence"]))
    held = told["verdict"]
    return Verdict(
        finding=Finding(str(held["finding"])),
        what=str(held["what"]),
        differs=str(held["differs"]),
        checked=tuple(map(str, held["checked"] if isinstance(held["checked"], list) else ())),
        signed_by=str(held["signed_by"]),
    )
