"""A dispute: one group says that a figure of a settlement should be another one, and why.

Neither the dispute nor a step of it is ever changed. Where it stands follows from its
last step; before the first it is open.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    foreign,
    joinedload,
    mapped_column,
    relationship,
)

from comanage import clock
from comanage.records.base import Base, Exact, Instant, another, one_of
from comanage.records.brought import put
from comanage.records.document import Document
from comanage.records.figure import Figure
from comanage.records.oversight_limit import Limit, OversightLimit
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.records.settlement import Settlement, SettlementFigure
from comanage.rules import disputes as rules
from comanage.rules.disputes import AppealDays, DisputeState, DisputeStep, Finding, Ground
from comanage.together import Together


class DisputeTaken(Base):
    """One step of a dispute."""

    __tablename__ = "dispute_step"
    __table_args__ = (
        UniqueConstraint("dispute_id", "number", name="dispute_step_number_once_a_dispute"),
        CheckConstraint("number >= 1", name="dispute_step_numbers_count_from_one"),
        CheckConstraint("words <> '' OR step = 'accept'", name="dispute_step_says_why"),
        CheckConstraint(
            "(step IN ('answer', 'decide')) = (finding IS NOT NULL)",
            name="dispute_step_finds_when_it_answers",
        ),
        CheckConstraint("by_id <> for_id", name="dispute_step_for_someone_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"))
    number: Mapped[int]
    step: Mapped[DisputeStep] = mapped_column(one_of(DisputeStep, "dispute_step_is_known"))
    state: Mapped[DisputeState] = mapped_column(one_of(DisputeState, "dispute_step_state_is_known"))
    finding: Mapped[Finding | None] = mapped_column(
        one_of(Finding, "dispute_step_finding_is_known")
    )
    words: Mapped[str]
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose duty it was
    at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[date | None]  # the last day for the next step; None where none is agreed

    by: Mapped[Person] = relationship(foreign_keys=[by_id], viewonly=True)
    document: Mapped[Document | None] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which step of which dispute this is."""
        return f"<DisputeTaken {self.id}: dispute {self.dispute_id}, {self.number}. {self.step}>"


class Dispute(Base):
    """What one group claims about one figure of a settlement."""

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint("words <> ''", name="dispute_says_why"),
        CheckConstraint(
            "value IS NOT NULL OR numerator IS NOT NULL OR absent IS NOT NULL",
            name="dispute_claims_a_figure_or_none",
        ),
        CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)",
            name="dispute_numerator_goes_with_denominator",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))  # whose dispute
    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"))  # what is disputed
    ground: Mapped[Ground] = mapped_column(one_of(Ground, "dispute_ground_is_known"))
    words: Mapped[str]
    value: Mapped[Fraction | None] = mapped_column(Exact)  # the figure that is claimed
    numerator: Mapped[Fraction | None] = mapped_column(Exact)
    denominator: Mapped[Fraction | None] = mapped_column(Exact)
    absent: Mapped[str | None]  # the reason why there should be none
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    stakes: Mapped[str]  # canonical JSON: what each participant would earn, when it was raised
    stakes_hash: Mapped[str]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    answer_until: Mapped[date | None]

    settlement: Mapped[Settlement] = relationship(viewonly=True)
    participant: Mapped[Participant] = relationship(viewonly=True)
    figure: Mapped[Figure] = relationship(viewonly=True)
    raised_by: Mapped[Person] = relationship(viewonly=True)
    document: Mapped[Document | None] = relationship(viewonly=True)
    steps: Mapped[list[DisputeTaken]] = relationship(order_by=DisputeTaken.number, viewonly=True)
    appeal_limits: Mapped[list[OversightLimit]] = relationship(
        primaryjoin=lambda: and_(
            Dispute.agreement_id == foreign(OversightLimit.agreement_id),
            OversightLimit.limited == Limit.DAYS_TO_APPEAL,
        ),
        order_by=OversightLimit.id,
        viewonly=True,
    )

    @property
    def state(self) -> DisputeState:
        """Where it stands, by its last step."""
        return self.steps[-1].state if self.steps else DisputeState.OPEN

    @property
    def until(self) -> date | None:
        """The last day for the next step; None where none is agreed.

        An answer from before days to appeal were agreed waits from the day on which they were.
        """
        if self.state is not DisputeState.ANSWERED:
            return self.steps[-1].until if self.steps else self.answer_until
        agreed = [AppealDays(each.amount, clock.day(each.set_at)) for each in self.appeal_limits]
        answer = self.steps[-1]
        return rules.appeal_until(clock.day(answer.at), answer.until, agreed)

    @property
    def finding(self) -> Finding | None:
        """What it came to, or was answered; None before."""
        found = [step.finding for step in self.steps if step.finding is not None]
        return found[-1] if found else None

    def over(self, today: date) -> bool:
        """Say whether nothing more can happen to it on a day."""
        return rules.over(self.state, self.until, today)

    def goes_on(self, today: date, *, figure_stands: bool) -> bool:
        """Say whether it goes on against the settlement that took the place of its own."""
        return rules.goes_on(
            self.state, self.finding, self.until, today, figure_stands=figure_stands
        )

    def __repr__(self) -> str:
        """Say which figure of which settlement is disputed."""
        return f"<Dispute {self.id}: figure {self.figure_id} of settlement {self.settlement_id}>"


def one(session: Session, agreement_id: int, dispute_id: int) -> Dispute | None:
    """Find a dispute of an agreement, with everyone who took a step."""
    found = _found(session, Dispute.agreement_id == agreement_id, Dispute.id == dispute_id)
    return next(iter(found), None)


def of_agreements(session: Session, agreement_ids: Sequence[int]) -> Sequence[Dispute]:
    """List the disputes of some agreements, newest first."""
    return _found(session, Dispute.agreement_id.in_([*agreement_ids]))[::-1]


def of_period(session: Session, period_id: int) -> Sequence[Dispute]:
    """List the disputes of every settlement of a period, oldest first."""
    return _found(session, Settlement.period_id == period_id)


def bearing_on(session: Session, found: Settlement) -> Sequence[Dispute]:
    """List the disputes of a settlement and of those that it took the place of, oldest first."""
    every = of_period(session, found.period_id)
    return [each for each in every if each.settlement.number <= found.number]


def standing(session: Session, agreement_ids: Collection[int], today: date) -> list[Dispute]:
    """List the disputes of the newest settlements, and those that go on against them, oldest first."""
    found = _found(session, Dispute.agreement_id.in_([*agreement_ids]))
    if not found:
        return []
    later = another(Settlement, "dispute_later")
    newest = session.execute(
        select(Settlement.id, SettlementFigure.figure_id)
        .join(SettlementFigure, SettlementFigure.settlement_id == Settlement.id)
        .where(Settlement.period_id.in_({each.settlement.period_id for each in found}))
        .where(~select(later.id).where(later.replaces_id == Settlement.id).exists())
    ).all()
    settlements, figures = {each[0] for each in newest}, {each[1] for each in newest}
    return [
        each
        for each in found
        if each.settlement_id in settlements
        or each.goes_on(today, figure_stands=each.figure_id in figures)
    ]


def _found(session: Session, *which: ColumnElement[bool]) -> Sequence[Dispute]:
    """List disputes, oldest first, each with its steps and with the days to appeal that were agreed."""
    wanted = select(Dispute.id).join(Dispute.settlement).where(*which)
    each = Together(session)
    disputes = each.part(_disputes, session, wanted)
    steps = each.part(_steps, session, wanted)
    limits = each.part(_appeal_limits, session, wanted)
    found = disputes.given
    put(
        Dispute.steps, found, steps.given, key=lambda each: each.id, of=lambda step: step.dispute_id
    )
    put(
        Dispute.appeal_limits,
        found,
        limits.given,
        key=lambda each: each.agreement_id,
        of=lambda limit: limit.agreement_id,
    )
    return found


def _disputes(session: Session, wanted: Select[int]) -> Sequence[Dispute]:
    return session.scalars(
        select(Dispute)
        .options(
            joinedload(Dispute.participant).joinedload(Participant.group),
            joinedload(Dispute.settlement).joinedload(Settlement.period),
            joinedload(Dispute.settlement).joinedload(Settlement.scorecard),
            joinedload(Dispute.figure).joinedload(Figure.period),
            joinedload(Dispute.figure).joinedload(Figure.measure),
            joinedload(Dispute.figure).joinedload(Figure.participant),
            joinedload(Dispute.raised_by),
            joinedload(Dispute.document),
        )
        .where(Dispute.id.in_(wanted))
        .order_by(Dispute.id)
    ).all()


def _steps(session: Session, wanted: Select[int]) -> Sequence[DisputeTaken]:
    return session.scalars(
        select(DisputeTaken)
        .options(joinedload(DisputeTaken.by), joinedload(DisputeTaken.document))
        .where(DisputeTaken.dispute_id.in_(wanted))
        .order_by(DisputeTaken.dispute_id, DisputeTaken.number)
    ).all()


def _appeal_limits(session: Session, wanted: Select[int]) -> Sequence[OversightLimit]:
    disputed = select(Dispute.agreement_id).where(Dispute.id.in_(wanted))
    return session.scalars(
        select(OversightLimit)
        .where(OversightLimit.limited == Limit.DAYS_TO_APPEAL)
        .where(OversightLimit.agreement_id.in_(disputed))
        .order_by(OversightLimit.id)
    ).all()
