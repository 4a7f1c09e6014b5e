"""Attesting: a physician signs a month of own hours, exactly as it is shown.

What is signed is one text with its hash: the entries, their time, and the sentences that
the terms ask for. Whoever signs sends the hash of what was shown; where it is no longer
that, nothing is signed.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, own_groups
from comanage.actions.base_fees import group_of
from comanage.records import in_force, month_attestation, physician_months
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.month_attestation import AttestedEntry, MonthAttestation
from comanage.records.physician_months import StandingMonth
from comanage.records.time_entry import PhysicianMonth
from comanage.refusals import Conflict, NotFound
from comanage.rights import Right
from comanage.rules.attested_month import ATTESTS, AttestedMonth, signed
from comanage.rules.base_fee import hours
from comanage.rules.month_signoff import MonthState, MonthStep, take
from comanage.rules.months import Month, read_month
from comanage.rules.periods import ONE_DAY, in_words
from comanage.rules.signoff import Role

NOTHING = "You have logged no hours in {}."
NO_TERMS = "No base fee is agreed for {}, so its hours cannot be attested."
TOO_EARLY = "{} can be attested from {} on, when it is over."
CHANGED = "Hours of {} changed since this page was shown, so nothing was signed. Look again."


@dataclass(frozen=True, slots=True)
class Page:
    """What a physician is shown of a month before signing it.

    Attributes:
        agreement: The agreement.
        stands: Where the month stands.
        shown: What is signed.
        shown_hash: The hash of it.
        barred: Why it cannot be signed now; empty where it can.
    """

    agreement: Agreement
    stands: StandingMonth
    shown: AttestedMonth
    shown_hash: str
    barred: str


def page(
    session: Session, actor: Actor, agreement_id: int, participant: str, *, month: str
) -> Page:
    """Gather what a physician is shown of a month of own hours.

    Raises:
        NotFound: There is no such group of the actor's own, no such month, or no hours in it.
        Conflict: There are no terms for the month.
    """
    role = allowed(session, actor, Right.TIME_ATTEST, agreement_id)
    group = group_of(session, agreement_id, participant)
    own = own_groups(session, actor, Right.TIME_ATTEST, agreement_id)
    when = read_month(month)
    if when is None or actor.person_id is None or (own is not None and group.group_id not in own):
        raise NotFound("There is no such month of yours.")
    key = PhysicianMonth(group.id, actor.person_id, when)
    stands = physician_months.one(session, agreement_id, key)
    if stands is None or not stands.minutes:
        raise NotFound(NOTHING.format(when.name))
    if stands.terms is None:
        raise Conflict(NO_TERMS.format(when.name))
    agreement = session.get_one(Agreement, agreement_id)
    shown = _shown(agreement, stands, actor, role)
    barred = _barred(session, agreement, stands, when)
    return Page(agreement, stands, shown, signed(shown)[1], barred)


def attest(
    session: Session,
    actor: Actor,
    agreement_id: int,
    participant: str,
    *,
    month: str,
    seen: str,
) -> MonthAttestation:
    """Sign a month of own hours.

    Args:
        session: The session of the change.
        actor: Whose hours they are.
        agreement_id: The agreement.
        participant: The code of the actor's group.
        month: Such as 2027-10.
        seen: The hash of what was shown.

    Raises:
        NotFound: There is nothing of the actor's to sign.
        Conflict: The month is not over, waits for its approval, or is no longer what was shown.
    """
    role = allowed(session, actor, Right.TIME_ATTEST, agreement_id)
    found = page(session, actor, agreement_id, participant, month=month)
    if found.barred:
        raise Conflict(found.barred)
    if seen != found.shown_hash:
        raise Conflict(CHANGED.format(found.stands.key.month.name))
    made = _signed(session, found, role)
    for each in found.stands.logged:
        session.add(AttestedEntry(attestation_id=made.id, entry_id=each.id))
    session.flush()
    after = {"month": month, "hours": hours(made.minutes), "content": made.content_hash,
             "number": made.number}  # fmt: skip
    note(
        session, actor, Act.MONTH_ATTESTED, role=role, agreement_id=agreement_id,
        object_id=made.id, after=after,
    )  # fmt: skip
    return made


def _signed(session: Session, found: Page, role: Role) -> MonthAttestation:
    stands, (text, digest) = found.stands, signed(found.shown)
    before = month_attestation.of_month(session, stands.key)
    if stands.terms is None:
        raise Conflict(NO_TERMS.format(stands.key.month.name))
    made = MonthAttestation(
        agreement_id=stands.agreement_id,
        participant_id=stands.key.participant_id,
        person_id=stands.key.person_id,
        terms_id=stands.terms.id,
        starts=stands.key.month.starts,
        ends=stands.key.month.ends,
        number=before[0].number + 1 if before else 1,
        minutes=stands.minutes,
        content=text,
        content_hash=digest,
        printed_name=found.shown.physician,
        role=role,
        meaning=ATTESTS,
        signed_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def _shown(agreement: Agreement, stands: StandingMonth, actor: Actor, role: Role) -> AttestedMonth:
    terms = stands.terms.as_value() if stands.terms else None
    return AttestedMonth(
        agreement=agreement.code,
        group=stands.participant.group.name,
        physician=actor.name,
        role=role,
        month=stands.key.month.code,
        lines=stands.lines,
        minutes=stands.minutes,
        sentences=terms.sentences if terms else (),
    )


def _barred(session: Session, agreement: Agreement, stands: StandingMonth, month: Month) -> str:
    if stands.state not in {MonthState.DRAFT, MonthState.RETURNED}:
        try:
            take(stands.state, MonthStep.ATTEST)
        except Conflict as refused:
            if stands.state is MonthState.PAYABLE:
                return refused.sentence
            return f"You attested {month.name} already, and nothing changed since."
    over = min(month.ends, in_force.course_of(session, agreement).last_day) + ONE_DAY
    return TOO_EARLY.format(month.name, in_words(over)) if clock.today() < over else ""
