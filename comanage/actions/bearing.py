"""Bearing: the disputes that bear on a settlement, its own and those it has taken over.

Calculating a period again ends no dispute of it. A claim goes on against the settlement that
took the place of the disputed one, as long as it claims something else than what stands there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from comanage import clock
from comanage.records import basis as bases
from comanage.records import dispute as records
from comanage.records import settlement as settlements
from comanage.records.dispute import Dispute
from comanage.records.settlement import Settlement
from comanage.rules import disputes as rules
from comanage.rules.figures import Figure as Value


@dataclass(frozen=True, slots=True)
class Bearing:
    """A dispute, and the figure that it claims in a settlement.

    Attributes:
        dispute: The dispute.
        claim: The claimed figure, in the place of the one that stands.
    """

    dispute: Dispute
    claim: Value


def on(session: Session, found: Settlement) -> list[Bearing]:
    """List what bears on a settlement, oldest first: its disputes, and those that go on against it.

    Args:
        session: A session to read with.
        found: The settlement.
    """
    every = records.bearing_on(session, found)
    if not every:
        return []
    own = [each for each in every if each.settlement_id == found.id]
    earlier = [each for each in every if each.settlement_id != found.id]
    figures = bases.figures_settled(found)
    return _gone_on(session, found, earlier, figures) + [
        Bearing(each, _claim(each, bases.as_value(each.figure))) for each in own
    ]


def undecided(session: Session, found: Settlement) -> list[Dispute]:
    """List the disputes that bear on a settlement and are not over, oldest first."""
    return [each.dispute for each in on(session, found) if not each.dispute.over(clock.today())]


def _gone_on(
    session: Session, found: Settlement, earlier: Sequence[Dispute], figures: Sequence[Value]
) -> list[Bearing]:
    """Give the earlier disputes that go on, unless what they claim stands now, or their line is gone."""
    if not earlier:
        return []
    used = {each.id for each in settlements.figures_of(session, found.id)}
    terms, stand = bases.terms_of(found.scorecard), {each.key: each for each in figures}
    gone_on = []
    for each in earlier:
        stands = stand.get(bases.as_value(each.figure).key)
        if stands and each.goes_on(clock.today(), figure_stands=each.figure_id in used):
            claim = _claim(each, stands)
            if not rules.claim_faults(terms, figures, claim):
                gone_on.append(Bearing(each, claim))
    return gone_on


def _claim(found: Dispute, stands: Value) -> Value:
    return replace(
        stands,
        value=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
        absent=found.absent or "",
    )
