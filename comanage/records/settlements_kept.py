"""The settlements that were approved, each with everyone who took a part in it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from comanage.records.base import another
from comanage.records.figure import Figure
from comanage.records.payment import PaymentRelease
from comanage.records.performance_period import PerformancePeriod
from comanage.records.settlement import Settlement, SettlementFigure
from comanage.records.signature import PART, Signature
from comanage.rules.oversight.facts import SettlementKept
from comanage.rules.signoff import Part
from comanage.together import Together


@dataclass(slots=True)
class _Taken:
    """Who took which part in one settlement."""

    by: dict[Part, set[int]] = field(default_factory=lambda: defaultdict(set))

    def who(self, part: Part) -> frozenset[int]:
        return frozenset(self.by[part])


def of_agreements(
    session: Session, agreement_ids: Collection[int]
) -> Mapping[int, Sequence[SettlementKept]]:
    """List, by agreement, the settlements that were approved, the earliest period first."""
    rows = session.execute(
        select(
            Settlement.id, Settlement.agreement_id, Settlement.number, PerformancePeriod.code,
            Settlement.approved_by_id, Settlement.released_by_id,
        )
        .join(PerformancePeriod, PerformancePeriod.id == Settlement.period_id)
        .where(Settlement.agreement_id.in_([*agreement_ids]))
        .where(Settlement.approved_by_id.is_not(None))
        .order_by(PerformancePeriod.starts, Settlement.number)
    ).all()  # fmt: skip
    ids = [row.id for row in rows]
    each = Together(session)
    figures = each.part(_figures, session, ids)
    signatures = each.part(_signatures, session, ids)
    releases = each.part(_releases, session, ids)
    taken = figures.given
    for signed in signatures.given:
        taken[signed.settlement_id].by[PART[signed.purpose]] |= signed.people
    for settlement_id, by, giver in releases.given:
        if settlement_id is not None:
            taken[settlement_id].by[Part.RELEASED] |= {by, giver or by}
    found: dict[int, list[SettlementKept]] = defaultdict(list)
    for row in rows:
        parts = taken[row.id]
        releaser = row.released_by_id
        found[row.agreement_id].append(
            SettlementKept(
                label=f"{row.code}, settlement {row.number}",
                enterers=parts.who(Part.ENTERED),
                verifiers=parts.who(Part.VERIFIED),
                approvers=parts.who(Part.APPROVED) | {row.approved_by_id},
                releasers=parts.who(Part.RELEASED) | {releaser} if releaser else frozenset(),
                reviewers=parts.who(Part.REVIEWED),
                period=row.code,
            )
        )
    return found


def _figures(session: Session, settlement_ids: Sequence[int]) -> dict[int, _Taken]:
    """Say who entered and verified the figures of settlements and for whom, the replaced ones too."""
    used, version = (
        another(Figure, "settlements_kept_used"),
        another(Figure, "settlements_kept_version"),
    )
    behind = and_(
        version.period_id == used.period_id,
        version.measure_id == used.measure_id,
        version.participant_id.is_not_distinct_from(used.participant_id),
        version.id <= used.id,  # what came later was not behind this settlement
    )
    rows = session.execute(
        select(
            SettlementFigure.settlement_id, version.entered_by_id, version.entered_for_id,
            version.verified_by_id, version.verified_for_id,
        )
        .join(used, used.id == SettlementFigure.figure_id)
        .join(version, behind)
        .where(SettlementFigure.settlement_id.in_(settlement_ids))
        .distinct()
    )  # fmt: skip
    taken: dict[int, _Taken] = defaultdict(_Taken)
    for settlement_id, enterer, entered_for, verifier, verified_for in rows:
        by = taken[settlement_id].by
        by[Part.ENTERED] |= _people(enterer, entered_for)
        by[Part.VERIFIED] |= _people(verifier, verified_for)
    return taken


def _signatures(session: Session, settlement_ids: Sequence[int]) -> Sequence[Signature]:
    """List who signed settlements as they stand, and for whom."""
    return session.scalars(
        select(Signature)
        .join(Settlement, Settlement.id == Signature.settlement_id)
        .where(Signature.settlement_id.in_(settlement_ids))
        .where(Signature.round == Settlement.round)
        .where(Signature.document_hash == Settlement.document_hash)
    ).all()


def _releases(
    session: Session, settlement_ids: Sequence[int]
) -> Sequence[tuple[int | None, int, int | None]]:
    """List who released the payments of settlements, and for whom."""
    rows = session.execute(
        select(PaymentRelease.settlement_id, PaymentRelease.released_by_id, PaymentRelease.for_id)
        .where(PaymentRelease.settlement_id.in_(settlement_ids))
    )  # fmt: skip
    return [(*row,) for row in rows]


def _people(*ids: int | None) -> set[int]:
    return {each for each in ids if each is not None}
