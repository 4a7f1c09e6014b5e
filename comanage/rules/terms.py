"""Terms: an agreement's scorecard as plain values, as the parties signed it.

The whole of it fits one document: periods, participants, the pool and how it
is divided, the domains, and each measure with its weight, its unit and the
method that scores it. faults() lists everything that keeps such terms from
meaning one thing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.allocations import allocation_of
from comanage.rules.funding import funding_of
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Agreed
from comanage.rules.missing import Missing
from comanage.rules.numbers import MOST_CENTS, ONE, ZERO, dollars, money, percent
from comanage.rules.periods import Period, period_faults
from comanage.rules.units import Better, Scale, Unit

MOST_PLACES = 12


class Settles(StrEnum):
    """What one scorecard stands for: the unit of settlement."""

    AGREEMENT = "agreement"  # one scorecard, divided among participants
    PARTICIPANT = "participant"  # one scorecard each, as in the public programmes


class WeightsOf(StrEnum):
    """What a measure's weight is a share of."""

    SCORECARD = "scorecard"  # the weights of a domain's measures add up to the domain's
    DOMAIN = "domain"  # the weights of a domain's measures add up to 100 %


class Status(StrEnum):
    """Whether a measure is paid on (the codes of HL7 Da Vinci)."""

    CONTRACTUAL = "contractual"
    REPORTING = "reporting-only"


@dataclass(frozen=True)
class Measure:
    """What is measured, how its result reads, and how it is scored.

    Attributes:
        code: Its short name in files; letters, digits and hyphens.
        name: Its name for people.
        weight: Its share of the scorecard or of its domain (see Terms.weights_of);
            0 for a reporting-only measure.
        unit: What its results count in.
        better: Which way it improves.
        method: The terms of the method that scores it.
        precision: Places a result is rounded to before it is compared; None: as given.
        status: Whether it is paid on.
        missing: What happens to its weight without a figure.
        definition: Numerator and denominator in words.
        source: Where its figures come from.
        clause: Where the contract says so.
    """

    code: str
    name: str
    weight: Fraction
    unit: Unit
    better: Better
    method: Agreed
    precision: int | None = None
    status: Status = Status.CONTRACTUAL
    missing: Missing = Missing.FORFEIT
    definition: str = ""
    source: str = ""
    clause: str = ""

    @property
    def scale(self) -> Scale:
        """How the results of this measure read."""
        return Scale(self.unit, self.better, self.precision)


@dataclass(frozen=True)
class Domain:
    """A part of the scorecard: its share of the whole, and its measures."""

    code: str
    name: str
    weight: Fraction
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Participant:
    """A group that takes part, by the code used in files and the name used in print."""

    code: str
    name: str


@dataclass(frozen=True)
class Terms:
    """One scorecard, as signed.

    Attributes:
        code: Its short name.
        title: Its name in print.
        periods: The performance periods it is in force for.
        domains: Its domains, in the order they are printed.
        settles: What one scorecard stands for.
        weights_of: What a measure's weight is a share of.
        participants: Who takes part.
        open_to_any: True for a programme that scores whoever sends figures.
        base_fee: The fixed fee for a contract year, in dollars.
        funding: Where the pool comes from; None for a scorecard without money.
        allocation: How what was earned is divided; None without money.
    """

    format: ClassVar[str] = "comanage terms 1"
    code: str
    title: str
    periods: tuple[Period, ...]
    domains: tuple[Domain, ...]
    settles: Settles = Settles.AGREEMENT
    weights_of: WeightsOf = WeightsOf.SCORECARD
    participants: tuple[Participant, ...] = ()
    open_to_any: bool = False
    base_fee: Fraction = ZERO
    funding: Agreed | None = None
    allocation: Agreed | None = None

    def measures(self) -> Iterator[tuple[Domain, Measure]]:
        """Go through every measure with its domain, in print order."""
        for domain in self.domains:
            for measure in domain.measures:
                yield domain, measure

    def measure(self, code: str) -> Measure | None:
        """Find a measure by its code."""
        return next((measure for _, measure in self.measures() if measure.code == code), None)

    def period(self, code: str) -> Period | None:
        """Find a period by its code."""
        return next((period for period in self.periods if period.code == code), None)

    def codes(self) -> list[str]:
        """List the participants' codes in their fixed order, by which ties are decided."""
        return sorted(participant.code for participant in self.participants)

    def share(self, domain: Domain, measure: Measure) -> Fraction:
        """Give a measure's share of the whole scorecard."""
        by_domain = self.weights_of is WeightsOf.DOMAIN
        return domain.weight * measure.weight if by_domain else measure.weight


def faults(terms: Terms) -> list[Fault]:
    """List everything that keeps these terms from meaning one thing."""
    found = [] if terms.periods else [Fault("periods", "Name at least one performance period.")]
    found += period_faults(terms.periods)
    found += _doubles("participant", [entry.code for entry in terms.participants])
    found += _doubles("domain", [domain.code for domain in terms.domains])
    found += _doubles("measure", [measure.code for _, measure in terms.measures()])
    found += _weight_faults(terms)
    for domain, measure in terms.measures():
        place = f"domain {domain.code}, measure {measure.code}"
        found += [fault.within(place) for fault in measure_faults(measure)]
    return found + _money_faults(terms)


def measure_faults(measure: Measure) -> list[Fault]:
    """List what is wrong with one measure by itself; places are the names of its fields."""
    found = [
        Fault(place, f"Give the measure a {place}.")
        for place in ("code", "name")
        if not getattr(measure, place).strip()
    ]
    if measure.precision is not None and not 0 <= measure.precision <= MOST_PLACES:
        found.append(Fault("precision", f"Give 0 to {MOST_PLACES} places."))
    if not ZERO <= measure.weight <= ONE:
        found.append(Fault("weight", "The weight must lie between 0% and 100%."))
    if measure.status is Status.REPORTING and measure.weight != 0:
        found.append(Fault("weight", "A reporting-only measure has weight 0%."))
    if measure.status is Status.CONTRACTUAL and measure.weight == 0:
        found.append(Fault("weight", "Give a weight, or make the measure reporting-only."))
    method = method_of(measure.method)
    return found + [
        fault.within("method") for fault in method.faults(measure.method, measure.scale)
    ]


def _weight_faults(terms: Terms) -> list[Fault]:
    found = [
        Fault(f"domain {domain.code}, weight", "The weight must lie between 0% and 100%.")
        for domain in terms.domains
        if not ZERO <= domain.weight <= ONE
    ]
    total = sum((domain.weight for domain in terms.domains), ZERO)
    if total != ONE:
        found.append(
            Fault("domains", f"The weights of the domains add up to {percent(total)}, not to 100%.")
        )
    for domain in terms.domains:
        sums_to = sum((measure.weight for measure in domain.measures), ZERO)
        target = domain.weight if terms.weights_of is WeightsOf.SCORECARD else ONE
        if domain.weight == 0:
            target = ZERO
        if sums_to != target:
            words = f"add up to {percent(sums_to)}, not to {percent(target)}"
            found.append(Fault(f"domain {domain.code}", f"The weights of its measures {words}."))
    return found


def _money_faults(terms: Terms) -> list[Fault]:
    found = []
    if terms.base_fee < 0:
        found.append(Fault("base_fee", "The base fee must not be negative."))
    if terms.base_fee > dollars(MOST_CENTS):
        found.append(Fault("base_fee", f"The base fee must be at most {money(MOST_CENTS)}."))
    if (terms.funding is None) != (terms.allocation is None):
        found.append(
            Fault("allocation", "Say both where the pool comes from and how it is divided.")
        )
    if terms.funding is not None:
        found += [
            fault.within("funding") for fault in funding_of(terms.funding).faults(terms.funding)
        ]
        if terms.settles is Settles.PARTICIPANT:
            found.append(
                Fault("funding", "A pool needs one scorecard for the agreement as a whole.")
            )
    if terms.allocation is not None:
        allocation = allocation_of(terms.allocation)
        named = allocation.faults(terms.allocation, terms.codes())
        found += [fault.within("allocation") for fault in named]
        if not terms.participants:
            found.append(Fault("participants", "Name who the earned money is divided among."))
    return found


def _doubles(what: str, codes: Sequence[str]) -> list[Fault]:
    return [
        Fault(f"{what} {code}", f"Two {what}s have this code.")
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
