"""Safeguard 26: every act is on record, in a chain that holds, for as long as it must be kept."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    Decider,
    Overseen,
    Ruling,
    blocked,
    in_place,
    missing,
)
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.periods import in_words, months_later

FEWEST_YEARS = 6
LOG = Reference(Shelf.LOG)


def check(facts: Facts) -> Sequence[Ruling]:
    """Look whether the chain of the audit log holds, and how long records are kept."""
    if facts.chain_broken_at:
        return blocked(
            f"The audit log does not hold at entry {facts.chain_broken_at}.", "Audit log", LOG
        )
    if facts.retention_years < FEWEST_YEARS:
        return missing(
            f"Records are kept for {facts.retention_years} years; {FEWEST_YEARS} are the fewest."
        )
    until = in_words(months_later(facts.last_day, 12 * facts.retention_years))
    held = (
        f" A legal hold keeps them longer: {'; '.join(facts.legal_holds)}."
        if facts.legal_holds
        else ""
    )
    behind = facts.chain_behind
    far = f" as far as it was looked through; {behind:,} entries are left" if behind else ""
    told = f"The audit log holds{far}, and records are kept until {until}.{held}"
    return in_place(told, facts.audit_head, LOG)


TRAIL = Overseen(
    26,
    "Audit trail and retention",
    "Stark, AKS and CMP; audit practice",
    Decider.RECORDS,
    "Each act stands in an append-only log whose chain of hashes holds; records are kept for six"
    " years at least after the agreement ends, and as long as a legal hold stands.",
    check,
)
