"""Duties: what a base fee is paid for, added to the list and changed from a day to come.

A row that was mistyped is corrected before it begins: another takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.codes import code_faults
from comanage.actions.free_text import text_faults
from comanage.actions.opened import check_opened
from comanage.records import duty as duties
from comanage.records import in_force
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.duty import Duty
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.periods import in_words

ENDED = "This duty has ended. Add a new one instead."
WHY = "Say why the duty changes; the reason stays on record."
BEGUN = "This duty began on {}, so it is not corrected. Change it from a day to come."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A duty as it was given; None where nothing usable was.

    Attributes:
        code: Its short name.
        name: What is to be done.
        delivers: What is delivered.
        most_minutes: The most in a month; None where the contract names none.
        required: True where a fixed amount asks for it every month.
        starts: Its first day.
        ends: Its last day; None with the agreement.
    """

    code: str
    name: str
    delivers: str
    most_minutes: int | None = None
    required: bool = False
    starts: date | None = None
    ends: date | None = None


def add(session: Session, actor: Actor, agreement_id: int, given: Given) -> Duty:
    """Add a duty to an agreement's list.

    Raises:
        NotAllowed: The actor may not.
        Faulty: Every fault of what was given.
    """
    role = allowed(session, actor, Right.DUTY_WRITE, agreement_id)
    code = given.code.strip()
    taken = duties.is_taken(session, agreement_id, code)
    found = code_faults(code, taken=taken, what="duty")
    found += _faults(session, agreement_id, given)
    if found or given.starts is None:
        raise Faulty(found)
    row = _row(actor, agreement_id, given, starts=given.starts)
    session.add(row)
    session.flush()
    note(
        session, actor, Act.DUTY_ADDED, role=role, agreement_id=agreement_id, object_id=row.id,
        after=_told(row),
    )  # fmt: skip
    return row


def latest(session: Session, agreement_id: int, duty_id: int) -> Duty:
    """Find the last row of a duty, by any of its rows.

    Raises:
        NotFound: The agreement has no such duty.
    """
    found = session.get(Duty, duty_id)
    if found is None or found.agreement_id != agreement_id:
        raise NotFound("There is no such duty.")
    rows = duties.of_agreement(session, agreement_id)
    return [row for row in rows if row.code == found.code][-1]


def change(
    session: Session,
    actor: Actor,
    duty_id: int,
    given: Given,
    *,
    agreement_id: int,
    reason: str,
    revision: int | None = None,
    corrects: bool = False,
) -> Duty:
    """Let a changed duty follow one, from a day to come; the earlier row ends the day before.

    Args:
        session: The session of the change.
        actor: Who changes it.
        duty_id: The row that it follows, or an earlier one of the same duty.
        given: What the duty is from then on; its code stays.
        agreement_id: The agreement.
        reason: Why.
        revision: The row that was seen to be the last one; the one that it follows if left out.
        corrects: True to take the place of the last row, which was mistyped and has not begun.

    Raises:
        NotFound: The agreement has no such duty.
        Stale: Somebody else changed it first.
        Conflict: The row to correct has begun.
        Faulty: Every fault of what was given.
    """
    role = allowed(session, actor, Right.DUTY_WRITE, agreement_id)
    earlier = latest(session, agreement_id, duty_id)
    check_opened(duty_id if revision is None else revision, earlier.id)
    if corrects and earlier.starts <= clock.today():
        raise Conflict(BEGUN.format(in_words(earlier.starts)))
    before = _before(session, earlier) if corrects else earlier
    found = _faults(session, agreement_id, given) + _backwards(before, given)
    found += [] if reason.strip() else [Fault("reason", WHY)]
    found += text_faults({"reason": reason})
    if found or given.starts is None:
        raise Faulty(found)
    row = _row(actor, agreement_id, given, starts=given.starts)
    row.code, row.number = earlier.code, earlier.number + 1
    row.replaces_id, row.reason, row.corrects = earlier.id, reason.strip(), corrects
    session.add(row)
    session.flush()
    note(
        session, actor, Act.DUTY_CORRECTED if corrects else Act.DUTY_CHANGED, role=role, agreement_id=agreement_id, object_id=row.id,
        before=_told(earlier), after=_told(row), reason=row.reason,
    )  # fmt: skip
    return row


def _before(session: Session, wrong: Duty) -> Duty | None:
    """Find the row of a duty that stood before the one that is to be corrected."""
    rows = duties.of_agreement(session, wrong.agreement_id)
    aside = duties.corrected(rows) | {wrong.id}
    return next(
        (row for row in reversed(rows) if row.code == wrong.code and row.id not in aside), None
    )


def _backwards(before: Duty | None, given: Given) -> list[Fault]:
    if before is None or given.starts is None:
        return []
    latest_day = max(clock.today(), before.starts)
    if given.starts > latest_day:
        return []
    why = f"Give a day after {in_words(latest_day)}: a duty never changes backwards."
    return [Fault("starts", why)]


def on_day(rows: Sequence[Duty], day: date) -> list[Duty]:
    """List the rows of a whole duty list that hold on a day, by name."""
    values = duties.as_values(rows)
    return sorted(
        (row for row in rows if values[row.id].covers(day)), key=lambda row: (row.name, row.id)
    )


def _row(actor: Actor, agreement_id: int, given: Given, *, starts: date) -> Duty:
    return Duty(
        agreement_id=agreement_id,
        code=given.code.strip(),
        number=1,
        name=given.name.strip(),
        delivers=given.delivers.strip(),
        most_minutes=given.most_minutes,
        required=given.required,
        starts=starts,
        ends=given.ends,
        reason="",
        entered_on=clock.today(),
        entered_by_id=actor.person_id,
    )


def _faults(session: Session, agreement_id: int, given: Given) -> list[Fault]:
    course = in_force.course_of(session, session.get_one(Agreement, agreement_id))
    found = []
    if not given.name.strip():
        found.append(Fault("name", "Say what is to be done."))
    if not given.delivers.strip():
        found.append(Fault("delivers", "Say what is delivered, such as minutes or a report."))
    found += text_faults({"name": given.name, "delivers": given.delivers})
    if given.most_minutes is not None and given.most_minutes <= 0:
        found.append(Fault("most", "Give more than 0 hours, or leave it empty."))
    if given.starts is None:
        found.append(Fault("starts", "Give the first day."))
    days = {"starts": given.starts, "ends": given.ends}
    term = f"{in_words(course.starts)} to {in_words(course.last_day)}"
    found += [
        Fault(name, f"Give a day of the agreement, {term}.")
        for name, day in days.items()
        if day is not None and not course.starts <= day <= course.last_day
    ]
    if given.starts and given.ends and given.ends < given.starts:
        found.append(Fault("ends", "The last day must not be before the first."))
    return found


def _told(row: Duty) -> dict[str, object]:
    return {
        "code": row.code, "number": row.number, "name": row.name, "delivers": row.delivers,
        "most minutes a month": row.most_minutes, "required": row.required,
        "starts": row.starts, "ends": row.ends,
    }  # fmt: skip
