"""A meeting of a committee: who came, what was said and what was decided.

A meeting is recorded once. A correction is a new record that names the one it replaces.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, aliased, joinedload, mapped_column, relationship
from sqlalchemy.orm import selectinload as each_with

from comanage.records.base import Base, Instant, one_of
from comanage.records.document import Document
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.rules.attendance import Presence


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
    later = aliased(Meeting)
    return session.scalars(
        select(Meeting)
        .outerjoin(later, later.replaces_id == Meeting.id)
        .options(
            each_with(Meeting.attendance)
            .joinedload(MeetingAttendance.participant)
            .joinedload(Participant.group),
            each_with(Meeting.decisions),
            joinedload(Meeting.recorded_by),
            joinedload(Meeting.document),
        )
        .where(Meeting.agreement_id == agreement_id, later.id.is_(None))
        .order_by(Meeting.day.desc(), Meeting.id.desc())
    ).all()
