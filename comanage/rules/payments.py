"""Payments: what a release pays, what it takes back, and what is set off against what.

A payment is a line of money that never changes. What was released wrongly is reversed by
a line of the opposite amount, and a new line takes its place; both name the old one. A
line below zero is a debt of the group. A debt is set off against what is payable to the
same group, oldest first, and never brings a payment below zero; what is left is to be
repaid. So nobody is paid twice, and nothing is taken twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from comanage.refusals import Fault
from comanage.rules.numbers import money
from comanage.rules.periods import months_later

YEAR = 12  # months


class Kind(StrEnum):
    """What a line of money is for."""

    INCENTIVE = "incentive"
    BASE_FEE = "base fee"
    ADVANCE = "advance"  # paid before the result is known
    REVERSAL = "reversal"  # takes another line back, to the cent
    CORRECTION = "correction"  # stands in the place of a line that was reversed
    RECOVERY = "recovery"  # owed back by the group


@dataclass(frozen=True, slots=True)
class Line:
    """A line of money to one participant.

    Attributes:
        id: Its number; later lines have higher ones.
        kind: What it is for.
        cents: Its amount; below zero it is a debt of the group.
        open: Whether it may still be set off: it was not asked for from accounts payable.
        recovered: What was set off against it or of it, or repaid, so far.
        reverses: The line that it takes back.
    """

    id: int
    kind: Kind
    cents: int
    open: bool = True
    recovered: int = 0
    reverses: int | None = None

    @property
    def owed(self) -> int:
        """What of a debt is still open."""
        return max(-self.cents - self.recovered, 0)

    @property
    def net(self) -> int:
        """What is left to pay, once what was set off is taken off."""
        return max(self.cents - self.recovered, 0)


@dataclass(frozen=True, slots=True)
class New:
    """A line that a release makes.

    Attributes:
        kind: What it is for.
        cents: Its amount.
        reverses: The line that it takes back.
        corrects: The line in whose place it stands.
    """

    kind: Kind
    cents: int
    reverses: int | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """Cents of a debt that are set off against a payment."""

    debt: int
    against: int
    cents: int


def standing(lines: Sequence[Line]) -> list[Line]:
    """List the lines that no other one takes back, reversals aside."""
    reversed_ids = {line.reverses for line in lines}
    return [line for line in lines if line.reverses is None and line.id not in reversed_ids]


def released(lines: Sequence[Line], due: int, *, advance: bool = False) -> list[New]:
    """Say which lines a release makes, so that all lines of the period add up to what is due.

    Args:
        lines: Every line of the participant for the period so far.
        due: What the settlement pays; below zero what it takes back.
        advance: Whether it is paid before the result is known.

    >>> released([], 5_000)
    [New(kind=<Kind.INCENTIVE: 'incentive'>, cents=5000, reverses=None, corrects=None)]
    """
    old = standing(lines)
    if sum(line.cents for line in old) == due:
        return []
    made = [New(Kind.REVERSAL, -line.cents, reverses=line.id) for line in old]
    if due:
        corrects = old[-1].id if old else None
        made.append(New(_kind(due, corrects=corrects, advance=advance), due, corrects=corrects))
    return made


def rest(lines: Sequence[Line], due: int, *, advance: bool = False) -> list[New]:
    """Say which line pays what was held back, beside the lines that stand.

    Args:
        lines: Every line of the participant for the period so far.
        due: What the settlement pays, nothing of it held any more.
        advance: Whether it is paid before the result is known.

    >>> rest([Line(1, Kind.INCENTIVE, 3_000)], 5_000)
    [New(kind=<Kind.INCENTIVE: 'incentive'>, cents=2000, reverses=None, corrects=None)]
    """
    more = due - sum(line.cents for line in standing(lines))
    return [New(Kind.ADVANCE if advance else Kind.INCENTIVE, more)] if more > 0 else []


def _kind(due: int, *, corrects: int | None, advance: bool) -> Kind:
    if due < 0:
        return Kind.RECOVERY
    if corrects is not None:
        return Kind.CORRECTION
    return Kind.ADVANCE if advance else Kind.INCENTIVE


def offsets(lines: Sequence[Line]) -> list[Offset]:
    """Set every open debt off against what is payable to the same group, oldest first.

    A reversal goes first against the line that it takes back.

    Args:
        lines: Every line of one participant, oldest first.

    >>> offsets([Line(1, Kind.RECOVERY, -300), Line(2, Kind.INCENTIVE, 200)])
    [Offset(debt=1, against=2, cents=200)]
    """
    left = {line.id: line.net for line in lines if line.cents > 0 and line.open}
    made = []
    for debt in lines:
        owed = debt.owed
        for against in sorted(left, key=lambda one: (one != debt.reverses, one)):
            cents = min(owed, left[against])
            if cents:
                made.append(Offset(debt.id, against, cents))
                owed, left[against] = owed - cents, left[against] - cents
    return made


def with_offsets(lines: Iterable[Line], made: Iterable[Offset]) -> list[Line]:
    """Give the lines as they stand once some offsets are made."""
    more: dict[int, int] = {}
    for offset in made:
        for one in (offset.debt, offset.against):
            more[one] = more.get(one, 0) + offset.cents
    return [replace(line, recovered=line.recovered + more.get(line.id, 0)) for line in lines]


def left_house(lines: Iterable[Line]) -> int:
    """Say what was paid or will be: every payment, less what came back of the debts.

    A debt that is still open counts as paid: the money is with the group.
    """
    return sum(line.cents + line.owed for line in lines)


def counted(lines: Sequence[Line], fee: int, kind: Kind) -> int:
    """Say what counts towards a cap before more of a kind is released.

    Every incentive counts as it was paid. The base fee is committed: an incentive finds it
    whole, as it was agreed, or as it was released where that is more, so that it never uses up
    what the base fee needs. A base fee draws on that commitment, and finds what was released.

    Args:
        lines: Every line that the cap is over, base fees and incentives together.
        fee: The base fee that is agreed for the same time, in cents.
        kind: What is to be released.

    >>> held = [Line(1, Kind.INCENTIVE, 500), Line(2, Kind.BASE_FEE, 20)]
    >>> [counted(held, 240, kind) for kind in (Kind.INCENTIVE, Kind.BASE_FEE)]
    [740, 520]
    """
    released_fee = left_house(line for line in lines if line.kind is Kind.BASE_FEE)
    others = left_house(line for line in lines if line.kind is not Kind.BASE_FEE)
    return others + (released_fee if kind is Kind.BASE_FEE else max(fee, released_fee))


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be paid, and what counts towards it already.

    Attributes:
        words: What it is, to follow "more than".
        cents: The cap.
        before: What was released or is committed already.
    """

    words: str
    cents: int
    before: int


def cap_faults(caps: Iterable[Cap], cents: int) -> list[Fault]:
    """List the caps that some more cents would break, each with its numbers.

    Args:
        caps: The caps.
        cents: What is to be released now, less what it takes back.
    """
    return [
        Fault(
            "cap",
            f"{money(cap.before)} and {money(cents)} come to {money(cap.before + cents)},"
            f" more than {cap.words}, {money(cap.cents)}.",
        )
        for cap in caps
        if cents > 0 and cap.before + cents > cap.cents
    ]


def contract_year(starts: date, day: date) -> tuple[date, int]:
    """Give the first day of the contract year of a day, and which year it is, from 1.

    >>> contract_year(date(2026, 7, 1), date(2027, 7, 1))
    (datetime.date(2027, 7, 1), 2)
    """
    year = 0
    while months_later(starts, YEAR * (year + 1)) <= day:
        year += 1
    return months_later(starts, YEAR * year), year + 1
