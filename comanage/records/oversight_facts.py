"""What the records hold of one agreement, as the safeguards of oversight ask for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.records import basis, duty_use
from comanage.records import declaration as declarations
from comanage.records import legal_hold as holds
from comanage.records import oversight_limit as limits
from comanage.records import scorecard as scorecards
from comanage.records.agreement import Agreement
from comanage.records.declaration import Declaration
from comanage.records.figure import Figure
from comanage.records.oversight_limit import Limit
from comanage.records.performance_period import PerformancePeriod
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import Settlement, SettlementFigure
from comanage.rules.oversight.facts import Declared, Facts, SettlementKept
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.terms import Terms

USUAL_RETENTION = 10  # years, where nobody has set another number


@dataclass(slots=True)
class _Parts:
    """Who took which part in the figures of one settlement."""

    enterers: set[int] = field(default_factory=set)
    verifiers: set[int] = field(default_factory=set)


def facts(session: Session, agreement: Agreement, today: date) -> Facts:
    """Gather the facts of an agreement on a day."""
    set_limits = limits.in_force(session, agreement.id)
    days, years = (set_limits.get(name) for name in (Limit.DAYS_TO_SETTLE, Limit.RETENTION_YEARS))
    return Facts(
        today=today,
        starts=agreement.starts,
        ends=agreement.ends,
        terms=terms_to_look_at(session, agreement.id),
        base_fee_cents=agreement.base_fee_cents,
        hours_a_year_limited=duty_use.hours_limited(session, agreement.id, today),
        duties=duty_use.kept(session, agreement.id, today),
        settlements=settlements_kept(session, agreement.id),
        verifier_may_approve=agreement.verifier_may_approve,
        days_to_settle=days.amount if days else None,
        declarations=[_declared(each) for each in declarations.of_agreement(session, agreement.id)],
        retention_years=years.amount if years else USUAL_RETENTION,
        legal_holds=[each.reason for each in holds.standing(session, agreement.id)],
    )


def terms_to_look_at(session: Session, agreement_id: int) -> Terms | None:
    """Read the terms in force, or those of the draft where none is; None where none can be read."""
    versions = scorecards.versions(session, agreement_id)
    locked = [each for each in versions if each.state is ScorecardState.LOCKED]
    newest: Sequence[Scorecard] = locked or versions
    return basis.terms_of(newest[0]) if newest else None


def settlements_kept(session: Session, agreement_id: int) -> list[SettlementKept]:
    """List the settlements that were approved, with everyone who took a part in each."""
    approved = session.execute(
        select(Settlement.id, Settlement.number, Settlement.approved_by_id, PerformancePeriod.code)
        .join(PerformancePeriod, PerformancePeriod.id == Settlement.period_id)
        .where(Settlement.agreement_id == agreement_id, Settlement.approved_by_id.is_not(None))
        .order_by(PerformancePeriod.starts, Settlement.number)
    ).all()
    parts = _parts(session, [row.id for row in approved])
    return [
        SettlementKept(
            label=f"{row.code}, settlement {row.number}",
            enterers=frozenset(parts[row.id].enterers),
            verifiers=frozenset(parts[row.id].verifiers),
            approvers=frozenset({row.approved_by_id}),
        )
        for row in approved
    ]


def _parts(session: Session, settlement_ids: Sequence[int]) -> Mapping[int, _Parts]:
    """Say who entered and verified the figures of settlements, the replaced ones too."""
    used = session.execute(
        select(SettlementFigure.settlement_id, Figure)
        .join(Figure, Figure.id == SettlementFigure.figure_id)
        .where(SettlementFigure.settlement_id.in_(settlement_ids))
    ).all()
    chains: dict[tuple[int, ...], list[Figure]] = defaultdict(list)
    periods = {figure.period_id for _, figure in used}
    for figure in session.scalars(select(Figure).where(Figure.period_id.in_(periods))):
        chains[_key(figure)].append(figure)
    parts: dict[int, _Parts] = defaultdict(_Parts)
    for settlement_id, last in used:
        for figure in chains[_key(last)]:
            if figure.id <= last.id:  # what came later was not behind this settlement
                parts[settlement_id].enterers.add(figure.entered_by_id)
                if figure.verified_by_id is not None:
                    parts[settlement_id].verifiers.add(figure.verified_by_id)
    return parts


def _key(figure: Figure) -> tuple[int, ...]:
    return figure.period_id, figure.measure_id, figure.participant_id or 0


def _declared(row: Declaration) -> Declared:
    title = row.document.name if row.document else row.reference
    return Declared(
        number=row.safeguard,
        applies=row.applies,
        statement=row.statement,
        by=row.declared_by.name,
        on=row.declared_on,
        expires=row.expires_on,
        document=title,
    )
