"""Physician status: whether a physician may take part: screened, licensed, privileged.

Nothing is paid to a group while a physician who takes part for it is excluded from federal
health care programs, or without licence or privileges by what is on record. That is practice
under the anti-kickback statute and the civil monetary penalties law (unverified). What is not on
record keeps no payment back; the compliance board says that it is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comanage.rules.periods import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is on record of a physician, each with its day.

    Attributes:
        screened: The day of the last screening for exclusion.
        excluded: True where that screening found an exclusion.
        licensed_until: The last day of the licence.
        privileged_until: The last day of the privileges at the hospital.
    """

    screened: date
    excluded: bool
    licensed_until: date
    privileged_until: date


@dataclass(frozen=True, slots=True)
class Physician:
    """A physician who takes part for a group.

    Attributes:
        name: The physician.
        group: The group.
        status: What is on record; None where nothing is.
    """

    name: str
    group: str
    status: Status | None = None


def bars(physician: Physician, day: date) -> list[str]:
    """Say what is on record against paying the group on a day; nothing where nothing is.

    >>> held = Status(screened=date(2027, 1, 8), excluded=False,
    ...               licensed_until=date(2027, 6, 30), privileged_until=date(2028, 6, 30))
    >>> bars(Physician("Dana Reyes", "Granite Fork", held), date(2027, 7, 1))
    ['The licence of Dana Reyes (Granite Fork) ended on 30 Jun 2027.']
    """
    return list(_bars(physician, day))


def _bars(physician: Physician, day: date) -> Iterator[str]:
    status, who = physician.status, f"{physician.name} ({physician.group})"
    if status is None:
        return
    if status.excluded:
        yield f"{who} was found excluded on {in_words(status.screened)}."
    if status.licensed_until < day:
        yield f"The licence of {who} ended on {in_words(status.licensed_until)}."
    if status.privileged_until < day:
        yield f"The privileges of {who} ended on {in_words(status.privileged_until)}."
