"""Payment requests: what accounts payable was asked to pay, as one numbered file.

A request and its lines never change. A payment is in one request at a time; if it comes
back unpaid it is payable again, and may be in another. What a line asks for is the
payment less what was set off of it on that day.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage import clock
from comanage.records.base import Base, Cents, Instant
from comanage.records.document import Document
from comanage.records.payment import Payment
from comanage.records.person import Person
from comanage.records.physician_group import PhysicianGroup


class PaymentRequest(Base):
    """One request to accounts payable; never changed, never deleted."""

    __tablename__ = "payment_request"
    __table_args__ = (
        UniqueConstraint("number", name="payment_request_number_once"),
        CheckConstraint("number >= 1", name="payment_request_numbers_count_from_one"),
        CheckConstraint("cents > 0", name="payment_request_for_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    cents: Mapped[int] = mapped_column(Cents)  # of all its lines together
    csv_sha256: Mapped[str] = mapped_column(ForeignKey("document.sha256"))
    xlsx_sha256: Mapped[str] = mapped_column(ForeignKey("document.sha256"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)

    made_by: Mapped[Person] = relationship(viewonly=True)
    csv: Mapped[Document] = relationship(foreign_keys=[csv_sha256], viewonly=True)
    xlsx: Mapped[Document] = relationship(foreign_keys=[xlsx_sha256], viewonly=True)
    lines: Mapped[list["PaymentRequestLine"]] = relationship(
        viewonly=True, order_by="PaymentRequestLine.payment_id"
    )

    def __repr__(self) -> str:
        """Say which request this is."""
        return f"<PaymentRequest {self.id}: no. {self.number}>"


class PaymentRequestLine(Base):
    """One payment in one request, and what is to be paid of it."""

    __tablename__ = "payment_request_line"
    __table_args__ = (CheckConstraint("cents >= 0", name="payment_request_line_not_below_zero"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("payment_request.id"), primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), primary_key=True, index=True)
    cents: Mapped[int] = mapped_column(Cents)

    payment: Mapped[Payment] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which payment is in which request."""
        return f"<PaymentRequestLine: payment {self.payment_id} in request {self.request_id}>"


class VendorNumber(Base):
    """The number of a group in the hospital's own accounts; the newest counts."""

    __tablename__ = "vendor_number"
    __table_args__ = (
        UniqueConstraint("group_id", "sequence", name="vendor_number_once_a_sequence"),
        CheckConstraint("number <> ''", name="vendor_number_is_given"),
        CheckConstraint("sequence >= 1", name="vendor_number_sequences_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("physician_group.id"))
    sequence: Mapped[int]
    number: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(Instant)

    group: Mapped[PhysicianGroup] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say whose number this is, without it."""
        return f"<VendorNumber {self.id}: group {self.group_id}>"


def every(session: Session) -> Sequence[PaymentRequest]:
    """List every request, newest first, with its lines, their payments and groups."""
    return (
        session.scalars(
            select(PaymentRequest)
            .options(
                joinedload(PaymentRequest.made_by),
                joinedload(PaymentRequest.lines).joinedload(PaymentRequestLine.payment),
            )
            .order_by(PaymentRequest.made_at.desc(), PaymentRequest.number.desc())
        )
        .unique()
        .all()
    )


def by_number(session: Session, number: int) -> PaymentRequest | None:
    """Find a request by its number."""
    return (
        session.scalars(
            select(PaymentRequest)
            .options(
                joinedload(PaymentRequest.made_by),
                joinedload(PaymentRequest.lines).joinedload(PaymentRequestLine.payment),
            )
            .where(PaymentRequest.number == number)
        )
        .unique()
        .one_or_none()
    )


def next_number(session: Session) -> int:
    """Give the number of the next request."""
    return (session.scalar(select(func.max(PaymentRequest.number))) or 0) + 1


def asked(session: Session, payment_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Give what each request asks for of some payments, by request and payment."""
    if not payment_ids:
        return {}
    rows = session.execute(
        select(
            PaymentRequestLine.request_id, PaymentRequestLine.payment_id, PaymentRequestLine.cents
        ).where(PaymentRequestLine.payment_id.in_(payment_ids))
    )
    return {(request, payment): cents for request, payment, cents in rows}


def newest_vendor_number(session: Session, group_id: int) -> VendorNumber | None:
    """Find the vendor number of a group that counts."""
    return session.scalar(
        select(VendorNumber)
        .where(VendorNumber.group_id == group_id)
        .order_by(VendorNumber.sequence.desc())
        .limit(1)
    )


def numbers(session: Session, request_ids: Collection[int]) -> dict[int, int]:
    """Give the numbers of some requests, by their ids."""
    rows = session.execute(
        select(PaymentRequest.id, PaymentRequest.number).where(PaymentRequest.id.in_(request_ids))
    )
    return dict(rows.all())


def vendor_numbers(session: Session, group_ids: Collection[int]) -> dict[int, str]:
    """Give the vendor numbers of some groups, by the group's id; the newest of each."""
    rows = session.execute(
        select(VendorNumber.group_id, VendorNumber.number)
        .where(VendorNumber.group_id.in_(group_ids))
        .order_by(VendorNumber.group_id, VendorNumber.sequence)
    )
    return dict(rows.all())


def last_asked(session: Session, payments: Collection[Payment]) -> date | None:
    """Give the day of the latest request that some payments are in; None where they are in none."""
    ids = {one.request_id for one in payments}
    asked = session.scalars(select(PaymentRequest.made_at).where(PaymentRequest.id.in_(ids)))
    return max((clock.day(at) for at in asked), default=None)
