"""A service line of the hospital, such as orthopedics: the first scope of every right."""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base


class ServiceLine(Base):
    """A service line, known to people by its name and to files by its code."""

    __tablename__ = "service_line"
    __table_args__ = (
        CheckConstraint("code <> ''", name="service_line_has_a_code"),
        CheckConstraint("name <> ''", name="service_line_has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    def __repr__(self) -> str:
        """Say which service line this is."""
        return f"<ServiceLine {self.id}: {self.code}>"


def every(session: Session) -> Sequence[ServiceLine]:
    """List all service lines by name."""
    return session.scalars(select(ServiceLine).order_by(ServiceLine.name, ServiceLine.id)).all()


def by_code(session: Session, code: str) -> ServiceLine | None:
    """Find a service line by its code."""
    return session.scalar(select(ServiceLine).where(ServiceLine.code == code))
