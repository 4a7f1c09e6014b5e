"""The parts that people took in a period, from every figure and signature of its chain."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage import clock
from comanage.records import delegation as delegations
from comanage.records import signature as signatures
from comanage.records.figure import Figure
from comanage.records.signature import Signature
from comanage.rules.parts import HandedOver, Taken, parts_of
from comanage.rules.signoff import Part
from comanage.together import Together


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in some periods, in any version of anything in them.

    Attributes:
        taken: Every part that was taken, by period: replaced figures and old settlements too.
        signed: Every signature, by settlement, oldest first.
        handed: Every duty that was ever handed over.
    """

    taken: Mapping[int, Sequence[Taken]]
    signed: Mapping[int, Sequence[Signature]]
    handed: Sequence[HandedOver]

    def by(self, people: Collection[int], period_id: int) -> frozenset[Part]:
        """Say what someone did in a period.

        Args:
            people: Who acts, and whoever that person acts for.
            period_id: One of the periods.
        """
        return parts_of(people, self.taken[period_id], self.handed)


def done_in(session: Session, period_ids: Collection[int]) -> Done:
    """Look up what was done in some periods, in three queries for however many they are."""
    if not period_ids:
        return Done({}, {}, [])
    each = Together(session)
    figures = each.part(_figures, session, period_ids)
    signers = each.part(signatures.of_periods, session, period_ids)
    handed = each.part(delegations.ever, session)
    taken: dict[int, list[Taken]] = {period: [] for period in period_ids}
    for period, enterer, entered_at, verifier, verified_at in figures.given:
        taken[period].append(Taken(Part.ENTERED, enterer, clock.day(entered_at)))
        if verifier is not None and verified_at is not None:
            taken[period].append(Taken(Part.VERIFIED, verifier, clock.day(verified_at)))
    signed: dict[int, list[Signature]] = defaultdict(list)
    for period, under in signers.given:
        signed[under.settlement_id].append(under)
        part, day = signatures.PART[under.purpose], clock.day(under.at)
        taken[period] += (Taken(part, person, day) for person in under.people)
    return Done(taken, signed, handed.given)


def _figures(
    session: Session, period_ids: Collection[int]
) -> Sequence[tuple[int, int, datetime, int | None, datetime | None]]:
    """List, for every version of every figure of some periods, who entered and verified it, and when."""
    rows = session.execute(
        select(
            Figure.period_id, Figure.entered_by_id, Figure.entered_at,
            Figure.verified_by_id, Figure.verified_at,
        )
        .where(Figure.period_id.in_(period_ids))
    )  # fmt: skip
    return [(*row,) for row in rows]
