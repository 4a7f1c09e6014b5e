"""Drafting: terms with one measure more, less or changed, all else as it was.

An answer to a caution was given to what the caution said. It is kept while the
caution says the same, and dropped with a change after which it says something else.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from comanage.rules.lint import lint
from comanage.rules.measure import Measure
from comanage.rules.terms import Answer, Terms


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


def with_answers(terms: Terms, answers: Mapping[str, str], *, by: str, on: date) -> Terms:
    """Write answers to cautions, each in the place of an earlier one to the same caution.

    Args:
        terms: The terms so far.
        answers: What is answered, by the key of the caution.
        by: Who answers.
        on: When.
    """
    kept = [each for each in terms.answers if each.caution not in answers]
    new = [Answer(key, answer, by, on) for key, answer in answers.items()]
    return replace(terms, answers=tuple(sorted([*kept, *new], key=lambda each: each.caution)))


def with_answers_that_stand(before: Terms, after: Terms) -> Terms:
    """Drop the answers to cautions that a change took away, or to which it gave other words."""
    if not after.answers:
        return after
    said = {caution.key: caution.sentence for caution in lint(before).cautions}
    says = {caution.key: caution.sentence for caution in lint(after).cautions}
    kept = tuple(
        each for each in after.answers
        if each.caution in says and said.get(each.caution) == says[each.caution]
    )  # fmt: skip
    return replace(after, answers=kept)
