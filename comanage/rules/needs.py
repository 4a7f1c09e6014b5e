"""Needs: the figures that money goes by, beside those that are scored.

A funding names its savings or its dollars, a cap what was paid before, a
division each participant's hours. All of them are figures of reporting-only
measures, with their source and their verification like any other.
"""

from collections.abc import Mapping
from fractions import Fraction

from comanage.rules.allocations import allocation_of
from comanage.rules.conditions import View
from comanage.rules.figures import Figure, result
from comanage.rules.funding import funding_of
from comanage.rules.gates import looked_at
from comanage.rules.reading import count_cases, read, view_of
from comanage.rules.terms import Terms


def of_line(terms: Terms) -> tuple[str, ...]:
    """List the measures that the pool needs: of the service line, or of each who is settled."""
    funding = () if terms.funding is None else funding_of(terms.funding).needs(terms.funding)
    return (*funding, *(terms.fmv_cap.counts if terms.fmv_cap else ()))


def of_parties(terms: Terms, *, advance: bool = False) -> tuple[str, ...]:
    """List the measures that the division needs of each participant.

    Args:
        terms: The terms.
        advance: True for a period in which an advance is paid, against which nothing is set off.
    """
    needed: tuple[str, ...] = ()
    if terms.allocation is not None:
        needed = allocation_of(terms.allocation).needs(terms.allocation)
    return (*needed, terms.advances.paid) if terms.advances and not advance else needed


def scores_each(terms: Terms) -> bool:
    """Say whether the division goes by each participant's own score."""
    return terms.allocation is not None and allocation_of(terms.allocation).scores


def looked_at_of_parties(terms: Terms) -> frozenset[str]:
    """Collect the measures that the gates and modifiers of a participant look at."""
    return frozenset(looked_at(terms.division) & {each.code for _, each in terms.measures()})


def read_of_parties(terms: Terms) -> frozenset[str]:
    """Collect those measures and the ones that count their cases."""
    seen = looked_at_of_parties(terms)
    named = ((measure.code, measure.minimum) for _, measure in terms.measures())
    counts = {minimum.of for code, minimum in named if minimum and code in seen}
    return seen | (counts - {""})


def by_participant(terms: Terms) -> frozenset[str]:
    """Collect the measures of which each participant has figures of its own, beside the line's."""
    if scores_each(terms):
        return frozenset(measure.code for _, measure in terms.measures())
    return frozenset(of_parties(terms)) | read_of_parties(terms)


def values(terms: Terms, figures: Mapping[str, Figure]) -> dict[str, Fraction | None]:
    """Give the results that money goes by; a percentage as a share of 1."""
    taken = () if terms.funding is None else funding_of(terms.funding).takes(terms.funding)
    return _values(terms, figures, (*of_line(terms), *taken))


def facts(
    terms: Terms, figures: Mapping[str, Figure], *, advance: bool = False
) -> dict[str, Fraction | None]:
    """Give the results that a division goes by, of one participant."""
    return _values(terms, figures, of_parties(terms, advance=advance))


def view_of_party(terms: Terms, figures: Mapping[str, Figure]) -> View:
    """Show a participant's conditions its own results."""
    wanted = read_of_parties(terms)
    reads = {
        measure.code: read(domain, measure, figures.get(measure.code))
        for domain, measure in terms.measures()
        if measure.code in wanted
    }
    for each in reads.values():
        count_cases(each, reads)
    return view_of(reads, looked_at_of_parties(terms))


def _values(
    terms: Terms, figures: Mapping[str, Figure], codes: tuple[str, ...]
) -> dict[str, Fraction | None]:
    found: dict[str, Fraction | None] = {}
    for code in codes:
        measure, figure = terms.measure(code), figures.get(code)
        given = result(figure, measure) if figure and measure else None
        found[code] = (
            None if given is None or measure is None
            else measure.scale.share(measure.scale.at_precision(given))
        )  # fmt: skip
    return found
