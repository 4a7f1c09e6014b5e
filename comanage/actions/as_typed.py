"""As typed: a draft agreement as the form of a new one would say it, and what is on file of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from comanage.actions.agreements import Party, Plan, groups_of
from comanage.actions.draft import terms_of
from comanage.records import participant as participants
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument
from comanage.records.base import Base
from comanage.records.base_fee import BaseFeeTerms
from comanage.records.duty import Duty
from comanage.records.fmv_opinion import FmvOpinion
from comanage.records.meeting import Meeting
from comanage.records.payment_control import PaymentControl
from comanage.records.scorecard import Scorecard
from comanage.records.service_line import ServiceLine
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.funding.fixed import Fixed
from comanage.rules.numbers import percent, to_cents

STAYS = (
    # what is not taken along: its record, one of it, several
    (AgreementDocument, "document", "documents"),
    (FmvOpinion, "opinion of fair market value", "opinions of fair market value"),
    (PaymentControl, "setting of the payment controls", "settings of the payment controls"),
    (Duty, "row of the duty list", "rows of the duty list"),
    (BaseFeeTerms, "version of base fee terms", "versions of base fee terms"),
    (Meeting, "meeting", "meetings"),
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as it was typed.

    Attributes:
        plan: What the form of a new agreement would say to draft it so.
        fixed_pool: False where its pool is none of that form, and stays as it is.
        stated_division: False where its division is none of that form, and stays as it is.
        stays_behind: What is on file of it and is not taken along, in words.
        revision: The revisions of the draft and of its scorecard, added up: each only grows.
    """

    plan: Plan
    fixed_pool: bool
    stated_division: bool
    stays_behind: Sequence[str]
    revision: int


def as_typed(session: Session, agreement: Agreement, scorecard: Scorecard) -> Drafted:
    """Say how a draft was typed, as the form of a new agreement would have it.

    Args:
        session: A session to read with.
        agreement: The draft.
        scorecard: Its scorecard, as far as it was drafted.
    """
    held = terms_of(scorecard)
    division, funding = held.allocation, held.funding
    given = division.shares if isinstance(division, FixedShares) else ()
    shares = {each.participant: each.share for each in given}
    plan = Plan(
        code=agreement.code,
        title=agreement.title,
        service_line_id=agreement.service_line_id,
        starts=agreement.starts,
        ends=agreement.ends,
        base_fee_cents=to_cents(held.base_fee),
        pool_cents=to_cents(funding.amount) if isinstance(funding, Fixed) else None,
        parties=[
            Party(place.group_id, shares.get(place.code))
            for place in participants.of_agreement(session, agreement.id)
        ],
        fixed_shares=isinstance(division, FixedShares),
        verifier_may_approve=agreement.verifier_may_approve,
        sponsor=agreement.sponsor,
        legal_basis=held.legal_basis,
        renewal=agreement.renewal,
        notice_days=agreement.notice_days,
    )
    return Drafted(
        plan,
        fixed_pool=isinstance(funding, Fixed),
        stated_division=isinstance(division, Equal | FixedShares),
        stays_behind=stays_behind(session, agreement),
        revision=agreement.revision + scorecard.revision,
    )


def told(session: Session, plan: Plan) -> dict[str, object]:
    """Tell the audit log what was typed, or what is right."""
    line = session.get(ServiceLine, plan.service_line_id) if plan.service_line_id else None
    groups = [
        group.code if party.share is None else f"{group.code} {percent(party.share)}"
        for group, party in zip(groups_of(session, plan), plan.parties, strict=True)
        if group is not None
    ]
    return {
        "code": plan.code.strip(), "title": plan.title.strip(), "sponsor": plan.sponsor.strip(),
        "service line": line and line.code, "legal basis": plan.legal_basis,
        "starts": plan.starts, "ends": plan.ends, "renewal": plan.renewal,
        "days of notice": plan.notice_days, "base fee in cents": plan.base_fee_cents,
        "pool in cents": plan.pool_cents, "groups": groups,
        "verifier may approve": plan.verifier_may_approve,
    }  # fmt: skip


def stays_behind(session: Session, agreement: Agreement) -> list[str]:
    """Count, in words, what is on record of a draft and does not go along when it is made anew."""
    counts = session.execute(select(*(_count(record, agreement.id) for record, _, _ in STAYS)))
    return [
        f"{count} {one if count == 1 else several}"
        for count, (_, one, several) in zip(counts.one(), STAYS, strict=True)
        if count
    ]


def _count(record: type[Base], agreement_id: int) -> ScalarSelect[int]:
    table = record.__table__
    own = table.c.agreement_id == agreement_id
    return select(func.count()).select_from(table).where(own).scalar_subquery()
