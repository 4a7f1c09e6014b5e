"""An attested month: what a physician stated of the own hours, and what each level decided.

An attestation keeps the exact text that was shown and its hash, with who signed, as
what, when and with what meaning. Whatever is logged or corrected later voids it: the
database takes no decision on an attestation that no longer covers all entries.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship
from sqlalchemy.sql.base import ExecutableOption

from comanage.records.base import Base, Instant, one_of
from comanage.records.brought import put
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.records.time_entry import PhysicianMonth
from comanage.rules.month_signoff import Decided, Decision
from comanage.rules.months import month_of
from comanage.rules.signoff import Role
from comanage.together import Together


class MonthAttestation(Base):
    """A physician's signature under a month of entries."""

    __tablename__ = "month_attestation"
    __table_args__ = (
        UniqueConstraint(
            "participant_id", "person_id", "starts", "number",
            name="month_attestation_number_once_a_month",
        ),
        ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="month_attestation_participant_of_its_agreement",
        ),
        CheckConstraint("number >= 1", name="month_attestation_numbers_count_from_one"),
        CheckConstraint("starts <= ends", name="month_attestation_runs_forward"),
        CheckConstraint("minutes > 0", name="month_attestation_is_of_some_work"),
        CheckConstraint(
            "printed_name <> '' AND meaning <> ''", name="month_attestation_says_who_and_what"
        ),
        CheckConstraint("length(content_hash) = 64", name="month_attestation_names_its_content"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    participant_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    terms_id: Mapped[int] = mapped_column(ForeignKey("base_fee_terms.id"))
    starts: Mapped[date]  # the first day of the month
    ends: Mapped[date]
    number: Mapped[int]
    minutes: Mapped[int]  # of all entries that it covers
    content: Mapped[str]  # canonical JSON: exactly what was shown
    content_hash: Mapped[str]
    printed_name: Mapped[str]
    role: Mapped[Role] = mapped_column(one_of(Role, "month_attestation_role_is_known"))
    meaning: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(Instant)

    participant: Mapped[Participant] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)
    decisions: Mapped[list["MonthDecision"]] = relationship(
        viewonly=True, order_by="MonthDecision.level"
    )
    covered: Mapped[list["AttestedEntry"]] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say whose month this is."""
        return f"<MonthAttestation {self.id}: person {self.person_id}, {self.starts}>"

    @property
    def key(self) -> PhysicianMonth:
        """The month that it is of."""
        return PhysicianMonth(self.participant_id, self.person_id, month_of(self.starts))

    def decided(self) -> list[Decided]:
        """Give the decisions as the rules read them."""
        return [Decided(each.person_id, each.decision, each.for_id) for each in self.decisions]


class AttestedEntry(Base):
    """An entry that an attestation covers."""

    __tablename__ = "attested_entry"

    attestation_id: Mapped[int] = mapped_column(
        ForeignKey("month_attestation.id"), primary_key=True
    )
    entry_id: Mapped[int] = mapped_column(ForeignKey("time_entry.id"), primary_key=True, index=True)

    def __repr__(self) -> str:
        """Say which entry is covered by which attestation."""
        return f"<AttestedEntry: entry {self.entry_id} in attestation {self.attestation_id}>"


class MonthDecision(Base):
    """What one level decided on an attestation, as a signature of its own."""

    __tablename__ = "month_decision"
    __table_args__ = (
        UniqueConstraint("attestation_id", "level", name="month_decision_once_a_level"),
        UniqueConstraint("attestation_id", "person_id", name="month_decision_once_a_person"),
        CheckConstraint("person_id <> for_id", name="month_decision_for_someone_else"),
        CheckConstraint(
            "decision <> 'returned' OR reason <> ''", name="month_decision_return_says_why"
        ),
        CheckConstraint(
            "printed_name <> '' AND meaning <> ''", name="month_decision_says_who_and_what"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attestation_id: Mapped[int] = mapped_column(ForeignKey("month_attestation.id"))
    level: Mapped[int]
    decision: Mapped[Decision] = mapped_column(one_of(Decision, "month_decision_is_known"))
    reason: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose duty it was
    printed_name: Mapped[str]
    role: Mapped[Role] = mapped_column(one_of(Role, "month_decision_role_is_known"))
    meaning: Mapped[str]
    content_hash: Mapped[str]  # of what was attested, and shown
    decided_at: Mapped[datetime] = mapped_column(Instant)

    in_stead_of: Mapped[Person | None] = relationship(foreign_keys=[for_id], viewonly=True)

    def __repr__(self) -> str:
        """Say what was decided."""
        return f"<MonthDecision {self.id}: level {self.level}, {self.decision}>"

    @property
    def acted_as(self) -> str:
        """The role as it was acted in, such as "approver, for Carla Ruiz"."""
        return f"{self.role}, for {self.in_stead_of.name}" if self.in_stead_of else self.role


def newest(session: Session, agreement_ids: Collection[int]) -> Sequence[MonthAttestation]:
    """List the newest attestation of every month of every physician, with its decisions."""
    rows = _found(session, MonthAttestation.agreement_id.in_([*agreement_ids]))
    return list({row.key: row for row in rows}.values())


def of_month(session: Session, key: PhysicianMonth) -> Sequence[MonthAttestation]:
    """List every attestation of a physician's month, newest first."""
    return _found(
        session,
        MonthAttestation.participant_id == key.participant_id,
        MonthAttestation.person_id == key.person_id,
        MonthAttestation.starts == key.month.starts,
    )[::-1]


def _found(session: Session, *which: ColumnElement[bool]) -> Sequence[MonthAttestation]:
    """List attestations by month and physician, the newest last, with decisions and what they cover."""
    each = Together(session)
    attested = each.part(_attested, session, *which)
    covered = each.part(_covered, session, *which)
    found = attested.given
    put(
        MonthAttestation.covered,
        found,
        covered.given,
        key=lambda each: each.id,
        of=lambda entry: entry.attestation_id,
    )
    return found


def _attested(session: Session, *which: ColumnElement[bool]) -> Sequence[MonthAttestation]:
    return session.scalars(
        select(MonthAttestation)
        .options(_with_whose_duty(), joinedload(MonthAttestation.person))
        .where(*which)
        .order_by(
            MonthAttestation.starts,
            MonthAttestation.participant_id,
            MonthAttestation.person_id,
            MonthAttestation.number,
        )
    ).unique().all()  # fmt: skip


def _covered(session: Session, *which: ColumnElement[bool]) -> Sequence[AttestedEntry]:
    return session.scalars(
        select(AttestedEntry)
        .join(MonthAttestation, MonthAttestation.id == AttestedEntry.attestation_id)
        .where(*which)
        .order_by(AttestedEntry.attestation_id, AttestedEntry.entry_id)
    ).all()


def _with_whose_duty() -> ExecutableOption:
    """Bring the decisions along, at most one a level, each with the person it was taken for."""
    return joinedload(MonthAttestation.decisions).joinedload(MonthDecision.in_stead_of)
