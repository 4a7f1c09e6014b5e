"""Asked: the figures that a period asks for, of the service line and of each participant.

Some may be left out: of a measure that is only reported nobody waits. Others must be
there before a period can be settled: those that are paid on, with a value or a reason,
and those that money goes by (see needs.py), with a value.
"""

from collections.abc import Iterator, Sequence

from comanage.rules import needs
from comanage.rules.figures import Figure, is_made, is_paid, scored
from comanage.rules.funding import funding_of
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.periods import Period
from comanage.rules.terms import Settles, Terms

Asked = tuple[str, Measure]  # of whom, empty for the service line as a whole; and of what


def asked(terms: Terms, period: str) -> list[Asked]:
    """List every figure that may be given for a period: the service line's first, in print order.

    A measure that is made of others has no figure. In a period that pays an advance
    nothing is scored, so only what the money goes by is asked.
    """
    when = terms.period(period)
    advance = when is not None and when.advance
    found = []
    for participant in scored(terms, (), period):
        found += _of(terms, participant, advance=advance)
    if terms.settles is Settles.AGREEMENT:
        own = _of_each(terms, advance=advance)
        found += [
            (code, measure)
            for code in terms.codes()
            for _, measure in terms.measures()
            if measure.code in own and not is_made(measure)
        ]
    return found


def required(terms: Terms, figures: Sequence[Figure], period: Period) -> Iterator[Asked]:
    """Go through the figures that are paid on: each needs a value or a reason.

    Args:
        terms: The terms.
        figures: The figures, which say who takes part where anyone may.
        period: The period.
    """
    if period.advance:
        return
    scorecards = scored(terms, figures, period.code)
    if terms.settles is Settles.AGREEMENT and needs.scores_each(terms):
        scorecards = [*scorecards, *terms.codes()]
    for participant in scorecards:
        for _, measure in terms.measures():
            if is_paid(measure) and not is_made(measure):
                yield participant, measure


def needed(terms: Terms, figures: Sequence[Figure], period: Period) -> Iterator[Asked]:
    """Go through the figures that money goes by: each needs a value.

    Args:
        terms: The terms.
        figures: The figures, which say who takes part where anyone may.
        period: The period.
    """
    known = {measure.code: measure for _, measure in terms.measures()}
    whole = terms.settles is Settles.AGREEMENT
    everyone = scored(terms, figures, period.code)
    for participant in everyone:
        for code in needs.of_line(terms):
            if code in known:
                yield participant, known[code]
    for participant in terms.codes() if whole else everyone:
        for code in needs.of_parties(terms, advance=period.advance):
            if code in known:
                yield participant, known[code]


def _of(terms: Terms, participant: str, *, advance: bool) -> list[Asked]:
    """List what is asked of a scorecard: not what only the participants have."""
    line, apart = _line(terms), _apart(terms, advance=advance) - _line(terms)
    apart -= terms.looked_at() | _counted(terms) | _parts(terms)
    return [
        (participant, measure)
        for _, measure in terms.measures()
        if not is_made(measure)
        and (measure.code in line if advance else is_paid(measure) or measure.code not in apart)
    ]


def _of_each(terms: Terms, *, advance: bool) -> set[str]:
    """Collect the measures of which each participant gives figures of its own."""
    apart = _apart(terms, advance=advance)
    if advance or not needs.scores_each(terms):
        return apart
    kept = apart | terms.looked_at() | _counted(terms)
    money = {
        measure.code
        for _, measure in terms.measures()
        if measure.code in _line(terms) and not is_paid(measure)
    }
    return set(needs.by_participant(terms)) - (money - kept)


def _line(terms: Terms) -> set[str]:
    """Collect what the pool goes by: what it needs, and what it takes where there is a result."""
    return {*needs.of_line(terms), *_taken(terms)}


def _apart(terms: Terms, *, advance: bool) -> set[str]:
    """Collect what the division goes by: of each participant, and of nobody else."""
    looked = set() if advance else needs.read_of_parties(terms)
    return {*needs.of_parties(terms, advance=advance), *looked}


def _taken(terms: Terms) -> tuple[str, ...]:
    """List what a funding takes into account where there is a result."""
    return () if terms.funding is None else funding_of(terms.funding).takes(terms.funding)


def _parts(terms: Terms) -> set[str]:
    """Collect the measures that composites are made of."""
    every = (method_of(each.method).parts(each.method) for _, each in terms.measures())
    return {code for parts in every for part in parts for code in part.codes()}


def _counted(terms: Terms) -> set[str]:
    """Collect the measures that count the cases of others."""
    return {each.minimum.of for _, each in terms.measures() if each.minimum and each.minimum.of}
