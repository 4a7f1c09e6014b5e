"""Stated: what the contract itself writes down for each participant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.numbers import ONE, ZERO, percent


@dataclass(frozen=True)
class Share:
    """One participant's share of what is divided, 0 to 1."""

    participant: str
    share: Fraction


def each_stated(
    place: str, stated: Sequence[str], participants: Mapping[str, str], *, what: str
) -> list[Fault]:
    """Say which participants are left out, unknown or named twice.

    Args:
        place: The entry of the terms that lists them.
        stated: The codes that it lists.
        participants: The names of all who take part, by their codes.
        what: What is stated of each, in the singular.
    """
    once = list(dict.fromkeys(stated))
    found = [f"{name} has no {what}." for code, name in participants.items() if code not in stated]
    found += [f"{code} is not a participant." for code in once if code not in participants]
    found += [
        f"{called(code, participants)} has two {what}s." for code in once if stated.count(code) > 1
    ]
    return [Fault(place, sentence) for sentence in found]


def share_faults(shares: Sequence[Share], participants: Mapping[str, str]) -> list[Fault]:
    """Say what is wrong with shares that should give every participant one, together 100 %."""
    stated = [entry.participant for entry in shares]
    found = each_stated("shares", stated, participants, what="share")
    found += [
        Fault(
            "shares",
            f"The share of {called(entry.participant, participants)} must lie between 0% and 100%.",
        )
        for entry in shares
        if not ZERO <= entry.share <= ONE
    ]
    total = sum((entry.share for entry in shares), ZERO)
    if total != ONE:
        found.append(Fault("shares", f"The shares add up to {percent(total)}, not to 100%."))
    return found


def share_of(shares: Sequence[Share], participant: str) -> Fraction:
    """Look up a participant's share."""
    return next(entry.share for entry in shares if entry.participant == participant)


def shares_in_words(shares: Sequence[Share], names: Mapping[str, str]) -> str:
    """List the shares as pages print them."""
    return ", ".join(f"{called(each.participant, names)} {percent(each.share)}" for each in shares)


def called(participant: str, names: Mapping[str, str]) -> str:
    """Name a participant; by its code where it is none."""
    return names.get(participant, participant)
