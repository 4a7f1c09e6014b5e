"""Cap use: what of the caps of a contract year is paid, and what is committed, by now.

One definition for every page, file and statement. What is paid is what was paid or set off,
less what came back of it. Committed is what is approved and not paid yet, and what is still due
of the base fee that was agreed. A release itself is held to what was released (release_caps.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from comanage.records.payment import Payment
from comanage.records.payout_record import PayoutRecord
from comanage.records.settlement import STANDING, Settlement
from comanage.rules.payments import Kind, contract_year, counted, left_house
from comanage.rules.signoff import PaymentState

# In cents by period, for an agreement and the first day of a contract year.
Approved = Mapping[tuple[int, date], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class CapUse:
    """What of a contract year counts towards its caps, in cents.

    Attributes:
        paid: What was paid, and set off, less what the groups gave back.
        committed: What is approved and not paid yet, and what is still due of the base fee.
    """

    paid: int
    committed: int

    @property
    def cents(self) -> int:
        """All of it."""
        return self.paid + self.committed


def used(rows: Iterable[Payment], fee: int, approved: int) -> CapUse:
    """Add up what counts towards the caps of a contract year.

    Args:
        rows: The payments of the contract year, of all groups.
        fee: The base fee that is agreed for it, in cents.
        approved: What is approved for it and not released, in cents.
    """
    found = list(rows)
    lines = [one.line for one in found]
    whole = counted(lines, fee, Kind.INCENTIVE)
    due = whole - left_house(lines)
    waits = sum(one.line.net for one in found if one.state is not PaymentState.PAID)
    return CapUse(whole - due - waits, due + waits + approved)


def approved_in(records: Iterable[PayoutRecord], paid: Iterable[Payment]) -> Approved:
    """Add up what is approved and not released.

    It counts for each group by itself: what a correction takes from one is paid until it is back.

    Args:
        records: Every payout record of some agreements, with its settlement.
        paid: Every payment of theirs.
    """
    last: dict[int, Settlement] = {}  # by period
    owed: dict[int, list[PayoutRecord]] = defaultdict(list)
    for record in records:
        one = record.settlement
        owed[one.id].append(record)
        if one.state in STANDING and one.number >= last.get(one.period_id, one).number:
            last[one.period_id] = one
    released: dict[tuple[int, str, int], int] = defaultdict(int)
    for line in paid:
        if line.settlement_id is not None:
            released[line.agreement_id, line.period, line.participant_id] += line.amount_cents
    found: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
    for one in last.values():
        year, _ = contract_year(one.agreement.starts, one.period.starts)
        found[one.agreement_id, year][one.period.code] = sum(
            max(_due(each) - released[one.agreement_id, one.period.code, each.participant_id], 0)
            for each in owed[one.id]
        )
    return found


def _due(record: PayoutRecord) -> int:
    return record.payable_cents - record.recover_cents
