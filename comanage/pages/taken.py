"""A measure taken from the library into a draft: what its form shows at first, and what it says beside.

Nothing of it is hidden: where its levels come from, the least volume it brings along,
and what watches over it stand on the page before it is saved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comanage.library import collection
from comanage.library.measure import LibraryMeasure, agreed
from comanage.pages.measure_form import start
from comanage.rules.measure import Measure
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import shown
from comanage.rules.terms import Domain, Terms


@dataclass(frozen=True, slots=True)
class Taken:
    """A measure of the library, on its way into a draft.

    Attributes:
        found: The measure of the library.
        measure: What it becomes; what no form asks for is kept from it.
        domain: The domain it is put into.
        held: The draft.
    """

    found: LibraryMeasure
    measure: Measure
    domain: Domain | None
    held: Terms

    @property
    def method(self) -> Agreed | None:
        """The method with its usual numbers; None where the contract must give all of them."""
        return self.found.method

    def start(self) -> Mapping[str, object]:
        """Give what the form shows at first: everything but the weight."""
        return {**start(self.measure, self.domain), "weight": None}

    def sentences(self) -> Iterator[str]:
        """Say what stands behind the form, as far as the form cannot show it."""
        found, levels = self.found, self.found.levels
        if levels is not None:
            told = levels.words or "Give the numbers that the parties agree on."
            yield f"Levels: {levels.origin_words}." if levels.method else f"Levels: {told}"
            if levels.method and levels.words:
                yield levels.words
        least = found.least_volume
        if least is not None:
            counts = f"It counts from {shown(least.cases)} {least.counted} on"
            brought = (
                "saved with it" if self.measure.minimum else "to be seen to by whoever enters it"
            )
            yield f"{counts} ({least.origin_words}): {brought}."
        absent = [code for code in found.balances if self.held.measure(code) is None]
        if absent:
            names = ", ".join(collection.measure(code).name for code in absent)
            yield f"These watch over it and are not on this scorecard yet: {names}."
        if found.conditions:
            yield found.conditions
        yield from found.notes


def taken(code: str, domain: str, held: Terms) -> Taken | None:
    """Begin a measure of a draft with one of the library; None where none is named.

    Args:
        code: The code of the measure of the library, or nothing.
        domain: The domain that was asked for; else it goes where it usually stands.
        held: The draft.

    Raises:
        NotFound: The library has no such measure.
    """
    if not code:
        return None
    found = collection.measure(code)
    measure = agreed(found, beside={each.code for _, each in held.measures()})
    wanted = domain or found.domain.value
    into = next((each for each in held.domains if each.code == wanted), None)
    return Taken(found, measure, into, held)
