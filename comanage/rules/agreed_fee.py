"""The agreed base fee: what the terms that govern a day give for a contract year.

An amendment changes the base fee from its own first day on, and never before it. Where
that day lies within a contract year, each month of the year counts a twelfth of the fee
that is agreed for its first day. So past contract years stay as they were paid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comanage.rules.payments import YEAR, contract_year
from comanage.rules.periods import months_later


@dataclass(frozen=True, slots=True)
class AgreedFee:
    """The base fees of an agreement, by the versions of its terms.

    Attributes:
        starts: The first day of the agreement, from which contract years count.
        first_cents: What was agreed first; it holds where no version governs.
        versions: The first day of each locked version and its base fee of a contract year, in
            cents, in the order of their numbers.
    """

    starts: date
    first_cents: int
    versions: tuple[tuple[date, int], ...] = ()

    def on(self, day: date) -> int:
        """Give the base fee of a contract year by the terms that govern a day.

        >>> AgreedFee(date(2027, 1, 1), 100, ((date(2027, 7, 1), 300),)).on(date(2027, 6, 30))
        100
        """
        governing = (cents for first, cents in reversed(self.versions) if first <= day)
        return next(governing, self.first_cents)

    def of_year(self, day: date) -> int:
        """Give what the contract year of a day comes to, its months by the terms of each.

        >>> AgreedFee(date(2027, 1, 1), 100, ((date(2027, 7, 1), 300),)).of_year(date(2027, 1, 1))
        200
        """
        _, number = contract_year(self.starts, day)
        return self._of(range(YEAR * (number - 1), YEAR * number))

    def through(self, day: date) -> int:
        """Give what all contract years come to, the first to that of a day."""
        _, number = contract_year(self.starts, day)
        return self._of(range(YEAR * number))

    def _of(self, months: Iterable[int]) -> int:
        """Add up a twelfth a month; what is left of a cent is nobody's."""
        return sum(self.on(months_later(self.starts, month)) for month in months) // YEAR
