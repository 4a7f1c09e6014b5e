"""Calendar months: what hours are attested by, and what a base fee is paid for."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from comanage.rules.periods import MONTHS, months_later

NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_CODE = re.compile(r"(\d{4})-(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    Attributes:
        starts: Its first day.
    """

    starts: date

    @property
    def ends(self) -> date:
        """The last day."""
        return self.starts.replace(day=monthrange(self.starts.year, self.starts.month)[1])

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.ends.day

    @property
    def code(self) -> str:
        """The month in addresses and files, such as 2027-10."""
        return f"{self.starts:%Y-%m}"

    @property
    def name(self) -> str:
        """The month for people, such as October 2027."""
        return f"{NAMES[self.starts.month - 1]} {self.starts.year}"

    def __contains__(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.starts <= day <= self.ends


def month_of(day: date) -> Month:
    """Give the month of a day.

    >>> month_of(date(2028, 2, 10)).ends
    datetime.date(2028, 2, 29)
    """
    return Month(day.replace(day=1))


def read_month(code: str) -> Month | None:
    """Read a month as addresses and files write it; None where it is none.

    >>> read_month("2027-10").name, read_month("2027-13")
    ('October 2027', None)
    """
    found = _CODE.fullmatch(code)
    if not found or not 1 <= int(found[2]) <= MONTHS or int(found[1]) == 0:
        return None
    return Month(date(int(found[1]), int(found[2]), 1))


def contract_year(first: date, day: date) -> date:
    """Give the first day of the contract year that a day lies in.

    Args:
        first: The first day of the agreement.
        day: The day; one before the agreement counts to its first year.

    >>> contract_year(date(2026, 7, 1), date(2027, 6, 30))
    datetime.date(2026, 7, 1)
    """
    year = 0
    while months_later(first, MONTHS * (year + 1)) <= day:
        year += 1
    return months_later(first, MONTHS * year)
