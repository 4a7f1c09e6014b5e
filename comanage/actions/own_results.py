"""Own results: what a leader's group earned last under each agreement, for one glance.

Where each group earns by its own score, the sum of all is not told: who knows it knows what the
others earned.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen
from comanage.records import basis as bases
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.rights import Right
from comanage.rules.projection import comparable, projected_from
from comanage.rules.signoff import Role
from comanage.statements.sheet import goes_by_own_scores


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What the own groups earned in the last approved period of an agreement.

    Attributes:
        period: The code of the period.
        cents: What they earned, with what was paid before and without what a correction left.
        earned: What was earned of the pool, in cents; None where that is not told.
        possible: The pool, in cents; None likewise.
        change: How much more they earned than in the approved period before; None without one.
        before: The code of that period.
        projected: The periods that it is projected from; empty where it is earned for good.
        advance: Whether it was paid in advance.
    """

    period: str
    cents: int
    earned: int | None
    possible: int | None
    change: int | None = None
    before: str = ""
    projected: tuple[str, ...] = ()
    advance: bool = False


def own_results(session: Session, actor: Actor) -> Mapping[int, OwnResult]:
    """Give, by agreement, what a leader's groups earned last; in three queries, whatever there is."""
    groups = {held.group_id for held in actor.held if held.role is Role.LEADER}
    if not groups:
        return {}
    seen = [each.id for each in agreements_seen(session, actor, Right.PAYMENT_OWN)]
    standing = settlements.standing_among(settlements.approved_in(session, seen))
    last = {key: found[-2:] for key, found in standing.items()}
    every = [record.id for pair in last.values() for record in pair]
    paid = payouts.of_settlements(session, every)
    return {agreement_id: _own(pair, paid, groups) for agreement_id, pair in last.items()}


def sum_is_told(record: settlements.Settlement) -> bool:
    """Say whether a leader is told what all earned: not where each group earns by its own score."""
    own_scores = goes_by_own_scores(bases.terms_of(record.scorecard))
    return record.possible_cents > 0 and not own_scores


def _own(
    pair: Sequence[settlements.Settlement],
    paid: Sequence[payouts.PayoutRecord],
    groups: Collection[int | None],
) -> OwnResult:
    """Lay out the last of a pair of settlements, beside the one of the period before."""
    record = pair[-1]
    earned = [_cents(each, paid, groups) for each in pair]
    terms, code = bases.terms_of(record.scorecard), record.period.code
    told = sum_is_told(record)
    before = pair[0].period.code if len(pair) > 1 else ""
    if before and not comparable(terms, before, code):
        before = ""
    return OwnResult(
        period=code,
        cents=earned[-1],
        earned=record.earned_cents if told else None,
        possible=record.possible_cents if told else None,
        change=earned[1] - earned[0] if before else None,
        before=before,
        projected=projected_from(terms, code),
        advance=any(each.code == code and each.advance for each in terms.periods),
    )


def _cents(
    record: settlements.Settlement,
    paid: Sequence[payouts.PayoutRecord],
    groups: Collection[int | None],
) -> int:
    """Add up what the own groups earned by a settlement."""
    own = (each for each in paid if each.settlement_id == record.id)
    return sum(each.counts_cents for each in own if each.participant.group_id in groups)
