"""Corrected: what a settlement that takes the place of another one changed, for whoever reads it.

A leader sees of the groups the own one, and of the pool nothing where each group earns by a score
of its own.
"""

from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from comanage.actions import restating, statement_course
from comanage.actions.results import PayoutShown, ResultView
from comanage.records import participant as participants
from comanage.records import statement as statements
from comanage.records.settlement import Settlement
from comanage.rules.payout import Payout
from comanage.statements.amount_line import due
from comanage.together import read_ahead


@dataclass(frozen=True)
class CorrectedGroup:
    """What one group had by the settlement before, and has by the one that stands.

    Attributes:
        now: What it is paid by the one that stands, with its statement.
        was: What it was paid before; None where it had no part.
        was_statement: The id of its statement of before, once that is issued.
    """

    now: PayoutShown
    was: Payout | None
    was_statement: int | None

    @property
    def more(self) -> int:
        """How many cents more it is paid; below zero it owes them back."""
        return due(self.now.payout) - (due(self.was) if self.was else 0)


@dataclass(frozen=True)
class Corrected:
    """The settlement of a period that another one took the place of.

    Attributes:
        before: The settlement that stood before.
        earned: How many cents more were earned of the pool; None where that is not told.
        groups: What it means for the groups that are shown.
    """

    before: Settlement
    earned: int | None
    groups: tuple[CorrectedGroup, ...]


def of_result(session: Session, view: ResultView) -> Corrected | None:
    """Say what the settlement of a period corrects; None where it takes the place of none."""
    if view.shown is None or view.shown.record.number == 1:
        return None
    record = view.shown.record
    before = statement_course.corrected(session, record)
    if before is None:
        return None
    read_ahead(
        session,
        partial(statements.of_settlement, session, before.id),
        partial(restating.payouts_of, session, before),
    )
    codes = {one.id: one.code for one in participants.of_agreement(session, record.agreement_id)}
    issued = {
        codes[one.participant_id]: one.id
        for one in statements.of_settlement(session, before.id)
        if one.participant_id is not None
    }
    was = {one.participant: one for one in restating.payouts_of(session, before)}
    told = not (view.limited and view.shown.sheet.own_scores)
    return Corrected(
        before=before,
        earned=record.earned_cents - before.earned_cents if told else None,
        groups=tuple(
            CorrectedGroup(one, was.get(one.code), issued.get(one.code))
            for one in view.shown.payouts
        ),
    )
