"""The sign-off of a month of hours: logged, attested, approved level by level, then payable.

The table says the whole of it. What is logged or corrected after a month was attested
voids the attestation: the physician attests what is there now. A month that every level
approved is payable, and stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comanage.refusals import Conflict, NotAllowed
from comanage.rules.signoff import Role

OWN = "These are your own hours; another person must decide."
OWN_OF_GIVER = "You do this for another, whose own hours these are; another person must decide."
TWICE = "You approved an earlier level of this month; another person must decide this one."
TWICE_FOR_ANOTHER = (
    "An earlier level of this month was approved by whoever you act for, or in your stead; another"
    " person must decide this one."
)


class MonthState(StrEnum):
    """Where a physician's month stands."""

    DRAFT = "draft"  # logged, not attested, or changed since
    ATTESTED = "attested"
    RETURNED = "returned"
    APPROVED = "approved"  # by the first levels, not by all
    PAYABLE = "payable"  # by every level


class MonthStep(StrEnum):
    """What a person does to a month."""

    LOG = "log"  # or correct
    ATTEST = "attest"
    APPROVE = "approve"
    RETURN = "return"


class Decision(StrEnum):
    """What one level decided."""

    APPROVED = "approved"
    RETURNED = "returned"


STEPS: Mapping[tuple[MonthState, MonthStep], MonthState] = {
    (MonthState.DRAFT, MonthStep.LOG): MonthState.DRAFT,
    (MonthState.DRAFT, MonthStep.ATTEST): MonthState.ATTESTED,
    (MonthState.ATTESTED, MonthStep.LOG): MonthState.DRAFT,
    (MonthState.ATTESTED, MonthStep.APPROVE): MonthState.APPROVED,
    (MonthState.ATTESTED, MonthStep.RETURN): MonthState.RETURNED,
    (MonthState.RETURNED, MonthStep.LOG): MonthState.DRAFT,
    (MonthState.RETURNED, MonthStep.ATTEST): MonthState.ATTESTED,
    (MonthState.APPROVED, MonthStep.LOG): MonthState.DRAFT,
    (MonthState.APPROVED, MonthStep.APPROVE): MonthState.APPROVED,
    (MonthState.APPROVED, MonthStep.RETURN): MonthState.RETURNED,
}  # the approval of the last level leads to payable


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision on an attested month.

    Attributes:
        person: Who decided.
        decision: What.
        giver: In whose stead; None where the duty was the person's own.
    """

    person: int
    decision: Decision
    giver: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Whoever decided, and whose duty it was."""
        return frozenset({self.person} | ({self.giver} if self.giver else set()))


def state_of(
    decided: Sequence[Decided], levels: int, *, attested: bool, changed: bool
) -> MonthState:
    """Say where a month stands.

    Args:
        decided: The decisions on its newest attestation, in their order.
        levels: How many levels must approve.
        attested: True where it was attested.
        changed: True where something was logged or corrected since.
    """
    if attested and not changed:
        if any(each.decision is Decision.RETURNED for each in decided):
            return MonthState.RETURNED
        if len(decided) >= levels:
            return MonthState.PAYABLE
        return MonthState.APPROVED if decided else MonthState.ATTESTED
    return MonthState.DRAFT


def take(state: MonthState, step: MonthStep) -> MonthState:
    """Take a step, or refuse in words.

    Raises:
        Conflict: The step does not exist from this state.

    >>> take(MonthState.DRAFT, MonthStep.ATTEST)
    <MonthState.ATTESTED: 'attested'>
    """
    if state is MonthState.PAYABLE:
        raise Conflict("Every level has approved this month; it no longer changes.")
    if (state, step) not in STEPS:
        raise Conflict(f"A month that is {state} cannot be moved on by: {step}.")
    return STEPS[state, step]


def decide(
    physician: int,
    decided: Sequence[Decided],
    levels: Sequence[Role],
    *,
    person: int | None,
    people: Mapping[Role, Collection[int]],
) -> int:
    """Give the level that a person may decide on now, or refuse in words.

    Args:
        physician: Whose hours they are.
        decided: The decisions so far.
        levels: The role of each level.
        person: Who wants to decide.
        people: The roles that person acts in here, each with everybody whose part counts then:
            the person, and whoever handed the duty over.

    Raises:
        Conflict: Every level has decided.
        NotAllowed: It is the physician, someone who approved before, somebody who acts for one of
            them or the other way round, or not the level's role.
    """
    if len(decided) >= len(levels):
        raise Conflict("Every level has approved this month; it no longer changes.")
    if person is None or person == physician:
        raise NotAllowed(OWN)
    if any(each.person == person for each in decided):
        raise NotAllowed(TWICE)
    level, role = len(decided) + 1, levels[len(decided)]
    if role not in people:
        raise NotAllowed(f"Level {level} of {len(levels)} is the decision of the {role}.")
    acting = {person, *people[role]}
    if physician in acting:
        raise NotAllowed(OWN_OF_GIVER)
    if any(each.people & acting for each in decided):
        raise NotAllowed(TWICE_FOR_ANOTHER)
    return level
