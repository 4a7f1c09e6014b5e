"""The installation: the one row that says whose records these are."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Instant

ONLY = 1  # the id of the one row


class Installation(Base):
    """One database serves one installation: a demo, or a health system; never both."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="installation_is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=ONLY)
    name: Mapped[str]
    is_demo: Mapped[bool]  # demo data never share a database with real data
    created_at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say whose installation this is."""
        return f"<Installation {self.name!r}{' (demo)' if self.is_demo else ''}>"


def current(session: Session) -> Installation | None:
    """Find the installation; None in a database that nobody has begun to use."""
    return session.get(Installation, ONLY)


def organization(session: Session) -> str:
    """Name whose installation it is; empty in a database that nobody has begun to use."""
    here = current(session)
    return here.name if here else ""
