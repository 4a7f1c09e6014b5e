"""Keys that a form or a command sends with an act, so that sending it twice does it once.

The key is kept with a hash of what was asked for. The same key with the same request is
answered as before; the same key with another request is refused.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Instant


class GivenKey(Base):
    """One key, and the act that it stood for; never changed, never deleted."""

    __tablename__ = "given_key"
    __table_args__ = (
        CheckConstraint("length(key) BETWEEN 8 AND 100", name="given_key_of_some_length"),
        CheckConstraint("length(body_hash) = 64", name="given_key_names_its_request"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    act: Mapped[str]
    body_hash: Mapped[str]
    object_id: Mapped[int]  # of what the act made
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say what it stood for."""
        return f"<GivenKey: {self.act} of {self.object_id}>"


def find(session: Session, key: str) -> GivenKey | None:
    """Find a key that was given before."""
    return session.get(GivenKey, key)
