"""The steps that a scorecard version took, and who drafted it: both only grow.

A step names the hash of the terms that it was taken on, so that a review or a signature
is of these terms and no others. Whoever changed a version is one of its drafters.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, desc, func, select, union
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
)

from comanage import clock
from comanage.records.agreement_document import AgreementDocument
from comanage.records.base import Base, Instant, one_of
from comanage.records.person import Person
from comanage.records.scorecard import Scorecard
from comanage.rules.scorecard_steps import ScorecardStep, told_late


class ScorecardDrafter(Base):
    """Someone who drafted or changed a version, and may not review it."""

    __tablename__ = "scorecard_drafter"

    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)

    def __repr__(self) -> str:
        """Say who drafted what."""
        return f"<ScorecardDrafter {self.person_id} of scorecard {self.scorecard_id}>"


class StepTaken(Base):
    """One step of one version."""

    __tablename__ = "scorecard_step"
    __table_args__ = (
        CheckConstraint(
            "(step = 'sign') = (exhibit_id IS NOT NULL)",
            name="scorecard_step_signed_has_an_exhibit",
        ),
        CheckConstraint(
            "(step = 'sign') = (signed_on IS NOT NULL)", name="scorecard_step_signed_says_when"
        ),
        CheckConstraint(
            "step NOT IN ('review', 'return') OR note <> ''", name="scorecard_step_has_its_note"
        ),
        CheckConstraint("taken_by_id <> for_id", name="scorecard_step_for_someone_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), index=True)
    step: Mapped[ScorecardStep] = mapped_column(one_of(ScorecardStep, "scorecard_step_is_known"))
    terms_hash: Mapped[str]
    note: Mapped[str]
    exhibit_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_document.id"))
    signed_on: Mapped[date | None]  # by the last party
    taken_at: Mapped[datetime] = mapped_column(Instant)
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose duty it was

    scorecard: Mapped[Scorecard] = relationship(viewonly=True)
    exhibit: Mapped[AgreementDocument | None] = relationship()
    taken_by: Mapped[Person] = relationship(foreign_keys=[taken_by_id])

    def __repr__(self) -> str:
        """Say which step this is."""
        return f"<StepTaken {self.id}: {self.step} of scorecard {self.scorecard_id}>"


def of_scorecard(session: Session, scorecard_id: int) -> Sequence[StepTaken]:
    """List the steps of a version, oldest first, each with who took it."""
    return session.scalars(
        select(StepTaken)
        .options(joinedload(StepTaken.taken_by), joinedload(StepTaken.exhibit))
        .where(StepTaken.scorecard_id == scorecard_id)
        .order_by(StepTaken.id)
    ).all()


def signing(session: Session, scorecard: Scorecard) -> StepTaken | None:
    """Find how the terms of a version as they stand were signed."""
    return signings(session, [scorecard]).get(scorecard.id)


def signings(session: Session, versions: Iterable[Scorecard]) -> Mapping[int, StepTaken]:
    """Find, by version, how its terms as they stand were signed."""
    hashes = {each.id: each.terms_hash for each in versions}
    rows = session.scalars(
        select(StepTaken)
        .options(joinedload(StepTaken.exhibit))
        .where(StepTaken.scorecard_id.in_(hashes), StepTaken.step == ScorecardStep.SIGN)
        .order_by(StepTaken.id)
    )
    return {row.scorecard_id: row for row in rows if row.terms_hash == hashes[row.scorecard_id]}


def signed_in(session: Session, agreement_id: int) -> Sequence[StepTaken]:
    """List every signing in an agreement, of whatever terms, each with its version and exhibit."""
    return session.scalars(
        select(StepTaken)
        .join(Scorecard, Scorecard.id == StepTaken.scorecard_id)
        .options(contains_eager(StepTaken.scorecard), joinedload(StepTaken.exhibit))
        .where(Scorecard.agreement_id == agreement_id, StepTaken.step == ScorecardStep.SIGN)
        .order_by(StepTaken.id)
    ).all()


def on_record(session: Session, hashes: Iterable[str]) -> frozenset[str]:
    """Give those of some hashes that are of terms kept here: of a version, or of a step it took."""
    asked = [*hashes]
    if not asked:
        return frozenset()
    versions = session.scalars(select(Scorecard.terms_hash).where(Scorecard.terms_hash.in_(asked)))
    taken = session.scalars(select(StepTaken.terms_hash).where(StepTaken.terms_hash.in_(asked)))
    return frozenset(versions) | frozenset(taken)


def numbers_of(session: Session, agreement_id: int) -> Mapping[str, int]:
    """Say, by the hash of its terms, which version of an agreement had them first."""
    of_steps = (
        select(StepTaken.terms_hash, Scorecard.number)
        .join(Scorecard, Scorecard.id == StepTaken.scorecard_id)
        .where(Scorecard.agreement_id == agreement_id)
    )
    standing = select(Scorecard.terms_hash, Scorecard.number).where(
        Scorecard.agreement_id == agreement_id
    )
    rows = session.execute(union(of_steps, standing).order_by(desc("number")))
    return {row.terms_hash: row.number for row in rows}


def check_of(session: Session, scorecard: Scorecard) -> StepTaken | None:
    """Find the last check of the terms of a version as they stand; None where they were not."""
    return session.scalar(
        select(StepTaken)
        .where(StepTaken.scorecard_id == scorecard.id, StepTaken.step == ScorecardStep.CHECK)
        .where(StepTaken.terms_hash == scorecard.terms_hash)
        .order_by(StepTaken.id.desc())
        .limit(1)
    )


def checked_on(session: Session, scorecard: Scorecard) -> date | None:
    """Say on which day the terms of a version as they stand were checked; the last one counts."""
    at = session.scalar(
        select(func.max(StepTaken.taken_at))
        .where(StepTaken.scorecard_id == scorecard.id, StepTaken.step == ScorecardStep.CHECK)
        .where(StepTaken.terms_hash == scorecard.terms_hash)
    )
    return clock.day(at) if at else None


def locked_late(session: Session, scorecard: Scorecard, first: date) -> str:
    """Say that a version was locked after a day on which it governed; empty where it was not."""
    signed = signing(session, scorecard)
    if scorecard.locked_at is None or signed is None or signed.signed_on is None:
        return ""
    return told_late(first, signed.signed_on, clock.day(scorecard.locked_at))


def drafters(session: Session, scorecard_id: int) -> frozenset[int]:
    """Name the people who drafted or changed a version."""
    return frozenset(
        session.scalars(
            select(ScorecardDrafter.person_id).where(ScorecardDrafter.scorecard_id == scorecard_id)
        )
    )
