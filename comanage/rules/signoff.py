"""Sign-off: the roles, and the steps a figure, a settlement and a payment go through.

One table says the whole of it. A step that is not in it does not exist; a person
who took part in an earlier step may be barred from a later one. What a person took
part in is a fact about the whole chain of a period (rules/parts.py), not about roles:
it stays when roles change, when a duty is handed over and when the period is opened again.
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
    """What a person did in a period; it may bar that person from a later step."""

    ENTERED = "entered"
    VERIFIED = "verified"
    APPROVED = "approved"
    REVIEWED = "reviewed"  # signed as the independent reviewer
    RELEASED = "released"


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
    RELEASED = "released"  # its payments are payable


class SettlementStep(StrEnum):
    """What a person does to a settlement."""

    FINALIZE = "finalize"
    RETURN = "return"
    APPROVE = "approve"
    REVIEW = "review"
    RELEASE = "release"


class PaymentState(StrEnum):
    """Where a payment stands."""

    PAYABLE = "payable"
    REQUESTED = "requested"  # accounts payable was asked to pay it
    PAID = "paid"


class PaymentStep(StrEnum):
    """What a person does to a payment."""

    REQUEST = "request"
    PAY = "record as paid"
    RETURN = "return"


State = FigureState | SettlementState | PaymentState
Step = FigureStep | SettlementStep | PaymentStep


@dataclass(frozen=True, slots=True)
class Move:
    """One step: who may take it, where it leads, and who is barred by an earlier part."""

    role: Role
    leads_to: State
    barred: frozenset[Part] = frozenset()


ENTERER = frozenset({Part.ENTERED})
ENTERER_AND_VERIFIER = ENTERER | {Part.VERIFIED}
# Enterer, verifier, approver and releaser are four people, and the reviewer is a fifth.
ALL_BUT_APPROVER = frozenset(Part) - {Part.APPROVED}
ALL_BUT_REVIEWER = frozenset(Part) - {Part.REVIEWED}
ALL_BUT_RELEASER = frozenset(Part) - {Part.RELEASED}

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
    (SettlementState.FINAL, SettlementStep.RETURN): Move(
        Role.APPROVER, SettlementState.PRELIMINARY, ALL_BUT_APPROVER
    ),
    (SettlementState.FINAL, SettlementStep.APPROVE): Move(
        Role.APPROVER, SettlementState.APPROVED, ALL_BUT_APPROVER
    ),
    (SettlementState.APPROVED, SettlementStep.REVIEW): Move(
        Role.REVIEWER, SettlementState.APPROVED, ALL_BUT_REVIEWER
    ),
    (SettlementState.APPROVED, SettlementStep.RELEASE): Move(
        Role.RELEASER, SettlementState.RELEASED, ALL_BUT_RELEASER
    ),
    (PaymentState.PAYABLE, PaymentStep.REQUEST): Move(
        Role.RELEASER, PaymentState.REQUESTED, ALL_BUT_RELEASER
    ),
    (PaymentState.REQUESTED, PaymentStep.PAY): Move(
        Role.RELEASER, PaymentState.PAID, ALL_BUT_RELEASER
    ),
    (PaymentState.REQUESTED, PaymentStep.RETURN): Move(
        Role.RELEASER, PaymentState.PAYABLE, ALL_BUT_RELEASER
    ),
    (PaymentState.PAID, PaymentStep.RETURN): Move(
        Role.RELEASER, PaymentState.PAYABLE, ALL_BUT_RELEASER
    ),
}
DID = {
    Part.ENTERED: "entered a figure",
    Part.VERIFIED: "verified a figure",
    Part.APPROVED: "approved a settlement",
    Part.REVIEWED: "reviewed a settlement",
    Part.RELEASED: "released a settlement",
}


def take(
    state: State,
    step: Step,
    roles: frozenset[Role],
    *,
    parts: frozenset[Part] = frozenset(),
    verifier_may_approve: bool = False,
) -> State:
    """Take a step and say where it leads, or refuse in words.

    Args:
        state: Where the figure, the settlement or the payment stands.
        step: What the person wants to do.
        roles: The roles the person holds in this agreement.
        parts: What the person did in this period, see parts.py.
        verifier_may_approve: True in an agreement of a small hospital that lets
            its verifier also approve; the enterer stays barred.

    Raises:
        Conflict: The step does not exist from this state.
        NotAllowed: The person lacks the role, or took a part that bars them.

    >>> take(FigureState.SUBMITTED, FigureStep.VERIFY, frozenset({Role.VERIFIER}))
    <FigureState.VERIFIED: 'verified'>
    """
    move, thing = STEPS.get((state, step)), THINGS[type(state)]
    if move is None:
        raise Conflict(f"A {thing} that is {state} cannot be moved on by: {step}.")
    may = {move.role}
    if verifier_may_approve and move.role is Role.APPROVER:
        may.add(Role.VERIFIER)
    if not roles & may:
        raise NotAllowed(f"Only {_named(move.role)} may {step} a {thing} that is {state}.")
    for part in barred(move, parts, verifier_may_approve=verifier_may_approve):
        raise NotAllowed(f"The person who {DID[part]} may not {step} it or what follows.")
    return move.leads_to


def barred(
    move: Move, parts: frozenset[Part], *, verifier_may_approve: bool = False
) -> tuple[Part, ...]:
    """List the parts that bar a person from a step, in the order they were taken."""
    waived = verifier_may_approve and move.role is Role.APPROVER
    return tuple(
        part
        for part in Part
        if part in parts & move.barred and not (waived and part is Part.VERIFIED)
    )


THINGS: Mapping[type, str] = {
    FigureState: "figure",
    SettlementState: "settlement",
    PaymentState: "payment",
}


def _named(role: Role) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
