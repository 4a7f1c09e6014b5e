"""Scorecard steps: from a draft to terms in force, as a table of who may do what, and when.

A version is checked, reviewed by someone who did not draft it, signed by every party,
and locked before the period that it governs begins. A change on the way makes it a
draft again, since what was reviewed and signed were other terms (42 CFR 411.354(d)(1)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comanage.refusals import Conflict, NotAllowed
from comanage.rules.periods import in_words
from comanage.rules.signoff import Role


class ScorecardState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    LINTED = "linted"  # nothing is wrong, and what is odd was answered
    REVIEWED = "reviewed"  # by a compliance officer
    SIGNED = "signed"  # by every party, on an exhibit that is on file
    LOCKED = "locked"  # in force, from its first day on
    SUPERSEDED = "superseded"  # a later version was locked


class ScorecardStep(StrEnum):
    """What a person does to a version."""

    CHECK = "check"
    REVIEW = "review"
    RETURN = "return"
    SIGN = "sign"
    LOCK = "lock"
    CHANGE = "change"
    SUPERSEDE = "supersede"  # by locking the next one


@dataclass(frozen=True, slots=True)
class Move:
    """One step: who may take it, where it leads, and whether who drafted it is barred."""

    role: Role
    leads_to: ScorecardState
    drafter_barred: bool = False


DRAFT, LINTED, REVIEWED = ScorecardState.DRAFT, ScorecardState.LINTED, ScorecardState.REVIEWED
SIGNED, LOCKED = ScorecardState.SIGNED, ScorecardState.LOCKED
BEING_MADE = frozenset({DRAFT, LINTED, REVIEWED, SIGNED})  # may still become other terms

STEPS: Mapping[tuple[ScorecardState, ScorecardStep], Move] = {
    # (state, step): who may, where it leads, whether its drafters are barred
    (DRAFT, ScorecardStep.CHECK): Move(Role.ADMINISTRATOR, LINTED),
    (DRAFT, ScorecardStep.CHANGE): Move(Role.ADMINISTRATOR, DRAFT),
    (LINTED, ScorecardStep.REVIEW): Move(Role.COMPLIANCE, REVIEWED, drafter_barred=True),
    (LINTED, ScorecardStep.RETURN): Move(Role.COMPLIANCE, DRAFT),
    (LINTED, ScorecardStep.CHANGE): Move(Role.ADMINISTRATOR, DRAFT),
    (REVIEWED, ScorecardStep.SIGN): Move(Role.ADMINISTRATOR, SIGNED),
    (REVIEWED, ScorecardStep.RETURN): Move(Role.COMPLIANCE, DRAFT),
    (REVIEWED, ScorecardStep.CHANGE): Move(Role.ADMINISTRATOR, DRAFT),
    (SIGNED, ScorecardStep.LOCK): Move(Role.ADMINISTRATOR, LOCKED),
    (SIGNED, ScorecardStep.CHANGE): Move(Role.ADMINISTRATOR, DRAFT),
    (LOCKED, ScorecardStep.SUPERSEDE): Move(Role.ADMINISTRATOR, ScorecardState.SUPERSEDED),
}
NEXT = {
    DRAFT: "Check it first.",
    LINTED: "A compliance officer reviews it first.",
    REVIEWED: "Record the signed exhibit first.",
    SIGNED: "It waits to be locked.",
    LOCKED: "Draft the next version to change its terms.",
    ScorecardState.SUPERSEDED: "A later version took its place.",
}
DRAFTED = "You drafted this scorecard, or whoever you act for did: someone else must review it."


def take(
    state: ScorecardState, step: ScorecardStep, roles: frozenset[Role], *, drafted: bool = False
) -> ScorecardState:
    """Take a step and say where it leads, or refuse in words.

    Args:
        state: Where the version stands.
        step: What the person wants to do.
        roles: The roles the person holds in this agreement.
        drafted: Whether the person drafted or changed this version.

    Raises:
        Conflict: The step does not exist from this state.
        NotAllowed: The person lacks the role, or drafted what is to be reviewed.

    >>> take(DRAFT, ScorecardStep.CHECK, frozenset({Role.ADMINISTRATOR}))
    <ScorecardState.LINTED: 'linted'>
    """
    move = STEPS.get((state, step))
    if move is None:
        raise Conflict(f"This scorecard is {state}. {NEXT[state]}")
    if move.role not in roles:
        raise NotAllowed(f"Only {_named(move.role)} may {step} a scorecard that is {state}.")
    if move.drafter_barred and drafted:
        raise NotAllowed(DRAFTED)
    return move.leads_to


def why_too_late(first_day: date, signed_on: date, today: date) -> str:
    """Say why a version may no longer be locked to govern from a day on; empty where it may.

    It is locked before its first period begins, or on that day. What the parties signed on
    paper before that day was set in advance as well, and may be locked later: the page and
    the statements then say so.

    >>> why_too_late(date(2027, 1, 1), date(2026, 12, 10), date(2027, 2, 1))
    ''
    >>> why_too_late(date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 2))[:41]
    'Its first period began on 1 Jan 2027, and'
    """
    if today <= first_day or signed_on < first_day:
        return ""
    return (
        f"Its first period began on {in_words(first_day)}, and the last party signed on"
        f" {in_words(signed_on)}: terms are set before the period they govern. Let it take effect"
        " with a later period."
    )


def why_begun(first_day: date, today: date) -> str:
    """Say why an amendment may no longer be checked to govern from a day on; empty where it may.

    It is signed once it is checked. What is checked later than its first day would be signed
    too late as well, so nobody is asked to sign it.

    >>> why_begun(date(2027, 7, 1), date(2027, 7, 1))
    ''
    """
    if today <= first_day:
        return ""
    return (
        f"Its first period began on {in_words(first_day)}, and an amendment is signed once it is"
        " checked, so that would be too late. Let it take effect with a later period."
    )


def why_of_other_terms(title: str, signed_on: date, checked_on: date | None) -> str:
    """Say why a paper cannot be of the terms that were checked on a day; empty where it can.

    Args:
        title: Of the paper.
        signed_on: When the last party signed it.
        checked_on: When the terms were checked; None where they were not.

    >>> why_of_other_terms("Exhibit C", date(2027, 6, 3), date(2027, 6, 3))
    ''
    """
    if checked_on is not None and checked_on <= signed_on:
        return ""
    when = f"were checked on {in_words(checked_on)}" if checked_on else "are checked"
    return (
        f"{title} was signed on {in_words(signed_on)}, before these terms {when}, so it is of other"
        " terms. Let every party sign these, and add the document that they signed."
    )


def told_late(first_day: date, signed_on: date, locked_on: date) -> str:
    """Say that a version was locked after its first day; empty where it was not.

    >>> told_late(date(2027, 1, 1), date(2026, 12, 10), date(2027, 2, 1))
    'signed on 10 Dec 2026, locked on 1 Feb 2027, after the period began'
    """
    if locked_on <= first_day:
        return ""
    return (
        f"signed on {in_words(signed_on)}, locked on {in_words(locked_on)}, after the period began"
    )


def _named(role: Role) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
