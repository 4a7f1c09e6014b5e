"""Hours: a physician logs what was done for a duty, and corrects it by another entry.

Nothing is edited. Whatever is logged or corrected after a month was attested voids the
attestation; a month that every level has approved takes nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage import clock
from comanage.access import Actor, agreements_seen, allowed, own_groups
from comanage.actions.free_text import text_faults
from comanage.actions.opened import check_opened
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from comanage.records import in_force, physician_months
from comanage.records import time_entry as entries
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.base_fee import BaseFeeTerms
from comanage.records.duty import Duty
from comanage.records.participant import Participant
from comanage.records.time_entry import PhysicianMonth, TimeEntry
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules import time_logs as rules
from comanage.rules.month_signoff import MonthStep, take
from comanage.rules.months import contract_year, month_of
from comanage.rules.periods import months_later
from comanage.rules.signoff import Role

GONE = "There is no such agreement of your group."
NO_ENTRY = "There is no such entry of yours."
WHY = "Say why it is corrected; the earlier entry and the reason stay on record."


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Work as it is logged; None where nothing usable was given.

    Attributes:
        participant_id: The group that it is done for, in its agreement.
        duty_id: The row of the duty list.
        day: The day worked.
        minutes: The time; 0 takes a corrected entry back.
        done: What was done, in words.
    """

    participant_id: int | None
    duty_id: int | None
    day: date | None
    minutes: int | None
    done: str = ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What an entry is held against, looked up once."""

    role: Role
    group: Participant
    agreement: Agreement
    rows: Sequence[Duty]
    terms: Sequence[BaseFeeTerms]
    last_day: date


def log(session: Session, actor: Actor, worked: Worked) -> tuple[TimeEntry, list[str]]:
    """Log work for the own group.

    Returns:
        The entry, and what is odd about it.

    Raises:
        NotFound: The group is not the actor's own, or takes part in no agreement.
        Faulty: Everything that keeps the entry from being stored.
        Conflict: The month is approved.
    """
    desk = _desk(session, actor, worked.participant_id)
    return _stored(session, actor, desk, worked)


def latest(session: Session, actor: Actor, entry_id: int) -> TimeEntry:
    """Find the own entry that stands, by it or by one that it corrects.

    Raises:
        NotFound: There is no such entry of the actor's.
    """
    found = session.get(TimeEntry, entry_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound(NO_ENTRY)
    by_corrected = {each.replaces_id: each for each in entries.chain(session, found.key)}
    while found.id in by_corrected:
        found = by_corrected[found.id]
    return found


def correct(
    session: Session,
    actor: Actor,
    entry_id: int,
    worked: Worked,
    *,
    reason: str,
    revision: int | None = None,
) -> tuple[TimeEntry, list[str]]:
    """Let another entry stand in the place of one's own.

    Args:
        session: The session of the change.
        actor: Whose entry it is.
        entry_id: The entry that it corrects, or one that was corrected by it.
        worked: What is right; of the same group, 0 minutes to take the entry back.
        reason: Why.
        revision: The entry that was seen to stand; the one that it corrects if left out.

    Raises:
        NotFound: There is no such entry of the actor's.
        Stale: It was corrected already.
        Conflict: Its month is approved.
        Faulty: Everything that keeps the correction from being stored.
    """
    old = latest(session, actor, entry_id)
    desk = _desk(session, actor, old.participant_id)
    check_opened(entry_id if revision is None else revision, old.id)
    return _stored(session, actor, desk, worked, corrects=old, reason=reason)


def places(session: Session, actor: Actor) -> Sequence[Participant]:
    """List the groups for which an actor may log hours, each with its agreement."""
    seen = [each.id for each in agreements_seen(session, actor, Right.TIME_LOG)]
    groups = [held.group_id for held in actor.held if held.group_id is not None]
    return session.scalars(
        select(Participant)
        .options(joinedload(Participant.group), joinedload(Participant.agreement))
        .where(Participant.agreement_id.in_(seen), Participant.group_id.in_(groups))
        .order_by(Participant.agreement_id, Participant.code)
    ).all()


def _desk(session: Session, actor: Actor, participant_id: int | None) -> _Desk:
    group = session.get(Participant, participant_id) if participant_id else None
    if group is None:
        raise NotFound(GONE)
    role = allowed(session, actor, Right.TIME_LOG, group.agreement_id)
    own = own_groups(session, actor, Right.TIME_LOG, group.agreement_id)
    if own is not None and group.group_id not in own:
        raise NotFound(GONE)
    agreement = session.get_one(Agreement, group.agreement_id)
    return _Desk(
        role,
        group,
        agreement,
        duties.of_agreement(session, agreement.id),
        fees.versions(session, agreement.id),
        in_force.course_of(session, agreement).last_day,
    )


def _stored(
    session: Session,
    actor: Actor,
    desk: _Desk,
    worked: Worked,
    *,
    corrects: TimeEntry | None = None,
    reason: str = "",
) -> tuple[TimeEntry, list[str]]:
    found = _given_faults(worked, corrects, reason)
    day, minutes = worked.day, worked.minutes
    if day is None or minutes is None or actor.person_id is None:
        raise Faulty(found)
    duty = _row_for(desk.rows, worked.duty_id, day)
    entry = rules.Entry(actor.person_id, duty.code if duty else "", day, minutes)
    log = _log(session, desk, day, duty=duty, corrects=corrects)
    found += rules.entry_faults(entry, log)
    if found or duty is None:
        raise Faulty(found)
    _take_step(session, desk, PhysicianMonth(desk.group.id, actor.person_id, month_of(day)))
    row = TimeEntry(
        agreement_id=desk.agreement.id, participant_id=desk.group.id, person_id=actor.person_id,
        duty_id=duty.id, day=day, minutes=minutes, done=worked.done.strip(),
        entered_on=clock.today(), entered_at=clock.now(),
        replaces_id=corrects.id if corrects else None, reason=reason.strip() if corrects else "",
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(
        session, actor, Act.HOURS_CORRECTED if corrects else Act.HOURS_LOGGED, role=desk.role,
        agreement_id=desk.agreement.id, object_id=row.id,
        before=_told(corrects) if corrects else None, after=_told(row), reason=row.reason,
    )  # fmt: skip
    return row, rules.cautions(entry, log.standing)


def _log(
    session: Session, desk: _Desk, day: date, *, duty: Duty | None, corrects: TimeEntry | None
) -> rules.Log:
    """Gather what an entry is held against."""
    terms = fees.in_force(desk.terms, desk.group.id, month_of(day).ends)
    return rules.Log(
        today=clock.today(),
        starts=desk.agreement.starts,
        ends=desk.last_day,
        terms=terms.as_value() if terms else None,
        duty=duties.as_values(desk.rows)[duty.id] if duty else None,
        standing=_standing(session, desk, day, corrects),
        corrects=corrects.as_value() if corrects else None,
    )


def _row_for(rows: Sequence[Duty], duty_id: int | None, day: date) -> Duty | None:
    """Find the row of a duty that held on a day; the chosen one where none did."""
    chosen = next((row for row in rows if row.id == duty_id), None)
    if chosen is None:
        return None
    values = duties.as_values(rows)
    held = (row for row in rows if row.code == chosen.code and values[row.id].covers(day))
    return next(held, chosen)


def _given_faults(worked: Worked, corrects: TimeEntry | None, reason: str) -> list[Fault]:
    found = text_faults({"done": worked.done, "reason": reason})
    if worked.day is None:
        found.append(Fault("day", "Give the day worked."))
    if worked.minutes is None:
        found.append(Fault("minutes", "Give the time worked."))
    if corrects is not None and not reason.strip():
        found.append(Fault("reason", WHY))
    return found


def _standing(
    session: Session, desk: _Desk, day: date, corrects: TimeEntry | None
) -> list[rules.Entry]:
    """List what the group has logged in the contract year and the month of a day."""
    year = contract_year(desk.agreement.starts, day)
    month = month_of(day)
    first = min(year, month.starts)
    last = max(months_later(year, 12), month.ends)
    rows = entries.standing(session, desk.group.id, first, last)
    return [each.as_value() for each in rows if corrects is None or each.id != corrects.id]


def _take_step(session: Session, desk: _Desk, key: PhysicianMonth) -> None:
    """Refuse what comes after every level has approved the month."""
    stands = physician_months.one(session, desk.agreement.id, key)
    if stands is not None:
        take(stands.state, MonthStep.LOG)


def _told(row: TimeEntry) -> dict[str, object]:
    return {"day": row.day, "minutes": row.minutes, "duty": row.duty_id, "done": row.done}
