"""A verdict on a file: whether it is ours, as it was made, and whether its print is what it carries."""

from dataclasses import dataclass
from enum import StrEnum

from comanage.statements.words import plain

PACKET, WORKBOOK = "Audit packet", "Workbook"  # how a verdict on one begins


class Finding(StrEnum):
    """What came of looking at a file."""

    MATCH = "MATCH"
    NOT_COMPARED = "NOT COMPARED"
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
        anchored: Whether the log that it holds goes through an anchor that was given.
        rest: The number of the agreement's statement that proves the division, where this file
            matches only up to it; empty where it proves all of it.
    """

    finding: Finding
    what: str = ""
    differs: str = ""
    checked: tuple[str, ...] = ()
    signed_by: str = ""
    anchored: bool = False
    rest: str = ""

    def __post_init__(self) -> None:
        """Put every text on one line of plain signs: what a file says may steer what shows it."""
        for name in ("what", "differs", "signed_by", "rest"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        object.__setattr__(self, "checked", tuple(map(one_line, self.checked)))

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
        >>> Verdict(Finding.MATCH, rest="ORTHO/2027-Q1/1").headline
        'MATCH up to the allocation, UNSIGNED'
        """
        if not self.matches:
            return f"{self.finding}{self.signed_by and f', SIGNED BY {self.signed_by}'}"
        match = f"{self.finding} {UP_TO}" if self.rest else str(self.finding)
        return f"SIGNED BY {self.signed_by} / {match}" if self.signed_by else f"{match}, UNSIGNED"

    @property
    def caution(self) -> str:
        """What must be known beside a verdict that finds nothing wrong; empty where nothing must."""
        wrong = self.finding in {Finding.ALTERED, Finding.NOT_OURS}
        return "" if wrong or self.signed_by else UNVOUCHED

    @property
    def meaning(self) -> str:
        """What the verdict means, and what it does not."""
        if self.what.startswith(PACKET) and self.finding in OF_PACKETS:
            return OF_PACKETS[self.finding] + ("" if not self.matches else
                   BY_ANCHOR if self.anchored else BY_NOTHING)  # fmt: skip
        if self.what.startswith(WORKBOOK) and self.finding in OF_WORKBOOKS:
            said = OF_WORKBOOKS[self.finding]
        elif self.finding is Finding.MATCH:
            said = MEANS_SIGNED if self.signed_by else MEANS_UNSIGNED
        else:
            said = MEANS[self.finding]
        return said + (REST.format(self.rest) if self.matches and self.rest else "")


UP_TO = "up to the allocation"
REST = (
    " How the sum is divided goes by figures of other groups, which are not in this file: statement"
    " {} of the agreement proves that part of it."
)
UNVOUCHED = "It is not signed: nobody has vouched for who made it."
MEANS_UNSIGNED = (
    "The file is consistent with itself: what it calculates follows from the terms and figures"
    " that it carries, and it prints what it carries. That finds what was changed, by accident or by hand. It does not find a forgery:"
    " whoever has this program can make a whole new statement that matches. Who made it shows"
    " only by a signature, or by its hash in the audit log of the hospital."
)
MEANS_SIGNED = (
    "The file is consistent with itself, and nothing of it changed since it was signed with the"
    " key of this name. Whether the key is the hospital's, its fingerprint tells: ask for it."
)
MEANS = {
    Finding.NOT_COMPARED: (
        "What the file carries is consistent with itself, and nothing was found that differs. But"
        " whether all that it shows follows from it cannot be said here: go by what is told of its"
        " data here and not by what it shows, or have it verified by the version that made it."
    ),
    Finding.ALTERED: (
        "The file is not as it was made, or prints something that does not follow from the data"
        " that it carries. Do not pay by it; ask the hospital for the statement as it was issued."
    ),
    Finding.NOT_OURS: (
        "Nothing that this program writes could be read in the file, so nothing can be said of it."
    ),
}
OF_PACKETS = {
    Finding.MATCH: (
        "Nothing of the packet differs: its files, rows and log answer each other as far as is told"
        " here, and what is only listed is taken as it stands."
    ),
    Finding.NOT_COMPARED: (
        "Nothing of the packet was found that differs, but not all of it could be compared here."
        " Have it verified by the version that made it, or go by the files that were compared."
    ),
    Finding.ALTERED: (
        "The packet is not as it was made. Do not rely on any of it, and run nothing that it holds;"
        " ask the hospital for it anew."
    ),
}
BY_ANCHOR = (
    " The log goes through an anchor that was kept elsewhere. So what is held to the log up to that"
    " entry was noted at the time by whoever kept the anchor; who that is, the anchor's origin tells."
)
BY_NOTHING = (
    " That does not find a forgery: without an anchor, whoever has this program can write a whole"
    " packet that matches, log included. Give an anchor that was kept elsewhere."
)
OF_WORKBOOKS = {
    Finding.MATCH: (
        "The workbook is what this program writes for the data that it carries. That finds what was"
        " changed, by accident or by hand. It does not find a forgery: whoever has this program can"
        " make a whole new workbook that matches. Hold its data to those of the statement."
    ),
    Finding.ALTERED: (
        "The workbook is not as it was made, or shows something that does not follow from the data"
        " that it carries. Do not pay by it; go by the statement as it was issued."
    ),
}
LONGEST = 1000  # signs of one sentence of a verdict


def one_line(text: str) -> str:
    r"""Write a text on one line, without signs that only steer what shows it.

    >>> one_line("Statement 1\x1b[2J\nSIGNED BY A Hospital")
    'Statement 1[2J SIGNED BY A Hospital'
    """
    return plain(" ".join(text.split()))[:LONGEST]


def not_compared(what: str, why: str, checked: tuple[str, ...], signed_by: str = "") -> Verdict:
    """Say that what a file carries holds, and that what it shows could not be held to it."""
    return Verdict(Finding.NOT_COMPARED, what, why, checked, signed_by)


def altered(what: str, differs: str, checked: tuple[str, ...] = ()) -> Verdict:
    """Say that a file of ours differs from what it should be."""
    return Verdict(Finding.ALTERED, what, differs, checked)


def not_ours(why: str) -> Verdict:
    """Say that a file is none of ours."""
    return Verdict(Finding.NOT_OURS, differs=why)
