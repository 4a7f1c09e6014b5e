"""The caps that a release would break: of value, of the contract year, of the whole agreement.

Base fees and incentives are held to the same caps, over both together. What counts
towards them before a release is one rule (rules/payments.py, counted).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage.records import fmv_opinion
from comanage.records import payment as payments
from comanage.records import payment_control as controls
from comanage.records.agreed_fee import agreed_fee
from comanage.records.agreement import Agreement
from comanage.records.payment_control import Controls
from comanage.refusals import Fault
from comanage.rules.agreed_fee import AgreedFee
from comanage.rules.fair_value import Opinion, opinion_on
from comanage.rules.payments import Cap, Kind, Line, cap_faults, contract_year, counted, left_house
from comanage.rules.periods import in_words

Due = tuple[date, int]  # a day that is paid for, and the cents


def caps(session: Session, agreement: Agreement, due: Sequence[Due], kind: Kind) -> list[Fault]:
    """List the caps that some more cents would break, each with its numbers.

    Args:
        session: The session of the transaction.
        agreement: The agreement.
        due: What is to be released, by the day whose contract year and opinion it falls under.
        kind: What is to be released: base fees, or an incentive in any form.
    """
    if not due:
        return []
    rows = payments.of_agreements(session, [agreement.id])
    limits = _Limits(
        agreement.starts,
        tuple((one.year_starts, one.line) for one in rows),
        agreed_fee(session, agreement),
        controls.in_force(session, agreement.id),
        tuple(fmv_opinion.standing(session, [agreement.id]).get(agreement.id, ())),
        kind,
    )
    years = dict.fromkeys(contract_year(agreement.starts, day)[0] for day, _ in sorted(due))
    found = [fault for year in years for fault in limits.of_year(year, due)]
    return [*found, *limits.of_whole(due)]


@dataclass(frozen=True, slots=True)
class _Limits:
    """What an agreement paid and may pay, as a release of a kind finds it."""

    starts: date
    lines: Sequence[tuple[date, Line]]  # by the first day of their contract year
    fee: AgreedFee
    control: Controls
    opinions: Sequence[Opinion]
    kind: Kind

    def of_year(self, year: date, due: Sequence[Due]) -> Iterator[Fault]:
        """List the caps of a contract year that break."""
        own = [(day, cents) for day, cents in sorted(due) if self._year(day) == year]
        lines = [line for of, line in self.lines if of == year]
        before = counted(lines, self.fee.of_year(year), self.kind)
        cents = sum(each for _, each in own)
        of_year = f"the contract year from {in_words(year)}"
        if self.kind is Kind.BASE_FEE:
            fees = left_house(line for line in lines if line.kind is Kind.BASE_FEE)
            cap = Cap(f"the base fee of {of_year}", self.fee.of_year(year), fees)
            yield from cap_faults([cap], cents)
        if self.control.year_cap_cents is not None:
            cap = Cap(f"the cap of {of_year}", self.control.year_cap_cents, before)
            yield from cap_faults([cap], cents)
        yield from self._of_value(own, before)

    def of_whole(self, due: Sequence[Due]) -> list[Fault]:
        """List the cap of the whole agreement, if it breaks."""
        if self.control.lifetime_cap_cents is None:
            return []
        fee = self.fee.through(max(day for day, _ in due))
        before = counted([line for _, line in self.lines], fee, self.kind)
        cap = Cap("the cap of the whole agreement", self.control.lifetime_cap_cents, before)
        return cap_faults([cap], sum(cents for _, cents in due))

    def _of_value(self, own: Sequence[Due], before: int) -> Iterator[Fault]:
        """List the opinions that break, each over what is paid for days up to its last one."""
        sums: dict[Opinion, int] = {}
        for at, (day, _) in enumerate(own, 1):
            if opinion := opinion_on(self.opinions, day):
                sums[opinion] = sum(cents for _, cents in own[:at])
        for opinion, cents in sums.items():
            cap = Cap(f"the fair market value by {opinion.firm}", opinion.high_cents, before)
            yield from cap_faults([cap], cents)

    def _year(self, day: date) -> date:
        return contract_year(self.starts, day)[0]
