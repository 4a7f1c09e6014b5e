"""Reach: the agreements that roles may come near to, with what decides how far each role goes there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import false, or_, select, true
from sqlalchemy.orm import Session, joinedload

from comanage.records.agreement import Agreement
from comanage.records.participant import Participant
from comanage.records.scorecard import Scorecard
from comanage.rules.scorecard_steps import BEING_MADE


@dataclass(frozen=True, slots=True)
class Near:
    """An agreement, and what decides over rights in it.

    Attributes:
        agreement: The agreement, with its service line.
        agreed: Whether a scorecard of it is more than a draft.
        group_ids: Those of the asked groups that take part in it.
    """

    agreement: Agreement
    agreed: bool
    group_ids: frozenset[int]


def near(
    session: Session,
    *,
    line_ids: Collection[int] | None,
    group_ids: Collection[int],
    agreement_id: int | None = None,
) -> Sequence[Near]:
    """List agreements by title, withdrawn ones among them, in one query.

    Args:
        session: A session to read with.
        line_ids: The service lines to look in; None for all.
        group_ids: The groups to look for, in whatever service line.
        agreement_id: The one agreement to look at; None for all of them.
    """
    groups = sorted(group_ids)
    takes_part = {
        group: select(Participant.id)
        .where(Participant.agreement_id == Agreement.id, Participant.group_id == group)
        .exists()
        for group in groups
    }
    within = true() if line_ids is None else Agreement.service_line_id.in_(sorted(line_ids))
    agreed = (
        select(Scorecard.id)
        .where(Scorecard.agreement_id == Agreement.id, Scorecard.state.not_in(BEING_MADE))
        .exists()
    )
    columns = [part.label(f"group_{at}") for at, part in enumerate(takes_part.values())]
    rows = session.execute(
        select(Agreement, agreed.label("agreed"), *columns)
        .options(joinedload(Agreement.service_line))
        .where(or_(false(), within, *takes_part.values()))
        .where(true() if agreement_id is None else Agreement.id == agreement_id)
        .order_by(Agreement.title, Agreement.id)
    ).all()
    return [
        Near(row[0], bool(row[1]), frozenset(g for g, there in zip(groups, row[2:], strict=True) if there))
        for row in rows
    ]  # fmt: skip
