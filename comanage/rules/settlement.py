"""Settlement: the fixed order of operations, from figures to what each participant is paid.

Scores are kept exact to the last step. Dollars are rounded once, for the pool
as a whole, and then divided in whole cents, so that every printed column adds
up to its total.
"""

from collections.abc import Sequence
from dataclasses import replace

from comanage.refusals import Faulty
from comanage.rules import by_agreement, by_participant, figure_faults, meaning
from comanage.rules.figures import Figure, by_measure, scored
from comanage.rules.settled import ENGINE, Settlement
from comanage.rules.terms import Settles, Terms


def settle(terms: Terms, figures: Sequence[Figure], period: str) -> Settlement:
    """Calculate one period from terms and figures alone.

    The order in which figures are given makes no difference.

    Raises:
        Faulty: The terms or the figures have faults; all of them are listed.
    """
    found = meaning.faults(terms)
    if not found:
        placed = [("", figure) for figure in figures if figure.period == period]
        found = figure_faults.faults(terms, placed) + figure_faults.missing(terms, figures, period)
    if found:
        raise Faulty(found)
    return calculated(terms, figures, period)


def calculated(terms: Terms, figures: Sequence[Figure], period: str) -> Settlement:
    """Calculate a period whose terms and figures are known to be without faults."""
    held = terms.in_period(period)
    when = next(each for each in held.periods if each.code == period)
    rows = by_measure(figures, period)
    if held.settles is Settles.PARTICIPANT:
        made = by_participant.settled(held, when, scored(held, figures, period), rows)
    else:
        made = by_agreement.settled(held, when, rows)
    return replace(made, engine=ENGINE)
