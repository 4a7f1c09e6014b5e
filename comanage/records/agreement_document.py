"""A document of an agreement: what it is, who signed it for whom, and from when to when it holds.

The file itself is kept in document.py. Nothing of it is ever changed: a later one names
the one it replaces, and both stay. Its signers are counted when it is added, so that
nobody signs it afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.agreement import Agreement
from comanage.records.base import Base, Instant, one_of
from comanage.records.document import Document
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.rules.documents import DocumentKind
from comanage.rules.terms_named import Names, names


class Signer(Base):
    """One signature on a document of an agreement."""

    __tablename__ = "document_signer"
    __table_args__ = (
        CheckConstraint("name <> ''", name="document_signer_has_a_name"),
        CheckConstraint("capacity <> ''", name="document_signer_says_in_what_capacity"),
        CheckConstraint("number >= 1", name="document_signers_count_from_one"),
    )

    agreement_document_id: Mapped[int] = mapped_column(
        ForeignKey("agreement_document.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    capacity: Mapped[str]  # what entitles to sign, e.g. "Chief Executive Officer"
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id")
    )  # None: sponsor
    signed_on: Mapped[date]

    participant: Mapped[Participant | None] = relationship()

    def __repr__(self) -> str:
        """Say whose signature this is."""
        return f"<Signer {self.number} of document {self.agreement_document_id}: {self.name}>"


class AgreementDocument(Base):
    """A document in the file of an agreement."""

    __tablename__ = "agreement_document"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id", name="agreement_document_of_one_agreement"),
        CheckConstraint("title <> ''", name="agreement_document_has_a_title"),
        CheckConstraint("signers >= 0", name="agreement_document_signers_not_below_zero"),
        CheckConstraint(
            "effective_on <= expires_on", name="agreement_document_expires_after_it_takes_effect"
        ),
        CheckConstraint(
            f"NOT for_all_parties OR kind <> '{DocumentKind.FMV_OPINION}'",
            name="agreement_document_valuation_stays_with_the_sponsor",
        ),
        CheckConstraint(
            "terms_named = '' OR length(terms_named) >= 64",
            name="agreement_document_names_terms_by_whole_hashes",
        ),
        Index("agreement_document_replaced_once", "replaces_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    kind: Mapped[DocumentKind] = mapped_column(
        one_of(DocumentKind, "agreement_document_kind_is_known")
    )
    title: Mapped[str]
    document_sha256: Mapped[str] = mapped_column(ForeignKey("document.sha256"))
    file_name: Mapped[str] = mapped_column(default="", server_default="")  # as it was sent here
    effective_on: Mapped[date | None]
    expires_on: Mapped[date | None]  # the last day on which it holds
    for_all_parties: Mapped[bool]  # physician leaders may read it
    signers: Mapped[int]  # how many signed it
    terms_named: Mapped[str] = mapped_column(default="", server_default="")  # hashes, by blanks
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_document.id"))

    agreement: Mapped[Agreement] = relationship()
    document: Mapped[Document] = relationship()
    added_by: Mapped[Person] = relationship()
    signed_by: Mapped[list[Signer]] = relationship(order_by=Signer.number)

    def names(self, terms_hash: str) -> Names:
        """Say what the paper says of some terms."""
        return names(self.terms_named.split(), terms_hash)

    def __repr__(self) -> str:
        """Say which document this is."""
        return f"<AgreementDocument {self.id}: {self.kind}, {self.title}>"


def of_agreement(session: Session, agreement_id: int) -> Sequence[AgreementDocument]:
    """List every document of an agreement, the newest first, with who signed and added it."""
    return [*reversed(_added(session, [agreement_id]))]


def standing(
    session: Session, agreement_ids: Iterable[int]
) -> Mapping[int, Sequence[AgreementDocument]]:
    """List, by agreement, the documents that no other one replaces, the oldest first."""
    every = _added(session, agreement_ids)
    replaced = {row.replaces_id for row in every}
    found: dict[int, list[AgreementDocument]] = {}
    for row in every:
        if row.id not in replaced:
            found.setdefault(row.agreement_id, []).append(row)
    return found


def _added(session: Session, agreement_ids: Iterable[int]) -> Sequence[AgreementDocument]:
    """List every document of some agreements, the oldest first, with who signed and added it."""
    return session.scalars(
        select(AgreementDocument)
        .options(
            joinedload(AgreementDocument.document),
            joinedload(AgreementDocument.added_by),
            joinedload(AgreementDocument.signed_by).joinedload(Signer.participant),
        )
        .where(AgreementDocument.agreement_id.in_([*agreement_ids]))
        .order_by(AgreementDocument.id)
    ).unique().all()  # fmt: skip
