"""A document: a file kept in the database under the SHA-256 of its bytes."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from comanage.records.base import Base, Instant


class Document(Base):
    """A file kept in the database under the SHA-256 of its bytes; never changed, never deleted."""

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="document_named_by_its_sha256"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)  # hexadecimal
    media_type: Mapped[str]
    name: Mapped[str]  # the file name it is handed out under
    content: Mapped[bytes] = mapped_column(deferred=True)  # read when asked for
    made_at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say which file this is."""
        return f"<Document {self.sha256[:12]}: {self.name}>"
