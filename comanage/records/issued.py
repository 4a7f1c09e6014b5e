"""Issued statements: which stood on a day, and what each is held against."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage import clock
from comanage.records.document import Document
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod
from comanage.records.physician_group import PhysicianGroup
from comanage.records.settlement import Settlement
from comanage.records.statement import Statement


@dataclass(frozen=True, slots=True)
class Issued:
    """One statement as a list names it.

    Attributes:
        id: Its number.
        participant_id: Whose it is; None for that of the agreement as a whole.
        group_id: The group of that participant.
        group: The name of the group.
        period_id: The period that it is of.
        period: The code of the period.
        settlement: The number of its settlement within the period.
        at: When it was issued.
        sha256: The hash under which its file is kept.
    """

    id: int
    participant_id: int | None
    group_id: int | None
    group: str | None
    period_id: int
    period: str
    settlement: int
    at: datetime
    sha256: str

    @property
    def reader(self) -> str:
        """Whose statement it is, in words."""
        return self.group or "The agreement"

    @property
    def whose(self) -> tuple[int, int | None]:
        """What there is one standing statement of: a period, and a reader."""
        return self.period_id, self.participant_id


def issued(session: Session, agreement_id: int) -> Sequence[Issued]:
    """List the statements of an agreement, the latest period first, in one query and without the files."""
    rows = session.execute(
        select(
            Statement.id, Statement.participant_id, Participant.group_id, PhysicianGroup.name,
            Settlement.period_id, PerformancePeriod.code,
            Settlement.number, Statement.issued_at, Statement.document_sha256,
        )
        .outerjoin(Participant, Participant.id == Statement.participant_id)
        .outerjoin(PhysicianGroup, PhysicianGroup.id == Participant.group_id)
        .join(Settlement, Settlement.id == Statement.settlement_id)
        .join(PerformancePeriod, PerformancePeriod.id == Settlement.period_id)
        .where(Settlement.agreement_id == agreement_id)
        .order_by(PerformancePeriod.starts.desc(), Settlement.number.desc())
        .order_by(Statement.participant_id.is_not(None), Participant.code)
    )  # fmt: skip
    return [Issued(*row) for row in rows]


def known_on(found: Sequence[Issued], day: date) -> list[Issued]:
    """Keep, for each reader and period, the statement that was the last one issued by a day.

    Args:
        found: Statements, those of a later settlement of a period first.
        day: A day at the hospital; what was issued on it counts.
    """
    standing: dict[tuple[int, int | None], Issued] = {}
    for each in found:
        if clock.day(each.at) <= day:
            standing.setdefault(each.whose, each)
    return list(standing.values())


def followers(found: Sequence[Issued]) -> Mapping[int, Issued]:
    """Give, by the number of a statement, the one that was issued next in its place."""
    after: dict[int, Issued] = {}
    newer: dict[tuple[int, int | None], Issued] = {}
    for each in found:
        if each.whose in newer:
            after[each.id] = newer[each.whose]
        newer[each.whose] = each
    return after


def with_files(session: Session, statement_ids: Collection[int]) -> Mapping[int, Statement]:
    """Give statements by number, each with its file and with all that its settlement was made from."""
    rows = session.scalars(
        select(Statement)
        .options(
            joinedload(Statement.document).undefer(Document.content),
            joinedload(Statement.participant),
            joinedload(Statement.settlement).options(
                joinedload(Settlement.scorecard), joinedload(Settlement.period)
            ),
        )
        .where(Statement.id.in_(statement_ids))
    )
    return {row.id: row for row in rows}
