"""Safeguard 17: somebody independent reviews the scores before they are paid."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts, SettlementKept
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, in_place, missing
from comanage.rules.oversight.reference import Reference, Shelf

CONTROLS = ("Payment controls", Reference(Shelf.CONTROLS))


def check(facts: Facts) -> Sequence[Ruling]:
    """Look whether each released settlement was reviewed by somebody who took no other part."""
    if not facts.review_asked:
        return missing("The agreement asks for no independent review before a release.", *CONTROLS)
    released = [each for each in facts.settlements if each.releasers]
    unseen = [each for each in released if not each.reviewers]
    if unseen:
        why = f"Released without an independent review: {_named(unseen)}."
        return missing(why, unseen[0].label, unseen[0].at)
    partial = [
        each
        for each in released
        if each.reviewers & (each.enterers | each.verifiers | each.approvers | each.releasers)
    ]
    if partial:
        why = f"Reviewed by somebody who took another part: {_named(partial)}."
        return missing(why, partial[0].label, partial[0].at)
    if not released:
        return in_place(
            "Nothing is released before an independent review; nothing was yet.", *CONTROLS
        )
    newest = released[-1]
    return in_place("Reviewed independently before every release.", newest.label, newest.at)


def _named(kept: Sequence[SettlementKept]) -> str:
    return ", ".join(each.label for each in kept)


INDEPENDENT = Overseen(
    17,
    "Independent review",
    "AO 12-22, 17-09",
    Decider.RECORDS,
    "An independent reviewer, who entered, verified, approved and released nothing of it, looks at"
    " each settlement before it is released.",
    check,
)
