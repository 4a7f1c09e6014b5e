"""Terms: an agreement's scorecard as plain values, as the parties signed it.

The whole of it fits one document: periods, participants, the pool and how it
is divided, the domains, and each measure with its weight, its unit and the
method that scores it. What keeps such terms from meaning one thing is listed by
meaning.py; what is odd about them, by lint.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from comanage.rules.compliance import LegalBasis
from comanage.rules.gates import Gate, Modifier, Ruled, looked_at
from comanage.rules.measure import Measure
from comanage.rules.methods.method import Agreed
from comanage.rules.missing import Missing
from comanage.rules.numbers import ZERO
from comanage.rules.periods import Period, covered
from comanage.rules.pool import (
    ANY_RESTATEMENT,
    NO_DIVISION_RULES,
    NO_POOL_RULES,
    Advances,
    Division,
    Earning,
    FmvCap,
    InForce,
    PoolRules,
    RestatementRules,
    Timing,
)


class Settles(StrEnum):
    """What one scorecard stands for: the unit of settlement."""

    AGREEMENT = "agreement"  # one scorecard, divided among participants
    PARTICIPANT = "participant"  # one scorecard each, as in the public programmes


class WeightsOf(StrEnum):
    """What a measure's weight is a share of."""

    SCORECARD = "scorecard"  # the weights of a domain's measures add up to the domain's
    DOMAIN = "domain"  # the weights of a domain's measures add up to 100 %


@dataclass(frozen=True)
class Domain:
    """A part of the scorecard: its share of the whole, its measures, and what it must pass.

    Attributes:
        code: Its short name.
        name: Its name in print.
        weight: Its share of the scorecard; 0 where all its measures are reporting-only.
        measures: Its measures, in print order.
        fewest: The fewest paid measures that must be scored for the domain to be scored.
        unscored: What happens to its weight where fewer are: forfeit or redistribute_all.
        modifiers: What it earned is multiplied by.
        gates: What must hold before it earns.
        floor: The least it earns, as a share of its weight, unless a gate closed.
        cap: The most it earns, as a share of its weight.
    """

    code: str
    name: str
    weight: Fraction
    measures: tuple[Measure, ...] = ()
    fewest: int = 0
    unscored: Missing = Missing.REDISTRIBUTE_ALL
    modifiers: tuple[Modifier, ...] = ()
    gates: tuple[Gate, ...] = ()
    floor: Fraction | None = None
    cap: Fraction | None = None


@dataclass(frozen=True)
class Participant:
    """A group that takes part: its code in files, its name in print, its first and last day."""

    code: str
    name: str
    joins: date | None = None
    leaves: date | None = None


@dataclass(frozen=True)
class Reweighted:
    """Another weight of a domain or a measure in one period."""

    period: str
    code: str
    weight: Fraction


@dataclass(frozen=True)
class Given:
    """A figure of a worked example (see figures.Figure)."""

    measure: str
    participant: str = ""
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    baseline: Fraction | None = None
    absent: str = ""


@dataclass(frozen=True)
class Expected:
    """A result that a worked example must come to: as a line of `comanage settle --lines`.

    Attributes:
        scope: measure, domain, scorecard, pool or payout.
        code: Of what.
        result: Which result.
        value: Its value; None where it must be absent.
        participant: Whose; empty for the service line as a whole.
    """

    scope: str
    code: str
    result: str
    value: Fraction | None = None
    participant: str = ""


@dataclass(frozen=True)
class Example:
    """A worked example, as contracts carry in an annex: figures of a period and what they earn."""

    name: str
    period: str
    figures: tuple[Given, ...]
    expects: tuple[Expected, ...]


@dataclass(frozen=True)
class Answer:
    """A written answer to what lint found odd, by the person who stands by it.

    Attributes:
        caution: The key of the caution (see lint.Caution).
        answer: Why the terms are meant as they are.
        by: Who answered.
        on: When.
    """

    caution: str
    answer: str
    by: str
    on: date


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
        reweighted: Weights that differ in single periods.
        fewest_domains: The fewest domains that must be scored for the whole to be scored.
        out_of: The scale on which scores are also written, such as 100; None: as shares alone.
        participants: Who takes part.
        open_to_any: True for a programme that scores whoever sends figures.
        legal_basis: The exception or safe harbor that it is built on.
        bond_financed: True where the space is financed by tax-exempt bonds.
        base_fee: The fixed fee for a contract year, in dollars.
        funding: Where the pool comes from; None for a scorecard without money.
        earned: How much of the pool is earned.
        timing: What a settlement covers.
        pool: What is applied to the sum of the scorecard.
        in_force: When the agreement is in force, where that cuts a period.
        fmv_cap: The most that may be paid by the opinion of fair market value.
        allocation: How what was earned is divided; None without money.
        division: What is applied to each participant.
        advances: Payments before the result is known.
        restatement: When a corrected result changes what was paid.
        examples: The worked examples of the contract.
        answers: Written answers to what is odd about these terms.
    """

    format: ClassVar[str] = "comanage terms 1"
    code: str
    title: str
    periods: tuple[Period, ...]
    domains: tuple[Domain, ...]
    settles: Settles = Settles.AGREEMENT
    weights_of: WeightsOf = WeightsOf.SCORECARD
    reweighted: tuple[Reweighted, ...] = ()
    fewest_domains: int = 0
    out_of: Fraction | None = None
    participants: tuple[Participant, ...] = ()
    open_to_any: bool = False
    legal_basis: LegalBasis = LegalBasis.UNSTATED
    bond_financed: bool = False
    base_fee: Fraction = ZERO
    funding: Agreed | None = None
    earned: Earning = Earning.BY_SCORE
    timing: Timing = Timing.EACH_PERIOD
    pool: PoolRules = NO_POOL_RULES
    in_force: InForce | None = None
    fmv_cap: FmvCap | None = None
    allocation: Agreed | None = None
    division: Division = NO_DIVISION_RULES
    advances: Advances | None = None
    restatement: RestatementRules = ANY_RESTATEMENT
    examples: tuple[Example, ...] = ()
    answers: tuple[Answer, ...] = ()

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

    def names(self) -> dict[str, str]:
        """Give the participants' names by their codes, in the fixed order."""
        called = {each.code: each.name for each in self.participants}
        return {code: called[code] for code in self.codes()}

    def called(self, participant: str) -> str:
        """Name a participant; by its code where the terms do not list it."""
        return next(
            (each.name for each in self.participants if each.code == participant), participant
        )

    def figure(self, participant: str, measure: Measure) -> str:
        """Name a figure: its measure, and its participant where it is of one."""
        return f"{measure.name} of {self.called(participant)}" if participant else measure.name

    def share(self, domain: Domain, measure: Measure) -> Fraction:
        """Give a measure's share of the whole scorecard."""
        by_domain = self.weights_of is WeightsOf.DOMAIN
        return domain.weight * measure.weight if by_domain else measure.weight

    def looked_at(self) -> frozenset[str]:
        """Collect the measures that gates and modifiers of the scorecard and the pool look at."""
        ruled: tuple[Ruled, ...] = (
            self.pool,
            *self.domains,
            *(each for _, each in self.measures()),
        )
        found = set().union(*(looked_at(each) for each in ruled))
        return frozenset(found & {measure.code for _, measure in self.measures()})

    def span(self, period: Period) -> Period:
        """Give the time that the settlement of a period covers."""
        if self.timing is Timing.TO_DATE and not period.advance:
            return covered(self.periods, period)
        return period

    def in_period(self, period: str) -> "Terms":
        """Give the terms with the weights that hold in a period."""
        changed = {each.code: each.weight for each in self.reweighted if each.period == period}
        if not changed:
            return self
        domains = tuple(
            replace(
                domain,
                weight=changed.get(domain.code, domain.weight),
                measures=tuple(
                    replace(each, weight=changed.get(each.code, each.weight))
                    for each in domain.measures
                ),
            )
            for domain in self.domains
        )
        return replace(self, domains=domains)
