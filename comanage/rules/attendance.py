"""Attendance: who came to how many of the meetings they were asked to.

An excused absence is an absence that was announced; it does not count as present. A
measure of attendance is agreed in the scorecard, so these counts are a hint for whoever
enters it, with their numerator and denominator, and enter nothing by themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Presence(StrEnum):
    """Whether someone came to a meeting."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Attended:
    """One person's place in one meeting.

    Attributes:
        name: The person.
        side: The name of the group, or of the hospital.
        presence: Whether the person came.
    """

    name: str
    side: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class Rate:
    """How often someone, or everyone of a side, came.

    Attributes:
        of: The name.
        side: The name of the group, or of the hospital.
        came: The numerator.
        asked: The denominator.
        excused: How many absences were excused.
    """

    of: str
    side: str
    came: int
    asked: int
    excused: int

    @property
    def share(self) -> Fraction:
        """The share of meetings attended."""
        return Fraction(self.came, self.asked)


def by_person(found: Iterable[Attended]) -> list[Rate]:
    """Give the rate of each person, by side and name."""
    return _rates(found, lambda each: (each.side, each.name))


def by_side(found: Iterable[Attended]) -> list[Rate]:
    """Give the rate of each side, all its people together."""
    return _rates(found, lambda each: (each.side, each.side))


def _rates(found: Iterable[Attended], key: Callable[[Attended], tuple[str, str]]) -> list[Rate]:
    counted: dict[tuple[str, str], list[Presence]] = {}
    for each in found:
        counted.setdefault(key(each), []).append(each.presence)
    return [
        Rate(
            name,
            side,
            came=kept.count(Presence.PRESENT),
            asked=len(kept),
            excused=kept.count(Presence.EXCUSED),
        )
        for (side, name), kept in sorted(counted.items())
    ]
