"""The course of an agreement: what may change without an amendment, and how it ends.

An end is never undone by forgetting it: one that was recorded wrongly is followed by
another, or taken back, each with a reason, and all of them stay on record.
"""

from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.free_text import line_faults, text_faults
from comanage.actions.opened import check_opened
from comanage.records import performance_period as periods
from comanage.records import termination as records
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.performance_period import PeriodState
from comanage.records.scorecard import in_force
from comanage.records.termination import Termination
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.in_force import Renewal
from comanage.rules.periods import in_words

MOST_NOTICE = 730  # days
APPROVER_AGREED = (
    "A scorecard is locked, and who may approve was agreed with it. Leave this as it is."
)
SETTLED = (
    "{} was settled and approved, so the agreement held until {}. Give that day or a later one."
)
NO_END = "No termination stands that could be taken back."


def change(  # noqa: PLR0913 - an agreement has as many sides
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    title: str,
    sponsor: str,
    renewal: Renewal,
    notice_days: int | None,
    verifier_may_approve: bool,
    revision: int,
) -> None:
    """Change what an agreement may change without an amendment of its scorecard.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not change it.
        Stale: Someone else changed it meanwhile.
        Faulty: The title is empty, the notice does not fit, or who approves would change after it
            was agreed.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    agreement = session.get_one(Agreement, agreement_id)
    check_opened(revision, agreement.revision)
    found = [] if title.strip() else [Fault("title", "Give the agreement a title.")]
    found += line_faults({"title": title, "sponsor": sponsor})
    found += renewal_faults(renewal, notice_days)
    changes = verifier_may_approve is not agreement.verifier_may_approve
    if changes and in_force(session, agreement_id):
        found.append(Fault("verifier_may_approve", APPROVER_AGREED))
    if found:
        raise Faulty(found)
    before = _told(agreement)
    agreement.title, agreement.sponsor = title.strip(), sponsor.strip()
    agreement.renewal, agreement.notice_days = renewal, notice_days
    agreement.verifier_may_approve = verifier_may_approve
    note(session, actor, Act.AGREEMENT_CHANGED, role=role, agreement_id=agreement.id,
         object_id=agreement.id, before=before, after=_told(agreement))  # fmt: skip


def renewal_faults(renewal: Renewal, notice_days: int | None) -> list[Fault]:
    """Say why a renewal and its days of notice do not go together."""
    automatic = renewal is Renewal.AUTOMATIC
    if automatic and (notice_days is None or not 0 <= notice_days <= MOST_NOTICE):
        why = f"Give the days of notice before it renews itself, 0 to {MOST_NOTICE}."
        return [Fault("notice_days", why)]
    if not automatic and notice_days is not None:
        return [Fault("notice_days", "Only an agreement that renews itself has days of notice.")]
    return []


def end(
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    last_day: date | None,
    reason: str,
    revision: int | None = None,
) -> Termination:
    """Record that an agreement ends before its term does.

    No period that begins afterwards is settled, and nothing is paid for later days.

    Raises:
        Stale: Someone else recorded another end, or took it back, after this was opened.
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not end it.
        Faulty: The day is missing, outside the term or before what was settled, or no reason.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    agreement = session.get_one(Agreement, agreement_id)
    check_opened(revision, len(records.of_agreement(session, agreement_id)))
    found = _reason_faults(reason) + _day_faults(session, agreement, last_day)
    if found:
        raise Faulty(found)
    made = _recorded(session, actor, agreement_id, last_day=last_day, reason=reason)
    note(session, actor, Act.AGREEMENT_TERMINATED, role=role, agreement_id=agreement_id,
         object_id=agreement_id, after={"last day": last_day}, reason=made.reason)  # fmt: skip
    return made


def take_back(session: Session, actor: Actor, agreement_id: int, *, reason: str) -> Termination:
    """Take a termination back: the agreement runs to the end of its term again.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not change how it ends.
        Conflict: No termination stands.
        Faulty: No reason is given.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    stands = records.standing(session, [agreement_id]).get(agreement_id)
    if stands is None:
        raise Conflict(NO_END)
    if found := _reason_faults(reason):
        raise Faulty(found)
    made = _recorded(session, actor, agreement_id, last_day=None, reason=reason)
    note(session, actor, Act.TERMINATION_TAKEN_BACK, role=role, agreement_id=agreement_id,
         object_id=agreement_id, before={"last day": stands.last_day}, reason=made.reason)  # fmt: skip
    return made


def _recorded(
    session: Session, actor: Actor, agreement_id: int, *, last_day: date | None, reason: str
) -> Termination:
    made = Termination(
        agreement_id=agreement_id,
        number=len(records.of_agreement(session, agreement_id)) + 1,
        last_day=last_day,
        reason=reason.strip(),
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
    )
    session.add(made)
    session.flush()
    return made


def _reason_faults(reason: str) -> list[Fault]:
    if not reason.strip():
        return [Fault("reason", "Say why, in a sentence.")]
    return text_faults({"reason": reason})


def _day_faults(session: Session, agreement: Agreement, last_day: date | None) -> list[Fault]:
    if last_day is None:
        return [Fault("last_day", "Give the last day on which the agreement holds.")]
    if not agreement.starts <= last_day <= agreement.ends:
        term = f"{in_words(agreement.starts)} to {in_words(agreement.ends)}"
        return [Fault("last_day", f"Give a day within the term, {term}.")]
    for period in reversed(periods.of_agreement(session, agreement.id)):
        if period.state is PeriodState.LOCKED and period.starts > last_day:
            why = SETTLED.format(period.code, in_words(period.starts))
            return [Fault("last_day", why)]
    return []


def _told(agreement: Agreement) -> dict[str, object]:
    return {"title": agreement.title, "sponsor": agreement.sponsor,
            "renewal": agreement.renewal, "days of notice": agreement.notice_days,
            "verifier may approve": agreement.verifier_may_approve}  # fmt: skip
