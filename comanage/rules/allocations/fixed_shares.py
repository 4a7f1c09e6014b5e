"""Fixed shares: the contract states each participant's percentage."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations.allocation import Allocation
from comanage.rules.numbers import ONE, ZERO, percent


@dataclass(frozen=True)
class Share:
    """One participant's share of what was earned, 0 to 1."""

    participant: str
    share: Fraction


@dataclass(frozen=True)
class FixedShares:
    """Every participant's share; together 100 %."""

    kind: ClassVar[str] = "fixed shares"
    shares: tuple[Share, ...]


def shares(terms: FixedShares, participants: Sequence[str]) -> list[Fraction]:
    """Look up each participant's share."""
    stated = {entry.participant: entry.share for entry in terms.shares}
    return [stated[participant] for participant in participants]


def because(terms: FixedShares, participant: str) -> str:
    """Say why."""
    (share,) = shares(terms, [participant])
    return f"{percent(share)} by the contract"


def faults(terms: FixedShares, participants: Sequence[str]) -> list[Fault]:
    """Say what is wrong with these terms."""
    stated = [entry.participant for entry in terms.shares]
    found = [
        Fault("shares", f"{code} has no share.") for code in participants if code not in stated
    ]
    found += [
        Fault("shares", f"{code} is not a participant.")
        for code in dict.fromkeys(stated)
        if code not in participants
    ]
    found += [
        Fault("shares", f"{code} has two shares.")
        for code in dict.fromkeys(stated)
        if stated.count(code) > 1
    ]
    found += [
        Fault("shares", f"The share of {entry.participant} must lie between 0% and 100%.")
        for entry in terms.shares
        if not ZERO <= entry.share <= ONE
    ]
    total = sum((entry.share for entry in terms.shares), ZERO)
    if total != ONE:
        found.append(Fault("shares", f"The shares add up to {percent(total)}, not to 100%."))
    return found


def sentence(terms: FixedShares) -> str:
    """Put the terms in words."""
    parts = ", ".join(f"{entry.participant} {percent(entry.share)}" for entry in terms.shares)
    return f"divided by fixed shares: {parts}"


FIXED_SHARES = Allocation("Fixed shares", FixedShares, faults, shares, because, sentence)
