"""An attested month: exactly what a physician is shown and signs, as one document.

The canonical text of this document is what the signature covers. A cent, a word or an
entry more gives another hash, and the signature no longer fits.
"""

from dataclasses import dataclass
from datetime import date

from comanage.rules import canonical
from comanage.rules.signoff import Role

ATTESTS = "I attest these hours"
APPROVES = "I approve these hours for payment of the base fee"
RETURNS = "I send these hours back"


@dataclass(frozen=True, slots=True)
class AttestedLine:
    """One entry as it was shown.

    Attributes:
        number: The number of the entry on record.
        day: The day worked.
        duty: The name of the duty.
        minutes: The time.
        done: What was done, in the physician's words.
    """

    number: int
    day: date
    duty: str
    minutes: int
    done: str = ""


@dataclass(frozen=True, slots=True)
class AttestedMonth:
    """What is shown and signed.

    Attributes:
        agreement: The code of the agreement.
        group: The name of the group.
        physician: The printed name.
        role: As what the physician signs.
        month: Such as 2027-10.
        lines: The entries that stand, by day.
        minutes: All their time.
        sentences: What is stated.
    """

    agreement: str
    group: str
    physician: str
    role: Role
    month: str
    lines: tuple[AttestedLine, ...]
    minutes: int
    sentences: tuple[str, ...]


def signed(shown: AttestedMonth) -> tuple[str, str]:
    """Give the text that a signature covers, and its hash."""
    text = canonical.text(shown)
    return text, canonical.digest(text)


def matches(text: str, digest: str, lines: tuple[AttestedLine, ...]) -> bool:
    """Say whether a signature still fits: its text has its hash, and tells of these entries."""
    shown, _ = canonical.read(AttestedMonth, text)
    return canonical.digest(text) == digest and shown is not None and shown.lines == lines
