"""Shared savings: what was spent is set against a benchmark, and the difference is shared.

Savings count once they reach a minimum rate, so that chance alone earns
nothing. Quality scales the share. Holdbacks and caps follow in the order in
which the contract writes them. In a two-sided agreement a loss is shared too,
by the same minimum; it is a negative amount.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.funding.adjustments import (
    Adjustment,
    adjusted,
    adjustment_faults,
    adjustment_words,
)
from comanage.rules.funding.entries import each_once, not_a_share, shown_dollars, unnamed
from comanage.rules.funding.funding import Facts, Found, Funded, Funding
from comanage.rules.funding.minimum_rate import Band, band_faults, banded_rate, bands_in_words
from comanage.rules.funding.shared_losses import (
    Losses,
    loss_faults,
    loss_rate,
    losses_in_words,
    owed,
)
from comanage.rules.numbers import ONE, ZERO, percent, shown


class Begins(StrEnum):
    """Where sharing begins once the minimum rate is reached."""

    FIRST_DOLLAR = "first dollar"  # the whole difference is shared
    EXCESS = "excess only"  # only what goes beyond the minimum is shared


@dataclass(frozen=True)
class SharedSavings:
    """What is compared, when it counts, and how it is shared.

    Attributes:
        benchmark: The code of the measure that gives the benchmark in dollars.
        expenditure: The code of the measure that gives what was spent in dollars.
        rate: The share of savings before quality, 0 to 1.
        quality_of: The code of the measure that the share is multiplied with; empty for none.
        standard_of: The code of the measure that says whether the quality standard was met,
            1 or 0; unmet nothing is shared, and of a loss the most is owed. Empty for none.
        minimum: The minimum rate where it is fixed, 0 to 1.
        minimum_of: The code of the measure that gives the minimum rate.
        size_of: The code of the measure that gives the size by which it is read from `bands`.
        bands: The minimum rate by size, from the smallest size to the largest.
        begins: Where sharing begins once the minimum is reached.
        adjustments: Holdbacks and caps on shared savings, applied in this order.
        losses: How a loss is shared, in a two-sided agreement.
    """

    kind: ClassVar[str] = "shared savings"
    benchmark: str
    expenditure: str
    rate: Fraction
    quality_of: str = ""
    standard_of: str = ""
    minimum: Fraction = ZERO
    minimum_of: str = ""
    size_of: str = ""
    bands: tuple[Band, ...] = ()
    begins: Begins = Begins.FIRST_DOLLAR
    adjustments: tuple[Adjustment, ...] = ()
    losses: Losses | None = None


@dataclass(frozen=True, slots=True)
class _Compared:
    """A period's benchmark and savings, with the rates that decide, each with its reason."""

    benchmark: Fraction
    savings: Fraction
    minimum: tuple[Fraction, str]
    sharing: tuple[Fraction, str]

    @property
    def rate(self) -> Fraction:
        return self.savings / self.benchmark

    def found(self) -> tuple[Found, ...]:
        return (
            Found("savings", self.savings, "the benchmark, less what was spent"),
            Found("savings_rate", self.rate, "the savings, over the benchmark"),
            Found("minimum_rate", *self.minimum),
            Found("sharing_rate", *self.sharing),
        )


def fund(terms: SharedSavings, facts: Facts) -> Funded:
    """Share what was saved, or what was lost, once it reaches the minimum rate.

    >>> terms = SharedSavings("BENCHMARK", "SPENT", Fraction(1, 2), minimum=Fraction(1, 50))
    >>> fund(terms, Facts({"BENCHMARK": Fraction(1000), "SPENT": Fraction(900)})).amount
    Fraction(50, 1)
    """
    benchmark = facts.known(terms.benchmark)
    if benchmark <= 0:
        return Funded(ZERO, "there is no benchmark to compare with")
    savings = benchmark - facts.known(terms.expenditure)
    compared = _Compared(benchmark, savings, _minimum(terms, facts), _sharing_rate(terms, facts))
    too_little = _unshared(terms, compared)
    if too_little:
        nothing = Found("shared", ZERO, too_little)
        return Funded(ZERO, too_little, (*compared.found(), nothing))
    if savings < 0 and terms.losses is not None:
        return _lost(terms, terms.losses, compared, facts=facts)
    return _saved(terms, compared)


def faults(terms: SharedSavings) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = unnamed("benchmark", terms.benchmark, "the benchmark")
    found += unnamed("expenditure", terms.expenditure, "what was spent")
    found += not_a_share("rate", terms.rate, "The sharing rate")
    found += not_a_share("minimum", terms.minimum, "The minimum rate")
    if terms.rate == 0:
        found.append(Fault("rate", "The sharing rate must be more than 0%."))
    if sum(map(bool, (terms.minimum, terms.minimum_of, terms.size_of))) > 1:
        one = "Give the minimum rate once: fixed, by a measure, or by size."
        found.append(Fault("minimum", one))
    if bool(terms.size_of) != bool(terms.bands):
        both = "A minimum rate by size needs the measure of the size and the bands."
        found.append(Fault("bands", both))
    found += band_faults(terms.bands) + adjustment_faults(terms.adjustments)
    return found + loss_faults(terms.losses)


def sentence(terms: SharedSavings) -> str:
    """Put the terms in words."""
    words = f"{percent(terms.rate)} of what {terms.expenditure} is below {terms.benchmark}"
    parts = [words + (f", times the quality ({terms.quality_of})" if terms.quality_of else "")]
    if terms.standard_of:
        parts.append(f"nothing unless the quality standard ({terms.standard_of}) is met")
    if minimum := _minimum_words(terms):
        parts.append(f"once the savings are at least {minimum}, {_BEGINNING[terms.begins]}")
    parts += [adjustment_words(each) for each in terms.adjustments]
    if terms.losses is not None:
        parts.append(losses_in_words(terms.losses))
    return "; ".join(parts)


def needs(terms: SharedSavings) -> tuple[str, ...]:
    """Name the measures whose results it goes by."""
    codes = [terms.benchmark, terms.expenditure, terms.quality_of, terms.standard_of]
    codes += [terms.minimum_of, terms.size_of]
    return each_once(codes)


def takes(terms: SharedSavings) -> tuple[str, ...]:
    """Name what it takes into account where there is a result: the relief of a loss."""
    return each_once([terms.losses.relief_of if terms.losses else ""])


def _minimum(terms: SharedSavings, facts: Facts) -> tuple[Fraction, str]:
    if terms.minimum_of:
        return max(facts.known(terms.minimum_of), ZERO), f"by {terms.minimum_of}"
    if terms.size_of:
        size = facts.known(terms.size_of)
        return banded_rate(terms.bands, size), f"by the table, for a size of {shown(size)}"
    return terms.minimum, "by the contract"


def _met(terms: SharedSavings, facts: Facts) -> bool:
    return not terms.standard_of or facts.known(terms.standard_of) >= 1


def _sharing_rate(terms: SharedSavings, facts: Facts) -> tuple[Fraction, str]:
    if not _met(terms, facts):
        return ZERO, f"the quality standard, {terms.standard_of}, was not met"
    if not terms.quality_of:
        return terms.rate, "by the contract"
    quality = facts.known(terms.quality_of)
    words = f"{percent(terms.rate)} × quality of {percent(quality)}"
    return min(max(terms.rate * quality, ZERO), ONE), words


def _unshared(terms: SharedSavings, compared: _Compared) -> str:
    """Say why nothing is shared; empty where something is."""
    if compared.savings < 0 and terms.losses is None:
        more = shown_dollars(-compared.savings)
        return f"{more} more was spent than the benchmark, of which nothing is owed"
    if abs(compared.rate) < compared.minimum[0]:
        name = "savings" if compared.savings >= 0 else "losses"
        least = percent(compared.minimum[0])
        rate = percent(abs(compared.rate))
        return f"{name} of {rate} of the benchmark are below the minimum rate of {least}"
    return ""


def _counted(terms: SharedSavings, compared: _Compared) -> tuple[Fraction, str]:
    """Give the dollars, above nothing, that are shared of a saving or a loss."""
    name = "savings" if compared.savings >= 0 else "losses"
    counted, beyond = abs(compared.savings), ""
    if terms.begins is Begins.EXCESS:
        counted -= compared.minimum[0] * compared.benchmark
        beyond = " beyond the minimum"
    return counted, f"{name} of {shown_dollars(counted)}{beyond}"


def _saved(terms: SharedSavings, compared: _Compared) -> Funded:
    rate, why = compared.sharing
    counted, of = _counted(terms, compared)
    shared = rate * counted
    words = f"{percent(rate)} ({why}) of {of}"
    amount, said = adjusted(terms.adjustments, shared, compared.benchmark)
    return Funded(amount, words + said, (*compared.found(), Found("shared", shared, words)))


def _lost(terms: SharedSavings, losses: Losses, compared: _Compared, *, facts: Facts) -> Funded:
    rate, why = loss_rate(losses, compared.sharing[0], met=_met(terms, facts))
    counted, of = _counted(terms, compared)
    shared = rate * counted
    amount, said = owed(losses, shared, compared.benchmark, facts=facts)
    words = f"{percent(rate)} ({why}) of {of}"
    rates = (Found("loss_rate", rate, why), Found("shared", -shared, words))
    return Funded(-amount, f"{words}{said}, which is owed", (*compared.found(), *rates))


def _minimum_words(terms: SharedSavings) -> str:
    if terms.size_of:
        return f"a share of it by {terms.size_of} ({bands_in_words(terms.bands)})"
    if terms.minimum_of:
        return f"{terms.minimum_of} of it"
    return f"{percent(terms.minimum)} of it" if terms.minimum else ""


_BEGINNING = {
    Begins.FIRST_DOLLAR: "from the first dollar",
    Begins.EXCESS: "only what goes beyond",
}

SHARED_SAVINGS = Funding("Shared savings", SharedSavings, faults, fund, sentence, needs, takes)
