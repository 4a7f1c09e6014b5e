"""Places: where a thing stands in a scorecard, in words for people and short for keys."""

from collections.abc import Iterator
from dataclasses import dataclass

from comanage.rules.gates import Ruled
from comanage.rules.measure import Measure
from comanage.rules.terms import Domain, Terms


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        words: As faults say it: "domain quality, measure SSI".
        key: The same, short and stable: "quality/SSI".
    """

    words: str
    key: str

    def within(self, name: str) -> "Place":
        """Name a part of what stands here.

        >>> Place("pool", "pool").within("cap")
        Place(words='pool, cap', key='pool/cap')
        """
        return Place(f"{self.words}, {name}", f"{self.key}/{name}")


WHOLE = Place("", "")
POOL, DIVISION = Place("pool", "pool"), Place("division", "division")


def of_domain(domain: Domain) -> Place:
    """Give the place of a domain."""
    return Place(f"domain {domain.code}", domain.code)


def of_measure(domain: Domain, measure: Measure) -> Place:
    """Give the place of a measure."""
    words = f"domain {domain.code}, measure {measure.code}"
    return Place(words, f"{domain.code}/{measure.code}")


def of_all(found: list[tuple[Domain, Measure]]) -> Place:
    """Give the one place of several measures: an answer for them is for no other ones."""
    return Place("measures", ",".join(of_measure(*each).key for each in found))


def listed(found: list[tuple[Domain, Measure]]) -> str:
    """Name several measures in a sentence."""
    return ", ".join(measure.name for _, measure in found)


def ruled(terms: Terms) -> Iterator[tuple[Place, Ruled]]:
    """Go through whatever has gates and modifiers, in the order in which they are applied."""
    for domain, measure in terms.measures():
        yield of_measure(domain, measure), measure
    for domain in terms.domains:
        yield of_domain(domain), domain
    yield POOL, terms.pool
    yield DIVISION, terms.division
