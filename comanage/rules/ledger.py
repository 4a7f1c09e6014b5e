"""The ledger: where every cent of a period went, from the pool to what was paid.

Each amount is taken from where it is stored by itself: the pool and what was earned from
the settlement, what each group is owed from its payout record, what was released now and
before from the payments, what was asked for from the requests. The equations below tie them together. A
gap in one of them is a number of cents that nobody can explain; it must be zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comanage.rules.payments import Line


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a period.

    Attributes:
        code: Its code.
        earned: What the settlement says that it earned.
        payable: What its payout record pays it.
        recover: What its payout record takes back instead.
        advanced: What its payout record says was paid before.
        left: What it earned by a correction and, as agreed, is neither paid nor recovered.
        left_because: Why that is left.
        counted: What it had earned by the settlement that was released before, as far as that
            counted; looked at where something is left.
        before: What its payments for the periods that this takes off add up to.
        held: What of it waits for a dispute.
        lines: Its payments for the period.
        requested: What accounts payable was asked to pay of them and has not paid.
        paid: What was paid of them.
        repaid: What the group paid back itself.
    """

    code: str
    earned: int
    payable: int
    recover: int = 0
    advanced: int = 0
    left: int = 0
    left_because: str = ""
    counted: int = 0
    before: int = 0
    held: int = 0
    lines: tuple[Line, ...] = ()
    requested: int = 0
    paid: int = 0
    repaid: int = 0

    @property
    def due(self) -> int:
        """What it is to be paid, or below zero what it owes."""
        return self.payable - self.recover

    @property
    def released(self) -> int:
        """What its lines add up to."""
        return sum(line.cents for line in self.lines)

    @property
    def set_off(self) -> int:
        """What of its payments was set off against a debt."""
        return sum(line.recovered for line in self.lines if line.cents > 0)

    @property
    def to_request(self) -> int:
        """What of its payments nobody has asked accounts payable for."""
        return sum(line.net for line in self.lines if line.open)

    @property
    def taken_back(self) -> int:
        """What of its debts was set off or repaid."""
        return sum(line.recovered for line in self.lines if line.cents < 0)

    @property
    def owed(self) -> int:
        """What of its debts is still open."""
        return sum(line.owed for line in self.lines)


@dataclass(frozen=True, slots=True)
class Book:
    """The money of one period of an agreement.

    Attributes:
        period: Its code.
        possible: The pool.
        earned: What was earned of it.
        forfeited: What was not.
        stays: What was earned and is no group's.
        released: Whether the settlement that stands was released.
        groups: Every group.
    """

    period: str
    possible: int
    earned: int
    forfeited: int
    stays: int
    released: bool
    groups: tuple[Group, ...]

    def total(self, name: str) -> int:
        """Add up an amount over the groups."""
        return sum(getattr(group, name) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Fee:
    """The base fee of one approved month of a physician's work.

    Attributes:
        earned: What the work earned.
        line: The payment that it became; None while it is not released.
        requested: What accounts payable was asked to pay of it and has not paid.
        paid: What was paid of it.
    """

    earned: int
    line: Line | None = None
    requested: int = 0
    paid: int = 0

    @property
    def gap(self) -> int:
        """The cents of it that do not fit."""
        if self.line is None:
            return 0
        stands = self.line.recovered + self.requested + self.paid
        stands += self.line.net if self.line.open else 0
        return abs(self.earned - self.line.cents) + abs(self.line.cents - stands)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger: an amount, and what it is made of.

    Attributes:
        name: What it is.
        cents: The amount.
        parts: What it is made of, by name.
    """

    name: str
    cents: int
    parts: tuple[tuple[str, int], ...]

    @property
    def gap(self) -> int:
        """The cents that its parts do not explain."""
        return self.cents - sum(cents for _, cents in self.parts)


def rows(book: Book) -> list[Row]:
    """Lay a period out from the pool to what was paid."""
    return [*_of_the_pool(book), *_left(book), *_before(book), *_of_payments(book)]


def rows_of_fees(fees: Sequence[Fee]) -> list[Row]:
    """Lay the base fees of an agreement out from what the work earned to what was paid."""
    lines = [fee.line for fee in fees if fee.line is not None]
    released = sum(line.cents for line in lines)
    waits = sum(fee.earned for fee in fees if fee.line is None)
    stands = (
        ("set off", sum(line.recovered for line in lines)),
        ("payable", sum(line.net for line in lines if line.open)),
        ("requested", sum(fee.requested for fee in fees)),
        ("paid", sum(fee.paid for fee in fees)),
    )
    of_earned = (("released", released), ("not released yet", waits))
    return [
        Row("Earned by work", sum(fee.earned for fee in fees), of_earned),
        Row("Payments", released, stands),
    ]


def unexplained_of_fees(fees: Sequence[Fee]) -> int:
    """Count the cents of base fees that no line explains, each fee by itself."""
    return sum(fee.gap for fee in fees)


def _of_the_pool(book: Book) -> list[Row]:
    """Go from the pool to what the groups are due."""
    due, earned = book.total("due"), book.total("earned")
    before, left = book.total("advanced"), book.total("left")
    by_groups = (("due", due), ("paid before", before), ("left by a correction", left))
    return [
        Row("Pool", book.possible, (("earned", book.earned), ("forfeited", book.forfeited))),
        Row("Earned", book.earned, (("by groups", earned), ("stays", book.stays))),
        Row("Earned by groups", earned, by_groups),
    ]


def _before(book: Book) -> list[Row]:
    """Hold what is taken off as paid before against the payments; a release leaves no gap."""
    advanced, before = book.total("advanced"), book.total("before")
    waits = 0 if book.released else advanced - before
    parts = (("released in earlier periods", before), ("not matched yet", waits))
    return [Row("Paid before", advanced, parts)]


def _of_payments(book: Book) -> list[Row]:
    """Go from what the groups are due to what was paid and is owed."""
    due, released = book.total("due"), book.total("released")
    waits = 0 if book.released else due - released
    payments = sum(line.cents for group in book.groups for line in group.lines if line.cents > 0)
    debts = -sum(line.cents for group in book.groups for line in group.lines if line.cents < 0)
    stands = (
        ("set off", book.total("set_off")),
        ("payable", book.total("to_request")),
        ("requested", book.total("requested")),
        ("paid", book.total("paid")),
    )
    of_due = (("released", released), ("held", book.total("held")), ("not released yet", waits))
    of_debts = (("recovered", book.total("taken_back")), ("open", book.total("owed")))
    return [
        Row("Due", due, of_due),
        Row("Released", released, (("payments", payments), ("debts", -debts))),
        Row("Payments", payments, stands),
        Row("Debts", debts, of_debts),
    ]


def _left(book: Book) -> list[Row]:
    """Lay out what a correction leaves: what was earned now, less what counted before."""
    groups = [group for group in book.groups if group.left]
    if not groups:
        return []
    earned = sum(group.earned for group in groups)
    counted = sum(group.counted for group in groups)
    left = sum(group.left for group in groups)
    return [Row("Left by a correction", left, (("earned now", earned), ("counted", -counted)))]


def unexplained(books: Sequence[Book]) -> int:
    """Count the cents that no line explains; anything but 0 is an alarm.

    Every gap counts by its size, of each group where it can be told, so that two gaps
    never hide each other.
    """
    whole = sum(abs(row.gap) for book in books for row in rows(book))
    return whole + sum(_gaps(book, group) for book in books for group in book.groups)


def _gaps(book: Book, group: Group) -> int:
    """Count the cents of one group that do not fit."""
    unreleased = 0 if book.released else group.due - group.released
    positive = sum(line.cents for line in group.lines if line.cents > 0)
    split = group.set_off + group.to_request + group.requested + group.paid
    unmatched = 0 if book.released else group.advanced - group.before
    return (
        abs(group.earned - group.due - group.advanced - group.left)
        + (abs(group.left - group.earned + group.counted) if group.left else 0)
        + abs(group.advanced - group.before - unmatched)
        + abs(group.due - group.released - group.held - unreleased)
        + abs(positive - split)
    )
