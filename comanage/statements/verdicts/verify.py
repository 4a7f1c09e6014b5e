"""Verify: any file that left the product, looked at without its database and without trust.

What kind a file is shows in its first bytes; each kind has a file of its own that says
what holds of it.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

from comanage.refusals import NotReady
from comanage.rules import chain
from comanage.rules.chain import Head
from comanage.statements.packets.packet_chain import LOG
from comanage.statements.verdicts import verify_packet, verify_statement, verify_workbook
from comanage.statements.verdicts.verdict import Finding, Verdict, not_ours

NEITHER = "It is neither a PDF nor a zip archive, so it is no file of this program."
LATER = "Something stands in front of the PDF in it, and no file of this program begins so."
CUT = "It begins as a workbook or a zip archive does, and is cut off: its list of files is missing."
IN_FRONT = 1024  # bytes in which other programs look for the beginning of a PDF
LISTED = b"PK\x05\x06"  # ends the list of files in a zip archive
Looks = Callable[[bytes, Sequence[Head]], Verdict]


def _locked(_: bytes, __: Sequence[Head]) -> Verdict:
    return not_ours(verify_statement.LOCKED)


KINDS: tuple[tuple[bytes, bytes, Looks], ...] = (
    # how a file begins, and what it holds somewhere: who looks at it. A packet may hold workbooks.
    (b"%PDF-", b"", verify_statement.verify),
    (b"PK", LOG.encode(), verify_packet.verify),
    (b"PK", b"xl/workbook.xml", verify_workbook.verify),
    (b"PK", b"", verify_packet.verify),
    (b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le"), _locked),
)


def verify(content: bytes, heads: Sequence[Head] = ()) -> Verdict:
    """Verify a file.

    Args:
        content: Its bytes, whatever they are.
        heads: Entries of the audit log, as they were written down elsewhere.

    Raises:
        NotReady: The machine lacks Pango, so that nothing can be laid out.
    """
    if content.startswith(b"PK\x03\x04") and LISTED not in content and LOG.encode() not in content:
        return not_ours(CUT)
    for beginning, within, look in KINDS:
        if content.startswith(beginning) and within in content:
            return look(content, heads)
    return not_ours(LATER if b"%PDF-" in content[:IN_FRONT] else NEITHER)


def tell(printed: Sequence[str] = ()) -> None:
    """Verify what comes from the standard input, and write the verdict as JSON: another process.

    Args:
        printed: Entries of the audit log, as documents print them, NUMBER:HASH.
    """
    heads = [head for head in map(chain.printed, printed) if head]
    try:
        told = {"verdict": asdict(verify(sys.stdin.buffer.read(), heads))}
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
        anchored=held["anchored"] is True,
        rest=str(held["rest"]),
    )
