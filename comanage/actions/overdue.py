"""Overdue: the figures that should be in and are not, and those that are due soon.

A figure is in once it is submitted; a draft or a returned one still waits for its owner.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage.records import basis, overview, scorecard, stewardship
from comanage.records.agreement import Agreement
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import Person
from comanage.records.scorecard import Scorecard
from comanage.rules.asked import asked
from comanage.rules.due import Call, Clock, call, days_late, due_on
from comanage.rules.signoff import FigureState
from comanage.rules.terms import Terms
from comanage.together import Together

WAITS = {
    None: "not entered",
    FigureState.DRAFT: "draft, not submitted",
    FigureState.RETURNED: "returned, not mended",
}


@dataclass(frozen=True, slots=True)
class DueFigure:
    """A figure that is not in, and due or nearly so.

    Attributes:
        agreement: Its agreement.
        period: The code of its period.
        measure: The name of its measure, with its participant where it has one.
        owner: Who is responsible; None where nobody is named.
        due: The day it is due.
        late: How many days ago that was; 0 where the day is still to come.
        call: Due soon, or overdue.
        waits: How far it is, in words.
    """

    agreement: Agreement
    period: str
    measure: str
    owner: Person | None
    due: date
    late: int
    call: Call
    waits: str


def due_figures(session: Session, agreements: Sequence[Agreement], today: date) -> list[DueFigure]:
    """List what is due soon or overdue in some agreements, the longest overdue first."""
    by_id = {agreement.id: agreement for agreement in agreements}
    each = Together(session)
    standing = each.part(stewardship.standing, session, by_id)
    clocks = each.part(stewardship.clocks, session, by_id)
    begun = each.part(overview.begun_periods, session, by_id, today)
    versions = each.part(scorecard.locked_of, session, by_id)
    owned = [row for row in standing.given.values() if row.lag_days is not None]
    wanted = {row.agreement_id for row in owned}
    periods = [period for period in begun.given if period.agreement_id in wanted]
    states = overview.figure_states(session, [period.id for period in periods]) if periods else {}
    found = []
    for period in periods:
        agreement, days = by_id[period.agreement_id], clocks.given.get(period.agreement_id, Clock())
        due = {
            row.measure.code: (row, day)
            for row in owned
            if row.agreement_id == agreement.id
            and (day := due_on(period.ends, row.lag_days, days))
            and call(day, today, days)
        }
        terms = _terms(versions.given, period) if due else None
        if terms is None:
            continue
        for code, name, waits in _waiting(terms, period, states.get(period.id, {})):
            if code in due:
                row, day = due[code]
                late = days_late(day, today)
                why = Call.OVERDUE if late else Call.SOON
                told = (agreement, period.code, name, row.owner, day, late, why, waits)
                found.append(DueFigure(*told))
    return sorted(found, key=lambda one: (one.due, one.agreement.title, one.period, one.measure))


def asked_in(
    session: Session, agreements: Sequence[Agreement], periods: Sequence[PerformancePeriod]
) -> Mapping[int, int]:
    """Count, by period, the figures that its locked terms ask for; without such terms, nothing."""
    versions = scorecard.locked_of(session, [agreement.id for agreement in agreements])
    terms = ((period, _terms(versions, period)) for period in periods)
    return {period.id: len(asked(each, period.code)) for period, each in terms if each}


def _terms(versions: Sequence[Scorecard], period: PerformancePeriod) -> Terms | None:
    """Find the newest locked terms that name a period."""
    for version in versions:
        if version.agreement_id == period.agreement_id:
            terms = basis.terms_of(version)
            if terms.period(period.code):
                return terms
    return None


def _waiting(
    terms: Terms, period: PerformancePeriod, states: overview.States
) -> Iterator[tuple[str, str, str]]:
    """Go through the figures asked for that are not in: the code, the name, how far it is."""
    for whose, measure in asked(terms, period.code):
        state = states.get((whose, measure.code))
        if state in WAITS:
            yield measure.code, terms.figure(whose, measure), WAITS[state]
