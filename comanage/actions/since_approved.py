"""Since the last approval: what a settlement says otherwise than the one that was approved before.

It is for whoever looks through a settlement before signing, and shows the service line's measures,
which all parties know. An approver finds what moved without laying two pages side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.actions import statement_course
from comanage.actions.results import Settled
from comanage.records import basis as bases
from comanage.records.settlement import Settlement
from comanage.rules.pool import Timing
from comanage.rules.projection import comparable
from comanage.statements.compared import MeasureChange, compared
from comanage.statements.sheet import Sheet, sheet


@dataclass(frozen=True)
class SinceApproved:
    """A settlement beside the one approved before it.

    Attributes:
        before: The settlement that was approved before.
        same_period: Whether it is of the same period, which the later one corrects.
        was: Its sheet.
        measures: Each measure, then and now.
        in_dollars: Whether both have dollars of each measure, and of one contract year where the
            year is settled to date.
        grows: Whether both say what was earned since the year began, so that the later one holds
            what the earlier one does.
        new_year: Whether they are of two contract years that are settled to date: what was earned
            is then not laid side by side.
        same_terms: Whether both are settled by one version of the scorecard.
    """

    before: Settlement
    same_period: bool
    was: Sheet
    measures: Sequence[MeasureChange]
    in_dollars: bool
    grows: bool
    new_year: bool
    same_terms: bool

    @property
    def moved(self) -> int:
        """How many measures reached another level."""
        return sum(one.moved for one in self.measures)


def of_settlement(session: Session, shown: Settled) -> SinceApproved | None:
    """Lay a settlement beside the approved one before it; None where there is none, or an advance.

    Args:
        session: A session to read with.
        shown: The settlement as its page shows it, to whoever may read it.
    """
    before = statement_course.before(session, shown.record)
    if before is None:
        return None
    was = sheet(bases.terms_of(before.scorecard), bases.settled(before))
    if was.advance or shown.sheet.advance:
        return None
    terms, code = bases.terms_of(shown.record.scorecard), shown.record.period.code
    alike = comparable(terms, before.period.code, code)
    same_period = before.period_id == shown.record.period_id
    return SinceApproved(
        before=before,
        same_period=same_period,
        was=was,
        measures=compared(was, shown.sheet),
        in_dollars=was.by_domain and shown.sheet.by_domain and alike,
        grows=terms.timing is Timing.TO_DATE and alike and not same_period,
        new_year=not alike,
        same_terms=before.scorecard_id == shown.record.scorecard_id,
    )
