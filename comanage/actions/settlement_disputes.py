"""Disputes of a settlement, for whoever makes it final, approves or releases it.

Nobody has to decide a dispute before a settlement is approved. Whoever signs is told what is
disputed, what of the money a release would hold back, and which dispute that was upheld is
not carried out: its figure is still the one that the settlement was made from.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, may_in
from comanage.actions import bearing, held_parts
from comanage.actions.dispute_views import stakes_of
from comanage.records import basis as bases
from comanage.records import dispute as records
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.dispute import Dispute
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.disputes import DisputeState, Finding, moved
from comanage.rules.signoff import SettlementState


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """One dispute of a period.

    Attributes:
        dispute: The dispute.
        name: The line that is disputed.
        at_stake: What every group together would earn more if it were upheld, in cents.
        moves: All that would be paid more, or less, if that is more: where one group would gain
            what another would lose, nothing is at stake for all of them together.
        over: Whether nothing more can happen to it.
        bears: Whether it bears on the newest settlement: its own, or the one that it goes on against.
        carried_out: False where it was upheld, and its figure still stands.
    """

    dispute: Dispute
    name: str
    at_stake: int
    moves: int
    over: bool
    bears: bool
    carried_out: bool


@dataclass(frozen=True, slots=True)
class DisputesShown:
    """The disputes of a period, and what they do to its newest settlement.

    Attributes:
        rows: Each dispute, the newest first.
        held: What a release would hold back of each group, by its name, in cents.
        reasons: What each dispute that holds a part back waits for.
        to_carry_out: Those that were upheld, while their figures still stand.
    """

    rows: Sequence[DisputeShown]
    held: Sequence[tuple[str, int]]
    reasons: Sequence[str]
    to_carry_out: Sequence[DisputeShown]

    @property
    def held_cents(self) -> int:
        """What a release would hold back in all."""
        return sum(cents for _, cents in self.held)


def of_period(session: Session, actor: Actor, record: Settlement) -> DisputesShown | None:
    """Gather the disputes of a settlement and of those it replaced; None where they are not seen.

    Args:
        session: A session to read with.
        actor: Who looks.
        record: The newest settlement of the period.
    """
    if not may_in(actor, Right.DISPUTE_READ, record.agreement):
        return None
    found = [*reversed(records.of_period(session, record.period_id))]
    figures, bear = _made_of(session, record) if found else (set(), set())
    rows = [_shown(each, figures, bears=each.id in bear) for each in found]
    paid = record.state is SettlementState.RELEASED
    held = {} if paid else held_parts.held_back(session, record)
    parties = participants.of_agreement(session, record.agreement_id)
    return DisputesShown(
        rows=rows,
        held=[(each.group.name, held[each.id]) for each in parties if each.id in held],
        reasons=[held_parts.why(each) for each in held_parts.waiting(session, record)],
        to_carry_out=[each for each in rows if not each.carried_out],
    )


def _made_of(session: Session, record: Settlement) -> tuple[set[int], set[int]]:
    """Give the ids of the figures that a settlement is made from, and of what bears on it."""
    figures = {each.id for each in settlements.figures_of(session, record.id)}
    return figures, {each.dispute.id for each in bearing.on(session, record)}


def _shown(found: Dispute, figures: set[int], *, bears: bool) -> DisputeShown:
    measure = bases.terms_of(found.settlement.scorecard).measure(found.figure.measure.code)
    over = found.over(clock.today())
    upheld = over and found.finding in {Finding.UPHELD, Finding.PARTLY}
    stakes = stakes_of(found)
    return DisputeShown(
        dispute=found,
        name=measure.name if measure else found.figure.measure.code,
        at_stake=sum(stake.at_stake for stake in stakes),
        moves=moved(stakes),
        over=over,
        bears=bears,
        carried_out=not (
            upheld and found.state is not DisputeState.WITHDRAWN and found.figure_id in figures
        ),
    )
