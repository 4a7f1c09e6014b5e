"""What stands: the settlement of a period that a person has seen, and whether it still holds."""

from sqlalchemy.orm import Session

from comanage.records import basis as bases
from comanage.records import settlement as settlements
from comanage.records.agreement import Agreement
from comanage.records.in_force import course_of
from comanage.records.performance_period import PerformancePeriod
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, NotFound
from comanage.rules.periods import in_words

REPLACED = "Settlement {} was replaced meanwhile. Load the page again and look at the newest one."
NONE_YET = "{} has not been calculated yet."
ENDED = "The agreement ended on {}, before {} began: there is nothing to settle."
MOVED_ON = "Figures changed after settlement {} was calculated. Calculate it again."


def seen(session: Session, agreement_id: int, period_code: str, number: int) -> Settlement:
    """Find the newest settlement of a period.

    Raises:
        NotFound: It was not calculated.
        Conflict: It is not the one that was seen.
    """
    period = bases.period_of(session, agreement_id, period_code)
    found = settlements.latest(session, period.id)
    if found is None:
        raise NotFound(NONE_YET.format(period.code))
    if found.number != number:
        raise Conflict(REPLACED.format(number))
    return found


def still_standing(session: Session, found: Settlement) -> None:
    """Check that a settlement is still made from the verified figures that stand.

    Raises:
        Conflict: Its figures or terms changed.
    """
    basis = bases.basis(session, found.period)
    used = {figure.id for figure in settlements.figures_of(session, found.id)}
    if used != {figure.id for figure in basis.figures} or basis.scorecard.id != found.scorecard_id:
        raise Conflict(MOVED_ON.format(found.number))


def begun_in_time(session: Session, period: PerformancePeriod) -> None:
    """Check that a period does not begin after the last day of its agreement.

    Raises:
        Conflict: It does.
    """
    last_day = course_of(session, session.get_one(Agreement, period.agreement_id)).last_day
    if period.starts > last_day:
        raise Conflict(ENDED.format(in_words(last_day), period.code))


def told(found: Settlement) -> dict[str, object]:
    """Put a settlement as the audit log keeps it."""
    return {
        "number": found.number,
        "state": found.state,
        "possible_cents": found.possible_cents,
        "earned_cents": found.earned_cents,
    }
