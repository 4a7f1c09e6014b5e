"""Amount lines: an amount as it stood before a statement, and as it stands with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comanage.rules.numbers import money
from comanage.rules.payout import Payout
from comanage.statements.course import ContractYear, Since
from comanage.statements.words import signed

OF_BASE_FEE = "of it {} base fee"
SAME = "What is paid stays the same."
MORE, LESS = "The difference of {} is paid.", "The difference of {} is owed back."


@dataclass(frozen=True)
class AmountLine:
    """One amount, in cents.

    Attributes:
        name: What it is of.
        before: As it stood before.
        now: As it stands now.
        note: What belongs to it, in words.
    """

    name: str
    before: int
    now: int
    note: str = ""


def due(payout: Payout) -> int:
    """Give what a participant is paid; below zero it owes it back."""
    return payout.payable - payout.recover


def paid_in_year(year: ContractYear, payouts: Sequence[tuple[str, Payout]]) -> list[AmountLine]:
    """List what each was paid in a contract year, before a statement and with it.

    Args:
        year: The year, with what was paid in it before.
        payouts: What each is paid by the settlement, with the words for whom.
    """
    found = []
    for whom, payout in payouts:
        before = year.of(payout.participant)
        note = OF_BASE_FEE.format(signed(before.base_fee)) if before.base_fee else ""
        now = before.cents - before.same + due(payout)
        found.append(AmountLine(f"Paid to {whom}", before.cents, now, note))
    return found


def compared(since: Since, earned: int, payouts: Sequence[tuple[str, Payout]]) -> list[AmountLine]:
    """List what was earned and is paid, by the settlement before and by this one.

    Args:
        since: What the settlement before said.
        earned: What is earned of the pool now.
        payouts: What each is paid by this one, with the words for whom.
    """
    found = []
    if since.earned is not None:
        found.append(AmountLine("Earned of the pool", since.earned, earned))
    for whom, payout in payouts:
        before = since.of(payout.participant)
        if before is not None:
            found.append(AmountLine(f"Earned by {whom}", before.earned, payout.earned))
            found.append(AmountLine(f"Payable to {whom}", before.due, due(payout)))
    return found


def follows(since: Since, payouts: Sequence[tuple[str, Payout]]) -> Iterator[str]:
    """Say what follows from a correction, a sentence for each."""
    for whom, payout in payouts:
        before = since.of(payout.participant)
        if payout.left:
            yield payout.left_because
        elif before is not None:
            more = due(payout) - before.due
            said = SAME if not more else (MORE if more > 0 else LESS).format(money(abs(more)))
            yield said if len(payouts) == 1 else f"{whom}: {said[:1].lower()}{said[1:]}"
