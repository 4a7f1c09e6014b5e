"""A person's second factor: the secret that one-time codes follow from, and recovery codes.

The secret is sealed (actions/seals.py), so that a copy of the database does not tell it.
Of a recovery code, which works once, only the hash is kept.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comanage.records.base import Base, Instant


class SecondFactor(Base):
    """What a person's device makes one-time codes from."""

    __tablename__ = "second_factor"
    __table_args__ = (
        CheckConstraint("last_step >= 0", name="second_factor_step_counts_from_zero"),
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, autoincrement=False
    )
    sealed_secret: Mapped[str]
    last_step: Mapped[int]  # of the last code that was used: the half minutes since 1970
    set_up_at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say whose it is."""
        return f"<SecondFactor of person {self.person_id}>"


class RecoveryCode(Base):
    """A code that works once, for the day on which the device is lost."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str]  # SHA-256, hexadecimal
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say whose it is."""
        return f"<RecoveryCode {self.id} of person {self.person_id}>"


def unused_codes(session: Session, person_id: int) -> Sequence[RecoveryCode]:
    """List the recovery codes of a person that were not used yet."""
    return session.scalars(
        select(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
        .order_by(RecoveryCode.id)
    ).all()


def forget_codes(session: Session, person_id: int) -> None:
    """Make every recovery code of a person void."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def forget(session: Session, person_id: int) -> None:
    """Take a person's second factor away, with its recovery codes."""
    forget_codes(session, person_id)
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
