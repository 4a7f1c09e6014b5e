"""The audit log: who did what, when, as whom, and what it changed.

An entry is written in the transaction of the change it tells of, and is never
changed or deleted. It holds no password, token or file content. Its number follows
the last one's without a gap, and its hash covers the hash before it (rules/chain.py);
writers queue (database.py), so there is one chain. The order is that of the numbers,
since a clock may jump back; where it does, an entry says so.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from sqlalchemy import ColumnElement, ForeignKey, select
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage import clock
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.base import Base, Instant
from comanage.records.person import Person
from comanage.rules import chain
from comanage.rules.numbers import written
from comanage.rules.signoff import Role

AT_ONCE = 5000  # entries read at a time
UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
    DBAPIError,
    NoResultFound,
)  # what an entry is that was bent
LAST = "last audit entry"  # where a session keeps it, from its first entry to its end


class Who(Protocol):
    """Whoever acts: an access.Actor, seen from the records."""

    @property
    def person_id(self) -> int | None:
        """The person, or None where nobody is signed in."""

    @property
    def roles(self) -> Iterable[Role]:
        """The roles held."""

    def acting_as(self, role: Role) -> str:
        """The role as it is acted in, with whose duty it is."""

    @property
    def address(self) -> str:
        """The network address the request came from."""

    @property
    def request_id(self) -> str:
        """The request that the entry belongs to."""


class AuditEntry(Base):
    """One act, told once."""

    __tablename__ = "audit_entry"

    # The number in the chain, given by note(): the order of entries, without a gap.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]  # the acting role; all held ones where none was asked for
    act: Mapped[str]  # an Act; text, so that old acts outlive their list
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    object_id: Mapped[int | None]  # of the thing the act names
    before: Mapped[str | None]  # JSON
    after: Mapped[str | None]  # JSON
    reason: Mapped[str]
    request_id: Mapped[str]
    address: Mapped[str]
    previous_hash: Mapped[str]  # of the entry before; see rules/chain.py
    hash: Mapped[str]

    person: Mapped[Person | None] = relationship(viewonly=True)
    agreement: Mapped[Agreement | None] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which act this is."""
        return f"<AuditEntry {self.id}: {self.act} by person {self.person_id}>"


def note(  # noqa: PLR0913 - an entry has as many sides
    session: Session,
    actor: Who | None,
    act: Act,
    *,
    role: Role | None = None,
    agreement_id: int | None = None,
    object_id: int | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Write down an act, in the transaction of the change it tells of.

    Args:
        session: The session of that transaction.
        actor: Who acts; None for the program itself.
        act: What was done.
        role: The role acted in, as access.allowed gave it; None writes every role held.
        agreement_id: The agreement it belongs to, if any.
        object_id: The id of what the act names.
        before: The values that were replaced.
        after: The values that now stand.
        reason: The reason the person gave.
    """
    last, last_at = _last(session)
    now = clock.now()
    if last_at is not None and now < last_at:
        jump = _as_json({"from": chain.instant(last_at), "to": chain.instant(now)})
        jumped = AuditEntry(act=Act.CLOCK_JUMPED_BACK.value, at=now, role="", after=jump, reason="")
        last = _linked(session, jumped, last, actor)
    roles = [actor.acting_as(role) if actor else role] if role else []
    if actor and not role:
        roles = sorted(map(actor.acting_as, set(actor.roles)))
    entry = AuditEntry(
        at=now,
        role=", ".join(roles),
        act=act.value,
        agreement_id=agreement_id,
        object_id=object_id,
        before=_as_json(before),
        after=_as_json(after),
        reason=reason,
    )
    _linked(session, entry, last, actor)
    return entry


def head(session: Session) -> chain.Head:
    """Give the number and hash of the last entry."""
    return _last(session)[0]


def linked(session: Session, *, after: int | None = None) -> Iterator[chain.Entry]:
    """Give the entries from the first, or after a number, as the chain reads them, one by one.

    An entry that was bent until it can no longer be read comes as one that fits nowhere.
    """
    while page := _page(session, after):
        yield from page
        if len(page) < AT_ONCE:
            return
        after = page[-1].number


def latest(
    session: Session,
    *where: ColumnElement[bool],
    limit: int = 100,
    before_id: int | None = None,
) -> Sequence[AuditEntry]:
    """List the newest entries first, each with its person and agreement.

    Args:
        session: A session to read with.
        *where: What the entries must be like; see log_search.py.
        limit: How many at most.
        before_id: Only entries older than this one, for the next page.
    """
    query = (
        select(AuditEntry)
        .options(joinedload(AuditEntry.person), joinedload(AuditEntry.agreement))
        .where(*where)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    return session.scalars(query).all()


def last_of(session: Session, act: Act) -> AuditEntry | None:
    """Find the newest entry of an act."""
    query = select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id.desc())
    return session.scalar(query.limit(1))


def of_object(session: Session, subject: str, object_id: int) -> Sequence[AuditEntry]:
    """List what was done to one thing, oldest first; the subject is an act's first word."""
    return session.scalars(
        select(AuditEntry)
        .options(joinedload(AuditEntry.person))
        .where(AuditEntry.act.startswith(f"{subject}:", autoescape=True))
        .where(AuditEntry.object_id == object_id)
        .order_by(AuditEntry.id)
    ).all()


def of_objects(
    session: Session, acts: Iterable[Act], object_ids: Iterable[int]
) -> Sequence[AuditEntry]:
    """List what was done of some acts to some things, oldest first."""
    return session.scalars(
        select(AuditEntry)
        .options(joinedload(AuditEntry.person))
        .where(AuditEntry.act.in_([act.value for act in acts]))
        .where(AuditEntry.object_id.in_([*object_ids]))
        .order_by(AuditEntry.id)
    ).all()


def of_agreements(
    session: Session, agreement_ids: Iterable[int], acts: Iterable[Act]
) -> Sequence[AuditEntry]:
    """List some acts in some agreements, oldest first, each with its person."""
    return session.scalars(
        select(AuditEntry)
        .options(joinedload(AuditEntry.person))
        .where(AuditEntry.agreement_id.in_([*agreement_ids]))
        .where(AuditEntry.act.in_([act.value for act in acts]))
        .order_by(AuditEntry.id)
    ).all()


def _linked(session: Session, entry: AuditEntry, last: chain.Head, actor: Who | None) -> chain.Head:
    """Store an entry as the next one of the chain, and give the new head."""
    entry.person_id = actor.person_id if actor else None
    entry.request_id = actor.request_id if actor else ""
    entry.address = actor.address if actor else ""
    entry.id, entry.previous_hash = last.number + 1, last.hash
    entry.hash = chain.sealed(entry.id, entry.previous_hash, content(entry))
    session.add(entry)
    now = chain.Head(entry.id, entry.hash)
    session.info[LAST] = (now, entry.at)
    return now


def _page(session: Session, after: int | None) -> list[chain.Entry]:
    """Read the next entries, all at once; one by one where one of them cannot be read."""
    query = select(AuditEntry).order_by(AuditEntry.id).limit(AT_ONCE)
    query = query if after is None else query.where(AuditEntry.id > after)
    try:
        return [_as_linked(session, entry) for entry in session.scalars(query)]
    except UNREADABLE:
        numbers = session.scalars(query.with_only_columns(AuditEntry.id)).all()
        return [_alone(session, number) for number in numbers]


def _alone(session: Session, number: int) -> chain.Entry:
    try:
        return _as_linked(session, session.get_one(AuditEntry, number))
    except UNREADABLE:
        return chain.Entry(number=number, previous="", hash="", content={})


def _as_linked(session: Session, entry: AuditEntry) -> chain.Entry:
    told = content(entry)
    session.expunge(entry)
    if any(isinstance(value, bytes) for value in (*told.values(), entry.previous_hash, entry.hash)):
        raise TypeError(f"{entry!r} holds bytes.")
    return chain.Entry(number=entry.id, previous=entry.previous_hash, hash=entry.hash, content=told)


def content(entry: AuditEntry) -> dict[str, str | int | None]:
    """Give what an entry tells, as its hash covers it."""
    return {
        "at": chain.instant(entry.at),
        "person": entry.person_id,
        "role": entry.role,
        "act": entry.act,
        "agreement": entry.agreement_id,
        "object": entry.object_id,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "request": entry.request_id,
        "address": entry.address,
    }


def _last(session: Session) -> tuple[chain.Head, datetime | None]:
    known: tuple[chain.Head, datetime] | None = session.info.get(LAST)
    if known is not None:
        return known
    query = select(AuditEntry.id, AuditEntry.hash, AuditEntry.at)
    with session.no_autoflush:  # what is being changed may not be whole yet
        row = session.execute(query.order_by(AuditEntry.id.desc()).limit(1)).first()
    return (chain.NOTHING, None) if row is None else (chain.Head(row.id, row.hash), row.at)


def _as_json(values: Mapping[str, object] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    return written(value) if isinstance(value, Fraction) else str(value)
