"""The status of a physician: screened on a day, licensed and privileged until a day.

A status is never changed. A later one of the same physician takes its place. Who takes part
follows from the roles that people hold for the groups of an agreement.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records import participant as participants
from comanage.records.agreement import Agreement
from comanage.records.base import Base, Instant, another
from comanage.records.participant import Participant
from comanage.records.person import Person, RoleHeld
from comanage.records.physician_group import PhysicianGroup
from comanage.rules import physician_status as rules
from comanage.rules.physician_status import Physician, Status
from comanage.rules.signoff import Role

PHYSICIANS = (Role.PHYSICIAN, Role.LEADER)


class PhysicianStatus(Base):
    """What somebody found of one physician in one agreement."""

    __tablename__ = "physician_status"
    __table_args__ = (
        CheckConstraint("reference <> ''", name="physician_status_says_what_it_rests_on"),
        CheckConstraint(
            "person_id <> recorded_by_id", name="physician_status_recorded_by_another_person"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    screened_on: Mapped[date]
    excluded: Mapped[bool]  # what that screening found
    licensed_until: Mapped[date]  # the last day
    privileged_until: Mapped[date]  # the last day
    reference: Mapped[str]  # what was looked up, and where that is kept
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship(viewonly=True, foreign_keys=[person_id])
    recorded_by: Mapped[Person] = relationship(viewonly=True, foreign_keys=[recorded_by_id])

    @property
    def value(self) -> Status:
        """The status as a value of the rules."""
        return Status(
            screened=self.screened_on,
            excluded=self.excluded,
            licensed_until=self.licensed_until,
            privileged_until=self.privileged_until,
        )

    def __repr__(self) -> str:
        """Say whose status this is."""
        return f"<PhysicianStatus {self.id}: person {self.person_id}>"


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A person who takes part as a physician, with what is on record.

    Attributes:
        person: The person.
        group: The group.
        row: The status that counts; None where none was recorded.
    """

    person: Person
    group: PhysicianGroup
    row: PhysicianStatus | None

    @property
    def value(self) -> Physician:
        """The physician as a value of the rules."""
        return Physician(self.person.name, self.group.name, self.row.value if self.row else None)


def taking_part(
    session: Session, agreement_ids: Collection[int], today: date
) -> Mapping[int, Sequence[TakingPart]]:
    """List, by agreement, who takes part as a physician today, by name.

    That is everyone with an open account who is a physician or a physician leader of a group
    that has joined the agreement and has not left it.
    """
    rows = session.execute(
        select(Participant.agreement_id, Person, PhysicianGroup, PhysicianStatus)
        .join(PhysicianGroup, PhysicianGroup.id == Participant.group_id)
        .join(Agreement, Agreement.id == Participant.agreement_id)
        .join(RoleHeld, RoleHeld.group_id == Participant.group_id)
        .join(Person, Person.id == RoleHeld.person_id)
        .outerjoin(
            PhysicianStatus,
            and_(
                PhysicianStatus.agreement_id == Participant.agreement_id,
                PhysicianStatus.person_id == Person.id,
                _counts(),
            ),
        )
        .options(joinedload(PhysicianStatus.recorded_by))
        .where(Participant.agreement_id.in_([*agreement_ids]), Person.active)
        .where(RoleHeld.role.in_(PHYSICIANS))
        .where(
            or_(
                RoleHeld.service_line_id.is_(None),
                RoleHeld.service_line_id == Agreement.service_line_id,
            )
        )
        .where(or_(Participant.joined.is_(None), Participant.joined <= today))
        .where(or_(Participant.left_on.is_(None), Participant.left_on >= today))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    found: dict[int, list[TakingPart]] = defaultdict(list)
    for agreement_id, person, group, status in rows:
        found[agreement_id].append(TakingPart(person, group, status))
    return found


def _counts() -> ColumnElement[bool]:
    """Write that a status is the last one of its physician in its agreement."""
    later = another(PhysicianStatus, "physician_status_later")
    same = (
        later.agreement_id == PhysicianStatus.agreement_id,
        later.person_id == PhysicianStatus.person_id,
    )
    return ~select(later.id).where(*same, later.id > PhysicianStatus.id).exists()


def bars(
    session: Session, agreement_id: int, participant_ids: Collection[int], today: date
) -> list[str]:
    """Say what is on record of physicians against paying some groups of an agreement today."""
    parties = participants.of_agreement(session, agreement_id)
    groups = {party.group_id for party in parties if party.id in participant_ids}
    return [
        why
        for each in taking_part(session, [agreement_id], today).get(agreement_id, ())
        if each.group.id in groups
        for why in rules.bars(each.value, today)
    ]
