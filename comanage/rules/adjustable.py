"""Adjustable: the figures of a period that its money goes by, so that another one can be tried.

They are those that are paid on, and those that something paid goes by: gates and modifiers look
at them, a composite is made of them, a result needs their volume, or the pool or its division
goes by them. What was paid before is none of them.
"""

from comanage.rules import needs
from comanage.rules.asked import asked
from comanage.rules.figures import is_paid
from comanage.rules.funding import funding_of
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.terms import Terms


def adjustable(terms: Terms, period: str, participant: str = "") -> list[Measure]:
    """List the measures of a scorecard of which another figure could earn something else.

    Args:
        terms: The terms; without faults.
        period: The code of the period.
        participant: Whose figures; empty for the service line.
    """
    counts = _looked_at(terms) | (_of_party(terms) if participant else _of_line(terms))
    scored = not participant or needs.scores_each(terms)
    paid_before = {terms.advances.paid} if terms.advances else set()
    return [
        measure
        for whose, measure in asked(terms, period)
        if whose == participant
        and measure.code not in paid_before
        and (measure.code in counts or (scored and is_paid(measure)))
    ]


def _looked_at(terms: Terms) -> set[str]:
    """Collect what gates and modifiers look at, what composites are made of, and volumes."""
    found = set(terms.looked_at())
    for _, measure in terms.measures():
        for part in method_of(measure.method).parts(measure.method):
            found.update(part.codes())
        if measure.minimum is not None:
            found.add(measure.minimum.of)
    return found


def _of_line(terms: Terms) -> set[str]:
    """Collect what the pool goes by."""
    taken = () if terms.funding is None else funding_of(terms.funding).takes(terms.funding)
    return {*needs.of_line(terms), *taken}


def _of_party(terms: Terms) -> set[str]:
    """Collect what the division goes by."""
    return {*needs.of_parties(terms), *needs.read_of_parties(terms)}
