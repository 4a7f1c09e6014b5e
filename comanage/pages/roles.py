"""The roles in a sentence each: what they are for and may not do, and where some have their home."""

from collections.abc import Mapping

from comanage.rules.signoff import Role

# The home of whoever holds this role alone, where nothing waits for them.
HOMES: Mapping[frozenset[Role], str] = {
    frozenset({Role.PHYSICIAN}): "hours.mine",
    frozenset({Role.EXECUTIVE}): "across.results",
}

SENTENCES: Mapping[Role, str] = {
    Role.ADMINISTRATOR: (
        "Sets up agreements and scorecards, enters figures, calculates settlements. "
        "Verifies and approves nothing."
    ),
    Role.VERIFIER: "Checks figures against their source. Never those they entered.",
    Role.APPROVER: "Approves settlements. Never one made from figures they entered or verified.",
    Role.RELEASER: (
        "Releases what others approved, requests its payment, and records it as paid. "
        "Approves nothing that they release."
    ),
    Role.PHYSICIAN: "Keeps the own time logs and attests them.",
    Role.LEADER: "Sees the own group's scorecard and statements. Moves no figure and no payment.",
    Role.COMPLIANCE: "Reads everything, the audit log too. Changes no figure.",
    Role.REVIEWER: "Reads agreements, scorecards, settlements and payout records.",
    Role.EXECUTIVE: "Reads totals: agreements, settlements and payouts.",
    Role.SYSTEM: "Manages people, roles, service lines and groups. Sees no agreement.",
}
