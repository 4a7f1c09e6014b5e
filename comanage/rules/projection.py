"""Projection: what is earned within a year that is settled to date, before the year is over.

Such a settlement covers the contract year up to its period, and the last one of the year
decides; what earlier ones say is projected.
"""

from comanage.rules.periods import Period, months_later
from comanage.rules.pool import Timing
from comanage.rules.terms import Terms

YEAR = 12  # months


def projected_from(terms: Terms, code: str) -> tuple[str, ...]:
    """Name the periods that a result within a year to date rests on, oldest first.

    Args:
        terms: The terms.
        code: The code of the period that is settled.

    Returns:
        The codes; empty where the period settles for itself, or is the last of its year.
    """
    period = terms.period(code)
    span = counted(terms, period) if period else None
    if period is None or span is None:
        return ()
    starts = span.starts
    over = months_later(starts, YEAR)
    year = sorted(
        (each for each in terms.periods if not each.advance and starts <= each.starts < over),
        key=lambda each: each.starts,
    )
    if year[-1].ends <= period.ends:
        return ()
    return tuple(each.code for each in year if each.starts <= period.starts)


def counted(terms: Terms, period: Period) -> Period | None:
    """Give the contract year so far that a period settles; None where it settles for itself."""
    if terms.timing is not Timing.TO_DATE or period.advance:
        return None
    return terms.span(period)


def comparable(terms: Terms, before: str, code: str) -> bool:
    """Say whether what two periods earned may be compared.

    Where the year is settled to date each says what was earned since the year began, so that
    only periods of one contract year are on the same footing.

    Args:
        terms: The terms.
        before: The code of the earlier period.
        code: The code of the later one.
    """
    if terms.timing is not Timing.TO_DATE:
        return True
    spans = [terms.span(each) for each in (terms.period(before), terms.period(code)) if each]
    return len({each.starts for each in spans}) == 1
