"""The sheet of a settlement: its domains and measures as lines, each with its reason in words.

It is about the agreement as a whole and names nobody's payout, so that every
participant and every page may show it. What was scored of the pool, the lines
between and what was earned add up to the cent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from comanage.rules import needs
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides
from comanage.rules.measure import Status
from comanage.rules.numbers import to_cents
from comanage.rules.pool import Earning
from comanage.rules.scorecard import ScoredDomain
from comanage.rules.settled import Settlement
from comanage.rules.terms import Domain, Terms
from comanage.rules.trace import Scope
from comanage.statements import changes, steps
from comanage.statements.changes import ChangeLine
from comanage.statements.measure_line import MeasureLine, measure_line
from comanage.statements.missing_line import MissingLine, missing_line
from comanage.statements.steps import StepLine

BY_SCORE, AS_FUNDED, IN_ADVANCE = "By the score", "As it was funded", "Paid in advance"
OWED = "Owed"
NONE_WITHHELD: Mapping[str, str] = MappingProxyType({})
UNSCORED = {IN_ADVANCE: "Not paid in advance", AS_FUNDED: "Not funded"}


@dataclass(frozen=True)
class DomainLine:
    """One domain as printed: its dollars in cents, its measures, and its steps.

    Attributes:
        domain: Its terms.
        weight: Its share of the scorecard after missing figures moved any.
        raw: The share of its weight that it earned; None where it has none.
        possible: The most it could earn.
        earned: What it earned.
        measures: Its measures; with the change they add up to what it earned.
        steps: The steps of the trace that are about it.
        change: What its own rules changed, if anything.
    """

    domain: Domain
    weight: Fraction
    raw: Fraction | None
    possible: int
    earned: int
    measures: tuple[MeasureLine, ...]
    steps: tuple[StepLine, ...]
    change: ChangeLine | None = None

    @property
    def by_measures(self) -> int:
        """What its measures earned, before its own rules."""
        return self.earned - (self.change.cents if self.change else 0)

    @property
    def part(self) -> Fraction | None:
        """The share of its dollars that its measures earned, before its own rules."""
        if self.change is None or not self.possible:
            return self.raw
        return Fraction(self.by_measures, self.possible)


@dataclass(frozen=True)
class Sheet:
    """A settlement of an agreement with money, as printed lines.

    Attributes:
        possible: The pool, in cents; negative for a loss.
        scored: What was scored of it, before the lines between, in cents.
        scored_by: How: by the score, in advance, as it was funded, or owed as a loss.
        changes: The lines between what was scored and what was earned.
        earned: What was earned, in cents.
        score: The score of the scorecard.
        by_domain: True where the dollars are those of the domains.
        own_scores: True where each participant earns by its own score, so that what was
            earned is the sum of all of them.
        domains: Its domains, in print order.
        missing: What each missing figure cost.
        steps: Every step of the trace that is about no single participant.
    """

    possible: int
    scored: int
    scored_by: str
    changes: tuple[ChangeLine, ...]
    earned: int
    score: Fraction
    by_domain: bool
    own_scores: bool
    domains: tuple[DomainLine, ...]
    missing: tuple[MissingLine, ...]
    steps: tuple[StepLine, ...]

    @property
    def advance(self) -> bool:
        """Whether an advance is paid, for which nothing is scored."""
        return self.scored_by == IN_ADVANCE

    @property
    def unearned(self) -> int:
        """What stays with the hospital, in cents."""
        return self.possible - self.earned

    @property
    def part(self) -> Fraction | None:
        """The share of the pool that was earned; None without one, or for a loss."""
        return Fraction(self.earned, self.possible) if self.possible > 0 else None

    @property
    def scored_part(self) -> Fraction | None:
        """The share of the pool that was scored; None without one, or for a loss."""
        return Fraction(self.scored, self.possible) if self.possible > 0 else None

    @property
    def weight(self) -> Fraction:
        """The weight of all domains."""
        return sum((line.weight for line in self.domains), Fraction(0))

    @property
    def told(self) -> tuple[DomainLine, ...]:
        """The domains that have a line of the service line as a whole, in print order."""
        return tuple(
            line for line in self.domains if not all(one.of_groups for one in line.measures)
        )

    @property
    def weighed(self) -> tuple[DomainLine, ...]:
        """The domains that have a weight or dollars, in print order."""
        return tuple(line for line in self.domains if line.domain.weight or line.possible)

    @property
    def measures(self) -> tuple[MeasureLine, ...]:
        """Every measure, in print order."""
        return tuple(measure for domain in self.domains for measure in domain.measures)

    @property
    def way(self) -> tuple[tuple[str, int], ...]:
        """The way from the pool to what was earned: each step with what it gave or took."""
        found: list[tuple[str, int]] = []
        for line in self.weighed if self.by_domain else ():
            found.append((line.domain.name, line.by_measures - line.possible))
            found += [(line.change.name, line.change.cents)] if line.change else []
        if not self.by_domain and self.scored != self.possible:
            found.append((UNSCORED.get(self.scored_by, "Not earned"), self.scored - self.possible))
        return (*found, *((line.name, line.cents) for line in self.changes))


def sheet(
    terms: Terms, settlement: Settlement, *, withheld: Mapping[str, str] = NONE_WITHHELD
) -> Sheet:
    """Lay a settlement out as lines.

    Args:
        terms: The terms it was settled by.
        settlement: What was settled; where counts are left out, from figures without them, since
            its steps tell what they were made of.
        withheld: By the code of a measure, what stands where its counts were left out.
    """
    terms = terms.in_period(settlement.period)
    lines = steps.lines(terms, settlement)
    possible, earned = settlement.possible or 0, settlement.earned or 0
    between = changes.of_pool(terms, settlement.changes)
    by_domain = bool(settlement.amounts)
    domains = tuple(
        _domain(terms, settlement, scored, lines, withheld=withheld)
        for scored in settlement.scorecard.domains
    )
    advance = _is_advance(terms, settlement)
    return Sheet(
        possible=possible,
        scored=_scored(settlement, earned - sum(line.cents for line in between)),
        scored_by=_scored_by(terms, possible, advance=advance),
        changes=between,
        earned=earned,
        score=settlement.scorecard.total,
        by_domain=by_domain,
        own_scores=goes_by_own_scores(terms) and possible > 0 and not advance,
        domains=domains,
        missing=tuple(
            missing_line(line, in_dollars=by_domain)
            for domain in domains
            for line in domain.measures
            if line.scored.absent and line.paid and not advance
        ),
        steps=lines,
    )


def goes_by_own_scores(terms: Terms) -> bool:
    """Say whether the maximum is divided, so that each participant earns by its own score."""
    return (
        terms.allocation is not None and allocation_of(terms.allocation).divides is Divides.MAXIMUM
    )


def _is_advance(terms: Terms, settlement: Settlement) -> bool:
    period = terms.period(settlement.period)
    return period is not None and period.advance


def _scored(settlement: Settlement, otherwise: int) -> int:
    """Give what was scored of the pool, in cents, as the trace has it."""
    for step in settlement.steps:
        if (step.scope, step.result, step.participant) == (Scope.POOL, "by_score", ""):
            return otherwise if step.value is None else to_cents(step.value)
    return otherwise


def _scored_by(terms: Terms, possible: int, *, advance: bool) -> str:
    if advance:
        return IN_ADVANCE
    if possible < 0:
        return OWED
    return AS_FUNDED if terms.earned is Earning.AS_FUNDED else BY_SCORE


def _domain(
    terms: Terms,
    settlement: Settlement,
    scored: ScoredDomain,
    lines: tuple[StepLine, ...],
    *,
    withheld: Mapping[str, str],
) -> DomainLine:
    (domain,) = (one for one in terms.domains if one.code == scored.code)
    amount = settlement.amount(domain.code)
    return DomainLine(
        domain=domain,
        weight=scored.weight,
        raw=scored.raw,
        possible=amount.possible if amount else 0,
        earned=amount.earned if amount else 0,
        measures=measure_lines(terms, settlement, scored, lines, withheld=withheld),
        steps=steps.about(lines, Scope.DOMAIN, domain.code),
        change=changes.of_domain(domain, settlement.changes),
    )


def measure_lines(
    terms: Terms,
    settlement: Settlement,
    scored: ScoredDomain,
    lines: tuple[StepLine, ...],
    *,
    dollars: bool = True,
    withheld: Mapping[str, str] = NONE_WITHHELD,
) -> tuple[MeasureLine, ...]:
    """Lay out the measures of a scored domain.

    Args:
        terms: The terms.
        settlement: What was settled.
        scored: The domain.
        lines: The steps that may be shown with them.
        dollars: False where it is a participant's own scorecard, which has no dollars a line.
        withheld: By the code of a measure, what stands where its counts were left out.
    """
    (domain,) = (one for one in terms.domains if one.code == scored.code)
    apart = needs.by_participant(terms) if dollars else frozenset()
    found = []
    for measure, one in zip(domain.measures, scored.measures, strict=True):
        amount = settlement.amount(domain.code, measure.code) if dollars else None
        found.append(
            measure_line(
                measure,
                one,
                terms.share(domain, measure),
                paid=(settlement.possible or 0, amount) if amount else None,
                about=steps.about(lines, Scope.MEASURE, measure.code),
                withheld=withheld.get(measure.code, ""),
                apart=measure.status is Status.REPORTING and measure.code in apart,
            )
        )
    return tuple(found)
