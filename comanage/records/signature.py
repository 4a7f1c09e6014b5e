"""Signatures: who approved, reviewed and released a settlement, and what exactly was signed.

A signature names its meaning, the printed name of whoever signed, and the hash of the
document that was shown. It is a row of its own: it is never changed, and it counts for
that document and that round alone. A settlement that is returned begins another round.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant, one_of
from comanage.records.person import Person
from comanage.records.settlement import Settlement
from comanage.rules import canonical
from comanage.rules.signoff import Part


class Purpose(StrEnum):
    """What a signature is for."""

    APPROVAL = "approval"
    REVIEW = "review"
    RELEASE = "release"


MEANING = {
    Purpose.APPROVAL: "I approve these scores and amounts",
    Purpose.REVIEW: "I reviewed these scores and amounts independently",
    Purpose.RELEASE: "I release these amounts for payment",
}
PART = {
    Purpose.APPROVAL: Part.APPROVED,
    Purpose.REVIEW: Part.REVIEWED,
    Purpose.RELEASE: Part.RELEASED,
}


class Signature(Base):
    """One person's signature under one settlement; never changed, never deleted."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint(
            "settlement_id", "round", "purpose", "person_id", name="signature_once_a_person"
        ),
        CheckConstraint("person_id <> for_id", name="signature_for_someone_else"),
        CheckConstraint("meaning <> ''", name="signature_says_what_it_means"),
        CheckConstraint("printed_name <> ''", name="signature_has_a_printed_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"))
    round: Mapped[int]  # of the settlement, when it was signed
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "signature_purpose_is_known"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose duty it was
    role: Mapped[str]  # as acted in, e.g. "approver, for Carla Ruiz"
    meaning: Mapped[str]
    printed_name: Mapped[str]
    document_hash: Mapped[str]  # of exactly what was shown
    at: Mapped[datetime] = mapped_column(Instant)

    settlement: Mapped[Settlement] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], viewonly=True)

    def __repr__(self) -> str:
        """Say who signed what for what."""
        return f"<Signature {self.id}: {self.purpose} of settlement {self.settlement_id}>"

    @property
    def people(self) -> frozenset[int]:
        """Whoever signed, and whose duty it was."""
        return frozenset({self.person_id} | ({self.for_id} if self.for_id else set()))


class SettlementReturn(Base):
    """A final settlement sent back to its administrator, with the reason."""

    __tablename__ = "settlement_return"
    __table_args__ = (
        UniqueConstraint("settlement_id", "round", name="settlement_return_once_a_round"),
        CheckConstraint("reason <> ''", name="settlement_return_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"))
    round: Mapped[int]  # that ended with it
    returned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str]

    returned_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which settlement was returned."""
        return f"<SettlementReturn {self.id}: settlement {self.settlement_id}>"


def of_settlement(session: Session, settlement: Settlement) -> Sequence[Signature]:
    """List every signature under a settlement, those of earlier rounds too, oldest first."""
    signed = of_periods(session, [settlement.period_id])
    return [each for _, each in signed if each.settlement_id == settlement.id]


def approvals_of(
    session: Session, settlement_ids: Collection[int]
) -> Mapping[int, Sequence[Signature]]:
    """List, by settlement, who signed its approval in the present round, oldest first."""
    found: dict[int, list[Signature]] = {}
    rows = session.scalars(
        select(Signature)
        .join(Settlement, Settlement.id == Signature.settlement_id)
        .where(Signature.settlement_id.in_(settlement_ids))
        .where(Signature.purpose == Purpose.APPROVAL, Signature.round == Settlement.round)
        .where(Signature.document_hash == Settlement.document_hash)
        .order_by(Signature.id)
    )
    for row in rows:
        found.setdefault(row.settlement_id, []).append(row)
    return found


def counts(signature: Signature, settlement: Settlement) -> bool:
    """Say whether a signature is of the present round, and under the document as it stands.

    The document itself is hashed again: if a cent in it changed, nobody signed it.
    """
    return signature.round == settlement.round and matches(signature, settlement)


def matches(signature: Signature, settlement: Settlement) -> bool:
    """Say whether what was signed is, to the byte, what stands."""
    standing = {canonical.digest(settlement.document), settlement.document_hash}
    return standing == {signature.document_hash}


def that_count(session: Session, settlement: Settlement, purpose: Purpose) -> Sequence[Signature]:
    """List the signatures of the present round that are under the document as it stands."""
    return counted(of_settlement(session, settlement), settlement, purpose)


def counted(
    signed: Iterable[Signature], settlement: Settlement, purpose: Purpose
) -> Sequence[Signature]:
    """Give those signatures that are of the present round, under the document as it stands."""
    return [each for each in signed if each.purpose is purpose and counts(each, settlement)]


def of_periods(session: Session, period_ids: Collection[int]) -> Sequence[tuple[int, Signature]]:
    """List the signatures under every settlement of some periods, each with its period, oldest first."""
    rows = session.execute(
        select(Settlement.period_id, Signature)
        .options(joinedload(Signature.person))
        .join(Settlement, Settlement.id == Signature.settlement_id)
        .where(Settlement.period_id.in_(period_ids))
        .order_by(Signature.id)
    )
    return [(period, signature) for period, signature in rows]


def returns_of(session: Session, settlement_id: int) -> Sequence[SettlementReturn]:
    """List how often a settlement was returned, and why, oldest first."""
    return session.scalars(
        select(SettlementReturn)
        .options(joinedload(SettlementReturn.returned_by))
        .where(SettlementReturn.settlement_id == settlement_id)
        .order_by(SettlementReturn.id)
    ).all()
