"""Payout records as values for files: one for each group, agreement and period."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from comanage.rules.numbers import plain_money, printed


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a payout record rests on, and what became of it; amounts in cents.

    Attributes:
        payout: The number of the record.
        agreement: The number of the agreement, as in addresses and in the audit log.
        settlement: The number of the settlement there; that of PayoutLine counts by period.
        settlement_hash: The SHA-256 of the settlement's document.
        figures_hash: The SHA-256 of the figures that it was made from.
        approvals: Every signature that approved it, each with the role.
        replaces: The approved settlement of the period that it replaces.
        replaced_by: The approved settlement of the period that replaces it.
        released_by: Who released it; empty where nobody has.
        released_at: When.
        payments: The numbers of the payments that its release made for the group.
        payment_states: Where each stands.
        released: What was released to the group for the period, less what was taken back; told by
            the record that stands, and 0 where another one replaced it.
        year_starts: The first day of the contract year in which the period begins.
        fmv_firm: Who gave the opinion of fair market value that holds on that period's first day.
        fmv_on: The date of that opinion.
        fmv_cap: The most that it lets be paid for a contract year; None without an opinion.
        fmv_left: What is left of it: less what was paid, is approved, and is agreed as base fee.
        statement: The number of the group's statement.
        held_by: Who holds its release; empty where nobody does.
        held_at: Since when.
    """

    payout: int = 0
    agreement: int = 0
    settlement: int = 0
    settlement_hash: str = ""
    figures_hash: str = ""
    approvals: tuple[str, ...] = ()
    replaces: int | None = None
    replaced_by: int | None = None
    released_by: str = ""
    released_at: datetime | None = None
    payments: tuple[int, ...] = ()
    payment_states: tuple[str, ...] = ()
    released: int = 0
    year_starts: date | None = None
    fmv_firm: str = ""
    fmv_on: date | None = None
    fmv_cap: int | None = None
    fmv_left: int | None = None
    statement: int | None = None
    held_by: str = ""
    held_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """What one group is owed for one period, and what it rests on; amounts in cents."""

    agreement: str
    title: str
    service_line: str
    group: str
    group_name: str
    period: str
    starts: date
    ends: date
    scorecard: int
    scorecard_hash: str
    settlement: int
    state: str
    pool: int
    earned: int
    share: Fraction
    payable: int
    approved_by: str
    approved_at: datetime
    statement_sha256: str
    advanced: int = 0
    recover: int = 0
    left: int = 0
    left_because: str = ""
    grounds: Grounds = Grounds()

    @property
    def counted(self) -> bool:
        """Say whether totals count it: another settlement that replaced it counts in its place."""
        return self.grounds.replaced_by is None

    @property
    def stands(self) -> str:
        """Say in a word how it stands: replaced, held, approved or released."""
        if not self.counted:
            return "replaced"
        return "held" if self.grounds.held_by else self.state

    @property
    def earned_by_group(self) -> int:
        """What the group earned, before what was paid to it in advance is taken off."""
        return self.payable - self.recover + self.advanced + self.left


Cell = str | int | date | Fraction


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount in whole cents, so that a file can tell money from a count."""

    amount: int


def zulu(at: datetime) -> str:
    """Write an instant in UTC as ISO 8601 does.

    >>> zulu(datetime(2027, 7, 14, 16, 2, tzinfo=UTC))
    '2027-07-14T16:02:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(cell: Cell | Cents | None) -> str:
    """Write a cell as plain text: ISO dates, decimals with a point and no symbols; "" for none.

    >>> written(Cents(31248000)), written(Fraction(1, 3)), written(date(2027, 1, 31))
    ('312480.00', '0.333333333333', '2027-01-31')
    """
    match cell:
        case None:
            return ""
        case Cents(amount):
            return plain_money(amount)
        case Fraction():
            return printed(cell)
        case date():
            return cell.isoformat()
    return str(cell)
