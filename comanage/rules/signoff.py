"""Sign-off: the roles, and the steps a figure and a settlement go through.

Two tables say the whole of it. A step that is not in its table does not exist;
a person who took part in an earlier step may be barred from a later one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comanage.refusals import Conflict, NotAllowed


class Role(StrEnum):
    """What a person is to an agreement."""

    ADMINISTRATOR = "service-line administrator"
    VERIFIER = "verifier"
    APPROVER = "approver"
    RELEASER = "payment releaser"
    PHYSICIAN = "physician"  # own time logs and attestation
    LEADER = "physician leader"  # reads, disputes, attests; moves nothing that pays
    COMPLIANCE = "compliance officer"  # reads everything, changes no figure
    REVIEWER = "independent reviewer"
    EXECUTIVE = "executive"  # reads totals
    SYSTEM = "system administrator"


class Part(StrEnum):
    """What a person did to the figures behind a step; it may bar that person from the step."""

    ENTERED = "entered"
    VERIFIED = "verified"


class FigureState(StrEnum):
    """Where a figure stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    RETURNED = "returned"
    LOCKED = "locked"  # set by the approval of the period's settlement


class FigureStep(StrEnum):
    """What a person does to a figure."""

    SUBMIT = "submit"
    VERIFY = "verify"
    RETURN = "return"
    LOCK = "lock"


class SettlementState(StrEnum):
    """Where a settlement stands."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    APPROVED = "approved"


class SettlementStep(StrEnum):
    """What a person does to a settlement."""

    FINALIZE = "finalize"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Move:
    """One step: who may take it, where it leads, and who is barred by an earlier part."""

    role: Role
    leads_to: FigureState | SettlementState
    barred: frozenset[Part] = frozenset()


ENTERER = frozenset({Part.ENTERED})
ENTERER_AND_VERIFIER = frozenset({Part.ENTERED, Part.VERIFIED})

STEPS: Mapping[tuple[str, str], Move] = {
    # (state, step): who may, where it leads, who is barred
    (FigureState.DRAFT, FigureStep.SUBMIT): Move(Role.ADMINISTRATOR, FigureState.SUBMITTED),
    (FigureState.SUBMITTED, FigureStep.VERIFY): Move(Role.VERIFIER, FigureState.VERIFIED, ENTERER),
    (FigureState.SUBMITTED, FigureStep.RETURN): Move(Role.VERIFIER, FigureState.RETURNED, ENTERER),
    (FigureState.VERIFIED, FigureStep.RETURN): Move(Role.VERIFIER, FigureState.RETURNED, ENTERER),
    (FigureState.VERIFIED, FigureStep.LOCK): Move(
        Role.APPROVER, FigureState.LOCKED, ENTERER_AND_VERIFIER
    ),
    (SettlementState.PRELIMINARY, SettlementStep.FINALIZE): Move(
        Role.ADMINISTRATOR, SettlementState.FINAL
    ),
    (SettlementState.FINAL, SettlementStep.APPROVE): Move(
        Role.APPROVER, SettlementState.APPROVED, ENTERER_AND_VERIFIER
    ),
}


def take(
    state: FigureState | SettlementState,
    step: FigureStep | SettlementStep,
    roles: frozenset[Role],
    *,
    parts: frozenset[Part] = frozenset(),
    verifier_may_approve: bool = False,
) -> FigureState | SettlementState:
    """Take a step and say where it leads, or refuse in words.

    Args:
        state: Where the figure or the settlement stands.
        step: What the person wants to do.
        roles: The roles the person holds in this agreement.
        parts: What the person did to the figures behind this step.
        verifier_may_approve: True in an agreement of a small hospital that lets
            its verifier also approve; the enterer stays barred.

    Raises:
        Conflict: The step does not exist from this state.
        NotAllowed: The person lacks the role, or took a part that bars them.

    >>> take(FigureState.SUBMITTED, FigureStep.VERIFY, frozenset({Role.VERIFIER}))
    <FigureState.VERIFIED: 'verified'>
    """
    move = STEPS.get((state, step))
    thing = "figure" if isinstance(state, FigureState) else "settlement"
    if move is None or isinstance(move.leads_to, FigureState) is not (thing == "figure"):
        raise Conflict(f"A {thing} that is {state} cannot be moved on by: {step}.")
    may, barred = {move.role}, set(move.barred)
    if verifier_may_approve and move.role is Role.APPROVER:
        may.add(Role.VERIFIER)
        barred.discard(Part.VERIFIED)
    if not roles & may:
        raise NotAllowed(f"Only {_named(move.role)} may {step} a {thing} that is {state}.")
    for part in sorted(barred & parts):
        raise NotAllowed(f"The person who {part} a figure may not {step} it or what follows.")
    return move.leads_to


def _named(role: Role) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
