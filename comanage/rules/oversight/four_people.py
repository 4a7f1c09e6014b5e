"""Safeguard 25: who enters, who verifies, who approves and who releases are different people."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts, SettlementKept
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, blocked, in_place
from comanage.rules.oversight.reference import Reference, Shelf

RELEASED = ("Base-fee payments", Reference(Shelf.BASE_FEES))


def check(facts: Facts) -> Sequence[Ruling]:
    """Look whether anybody took two parts in a settlement that was approved."""
    mixed = [
        each
        for each in facts.settlements
        if took_two_parts(each, verifier_may_approve=facts.verifier_may_approve)
    ]
    if mixed:
        named = ", ".join(each.label for each in mixed)
        return blocked(f"One person took two parts in {named}.", mixed[0].label, mixed[0].at)
    if facts.base_fees_mixed:
        fees = ", ".join(facts.base_fees_mixed)
        return blocked(f"Released by who did or approved the work: {fees}.", *RELEASED)
    people = "three people, since the agreement lets its verifier approve"
    who = people if facts.verifier_may_approve else "four people"
    if not facts.settlements:
        return in_place(f"A settlement takes {who}; none was approved yet.")
    count = len(facts.settlements)
    settled = "1 approved settlement" if count == 1 else f"{count} approved settlements"
    return in_place(
        f"{settled}: nobody took two parts in one, and it takes {who} to pay it.",
        facts.settlements[-1].label,
        facts.settlements[-1].at,
    )


def took_two_parts(kept: SettlementKept, *, verifier_may_approve: bool) -> bool:
    """Say whether a person took two parts that the agreement keeps apart."""
    released = kept.releasers
    pairs = [
        (kept.enterers, kept.verifiers | kept.approvers | released),
        (kept.approvers, released),
        (kept.verifiers, released if verifier_may_approve else released | kept.approvers),
    ]
    return any(one & others for one, others in pairs)


FOUR_PEOPLE = Overseen(
    25,
    "Separation of duties",
    "audit practice",
    Decider.RECORDS,
    "Nobody verifies, approves or releases what they entered, nor releases what they approved.",
    check,
)
