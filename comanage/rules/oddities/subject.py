"""Subject: a scorecard as lint looks at it, with what its rules look up more than once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from comanage.rules.figures import Figure, is_paid
from comanage.rules.meaning import measure_faults
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.oddities.probing import Payouts, payouts
from comanage.rules.places import Place, of_measure
from comanage.rules.terms import Domain, Terms


@dataclass(frozen=True)
class Subject:
    """A scorecard, and the figures that are known of it.

    Attributes:
        terms: The terms.
        figures: Figures of its worked examples, and others that are at hand.
    """

    terms: Terms
    figures: tuple[Figure, ...] = ()

    @cached_property
    def paid(self) -> list[tuple[Domain, Measure]]:
        """The measures that are paid on, alternates included."""
        return [(domain, each) for domain, each in self.terms.measures() if is_paid(each)]

    @cached_property
    def shares(self) -> Mapping[str, list[Fraction]]:
        """Each measure's share of the scorecard, once for each weight that it has in a period."""
        found: dict[str, list[Fraction]] = {}
        periods = ["", *dict.fromkeys(each.period for each in self.terms.reweighted)]
        for period in periods:
            held = self.terms.in_period(period)
            for domain, measure in held.measures():
                found.setdefault(measure.code, []).append(held.share(domain, measure))
        return found

    @cached_property
    def payouts(self) -> Mapping[str, tuple[Payouts, ...]]:
        """What results of each sound paid measure would earn, by its code."""
        return {measure.code: payouts(measure) for _, measure in self.sound()}

    def sound(self) -> Iterator[tuple[Place, Measure]]:
        """Go through the paid measures that can be calculated with, each with its place."""
        for domain, measure in self.paid:
            if not measure_faults(measure) and method_of(measure.method).scores:
                yield of_measure(domain, measure), measure
