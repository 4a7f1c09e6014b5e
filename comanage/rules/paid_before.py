"""Paid before: the periods whose payments a settlement takes off what was earned.

The figure that says what was paid before decides about money, and what was really paid
stands in the payments. So that the two can be held against each other, the terms alone say
of which periods the payments count.
"""

from comanage.rules.periods import Period, covered
from comanage.rules.pool import Timing
from comanage.rules.terms import Terms


def taken_off(terms: Terms, period: Period) -> tuple[str, ...]:
    """List the codes of the periods whose payments a period's settlement takes off, in order.

    A settlement of the year to date takes off everything paid for earlier periods of its
    contract year. Any other takes off the advances that no earlier one took off: each advance
    counts once, in the first settled period that ends on or after the day the advance begins.

    Args:
        terms: The terms of the settlement.
        period: The period that is settled; nothing is taken off an advance.
    """
    if terms.advances is None or period.advance:
        return ()
    if terms.timing is Timing.TO_DATE:
        since = covered(terms.periods, period).starts
        counts = [each for each in terms.periods if each.starts >= since]
    else:
        settled = (each for each in terms.periods if not each.advance)
        earlier = [each.ends for each in settled if each.starts < period.starts]
        advances = (each for each in terms.periods if each.advance)
        counts = [each for each in advances if not earlier or each.starts > max(earlier)]
    found = [each for each in counts if each != period and each.starts <= period.ends]
    return tuple(each.code for each in sorted(found, key=lambda each: each.starts))
