"""A document: a file kept in the database under the SHA-256 of its bytes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Instant, one_of


class Checked(StrEnum):
    """How far a file was looked through for patient data."""

    MADE = "made here"  # by this program, from what it holds
    SCANNED = "scanned"  # every text in it
    IN_PART = "text scanned, pictures inside not"
    DECLARED = "declared, not scanned"  # a person stands by it


class Document(Base):
    """A file as it came in or was made; never changed, never deleted.

    The same bytes are one row, whoever sends them and under whatever name, so what refers to
    a document keeps the name it was given there.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="document_named_by_its_sha256"),
        CheckConstraint(
            "(checked = 'made here') = (kept_by_id IS NULL)", name="document_sent_names_its_sender"
        ),
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)  # hexadecimal
    media_type: Mapped[str]
    name: Mapped[str]  # the file name it was first kept or is handed out under
    content: Mapped[bytes] = mapped_column(deferred=True)  # read when asked for
    made_at: Mapped[datetime] = mapped_column(Instant)
    checked: Mapped[Checked] = mapped_column(
        one_of(Checked, "document_checked_is_known"), default=Checked.MADE
    )
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who sent it first

    def __repr__(self) -> str:
        """Say which file this is."""
        return f"<Document {self.sha256[:12]}: {self.name}>"


def bytes_kept_by(session: Session, person_id: int) -> int:
    """Count the bytes of all documents that a person sent first."""
    lengths = select(func.sum(func.length(Document.content)))
    return int(session.scalar(lengths.where(Document.kept_by_id == person_id)) or 0)
