"""Safeguard 17: somebody independent reviews the scores before they are paid."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, in_place, missing


def check(facts: Facts) -> Sequence[Ruling]:
    """Look whether each released settlement was reviewed by somebody who took no other part."""
    if not facts.review_asked:
        return missing("The agreement asks for no independent review before a release.")
    released = [each for each in facts.settlements if each.releaser is not None]
    unseen = [each.label for each in released if each.reviewer is None]
    if unseen:
        return missing(f"Released without an independent review: {', '.join(unseen)}.")
    partial = [
        each.label
        for each in released
        if each.reviewer in each.enterers | each.verifiers | each.approvers | {each.releaser}
    ]
    if partial:
        return missing(f"Reviewed by somebody who took another part: {', '.join(partial)}.")
    if not released:
        return in_place("Nothing is released before an independent review; nothing was yet.")
    return in_place("Reviewed independently before every release.", released[-1].label)


INDEPENDENT = Overseen(
    17,
    "Independent review",
    "AO 12-22, 17-09",
    Decider.RECORDS,
    "An independent reviewer, who entered, verified, approved and released nothing of it, looks at"
    " each settlement before it is released.",
    check,
)
