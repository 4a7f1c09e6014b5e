"""Recalculated: what a statement carries, calculated again from its own terms and figures.

The statement of an agreement is calculated again whole. The statement of a group is, as
far as its figures reach: where the division goes by figures of the other groups too, their
place is taken by stand-ins, and whatever hangs on them is not held to the result. Numbers
have to be equal, those inside a sentence too; words may be put better by a later version.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from comanage.refusals import Fault, Faulty
from comanage.rules import asked, canonical, figure_faults, meaning
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Party
from comanage.rules.figures import Figure
from comanage.rules.payout import Payout
from comanage.rules.restatement import may_be_left
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated, settle
from comanage.rules.signoff import SettlementState
from comanage.rules.trace import Scope
from comanage.statements import carried
from comanage.statements.carried import SUM_OF_ALL, WHOLE, Carried
from comanage.statements.verdicts import payout_held
from comanage.statements.verdicts.differing import differing
from comanage.statements.words import signed

NOT_SETTLED = "It cannot be calculated again: {}"
NO_SUCH = "The terms that it carries know no period {} or no group {}."
OTHER_TERMS = "The terms that it carries have the SHA-256 {}…, not that of scorecard version {}, which is {}…."
OTHER_SETTLEMENT = "The settlement that it carries has the SHA-256 {}…, not {}… as it says."
OTHER_DIVISION = "The hash of what was divided does not fit the salt and the payouts beside it."
PAID = "{} earned {} and is paid {}; by the figures it earned {} and is paid {}."


@dataclass(frozen=True)
class Recalculated:
    """What came of calculating again.

    Attributes:
        differs: Every result that came out differently, as "what: as carried, not as calculated".
        up_to_division: True where the division goes by figures that it does not carry, so that
            only what comes before could be held to the result.
    """

    differs: tuple[str, ...]
    up_to_division: bool = False


def recalculated(held: Carried) -> Recalculated:
    """Calculate again what a statement carries, and hold it to the result.

    What nobody could have settled, such as terms that contradict themselves, differs too.
    """
    try:
        return _recalculated(held)
    except Exception as why:  # noqa: BLE001 - forged data may end the calculation at any place
        return Recalculated((NOT_SETTLED.format(f"{type(why).__name__} {why}".strip()),))


def _recalculated(held: Carried) -> Recalculated:
    period = held.settlement.period
    readers = {WHOLE, *held.terms.codes()}
    if held.terms.period(period) is None or held.reader not in readers:
        return Recalculated((NO_SUCH.format(period, held.reader or "(none)"),))
    named = _other_hash(held)
    if named:
        return Recalculated((named,))
    others = _of_others(held)
    if held.reader != WHOLE and others:
        stand_ins = tuple(_stand_in(period, one) for one in others)
        faults = _faults(held, stand_ins)
        if faults:
            return Recalculated((NOT_SETTLED.format("; ".join(map(str, faults))),))
        again = calculated(held.terms, (*held.figures, *stand_ins), period)
        known = carried.part_of(held.terms, again, held.reader)
        now, was = (_before_division(held, one) for one in (known, held.settlement))
        found = (
            *differing(was, now, placed=False),
            *payout_held.differences(held, known),
            *_paid_otherwise(held),
        )
        return Recalculated(found, up_to_division=True)
    try:
        again = settle(held.terms, held.figures, period)
    except Faulty as why:
        return Recalculated((NOT_SETTLED.format("; ".join(map(str, why.faults))),))
    now = carried.part_of(held.terms, again, held.reader)
    return Recalculated((*differing(held.settlement, now), *_paid_otherwise(held)))


def _other_hash(held: Carried) -> str:
    """Say where terms or settlement have not the SHA-256 by which its facts name them.

    The settlement's hash is of the whole, which a group's statement does not carry.
    """
    facts = held.facts
    terms = canonical.digest(canonical.text(held.terms))
    if terms != facts.scorecard_hash:
        return OTHER_TERMS.format(terms[:16], facts.scorecard, facts.scorecard_hash[:16])
    settlement = canonical.digest(canonical.text(held.settlement))
    if held.reader == WHOLE and settlement != facts.document_hash:
        return OTHER_SETTLEMENT.format(settlement[:16], facts.document_hash[:16])
    return ""


def _faults(held: Carried, stand_ins: tuple[Figure, ...]) -> list[Fault]:
    """List what is wrong with the terms and with the figures that are carried."""
    found = meaning.faults(held.terms)
    if found:
        return found
    period = held.settlement.period
    placed = [("", figure) for figure in held.figures if figure.period == period]
    return [
        *figure_faults.faults(held.terms, placed),
        *figure_faults.missing(held.terms, (*held.figures, *stand_ins), period),
    ]


def _of_others(held: Carried) -> list[asked.Asked]:
    """List the figures of other groups that the terms ask for."""
    mine = {"", held.reader}
    found = asked.asked(held.terms, held.settlement.period)
    return [one for one in found if one[0] not in mine]


def _stand_in(period: str, wanted: asked.Asked) -> Figure:
    """Give a figure that takes the place of one that is not carried."""
    participant, measure = wanted
    return Figure(period, participant, measure.code, value=Fraction(1))


def _before_division(held: Carried, settlement: Settlement) -> Settlement:
    """Leave out of a settlement whatever may hang on the figures of other groups."""
    kept = replace(
        settlement,
        payouts=(),
        steps=tuple(one for one in settlement.steps if one.scope is not Scope.PAYOUT),
    )
    if not _by_rates(held):
        return kept
    steps = (
        one for one in kept.steps if one.scope is not Scope.POOL or one.result not in SUM_OF_ALL
    )
    changes = tuple(one for one in kept.changes if one.domain)
    return replace(kept, earned=None, steps=tuple(steps), changes=changes)


def _by_rates(held: Carried) -> bool:
    """Say whether each participant earns by a rate that the terms state, such as dollars an hour."""
    agreed = held.terms.allocation
    if agreed is None:
        return False
    needs = allocation_of(agreed).needs(agreed)
    facts = dict.fromkeys(needs, Fraction(1))
    parties = [Party(code, facts, Fraction(1)) for code in held.terms.codes()]
    return allocation_of(agreed).amounts(agreed, parties) is not None


def _paid_otherwise(held: Carried) -> Iterator[str]:
    """Hold what is paid, after corrections, to the settlement beside it."""
    codes = [one.participant for one in held.payouts]
    for code in dict.fromkeys([*codes, *(one.participant for one in held.settlement.payouts)]):
        paid = next((one for one in held.payouts if one.participant == code), None)
        settled = held.settlement.payout(code)
        if paid != settled and not _left(held, paid, settled):
            yield PAID.format(held.terms.called(code), *_dollars(paid), *_dollars(settled))
    if (
        held.reader == WHOLE
        and held.salt
        and held.divided != carried.divided(held.salt, held.payouts)
    ):
        yield OTHER_DIVISION


def _left(held: Carried, paid: Payout | None, settled: Payout | None) -> bool:
    """Say whether a payout differs from the settlement's by what its terms leave, and no more.

    Who is neither paid nor owes what a correction changes is paid as before it.
    """
    since = held.facts.course.since
    before = since.of(paid.participant) if paid and since and since.corrects else None
    if paid is None or settled is None or before is None or not paid.left:
        return False
    due = settled.payable - settled.recover - paid.left
    after = replace(
        settled,
        payable=max(due, 0),
        recover=max(-due, 0),
        left=paid.left,
        left_because=paid.left_because,
    )
    return (
        paid == after
        and due == before.due
        and may_be_left(held.terms, held.settlement.period, paid.left, _day(held))
    )


def _day(held: Carried) -> date:
    """Give the day that a correction counts by: of its approval, or any day while it has none.

    It is told in the hospital's own zone, which the verifier's machine need not know.
    """
    at = held.facts.issued_at
    approved = held.facts.state in {SettlementState.APPROVED, SettlementState.RELEASED}
    return date(at.year, at.month, at.day) if approved else date.max


def _dollars(payout: Payout | None) -> tuple[str, str]:
    """Write what a participant earned, and what it is paid."""
    if payout is None:
        return "nothing", "nothing"
    return signed(payout.earned), signed(payout.payable - payout.recover)
