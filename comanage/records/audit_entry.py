"""The audit log: who did what, when, as whom, and what it changed.

An entry is written in the transaction of the change it tells of, and is never
changed or deleted. It holds no password, token or file content.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage import clock
from comanage.records.agreement import Agreement
from comanage.records.base import Base, Instant
from comanage.records.person import Person
from comanage.rules.numbers import written
from comanage.rules.signoff import Role


class Act(StrEnum):
    """What can be done, as subject:object:verb."""

    INSTALLATION_CREATED = "installation:record:create"
    DEMO_BUILT = "installation:demo:build"
    PERSON_ADDED = "person:account:add"
    PERSON_CHANGED = "person:account:change"
    PERSON_CLOSED = "person:account:close"
    PASSWORD_CHANGED = "person:password:change"  # noqa: S105 - the act's name
    ROLE_GIVEN = "person:role:give"
    ROLE_ENDED = "person:role:end"
    INVITATION_MADE = "person:invitation:make"
    INVITATION_USED = "person:invitation:use"
    SIGN_IN_BEGUN = "person:sign-in:begin"
    SIGN_IN_REFUSED = "person:sign-in:refuse"
    SIGN_IN_ENDED = "person:sign-in:end"
    RIGHT_REFUSED = "person:right:refuse"
    SERVICE_LINE_ADDED = "service-line:record:add"
    GROUP_ADDED = "group:record:add"
    AGREEMENT_DRAFTED = "agreement:record:draft"
    AGREEMENT_CHANGED = "agreement:record:change"
    SCORECARD_DRAFTED = "scorecard:version:draft"
    SCORECARD_LOCKED = "scorecard:version:lock"
    SCORECARD_SUPERSEDED = "scorecard:version:supersede"
    TERMS_SAVED = "scorecard:terms:save"
    BASICS_SAVED = "scorecard:basics:save"
    DOMAINS_SAVED = "scorecard:domains:save"
    MEASURE_SAVED = "scorecard:measure:save"
    MEASURE_REMOVED = "scorecard:measure:remove"
    CAUTIONS_ANSWERED = "scorecard:caution:answer"
    ALLOCATION_SAVED = "scorecard:allocation:save"
    FIGURE_ENTERED = "figure:value:enter"
    FIGURE_SUBMITTED = "figure:value:submit"
    FIGURE_VERIFIED = "figure:value:verify"
    FIGURE_RETURNED = "figure:value:return"
    FIGURE_LOCKED = "figure:value:lock"
    FIGURES_IMPORTED = "figure:file:import"
    SETTLEMENT_CALCULATED = "settlement:version:calculate"
    SETTLEMENT_FINALIZED = "settlement:version:finalize"
    SETTLEMENT_APPROVED = "settlement:version:approve"
    PERIOD_LOCKED = "period:state:lock"
    STATEMENT_ISSUED = "statement:document:issue"


class Who(Protocol):
    """Whoever acts: an access.Actor, seen from the records."""

    @property
    def person_id(self) -> int | None:
        """The person, or None where nobody is signed in."""

    @property
    def roles(self) -> Iterable[Role]:
        """The roles held."""

    @property
    def address(self) -> str:
        """The network address the request came from."""

    @property
    def request_id(self) -> str:
        """The request that the entry belongs to."""


class AuditEntry(Base):
    """One act, told once."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)  # the order of entries; the clock may jump
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
    roles = [role] if role else sorted(set(actor.roles)) if actor else []
    entry = AuditEntry(
        at=clock.now(),
        person_id=actor.person_id if actor else None,
        role=", ".join(roles),
        act=act.value,
        agreement_id=agreement_id,
        object_id=object_id,
        before=_as_json(before),
        after=_as_json(after),
        reason=reason,
        request_id=actor.request_id if actor else "",
        address=actor.address if actor else "",
    )
    session.add(entry)
    return entry


def latest(
    session: Session, *, limit: int = 100, before_id: int | None = None
) -> Sequence[AuditEntry]:
    """List the newest entries first, each with its person and agreement.

    Args:
        session: A session to read with.
        limit: How many at most.
        before_id: Only entries older than this one, for the next page.
    """
    query = (
        select(AuditEntry)
        .options(joinedload(AuditEntry.person), joinedload(AuditEntry.agreement))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    return session.scalars(query).all()


def of_object(session: Session, subject: str, object_id: int) -> Sequence[AuditEntry]:
    """List what was done to one thing, oldest first; the subject is an act's first word."""
    return session.scalars(
        select(AuditEntry)
        .options(joinedload(AuditEntry.person))
        .where(AuditEntry.act.startswith(f"{subject}:", autoescape=True))
        .where(AuditEntry.object_id == object_id)
        .order_by(AuditEntry.id)
    ).all()


def _as_json(values: Mapping[str, object] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    return written(value) if isinstance(value, Fraction) else str(value)
