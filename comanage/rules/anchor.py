"""An anchor: the head of the audit log on one day, as a text that is kept outside.

Whoever can write the database can cut off the end of the log, or write all of it anew
with hashes that fit. A head that was written down elsewhere finds both. The text is
plain, so that a person can read it, print it and compare it by eye; its signature says
that it came from this installation.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from comanage.refusals import Fault
from comanage.rules.chain import Head, instant

TITLE = "An anchor of the audit log of comanage"
SIGNED = ("installation", "at", "entry", "hash", "public key")  # the lines that are signed
SIGNATURE = "signature"
EXPLAINED = """\
Signed are the five lines from "installation" to "public key", each ended by a line feed, in
UTF-8; the signature is Ed25519, and all long numbers are hexadecimal. Keep this file where
nobody who administers the database can write. Hold the log to it with:
comanage audit verify --anchor FILE
"""
DIGITS = {"entry": r"[1-9][0-9]*", "hash": r"[0-9a-f]{64}", "public key": r"[0-9a-f]{64}",
          SIGNATURE: r"[0-9a-f]{128}", "at": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A head of the log, and who wrote it down when.

    Attributes:
        installation: Whose log it is, by name.
        at: When it was written down.
        head: The number and hash of the last entry at that time.
        key: The public key of the installation, 64 hexadecimal digits.
        signature: Of all that, 128 hexadecimal digits; empty while it is not signed.
    """

    installation: str
    at: datetime
    head: Head
    key: str
    signature: str = ""

    @property
    def signed(self) -> str:
        """The lines that the signature is over."""
        values = (self.installation, instant(self.at), self.head.number, self.head.hash, self.key)
        return "".join(f"{name}: {value}\n" for name, value in zip(SIGNED, values, strict=True))

    @property
    def text(self) -> str:
        """The whole file."""
        return f"{TITLE}\n\n{self.signed}{SIGNATURE}: {self.signature}\n\n{EXPLAINED}"


def on_one_line(name: str) -> str:
    """Write a name as an anchor holds it.

    >>> on_one_line(" Larkspur   Ridge ")
    'Larkspur Ridge'
    """
    return " ".join(name.split())


def read(text: str) -> tuple[Anchor | None, list[Fault]]:
    """Read an anchor from its file; whether it is signed as it says is not looked at.

    Returns:
        The anchor, and no fault; or None, and what is wrong with the file.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(": ")
        if colon and name in {*SIGNED, SIGNATURE} and name not in found:
            found[name] = value
    faults = [
        Fault(name, "This line is missing, or is not as an anchor has it.")
        for name in (*SIGNED, SIGNATURE)
        if not re.fullmatch(DIGITS.get(name, ".*"), found.get(name, "\n"))
    ]
    if faults:
        return None, faults
    try:
        at = datetime.strptime(found["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None, [Fault("at", "This is no day and time.")]
    return Anchor(
        installation=found["installation"],
        at=at,
        head=Head(int(found["entry"]), found["hash"]),
        key=found["public key"],
        signature=found[SIGNATURE],
    ), []
