"""Checks: what must hold of a settlement, so that no page shows a number that does not add up."""

from collections.abc import Sequence
from dataclasses import dataclass

from comanage.records import basis as bases
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Faulty
from comanage.rules import canonical, retrace
from comanage.rules import settled as rules
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides
from comanage.rules.numbers import to_cents
from comanage.rules.payout import Payout
from comanage.rules.pool import NO_DIVISION_RULES
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope
from comanage.statements.sheet import DomainLine, Sheet

LAST_OF_PART = ("earned", "after_rules", "capped")  # results of a participant, in order


@dataclass(frozen=True)
class Check:
    """Something that must hold, and whether it does."""

    sentence: str
    holds: bool


def checks(
    record: Settlement, terms: Terms, value: rules.Settlement, lines: Sheet
) -> tuple[Check, ...]:
    """List what must hold of a settlement.

    Args:
        record: The settlement as stored.
        terms: The terms it was settled by.
        value: What was settled.
        lines: The same as printed.
    """
    return (
        Check("Measures add up to their domains, and domains to what was scored.", _adds_up(lines)),
        Check(
            "What was scored and every gate, cap and other change add up to what was earned.",
            lines.scored + sum(line.cents for line in lines.changes) == lines.earned
            and lines.possible + sum(cents for _, cents in lines.way) == lines.earned,
        ),
        Check(
            "What the groups earned adds up to what was earned, but for what the terms leave.",
            untaken(value) == 0 or _may_leave(terms, value),
        ),
        Check(
            "Each group is paid what it earned, less what it was paid before, or owes the rest.",
            all(_paid_as_traced(value, payout) for payout in value.payouts),
        ),
        Check("Terms, figures and settlement fit their SHA-256.", _fit(record)),
        Check(
            "Calculated again from terms and figures, every number comes out the same.",
            _comes_out_again(record, terms),
        ),
        Check(
            "Calculated again from its own steps, every number comes out the same.",
            not retrace.faults(terms, value.steps),
        ),
    )


def untaken(value: rules.Settlement) -> int:
    """Give what was earned and is no group's, in cents: it stays with the hospital."""
    return (value.earned or 0) - sum(payout.earned for payout in value.payouts)


def _adds_up(lines: Sheet) -> bool:
    if not lines.by_domain:
        return not any(line.possible or line.earned for line in lines.domains)
    whole = (
        sum(line.possible for line in lines.domains),
        sum(line.earned for line in lines.domains),
    )
    return whole == (lines.possible, lines.scored) and all(map(_domain_adds_up, lines.domains))


def _domain_adds_up(line: DomainLine) -> bool:
    sums = [sum(getattr(one, name) for one in line.measures) for name in ("possible", "earned")]
    return sums == [line.possible, line.by_measures]


def _may_leave(terms: Terms, value: rules.Settlement) -> bool:
    """Say whether the terms let payouts be less, or more, than what was earned of the pool."""
    if terms.allocation is None:
        return False
    allocation = allocation_of(terms.allocation)
    if allocation.divides is Divides.MAXIMUM and not _is_undivided_maximum(value.payouts):
        return False  # what was earned is the sum itself
    rated = allocation.amounts(terms.allocation, ()) is not None
    whole = sum((payout.share for payout in value.payouts), start=0)
    return whole != 1 or rated or terms.division != NO_DIVISION_RULES


def _is_undivided_maximum(payouts: Sequence[Payout]) -> bool:
    """Say whether no maximum was divided: in an advance and for a loss, the earned amount is."""
    return all(payout.maximum is None for payout in payouts)


def _paid_as_traced(value: rules.Settlement, payout: Payout) -> bool:
    """Compare a payout with the last steps of its trace."""
    own = {
        step.result: to_cents(step.value)
        for step in value.steps
        if step.scope is Scope.PAYOUT and step.code == payout.participant and step.value is not None
    }
    earned = [own[name] for name in LAST_OF_PART if name in own][-1:]
    due = payout.payable - payout.recover
    return (
        [payout.earned] == earned
        and (payout.payable, payout.recover) == (max(due, 0), max(-due, 0))
        and (own.get("payable", 0), own.get("recover", 0)) == (payout.payable, payout.recover)
        and own.get("advanced", 0) == payout.advanced
        and own.get("maximum") == payout.maximum
    )


def _fit(record: Settlement) -> bool:
    texts = (record.document, record.figures, record.scorecard.terms)
    hashes = (record.document_hash, record.figures_hash, record.scorecard.terms_hash)
    return tuple(map(canonical.digest, texts)) == hashes


def _comes_out_again(record: Settlement, terms: Terms) -> bool:
    try:
        bases.recomputed(record, terms)
    except (Conflict, Faulty):
        return False
    return True
