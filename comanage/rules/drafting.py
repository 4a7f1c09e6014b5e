"""Drafting: terms with one measure more, less or changed, all else as it was."""

from dataclasses import replace

from comanage.rules.measure import Measure
from comanage.rules.terms import Terms


def with_measure(terms: Terms, measure: Measure, *, domain: str, replaces: str = "") -> Terms:
    """Put a measure where the one it replaces stood, or at the end of its domain.

    Args:
        terms: The terms so far.
        measure: The measure as it is to be.
        domain: The code of the domain it belongs to.
        replaces: The code of the measure whose place it takes; empty for a new one.
    """
    domains = []
    for each in terms.domains:
        stays = each.code == domain and replaces in {one.code for one in each.measures}
        if stays:
            kept = tuple(measure if one.code == replaces else one for one in each.measures)
        else:
            kept = tuple(one for one in each.measures if one.code != replaces)
            kept += (measure,) if each.code == domain else ()
        domains.append(replace(each, measures=kept))
    return replace(terms, domains=tuple(domains))


def without_measure(terms: Terms, code: str) -> Terms:
    """Take a measure out."""
    domains = tuple(
        replace(each, measures=tuple(one for one in each.measures if one.code != code))
        for each in terms.domains
    )
    return replace(terms, domains=domains)
