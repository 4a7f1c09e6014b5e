"""Sign-ins and invitations: what proves, for a while, who is there.

Only the SHA-256 of a token is kept; the token itself lives in a cookie or a link.
Refused tries are counted by account and by address, so that guessing gets slower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant, one_of
from comanage.records.delegation import Delegation
from comanage.records.installation import ONLY, Installation
from comanage.records.person import Person, RoleHeld
from comanage.records.second_factor import SecondFactor


class SignIn(Base):
    """One person at one browser, from signing in to signing out."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256, hexadecimal
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    # when the person last proved who it is; None: entered without a password, in a demo
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()
    second_factor: Mapped[SecondFactor | None] = relationship(
        primaryjoin="foreign(SignIn.person_id) == SecondFactor.person_id", viewonly=True
    )

    def __repr__(self) -> str:
        """Say whose sign-in this is."""
        return f"<SignIn {self.id}: person {self.person_id}>"


class Purpose(StrEnum):
    """What an invitation lets its bearer do."""

    FIRST_ADMINISTRATOR = "first administrator"  # made by `comanage init`
    CHOOSE_PASSWORD = "choose a password"  # noqa: S105 - handed over by a system administrator


class Invitation(Base):
    """A link that works once, until it expires."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("made_at < expires_at", name="invitation_expires_after_it_is_made"),
        CheckConstraint(
            "(purpose = 'choose a password') = (person_id IS NOT NULL)",
            name="invitation_names_who_chooses_a_password",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256, hexadecimal
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "invitation_purpose_is_known"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person | None] = relationship()

    def __repr__(self) -> str:
        """Say what this invitation is for."""
        return f"<Invitation {self.id}: {self.purpose}>"


class RefusedTries(Base):
    """How often in a row a sign-in was refused for one account or from one address."""

    __tablename__ = "refused_tries"
    __table_args__ = (CheckConstraint("count >= 1", name="refused_tries_count_from_one"),)

    key_hash: Mapped[str] = mapped_column(primary_key=True)  # of an account or an address
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Instant)

    def __repr__(self) -> str:
        """Say how many there were."""
        return f"<RefusedTries {self.key_hash[:12]}: {self.count}>"


@dataclass(frozen=True, slots=True)
class Present:
    """Who is there.

    Attributes:
        sign_in: The sign-in, with its person and its second factor.
        roles: The roles that person holds, oldest first.
        takes_duties: Whether a duty of somebody else's was handed over to that person.
    """

    sign_in: SignIn
    roles: Sequence[RoleHeld]
    takes_duties: bool


def present(session: Session, token_hash: str, on: date) -> Present | None:
    """Find what every page needs of the sign-in of a token, the installation too, in one query.

    Args:
        session: A session to read with.
        token_hash: Of the token.
        on: The day on which duties are asked for.
    """
    takes_duties = (
        select(Delegation.id)
        .where(Delegation.taker_id == SignIn.person_id)
        .where(Delegation.starts <= on, Delegation.ends >= on, Delegation.ended_on.is_(None))
        .exists()
    )
    rows = session.execute(
        select(SignIn, RoleHeld, takes_duties.label("takes_duties"), Installation)
        .join(SignIn.person)
        .outerjoin(RoleHeld, RoleHeld.person_id == SignIn.person_id)
        .outerjoin(Installation, Installation.id == ONLY)
        .options(joinedload(SignIn.person), joinedload(SignIn.second_factor))
        .where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None), Person.active)
        .order_by(RoleHeld.id)
    ).all()
    if not rows:
        return None
    roles = [row.RoleHeld for row in rows if row.RoleHeld is not None]
    return Present(rows[0].SignIn, roles, bool(rows[0].takes_duties))


def open_by_token_hash(session: Session, token_hash: str) -> SignIn | None:
    """Find the sign-in of a token that was not ended, with its person, whose account is open."""
    return session.scalar(
        select(SignIn)
        .join(SignIn.person)
        .options(joinedload(SignIn.person), joinedload(SignIn.second_factor))
        .where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None), Person.active)
    )


def open_of(session: Session, person_id: int) -> Sequence[SignIn]:
    """List the sign-ins of a person that were not ended, the one seen last first."""
    return session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    ).all()


def by_token_hash(session: Session, token_hash: str) -> SignIn | None:
    """Find the sign-in of a token, ended or not."""
    return session.scalar(
        select(SignIn)
        .options(joinedload(SignIn.second_factor))
        .where(SignIn.token_hash == token_hash)
    )


def first_begun(session: Session, person_id: int) -> datetime | None:
    """Say when a person signed in for the first time."""
    return session.scalar(
        select(SignIn.begun_at)
        .where(SignIn.person_id == person_id)
        .order_by(SignIn.begun_at)
        .limit(1)
    )


def links_made(session: Session, person_id: int, since: datetime) -> Sequence[Invitation]:
    """List the one-time links that were made for a person from an instant on."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.person_id == person_id, Invitation.made_at > since)
        .order_by(Invitation.id)
    ).all()


def end_all(session: Session, person_id: int, at: datetime) -> None:
    """End every open sign-in of a person, at once."""
    session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def invitation(session: Session, token_hash: str) -> Invitation | None:
    """Find an invitation by the hash of its token, used and expired ones too."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))


def end_invitations(session: Session, person_id: int, at: datetime) -> None:
    """Make every link of a person dead that was not used."""
    session.execute(
        update(Invitation)
        .where(Invitation.person_id == person_id, Invitation.used_at.is_(None))
        .values(used_at=at)
    )


def refused_tries(session: Session, key_hashes: Sequence[str]) -> Sequence[RefusedTries]:
    """Find the counts of refused tries under some keys."""
    return session.scalars(select(RefusedTries).where(RefusedTries.key_hash.in_(key_hashes))).all()
