"""An agreement: the hospital's contract with the groups that co-manage a service line.

A draft that was typed wrongly is withdrawn, and another may take its place. It stays on
record as it was, gives its code free, and can neither be scored nor paid.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from comanage.records.base import Base, Cents, Instant, one_of
from comanage.records.person import Person
from comanage.records.service_line import ServiceLine
from comanage.rules.in_force import Renewal

NOT_WITHDRAWN = "withdrawn_at IS NULL"


class Agreement(Base):
    """What stays the same through all versions of an agreement's scorecard."""

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("code <> ''", name="agreement_has_a_code"),
        CheckConstraint("title <> ''", name="agreement_has_a_title"),
        CheckConstraint("starts <= ends", name="agreement_runs_forward"),
        CheckConstraint("base_fee_cents >= 0", name="agreement_base_fee_not_below_zero"),
        CheckConstraint(
            f"(renewal = '{Renewal.AUTOMATIC}') = (notice_days IS NOT NULL)",
            name="agreement_notice_goes_with_automatic_renewal",
        ),
        CheckConstraint("notice_days >= 0", name="agreement_notice_not_below_zero"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawal_reason = '')",
            name="agreement_withdrawn_says_who_and_why",
        ),
        Index(
            "agreement_once_per_code",
            "code",
            unique=True,
            sqlite_where=text(NOT_WITHDRAWN),
            postgresql_where=text(NOT_WITHDRAWN),
        ),
        Index("agreement_replaced_once", "replaces_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]  # its own among all that are not withdrawn
    title: Mapped[str]
    service_line_id: Mapped[int] = mapped_column(ForeignKey("service_line.id"), index=True)
    sponsor: Mapped[str] = mapped_column(default="", server_default="")  # legal name of who pays
    starts: Mapped[date]
    ends: Mapped[date]  # the last day
    renewal: Mapped[Renewal] = mapped_column(
        one_of(Renewal, "agreement_renewal_is_known"),
        default=Renewal.NONE,
        server_default=Renewal.NONE.value,
    )
    notice_days: Mapped[int | None]  # before the last day, where it renews itself
    base_fee_cents: Mapped[int] = mapped_column(Cents)  # a contract year, as first agreed
    verifier_may_approve: Mapped[bool] = mapped_column(default=False)  # a small hospital's choice
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))  # a wrong draft
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(default="", server_default="")
    revision: Mapped[int] = mapped_column()  # counted up at every change

    __mapper_args__ = {"version_id_col": revision}

    service_line: Mapped[ServiceLine] = relationship()
    created_by: Mapped[Person] = relationship(foreign_keys=[created_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])

    def __repr__(self) -> str:
        """Say which agreement this is."""
        return f"<Agreement {self.id}: {self.code}>"


def by_code(session: Session, code: str) -> Agreement | None:
    """Find an agreement by its code, among those that are not withdrawn."""
    return session.scalar(
        select(Agreement).where(Agreement.code == code, Agreement.withdrawn_at.is_(None))
    )


def in_its_place(session: Session, agreement_id: int) -> Agreement | None:
    """Find the agreement that was drafted in the place of a withdrawn one."""
    return session.scalar(select(Agreement).where(Agreement.replaces_id == agreement_id))


def withdrawn(session: Session, agreement_ids: Iterable[int]) -> set[int]:
    """Give those of some agreements that were withdrawn, by their ids."""
    asked = Agreement.id.in_([*agreement_ids])
    return {
        *session.scalars(select(Agreement.id).where(asked, Agreement.withdrawn_at.is_not(None)))
    }


def every(session: Session) -> Sequence[Agreement]:
    """List all agreements by title, whoever may see them."""
    return session.scalars(select(Agreement).order_by(Agreement.title, Agreement.id)).all()
