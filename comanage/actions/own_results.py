"""Own results: what a leader's group earned last under each agreement, for one glance.

Where each group earns by its own score, the sum of all is not told: who knows it knows what the
others earned.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen
from comanage.records import basis as bases
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.rights import Right
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
    """

    period: str
    cents: int
    earned: int | None
    possible: int | None


def own_results(session: Session, actor: Actor) -> Mapping[int, OwnResult]:
    """Give, by agreement, what a leader's groups earned last; in three queries, whatever there is."""
    groups = {held.group_id for held in actor.held if held.role is Role.LEADER}
    if not groups:
        return {}
    seen = [each.id for each in agreements_seen(session, actor, Right.PAYMENT_OWN)]
    last = settlements.last_standing(session, seen)
    paid = payouts.of_settlements(session, [each.id for each in last.values()])
    return {
        agreement_id: _own(
            record, [each for each in paid if each.settlement_id == record.id], groups
        )
        for agreement_id, record in last.items()
    }


def _own(
    record: settlements.Settlement,
    paid: Collection[payouts.PayoutRecord],
    groups: Collection[int | None],
) -> OwnResult:
    cents = sum(each.counts_cents for each in paid if each.participant.group_id in groups)
    told = record.possible_cents > 0 and not goes_by_own_scores(bases.terms_of(record.scorecard))
    return OwnResult(
        period=record.period.code,
        cents=cents,
        earned=record.earned_cents if told else None,
        possible=record.possible_cents if told else None,
    )
