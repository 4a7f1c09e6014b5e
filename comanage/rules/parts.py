"""Parts: what a person did in a period, and for whom, so that nobody decides on their own work.

Parts are facts about persons: a figure names who entered and who verified it, a
signature names who approved, reviewed or released. They are taken from the whole chain
of a period, with what was replaced and with every earlier settlement, so that they
hold through a change of roles and after the period was opened again.

Whoever took over a duty acts in their own name, and for another. What they do then is
a part of both; and what the other has done bars them too, when they act for the other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from comanage.rules.signoff import Part, Role


@dataclass(frozen=True, slots=True)
class Taken:
    """A part that someone took.

    Attributes:
        part: What was done.
        person: Who did it.
        on: The day it was done.
    """

    part: Part
    person: int
    on: date


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A duty that one person handed to another for a span of days.

    Attributes:
        role: The role whose duty it is.
        giver: Whose duty it is.
        taker: Who does it meanwhile.
        starts: The first day.
        ends: The last day.
    """

    role: Role
    giver: int
    taker: int
    starts: date
    ends: date


DUTY: Mapping[Part, Role] = {
    # what was done: the role that one does it in
    Part.ENTERED: Role.ADMINISTRATOR,
    Part.VERIFIED: Role.VERIFIER,
    Part.APPROVED: Role.APPROVER,
    Part.REVIEWED: Role.REVIEWER,
    Part.RELEASED: Role.RELEASER,
}


def parts_of(
    people: Collection[int], taken: Iterable[Taken], handed: Collection[HandedOver] = ()
) -> frozenset[Part]:
    """Say which parts count against someone who acts.

    Args:
        people: Who acts, and whoever that person acts for.
        taken: Every part of the period.
        handed: The duties that were ever handed over.

    >>> entered = Taken(Part.ENTERED, 7, date(2027, 4, 2))
    >>> parts_of({7}, [entered]), parts_of({8}, [entered])
    (frozenset({<Part.ENTERED: 'entered'>}), frozenset())
    """
    return frozenset(
        each.part for each in taken if each.person in people or _done_for(people, each, handed)
    )


def _done_for(people: Collection[int], each: Taken, handed: Iterable[HandedOver]) -> bool:
    """Say whether a part was taken in the stead of one of some people."""
    return any(
        one.taker == each.person
        and one.giver in people
        and one.role is DUTY[each.part]
        and one.starts <= each.on <= one.ends
        for one in handed
    )
