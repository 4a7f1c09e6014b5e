"""The payment request for accounts payable: one row a payment, the same for CSV and workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from comanage.statements.exports.payouts import Cell, Cents, zulu


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One payment to ask for; amounts in cents."""

    payment: int
    vendor: str
    group: str
    group_name: str
    agreement: str
    title: str
    service_line: str
    period: str
    starts: date
    ends: date
    kind: str
    sequence: int
    amount: int
    set_off: int

    @property
    def to_pay(self) -> int:
        """What is to be paid: the amount less what was set off."""
        return self.amount - self.set_off

    @property
    def reference(self) -> str:
        """What names this payment in another system; never the same for two.

        Codes may hold hyphens, so the number of the payment tells apart what else reads the same.
        """
        names = (self.agreement, self.period, self.group, self.kind, self.sequence, self.payment)
        return "-".join(map(str, names)).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class RequestFile:
    """One request, whole.

    Attributes:
        number: Its number.
        at: When it was made.
        lines: The payments; those with nothing left to pay are in no file.
    """

    number: int
    at: datetime
    lines: tuple[RequestLine, ...]

    @property
    def to_pay(self) -> tuple[RequestLine, ...]:
        """The payments of which something is to be paid."""
        return tuple(line for line in self.lines if line.to_pay > 0)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the files.

    Attributes:
        head: Its name; never changed once published.
        cell: Takes its value from the request and a line.
        width: How wide it is in a workbook, in characters.
        added: Whether it has a total.
    """

    head: str
    cell: Callable[[RequestFile, RequestLine], Cell | Cents]
    width: int = 14
    added: bool = False


COLUMNS = (
    Column("request_number", lambda request, _: request.number, 10),
    Column("requested_at", lambda request, _: zulu(request.at), 21),
    Column("vendor_number", lambda _, line: line.vendor, 16),
    Column("group_code", lambda _, line: line.group),
    Column("group_name", lambda _, line: line.group_name, 30),
    Column("payment_reference", lambda _, line: line.reference, 36),
    Column("agreement_code", lambda _, line: line.agreement),
    Column("agreement_title", lambda _, line: line.title, 32),
    Column("service_line", lambda _, line: line.service_line, 20),
    Column("period_code", lambda _, line: line.period, 11),
    Column("period_start", lambda _, line: line.starts, 12),
    Column("period_end", lambda _, line: line.ends, 12),
    Column("kind", lambda _, line: line.kind, 12),
    Column("amount", lambda _, line: Cents(line.amount), 15, added=True),
    Column("set_off", lambda _, line: Cents(line.set_off), 15, added=True),
    Column("to_pay", lambda _, line: Cents(line.to_pay), 15, added=True),
)
TOTAL = "Total"


def totals(request: RequestFile) -> dict[int, int]:
    """Add up the columns of money, in cents, by their place."""
    found = {}
    for at, column in enumerate(COLUMNS):
        if column.added:
            cells = (column.cell(request, line) for line in request.to_pay)
            found[at] = sum(cell.amount for cell in cells if isinstance(cell, Cents))
    return found
