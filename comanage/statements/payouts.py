"""Payout records as rows for files: one for each group, agreement and period."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from comanage.rules.numbers import plain_money, printed


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

    @property
    def earned_by_group(self) -> int:
        """What the group earned, before what was paid to it in advance is taken off."""
        return self.payable - self.recover + self.advanced + self.left


Cell = str | int | date | Fraction


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount in whole cents, so that a file can tell money from a count."""

    amount: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the files.

    Attributes:
        head: Its name; never changed once published.
        cell: Takes its value from a line.
        width: How wide it is in a workbook, in characters.
    """

    head: str
    cell: Callable[[PayoutLine], Cell | Cents]
    width: int = 14


COLUMNS = (
    Column("agreement_code", lambda line: line.agreement),
    Column("agreement_title", lambda line: line.title, 32),
    Column("service_line", lambda line: line.service_line, 20),
    Column("group_code", lambda line: line.group),
    Column("group_name", lambda line: line.group_name, 30),
    Column("period_code", lambda line: line.period, 11),
    Column("period_start", lambda line: line.starts, 12),
    Column("period_end", lambda line: line.ends, 12),
    Column("scorecard_version", lambda line: line.scorecard, 9),
    Column("scorecard_sha256", lambda line: line.scorecard_hash, 20),
    Column("settlement_number", lambda line: line.settlement, 10),
    Column("state", lambda line: line.state, 11),
    Column("pool", lambda line: Cents(line.pool), 15),
    Column("earned", lambda line: Cents(line.earned), 15),
    Column("share", lambda line: line.share, 15),
    Column("payable", lambda line: Cents(line.payable), 15),
    Column("approved_by", lambda line: line.approved_by, 24),
    Column("approved_at", lambda line: zulu(line.approved_at), 21),
    Column("statement_sha256", lambda line: line.statement_sha256, 20),
    Column("earned_by_group", lambda line: Cents(line.earned_by_group), 15),
    Column("paid_before", lambda line: Cents(line.advanced), 15),
    Column("owed_back", lambda line: Cents(line.recover), 15),
    Column("left_by_correction", lambda line: Cents(line.left), 15),
    Column("left_because", lambda line: line.left_because, 40),
)
TOTAL = "Total"
ADDED = ("payable", "earned_by_group", "paid_before", "owed_back", "left_by_correction")


def totals(lines: Sequence[PayoutLine]) -> dict[int, int]:
    """Add up the columns of single groups, in cents, by their place.

    Pool and earned repeat for every group of a settlement, and are not added.
    """
    found: dict[int, int] = {}
    for at, column in enumerate(COLUMNS):
        if column.head in ADDED:
            cells = (column.cell(line) for line in lines)
            found[at] = sum(cell.amount for cell in cells if isinstance(cell, Cents))
    return found


def zulu(at: datetime) -> str:
    """Write an instant in UTC as ISO 8601 does.

    >>> zulu(datetime(2027, 7, 14, 16, 2, tzinfo=UTC))
    '2027-07-14T16:02:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(cell: Cell | Cents) -> str:
    """Write a cell as plain text: ISO dates, decimals with a point and no symbols.

    >>> written(Cents(31248000)), written(Fraction(1, 3)), written(date(2027, 1, 31))
    ('312480.00', '0.333333333333', '2027-01-31')
    """
    match cell:
        case Cents(amount):
            return plain_money(amount)
        case Fraction():
            return printed(cell)
        case date():
            return cell.isoformat()
    return str(cell)
