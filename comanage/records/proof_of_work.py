"""What the base fees that were released rest on: attested work that every level approved."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from comanage.records.base_fee import BaseFeeEarned, BaseFeeLevel
from comanage.records.month_attestation import MonthAttestation, MonthDecision
from comanage.records.participant import Participant
from comanage.records.payment import Payment
from comanage.rules.month_signoff import Decision
from comanage.rules.payments import Kind

_Row = tuple[Payment, BaseFeeEarned | None, MonthAttestation | None]


@dataclass(slots=True)
class Proof:
    """The base fees of one agreement that were released.

    Attributes:
        released: How many payments there are.
        unproven: Those without approved work behind them, as people find them.
        mixed: Those that were released by, or for, somebody who did or approved the work.
    """

    released: int = 0
    unproven: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)


def of_agreements(session: Session, agreement_ids: Collection[int]) -> Mapping[int, Proof]:
    """Look, by agreement, what each base-fee payment rests on."""
    held = session.execute(
        select(Payment, BaseFeeEarned, MonthAttestation)
        .outerjoin(BaseFeeEarned, BaseFeeEarned.id == Payment.base_fee_earned_id)
        .outerjoin(MonthAttestation, MonthAttestation.id == BaseFeeEarned.attestation_id)
        .options(
            joinedload(Payment.participant).joinedload(Participant.group),
            joinedload(Payment.release),
            selectinload(MonthAttestation.decisions),
        )
        .where(Payment.agreement_id.in_([*agreement_ids]), Payment.kind == Kind.BASE_FEE)
        .order_by(Payment.id)
    )
    rows: list[_Row] = [(paid, earned, attested) for paid, earned, attested in held]
    attested = [attestation.id for _, _, attestation in rows if attestation is not None]
    approved, levels = _approved(session, attested), _levels(session)
    found: dict[int, Proof] = defaultdict(Proof)
    for paid, earned, attestation in rows:
        proof = found[paid.agreement_id]
        proof.released += 1
        whole = earned is not None and attestation is not None and (
            earned.cents == paid.amount_cents
            and 0 < levels[attestation.terms_id] <= approved[attestation.id]
        )  # fmt: skip
        if not whole:
            proof.unproven.append(f"{paid.period}, {paid.participant.group.name}")
        releasers = {paid.release.released_by_id, paid.release.for_id} - {None}
        if attestation is not None and releasers & _took_part(attestation):
            proof.mixed.append(f"{paid.period}, {paid.participant.group.name}")
    return found


def _took_part(attestation: MonthAttestation) -> set[int | None]:
    """Say who did the work, and who approved it for themselves or in another's stead."""
    decided = {who for each in attestation.decisions for who in (each.person_id, each.for_id)}
    return decided | {attestation.person_id}


def _approved(session: Session, attestation_ids: Collection[int]) -> Counter[int]:
    """Count the levels that approved what was attested, none of them by the physician."""
    rows = session.execute(
        select(MonthDecision.attestation_id, func.count())
        .join(MonthAttestation, MonthAttestation.id == MonthDecision.attestation_id)
        .where(MonthDecision.attestation_id.in_(attestation_ids))
        .where(MonthDecision.decision == Decision.APPROVED)
        .where(MonthDecision.content_hash == MonthAttestation.content_hash)
        .where(MonthDecision.person_id != MonthAttestation.person_id)
        .where(MonthDecision.for_id.is_distinct_from(MonthAttestation.person_id))
        .group_by(MonthDecision.attestation_id)
    )
    return Counter(dict(rows.all()))


def _levels(session: Session) -> Counter[int]:
    rows = session.execute(
        select(BaseFeeLevel.terms_id, func.count()).group_by(BaseFeeLevel.terms_id)
    )
    return Counter(dict(rows.all()))
