"""Domain course: how a domain goes, in one word, by the control charts of its measures.

It explains and never pays.
"""

from collections.abc import Collection
from enum import StrEnum

from comanage.rules.variation import Variation

BETTER = frozenset({Variation.IMPROVING_HIGH, Variation.IMPROVING_LOW})
WORSE = frozenset({Variation.CONCERNING_HIGH, Variation.CONCERNING_LOW})


class DomainCourse(StrEnum):
    """How a domain goes."""

    CONCERN = "concern"  # one of its measures changed for the worse
    FULL = "full"  # it earned all that it could
    IMPROVING = "improving"  # one of its measures changed for the better, and none for the worse
    STEADY = "steady"  # none of its measures shows a change
    UNKNOWN = "too few results"


def domain_course(variations: Collection[Variation], *, full: bool) -> DomainCourse:
    """Say how a domain goes; what asks for attention is said first.

    Args:
        variations: What the control charts of its measures say; of those that have one.
        full: Whether it earned all that it could.

    >>> domain_course([Variation.COMMON, Variation.IMPROVING_LOW], full=False)
    <DomainCourse.IMPROVING: 'improving'>
    """
    found = set(variations)
    if found & WORSE:
        return DomainCourse.CONCERN
    if full:
        return DomainCourse.FULL
    if found & BETTER:
        return DomainCourse.IMPROVING
    return DomainCourse.STEADY if found else DomainCourse.UNKNOWN
