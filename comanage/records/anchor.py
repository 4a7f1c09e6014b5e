"""An anchor: that the head of the audit log was written down somewhere outside, and when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Instant


class Anchor(Base):
    """A head of the log that someone keeps outside; never changed, never deleted."""

    __tablename__ = "anchor"
    __table_args__ = (
        CheckConstraint("entry_number >= 1", name="anchor_entry_counts_from_one"),
        CheckConstraint("length(entry_hash) = 64", name="anchor_hash_is_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_number: Mapped[int]
    entry_hash: Mapped[str]
    place: Mapped[str]  # where it was written to, as the command was told
    public_key: Mapped[str]  # that its signature fits; hexadecimal
    at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say which entry it holds."""
        return f"<Anchor {self.id}: entry {self.entry_number}>"


def last(session: Session) -> Anchor | None:
    """Find the newest anchor."""
    return session.scalar(select(Anchor).order_by(Anchor.id.desc()).limit(1))


def every(session: Session) -> Sequence[Anchor]:
    """List the anchors, oldest first."""
    return session.scalars(select(Anchor).order_by(Anchor.id)).all()
