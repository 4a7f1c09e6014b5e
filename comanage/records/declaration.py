"""A declaration: what a person says of a safeguard that no record can decide, until it expires.

A declaration is never changed. A later one about the same safeguard takes its place.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.document import Document
from comanage.records.person import Person

FILE = "its file"  # one whose name nobody gave here


class Declaration(Base):
    """What one person declared of one safeguard in one agreement."""

    __tablename__ = "declaration"
    __table_args__ = (
        CheckConstraint(
            "safeguard IN (2, 11, 14, 22, 23, 28)",
            name="declaration_is_of_a_safeguard_that_is_declared",
        ),
        CheckConstraint("statement <> ''", name="declaration_says_what_is_declared"),
        CheckConstraint(
            "NOT applies OR document_sha256 IS NOT NULL OR reference <> ''",
            name="declaration_rests_on_a_document",
        ),
        CheckConstraint("declared_on < expires_on", name="declaration_expires_after_it_is_made"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    safeguard: Mapped[int]  # its number in the list of safeguards
    applies: Mapped[bool]  # False: the statement says why it does not apply
    statement: Mapped[str]
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    reference: Mapped[str]  # where the document is kept, if not here
    declared_on: Mapped[date]
    expires_on: Mapped[date]  # the last day it counts
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)

    declared_by: Mapped[Person] = relationship(viewonly=True)
    document: Mapped[Document | None] = relationship(viewonly=True)

    @property
    def names(self) -> str:
        """What it rests on, as people find it."""
        return self.reference or (FILE if self.document else "")

    def __repr__(self) -> str:
        """Say which safeguard this is about."""
        return f"<Declaration {self.id}: safeguard {self.safeguard}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[Declaration]:
    """List every declaration of an agreement, oldest first, with who made it and its document."""
    return of_agreements(session, [agreement_id])


def of_agreements(session: Session, agreement_ids: Collection[int]) -> Sequence[Declaration]:
    """List every declaration of some agreements, oldest first."""
    return session.scalars(
        select(Declaration)
        .options(joinedload(Declaration.declared_by), joinedload(Declaration.document))
        .where(Declaration.agreement_id.in_(agreement_ids))
        .order_by(Declaration.id)
    ).all()
