"""Whether another version of a scorecard changes what is paid, or only how it is worded."""

from dataclasses import replace

from comanage.rules import canonical
from comanage.rules.terms import Terms


def changes_pay(before: Terms, after: Terms) -> bool:
    """Say whether one version pays otherwise than the one before; names and citations aside."""
    return canonical.text(_without_words(before)) != canonical.text(_without_words(after))


def _without_words(terms: Terms) -> Terms:
    domains = tuple(
        replace(
            domain,
            name="",
            measures=tuple(
                replace(
                    each,
                    name="",
                    definition="",
                    source="",
                    specification="",
                    evidence="",
                    clause="",
                )
                for each in domain.measures
            ),
        )
        for domain in terms.domains
    )
    participants = tuple(replace(each, name="") for each in terms.participants)
    return replace(
        terms, title="", domains=domains, participants=participants, examples=(), answers=()
    )
