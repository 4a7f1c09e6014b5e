"""A document about a settlement: what the statement of a group and that of the agreement share.

Where it stands is one word that nobody takes for another: it is printed on every page, and
whatever is not what stands is marked across the page as well, so that grey print tells it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comanage.rules.payout import Payout
from comanage.rules.periods import Period
from comanage.rules.signoff import SettlementState
from comanage.statements.amount_line import AmountLine, compared, due, follows, paid_in_year
from comanage.statements.facts import Facts
from comanage.statements.sheet import Sheet
from comanage.statements.trend import Trend


class Word(StrEnum):
    """Where a document stands, as every page of it says."""

    PRELIMINARY = "PRELIMINARY"
    NOT_APPROVED = "NOT YET APPROVED"
    FINAL = "FINAL"
    CORRECTED = "CORRECTED"


IN_FULL = {
    Word.PRELIMINARY: "Preliminary, not payable",
    Word.NOT_APPROVED: "Complete, not yet approved, not payable",
    Word.FINAL: "Final, approved",
    Word.CORRECTED: "Corrected, approved",
}
UNPAYABLE = (Word.PRELIMINARY, Word.NOT_APPROVED)


@dataclass(frozen=True)
class SettledDocument:
    """What is said of a settlement to whoever reads its statements.

    Attributes:
        facts: What surrounds it.
        period: The period it settles.
        sheet: Its lines.
        funding: Where the pool comes from, in words.
        trends: How the key measure of each domain went over the settled periods.
        correctable: The last day on which the period may be corrected; None: without end.
        to_date: The time that it counts, where it settles the contract year so far.
        projected: Whether a later period of that year decides what is earned.
    """

    facts: Facts
    period: Period
    sheet: Sheet
    funding: str
    trends: tuple[Trend, ...]
    correctable: date | None
    to_date: Period | None
    projected: bool

    @property
    def reader(self) -> str:
        """Whose statement it is, in words."""
        return ""

    @property
    def number(self) -> str:
        """The number that names it."""
        return self.settlement_number

    @property
    def to(self) -> tuple[tuple[str, Payout], ...]:
        """What is paid to those whom the document is about, each with the words for whom."""
        return ()

    @property
    def due(self) -> int:
        """What they are paid, less what they owe back, in cents."""
        return sum(due(payout) for _, payout in self.to)

    @property
    def paid_in_year(self) -> list[AmountLine]:
        """What they were paid in the contract year, before and with this settlement."""
        year = self.facts.course.year
        return paid_in_year(year, self.to) if year else []

    @property
    def amounts(self) -> list[AmountLine]:
        """What was earned and is paid, by the settlement before and by this one."""
        since = self.facts.course.since
        return compared(since, self.sheet.earned, self.to) if since else []

    @property
    def follows(self) -> list[str]:
        """What follows from a correction, in sentences."""
        since = self.facts.course.since
        return [*follows(since, self.to)] if since else []

    @property
    def settlement_number(self) -> str:
        """The number that names the settlement."""
        return f"{self.facts.agreement}/{self.period.code}/{self.facts.number}"

    @property
    def approved(self) -> bool:
        """Whether the settlement was approved; it is not payable before."""
        return self.facts.state in {SettlementState.APPROVED, SettlementState.RELEASED}

    @property
    def corrects(self) -> bool:
        """Whether it takes the place of an earlier settlement of its period."""
        since = self.facts.course.since
        return since is not None and since.corrects

    @property
    def word(self) -> Word:
        """Where it stands, in a word."""
        if self.facts.state is SettlementState.PRELIMINARY:
            return Word.PRELIMINARY
        if not self.approved:
            return Word.NOT_APPROVED
        return Word.CORRECTED if self.corrects else Word.FINAL

    @property
    def standing(self) -> str:
        """Where it stands, in full."""
        return IN_FULL[self.word]

    @property
    def line(self) -> str:
        """Where it stands, as the head of each page says it."""
        since = self.facts.course.since
        if self.word in UNPAYABLE:
            return f"{self.word}: not payable"
        if self.corrects and since is not None:
            return f"{self.word}: replaces {since.settlement}"
        return str(self.word)

    @property
    def watermark(self) -> str:
        """What stands across each page; nothing on what is final."""
        return "" if self.word is Word.FINAL else str(self.word)
