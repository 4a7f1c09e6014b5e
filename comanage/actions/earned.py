"""What approved months earned: calculated from everything approved, and put on record once.

Called by the last level's approval, in its transaction. The steps to the amount are kept
as text, with their hash, beside the amount.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from comanage.records import in_force, physician_months
from comanage.records.acts import Act
from comanage.records.agreed_fee import agreed_fee
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.base_fee import BaseFeeEarned, BaseFeeTerms
from comanage.records.month_attestation import MonthAttestation
from comanage.records.physician_months import StandingMonth
from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.earning import Earning, FeeStep, Room, Worked
from comanage.rules.earning import earn as by_the_rules
from comanage.rules.month_signoff import MonthState
from comanage.rules.months import Month, contract_year
from comanage.rules.signoff import Role


def earn(
    session: Session,
    actor: Actor,
    stands: StandingMonth,
    signed: MonthAttestation,
    *,
    role: Role,
) -> BaseFeeEarned:
    """Put on record what the approval of a month earned for its group.

    Args:
        session: The session in which the last level has just approved.
        actor: Who approved it.
        stands: The month.
        signed: Its attestation.
        role: As what the actor approved.
    """
    session.expire(signed, ["decisions"])
    agreement = session.get_one(Agreement, stands.agreement_id)
    month = stands.key.month
    year = contract_year(agreement.starts, max(month.starts, agreement.starts))
    if stands.terms is None:
        raise LookupError(f"{signed!r} was attested without terms.")
    earning = _earning(session, agreement, stands, stands.terms, year=year)
    trace = canonical.text(earning.steps)
    made = BaseFeeEarned(
        agreement_id=agreement.id,
        participant_id=stands.key.participant_id,
        attestation_id=signed.id,
        terms_id=signed.terms_id,
        month=month.starts,
        month_ends=month.ends,
        year_starts=year,
        cents=earning.cents,
        trace=trace,
        trace_hash=canonical.digest(trace),
        earned_at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.BASE_FEE_EARNED, role=role, agreement_id=agreement.id,
        object_id=made.id,
        after={"month": month.code, "cents": made.cents, "trace": made.trace_hash},
    )  # fmt: skip
    return made


def of_month(session: Session, stands: StandingMonth) -> BaseFeeEarned | None:
    """Find what a month earned; None while a level has not approved."""
    signed = stands.attestation
    return fees.earned_of(session, signed.id) if signed else None


def steps_of(made: BaseFeeEarned) -> tuple[FeeStep, ...]:
    """Read the steps to an amount."""
    steps, found = canonical.read(tuple[FeeStep, ...], made.trace)
    if steps is None:
        raise Faulty(found)
    return steps


def _earning(
    session: Session,
    agreement: Agreement,
    stands: StandingMonth,
    terms: BaseFeeTerms,
    *,
    year: date,
) -> Earning:
    """Calculate from every approved month of the group, this one among them."""
    group, month = stands.key.participant_id, stands.key.month
    approved = [
        each
        for each in physician_months.of_agreements(session, [agreement.id])
        if each.key.participant_id == group and each.state is MonthState.PAYABLE
    ]
    of_month = [each for each in approved if each.key.month == month]
    elsewhere = [
        each
        for each in approved
        if each.key.month != month and _year(agreement, each.key.month) == year
    ]
    value = terms.as_value()
    before = fees.earned_in_month(session, group, month.starts)
    last = min(month.ends, in_force.course_of(session, agreement).last_day)
    room = Room(
        minutes=None
        if value.most_a_year is None
        else value.most_a_year - sum(each.minutes for each in elsewhere),
        cents=agreed_fee(session, agreement).of_year(year)
        - fees.earned_in_year(session, agreement.id, year)
        + before,
        earned=before,
        days=(last - max(month.starts, agreement.starts)).days + 1,
        of_days=month.days,
    )
    return by_the_rules(value, _work(session, agreement.id, month, of_month), room)


def _work(
    session: Session, agreement_id: int, month: Month, approved: Iterable[StandingMonth]
) -> list[Worked]:
    """Add up approved time by duty, each required duty of the month among them."""
    rows = duties.of_agreement(session, agreement_id)
    held = [
        duty
        for duty in duties.as_values(rows).values()
        if duty.starts <= month.ends and (duty.ends is None or duty.ends >= month.starts)
    ]
    newest = {duty.code: duty for duty in sorted(held, key=lambda each: each.starts)}
    minutes = dict.fromkeys(newest, 0)
    names = {code: duty.name for code, duty in newest.items()}
    for each in approved:
        for entry in each.entries:
            minutes[entry.duty.code] = minutes.get(entry.duty.code, 0) + entry.minutes
            names.setdefault(entry.duty.code, entry.duty.name)
    return [
        Worked(
            names[code],
            total,
            newest[code].most if code in newest else None,
            required=code in newest and newest[code].required,
        )
        for code, total in sorted(minutes.items())
    ]


def _year(agreement: Agreement, month: Month) -> date:
    return contract_year(agreement.starts, max(month.starts, agreement.starts))
