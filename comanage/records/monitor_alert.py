"""An alert: a monitor shifted, and somebody has to look before the period is paid."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant, another
from comanage.records.figure import Figure
from comanage.records.person import Person


class MonitorAlert(Base):
    """What was noticed of a verified figure of a monitor."""

    __tablename__ = "monitor_alert"
    __table_args__ = (
        UniqueConstraint("figure_id", name="monitor_alert_once_a_figure"),
        CheckConstraint("says <> ''", name="monitor_alert_says_what_shifted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"))
    name: Mapped[str]  # of the measure, as the terms had it
    says: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(Instant)

    figure: Mapped[Figure] = relationship(viewonly=True)
    answer: Mapped["AlertAnswer | None"] = relationship(viewonly=True, uselist=False)

    def __repr__(self) -> str:
        """Say of which figure this is."""
        return f"<MonitorAlert {self.id}: figure {self.figure_id}>"


class AlertAnswer(Base):
    """What somebody found who looked, and did about it."""

    __tablename__ = "alert_answer"
    __table_args__ = (
        UniqueConstraint("alert_id", name="alert_answer_once_an_alert"),
        CheckConstraint("note <> ''", name="alert_answer_says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("monitor_alert.id"))
    note: Mapped[str]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime] = mapped_column(Instant)

    alert: Mapped[MonitorAlert] = relationship(viewonly=True)
    answered_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which alert this answers."""
        return f"<AlertAnswer {self.id}: alert {self.alert_id}>"


def open_alerts(
    session: Session, agreement_id: int, period_id: int | None = None
) -> Sequence[MonitorAlert]:
    """List the alerts that nobody has answered: of an agreement, or of one period of it.

    An alert of a figure that was corrected meanwhile is no longer open; the figure in its
    place is looked at when it is verified.
    """
    query = _standing().where(Figure.agreement_id == agreement_id)
    if period_id is not None:
        query = query.where(Figure.period_id == period_id)
    return session.scalars(query).all()


def open_in(session: Session, agreement_ids: Iterable[int]) -> Sequence[MonitorAlert]:
    """List the alerts of some agreements that nobody has answered."""
    return session.scalars(_standing().where(Figure.agreement_id.in_([*agreement_ids]))).all()


def open_and_answered(
    session: Session, agreement_ids: Iterable[int]
) -> tuple[Sequence[MonitorAlert], Counter[int]]:
    """List the alerts of some agreements that nobody has answered; count the others by agreement."""
    later = another(Figure, "monitor_alert_later")
    rows = session.execute(
        _complete()
        .outerjoin(AlertAnswer, AlertAnswer.alert_id == MonitorAlert.id)
        .outerjoin(later, later.replaces_id == Figure.id)
        .add_columns(AlertAnswer.id, later.id)
        .where(Figure.agreement_id.in_([*agreement_ids]))
        .order_by(MonitorAlert.id)
    ).all()
    unanswered = [alert for alert, answer, corrected in rows if not (answer or corrected)]
    answered = Counter(alert.figure.agreement_id for alert, answer, _ in rows if answer)
    return unanswered, answered


def of_agreement(session: Session, agreement_id: int) -> Sequence[MonitorAlert]:
    """List every alert of an agreement, newest first, with its answer."""
    return session.scalars(
        _complete()
        .where(Figure.agreement_id == agreement_id)
        .options(joinedload(MonitorAlert.answer).joinedload(AlertAnswer.answered_by))
        .order_by(MonitorAlert.id.desc())
    ).all()


def _complete() -> Select[MonitorAlert]:
    figure = joinedload(MonitorAlert.figure)
    return (
        select(MonitorAlert)
        .join(Figure, Figure.id == MonitorAlert.figure_id)
        .options(figure.joinedload(Figure.period), figure.joinedload(Figure.measure))
    )


def _standing() -> Select[MonitorAlert]:
    later = another(Figure, "monitor_alert_later_2")
    return (
        _complete()
        .outerjoin(AlertAnswer, AlertAnswer.alert_id == MonitorAlert.id)
        .outerjoin(later, later.replaces_id == Figure.id)
        .where(AlertAnswer.id.is_(None), later.id.is_(None))
        .order_by(MonitorAlert.id)
    )
