"""What the base fees that were released rest on: attested work that every level approved."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from comanage.records import base_fee
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.brought import put
from comanage.records.month_attestation import MonthAttestation, MonthDecision
from comanage.records.participant import Participant
from comanage.records.payment import Payment
from comanage.rules.month_signoff import Decision
from comanage.rules.payments import Kind
from comanage.together import Together

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
    part = Together(session)
    paid_rows = part.part(_rows, session, agreement_ids)
    versions = part.part(base_fee.versions, session, *agreement_ids)
    levels = {row.id: len(row.levels) for row in versions.given}
    found: dict[int, Proof] = defaultdict(Proof)
    for paid, earned, attestation in paid_rows.given:
        proof = found[paid.agreement_id]
        proof.released += 1
        whole = earned is not None and attestation is not None and (
            earned.cents == paid.amount_cents
            and 0 < levels.get(attestation.terms_id, 0) <= _approvals(attestation)
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


def _approvals(attestation: MonthAttestation) -> int:
    """Count the levels that approved what was attested, none of them by the physician."""
    return sum(
        each.decision is Decision.APPROVED
        and each.content_hash == attestation.content_hash
        and attestation.person_id not in {each.person_id, each.for_id}
        for each in attestation.decisions
    )


def _rows(session: Session, agreement_ids: Collection[int]) -> list[_Row]:
    """List the base fees that were paid, each with the work that it rests on."""
    paid = Payment.agreement_id.in_([*agreement_ids]), Payment.kind == Kind.BASE_FEE
    each = Together(session)
    found = each.part(_paid, session, *paid)
    decided = each.part(_decided, session, *paid)
    put(
        MonthAttestation.decisions,
        [attested for _, _, attested in found.given if attested is not None],
        decided.given,
        key=lambda attested: attested.id,
        of=lambda decision: decision.attestation_id,
    )
    return found.given


def _paid(session: Session, *paid: ColumnElement[bool]) -> list[_Row]:
    rows = session.execute(
        select(Payment, BaseFeeEarned, MonthAttestation)
        .outerjoin(BaseFeeEarned, BaseFeeEarned.id == Payment.base_fee_earned_id)
        .outerjoin(MonthAttestation, MonthAttestation.id == BaseFeeEarned.attestation_id)
        .options(
            joinedload(Payment.participant).joinedload(Participant.group),
            joinedload(Payment.release),
        )
        .where(*paid)
        .order_by(Payment.id)
    )
    return [(payment, earned, attested) for payment, earned, attested in rows]


def _decided(session: Session, *paid: ColumnElement[bool]) -> Sequence[MonthDecision]:
    return session.scalars(
        select(MonthDecision)
        .join(BaseFeeEarned, BaseFeeEarned.attestation_id == MonthDecision.attestation_id)
        .join(Payment, Payment.base_fee_earned_id == BaseFeeEarned.id)
        .where(*paid)
        .order_by(MonthDecision.attestation_id, MonthDecision.level)
    ).all()
