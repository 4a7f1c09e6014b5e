"""A meeting of a committee: who came, what was said and what was decided.

A meeting is recorded once. A correction is a new record that names the one it replaces.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant, another, one_of
from comanage.records.brought import put
from comanage.records.document import Document
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.rules.attendance import Presence
from comanage.together import Together


class Meeting(Base):
    """One meeting, with its minutes as text, as a document, or both."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id", name="meeting_of_one_agreement"),
        UniqueConstraint("replaces_id", name="meeting_replaced_once"),
        ForeignKeyConstraint(
            ["agreement_id", "replaces_id"],
            ["meeting.agreement_id", "meeting.id"],
            name="meeting_replaces_one_of_its_agreement",
        ),
        CheckConstraint("committee <> ''", name="meeting_names_its_committee"),
        CheckConstraint("day <= recorded_on", name="meeting_not_of_a_day_to_come"),
        CheckConstraint("replaces_id IS NULL OR reason <> ''", name="meeting_correction_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    committee: Mapped[str]
    day: Mapped[date]
    minutes: Mapped[str] = mapped_column(default="")
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")

    recorded_by: Mapped[Person] = relationship(viewonly=True)
    document: Mapped[Document | None] = relationship(viewonly=True)
    attendance: Mapped[list["MeetingAttendance"]] = relationship(
        viewonly=True, order_by="MeetingAttendance.place"
    )
    decisions: Mapped[list["MeetingDecision"]] = relationship(
        viewonly=True, order_by="MeetingDecision.number"
    )

    def __repr__(self) -> str:
        """Say which meeting this is."""
        return f"<Meeting {self.id}: agreement {self.agreement_id}, {self.day}>"


class MeetingAttendance(Base):
    """Someone who was asked to a meeting, and whether that person came."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "name", name="meeting_attendance_once_a_name"),
        CheckConstraint("name <> ''", name="meeting_attendance_names_someone"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id")
    )  # None: the hospital's side
    presence: Mapped[Presence] = mapped_column(one_of(Presence, "meeting_attendance_is_known"))

    participant: Mapped[Participant | None] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say whose place this is, without the name."""
        return f"<MeetingAttendance: place {self.place} of meeting {self.meeting_id}>"


class MeetingDecision(Base):
    """Something that a meeting decided."""

    __tablename__ = "meeting_decision"
    __table_args__ = (CheckConstraint("words <> ''", name="meeting_decision_says_what"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]

    def __repr__(self) -> str:
        """Say which decision this is."""
        return f"<MeetingDecision: no. {self.number} of meeting {self.meeting_id}>"


def is_on_record(
    session: Session, committee: str, day: date, agreement_id: int, *, but: Meeting | None
) -> bool:
    """Say whether a meeting of a committee stands for a day, other than the one named by but."""
    return any(
        (each.committee.casefold(), each.day) == (committee.strip().casefold(), day)
        for each in of_agreement(session, agreement_id)
        if but is None or each.id != but.id
    )


def of_agreement(session: Session, agreement_id: int) -> Sequence[Meeting]:
    """List the meetings of an agreement that stand, newest first, each with who came."""
    later = another(Meeting, "meeting_later")
    replaced = select(later.id).where(later.replaces_id == Meeting.id).exists()
    return _found(session, Meeting.agreement_id == agreement_id, ~replaced)


def standing(session: Session, agreement_id: int, meeting_id: int) -> Meeting | None:
    """Find the record of a meeting that stands, by it or by an earlier one."""
    rows = session.execute(
        select(Meeting.replaces_id, Meeting.id).where(Meeting.agreement_id == agreement_id)
    )
    later = {row.replaces_id: row.id for row in rows}
    while meeting_id in later:
        meeting_id = later[meeting_id]
    found = _found(session, Meeting.agreement_id == agreement_id, Meeting.id == meeting_id)
    return next(iter(found), None)


def _found(session: Session, *which: ColumnElement[bool]) -> Sequence[Meeting]:
    """List meetings, newest first, each with who came and what was decided."""
    wanted = select(Meeting.id).where(*which)
    each = Together(session)
    meetings = each.part(_meetings, session, wanted)
    attendance = each.part(_attendance, session, wanted)
    decisions = each.part(_decisions, session, wanted)
    found = meetings.given
    put(Meeting.attendance, found, attendance.given, key=_id, of=lambda place: place.meeting_id)
    put(Meeting.decisions, found, decisions.given, key=_id, of=lambda made: made.meeting_id)
    return found


def _id(meeting: Meeting) -> int:
    return meeting.id


def _meetings(session: Session, wanted: Select[int]) -> Sequence[Meeting]:
    return session.scalars(
        select(Meeting)
        .options(joinedload(Meeting.recorded_by), joinedload(Meeting.document))
        .where(Meeting.id.in_(wanted))
        .order_by(Meeting.day.desc(), Meeting.id.desc())
    ).all()


def _attendance(session: Session, wanted: Select[int]) -> Sequence[MeetingAttendance]:
    return session.scalars(
        select(MeetingAttendance)
        .options(joinedload(MeetingAttendance.participant).joinedload(Participant.group))
        .where(MeetingAttendance.meeting_id.in_(wanted))
        .order_by(MeetingAttendance.meeting_id, MeetingAttendance.place)
    ).all()


def _decisions(session: Session, wanted: Select[int]) -> Sequence[MeetingDecision]:
    return session.scalars(
        select(MeetingDecision)
        .where(MeetingDecision.meeting_id.in_(wanted))
        .order_by(MeetingDecision.meeting_id, MeetingDecision.number)
    ).all()
