"""A verdict on a file: whether it is ours, as it was made, and whether its print is what it carries."""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    """What came of looking at a file."""

    MATCH = "MATCH"
    ALTERED = "ALTERED"
    NOT_OURS = "NOT OURS"


@dataclass(frozen=True)
class Verdict:
    """What came of looking at a file, in words.

    Attributes:
        finding: What came of it.
        what: What kind of file it is, with its number; empty where that is not known.
        differs: The first line that differs, or why it is not ours; empty where it matches.
        checked: What was looked at, a sentence each.
        signed_by: Who signed it, where a signature holds for the whole file.
        amounts_only: True where another version laid it out, so that of its print only the
            amounts were held to its data.
    """

    finding: Finding
    what: str = ""
    differs: str = ""
    checked: tuple[str, ...] = ()
    signed_by: str = ""
    amounts_only: bool = False

    @property
    def matches(self) -> bool:
        """Say whether the file holds."""
        return self.finding is Finding.MATCH

    @property
    def headline(self) -> str:
        """The verdict in one line.

        >>> Verdict(Finding.MATCH).headline
        'MATCH, UNSIGNED'
        >>> Verdict(Finding.MATCH, signed_by="Larkspur Ridge").headline
        'SIGNED BY Larkspur Ridge / MATCH'
        >>> Verdict(Finding.MATCH, amounts_only=True).headline
        'MATCH IN AMOUNTS, UNSIGNED'
        """
        if not self.matches:
            return str(self.finding)
        if self.signed_by:
            return f"SIGNED BY {self.signed_by} / MATCH"
        return "MATCH IN AMOUNTS, UNSIGNED" if self.amounts_only else "MATCH, UNSIGNED"

    @property
    def meaning(self) -> str:
        """What the verdict means, and what it does not."""
        if self.finding is Finding.MATCH:
            if self.signed_by:
                return MEANS_SIGNED
            return MEANS_AMOUNTS if self.amounts_only else MEANS_UNSIGNED
        return MEANS_ALTERED if self.finding is Finding.ALTERED else MEANS_NOT_OURS


MEANS_UNSIGNED = (
    "The file is consistent with itself: what it prints follows from the terms and figures that"
    " it carries. That finds what was changed, by accident or by hand. It does not find a forgery:"
    " whoever has this program can make a whole new statement that matches. Who made it shows"
    " only by a signature, or by its hash in the audit log of the hospital."
)
MEANS_AMOUNTS = (
    "Every amount that the file prints follows from the terms and figures that it carries. Another"
    " version of this program laid it out, so a word that was changed, or an amount that was"
    " covered, would not be found: have it verified by the version that made it, or ask for the"
    " statement's hash in the audit log of the hospital."
)
MEANS_SIGNED = (
    "The file is consistent with itself, and nothing of it changed since it was signed with the"
    " key of this name. Whether the key is the hospital's, its fingerprint tells: ask for it."
)
MEANS_ALTERED = (
    "The file is not as it was made, or prints something that does not follow from the data that"
    " it carries. Do not pay by it; ask the hospital for the statement as it was issued."
)
MEANS_NOT_OURS = "The file does not carry what this program writes, so nothing can be said of it."


def altered(what: str, differs: str, checked: tuple[str, ...] = ()) -> Verdict:
    """Say that a file of ours differs from what it should be."""
    return Verdict(Finding.ALTERED, what, differs, checked)


def not_ours(why: str) -> Verdict:
    """Say that a file is none of ours."""
    return Verdict(Finding.NOT_OURS, differs=why)
