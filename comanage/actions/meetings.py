"""Meetings: a committee met, people of both sides came or did not, and something was decided.

A meeting is recorded once. Whoever finds a slip records it again in the place of the first,
with the reason; both stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions import files
from comanage.actions.free_text import LONGEST_TERM, line_faults, text_faults
from comanage.actions.opened import check_opened
from comanage.records import meeting as meetings
from comanage.records import participant as participants
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.records.meeting import Meeting, MeetingAttendance, MeetingDecision
from comanage.records.person import physicians_of
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.attendance import Attended, Presence
from comanage.together import read_ahead

HOSPITAL = "Hospital"  # the side of those who belong to no group
MOST_PEOPLE, MOST_DECISIONS = 60, 40
NO_MEETING = "There is no such meeting."
NO_FILE = "No meeting here has minutes as a file."
CORRECTED = "This meeting was corrected already. Load the page again."
TWICE = (
    "A meeting of this committee on this day is on record. Correct that one, or name this one so"
    " that they are told apart."
)
NAMELESS = "Give the name of everyone of whom is said whether they came."
NOBODY = "Say who was asked to the meeting, and who came."
WHY = "Say why the record is corrected; the earlier one and the reason stay."


@dataclass(frozen=True, slots=True)
class Place:
    """Someone who was asked to a meeting.

    Attributes:
        name: The name.
        participant_id: The group; None for the hospital's side.
        presence: Whether the person came; None where nothing usable was given.
    """

    name: str
    participant_id: int | None
    presence: Presence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting as it is given.

    Attributes:
        committee: The name of the committee.
        day: The day; None where nothing usable was given.
        places: Who was asked.
        minutes: What was said, as text.
        decisions: What was decided, one by one.
        file: The name and the bytes of the minutes as a file; an empty name for none.
        declared: True where the sender declares that the file holds no patient data.
    """

    committee: str
    day: date | None
    places: Sequence[Place]
    minutes: str = ""
    decisions: Sequence[str] = ()
    file: tuple[str, bytes] = ("", b"")
    declared: bool = False


def record(
    session: Session,
    actor: Actor,
    agreement_id: int,
    held: Held,
    *,
    corrects: int | None = None,
    reason: str = "",
    revision: int | None = None,
) -> Meeting:
    """Put a meeting on record, or a correction of one.

    Args:
        session: The session of the change.
        actor: Who records it.
        agreement_id: The agreement.
        held: The meeting.
        corrects: The record in whose place it stands, or an earlier one of that meeting.
        reason: Why that one is corrected.
        revision: The record that was seen to stand; the one that it corrects if left out.

    Raises:
        NotAllowed: The actor may not.
        NotFound: The agreement has no such meeting to correct.
        Stale: Someone else corrected it first.
        Faulty: Every fault of what was given.
    """
    role = allowed(session, actor, Right.MEETING_WRITE, agreement_id)
    old = _opened(session, agreement_id, corrects, revision)
    found = _faults(session, agreement_id, held, old)
    found += _reason_faults(reason) if old is not None else []
    if found or held.day is None:
        raise Faulty(found)
    made = Meeting(
        agreement_id=agreement_id,
        committee=held.committee.strip(),
        day=held.day,
        minutes=held.minutes.strip(),
        document_sha256=_kept(session, actor, held, old),
        recorded_on=clock.today(),
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
        replaces_id=old.id if old else None,
        reason=reason.strip() if old else "",
    )
    session.add(made)
    session.flush()
    session.add_all(_rows(made, held))
    session.flush()
    note(
        session, actor, Act.MEETING_CORRECTED if old else Act.MEETING_RECORDED, role=role,
        agreement_id=agreement_id, object_id=made.id, before=_told(old) if old else None,
        after=_told(made) | {"asked": len(held.places), "decisions": len(held.decisions)},
        reason=made.reason,
    )  # fmt: skip
    return made


def minutes_file(session: Session, actor: Actor, agreement_id: int, meeting_id: int) -> Document:
    """Hand out the minutes of a meeting as a file; that is noted.

    Raises:
        NotFound: The agreement has no such meeting, or it has no file.
    """
    role = allowed(session, actor, Right.MEETING_READ, agreement_id)
    found = session.get(Meeting, meeting_id)
    if found is None or found.agreement_id != agreement_id or found.document is None:
        raise NotFound(NO_FILE)
    note(
        session, actor, Act.MEETING_FILE_READ, role=role, agreement_id=agreement_id,
        object_id=meeting_id, after={"sha256": found.document_sha256},
    )  # fmt: skip
    return found.document


def one(session: Session, actor: Actor, agreement_id: int, meeting_id: int) -> Meeting:
    """Find a meeting that stands, to correct it.

    Raises:
        NotFound: The agreement has no such meeting.
        Conflict: It was corrected already.
    """
    allowed(session, actor, Right.MEETING_WRITE, agreement_id)
    found = stands(session, agreement_id, meeting_id)
    if found.id != meeting_id:
        raise Conflict(CORRECTED)
    return found


def stands(session: Session, agreement_id: int, meeting_id: int) -> Meeting:
    """Find the record of a meeting that stands, by it or by an earlier one.

    Raises:
        NotFound: The agreement has no such meeting.
    """
    found = meetings.standing(session, agreement_id, meeting_id)
    if found is None:
        raise NotFound(NO_MEETING)
    return found


def attended(found: Sequence[Meeting]) -> list[Attended]:
    """Give the places of meetings as the rules count them."""
    return [
        Attended(each.name, side(each), each.presence)
        for meeting in found
        for each in meeting.attendance
    ]


def side(place: MeetingAttendance) -> str:
    """Name the side of someone who was asked."""
    return place.participant.group.name if place.participant else HOSPITAL


def expected(session: Session, actor: Actor, agreement_id: int) -> list[Place]:
    """List who will probably be asked: those of the last meeting, and the groups' own people."""
    allowed(session, actor, Right.MEETING_WRITE, agreement_id)
    read_ahead(
        session,
        partial(meetings.of_agreement, session, agreement_id),
        partial(participants.of_agreement, session, agreement_id),
    )
    before = meetings.of_agreement(session, agreement_id)
    found = {
        each.name: Place(each.name, each.participant_id, None)
        for meeting in before[:1]
        for each in meeting.attendance
    }
    groups = {each.group_id: each.id for each in participants.of_agreement(session, agreement_id)}
    for name, group_id in physicians_of(session, groups):
        found.setdefault(name, Place(name, groups.get(group_id or 0), None))
    return list(found.values())[:MOST_PEOPLE]


def _opened(
    session: Session, agreement_id: int, corrects: int | None, revision: int | None
) -> Meeting | None:
    """Find what is corrected, where it is what was seen; None for a meeting that is new."""
    if corrects is None:
        return None
    found = stands(session, agreement_id, corrects)
    check_opened(corrects if revision is None else revision, found.id)
    return found


def _faults(session: Session, agreement_id: int, held: Held, old: Meeting | None) -> list[Fault]:
    found = line_faults({"committee": held.committee})
    found += text_faults({"minutes": held.minutes}, longest=LONGEST_TERM)
    found += text_faults({"decisions": "\n".join(held.decisions)}, longest=LONGEST_TERM)
    if not held.committee.strip():
        found.append(Fault("committee", "Name the committee."))
    if held.day is None:
        found.append(Fault("day", "Give the day of the meeting."))
    elif held.day > clock.today():
        found.append(Fault("day", "This day is still to come. Record a meeting once it was held."))
    elif meetings.is_on_record(session, held.committee, held.day, agreement_id, but=old):
        found.append(Fault("day", TWICE))
    if len(held.decisions) > MOST_DECISIONS:
        found.append(Fault("decisions", f"Write at most {MOST_DECISIONS} decisions."))
    return found + _place_faults(session, agreement_id, held)


def _reason_faults(reason: str) -> list[Fault]:
    return [Fault("reason", WHY)] if not reason.strip() else text_faults({"reason": reason})


def _place_faults(session: Session, agreement_id: int, held: Held) -> list[Fault]:
    if not held.places:
        return [Fault("places", NOBODY)]
    found = []
    if len(held.places) > MOST_PEOPLE:
        found.append(Fault("places", f"Name at most {MOST_PEOPLE} people."))
    groups = {each.id for each in participants.of_agreement(session, agreement_id)}
    names = [each.name.strip().casefold() for each in held.places if each.name.strip()]
    for each in held.places:
        found += [Fault("places", fault.sentence) for fault in line_faults({"name": each.name})]
        if not each.name.strip():
            found.append(Fault("places", NAMELESS))
        elif each.presence is None:
            found.append(Fault("places", f"Say whether {each.name.strip()} came."))
        if each.participant_id is not None and each.participant_id not in groups:
            found.append(Fault("places", "Choose among the sides offered."))
        if names.count(each.name.strip().casefold()) > 1:
            found.append(Fault("places", f"{each.name.strip()} is named twice."))
    return list(dict.fromkeys(found))


def _kept(session: Session, actor: Actor, held: Held, old: Meeting | None) -> str | None:
    """Keep a file that was sent; a correction without one keeps the earlier one's."""
    name, content = held.file
    if not name:
        return old.document_sha256 if old else None
    kept = files.keep(session, actor, name=name, content=content, declared=held.declared)
    return kept.sha256


def _rows(made: Meeting, held: Held) -> list[MeetingAttendance | MeetingDecision]:
    places = [
        MeetingAttendance(
            meeting_id=made.id, place=at, name=each.name.strip(),
            participant_id=each.participant_id, presence=each.presence,
        )
        for at, each in enumerate(held.places, 1)
    ]  # fmt: skip
    decisions = [
        MeetingDecision(meeting_id=made.id, number=at, words=words.strip())
        for at, words in enumerate(held.decisions, 1)
    ]
    return [*places, *decisions]


def _told(row: Meeting) -> dict[str, object]:
    return {"committee": row.committee, "day": row.day, "file": row.document_sha256}
