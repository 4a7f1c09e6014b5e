"""The sheet of a settlement: its domains and measures as lines, each with its reason in words.

It is about the agreement as a whole and names nobody's payout, so that every
participant and every page may show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.measure import Measure, Status
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Level
from comanage.rules.missing import CONSEQUENCE, MOVING, Missing
from comanage.rules.numbers import ZERO, dollars, money, percent, shown
from comanage.rules.scorecard import ScoredDomain
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.settled import Settlement
from comanage.rules.terms import Domain, Terms
from comanage.rules.trace import Scope
from comanage.statements import steps
from comanage.statements.steps import StepLine

MOVED = {
    Missing.REDISTRIBUTE_ALL: "to the measures that remain",
    Missing.REDISTRIBUTE_DOMAIN: "to what remains of its domain",
    Missing.REALLOCATE_NAMED: "to the alternate that the contract names",
}


@dataclass(frozen=True)
class LevelLine:
    """A level as printed: its name, the result to reach, the share it earns, and if it was."""

    name: str
    reach: str
    earns: str
    reached: bool


@dataclass(frozen=True)
class MeasureLine:
    """One measure as printed.

    Attributes:
        measure: Its terms.
        scored: What became of it.
        agreed: Its share of the scorecard by the contract, before missing figures moved any.
        levels: Its levels, easiest first.
        terms: What its method agreed to, in words.
        actual: The result with its unit; a dash where there is none.
        counts: "179 of 211" where counts were given.
        level: The hardest level reached, or what is short of the easiest.
        possible: The most it could earn, in cents.
        earned: What it earned, in cents.
        worked: How it came to its dollars, in one sentence or two.
        steps: The steps of the trace that are about it.
    """

    measure: Measure
    scored: ScoredMeasure
    agreed: Fraction
    levels: tuple[LevelLine, ...]
    terms: str
    actual: str
    counts: str
    level: str
    possible: int
    earned: int
    worked: str
    steps: tuple[StepLine, ...]

    @property
    def paid(self) -> bool:
        """Whether it is paid on at all."""
        return self.measure.status is not Status.REPORTING


@dataclass(frozen=True)
class DomainLine:
    """One domain as printed: its dollars in cents, its measures, and its steps."""

    domain: Domain
    weight: Fraction
    raw: Fraction | None
    possible: int
    earned: int
    measures: tuple[MeasureLine, ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class MissingLine:
    """What a missing figure cost, and by which rule.

    Attributes:
        name: The measure.
        reason: Why there is no figure.
        rule: What the contract says, in words.
        cost: What could not be earned because of it, in cents.
        sentence: The same as one sentence.
    """

    name: str
    reason: str
    rule: str
    cost: int
    sentence: str


@dataclass(frozen=True)
class Sheet:
    """A settlement of an agreement with money, as printed lines.

    Attributes:
        possible: The pool, in cents.
        earned: What was earned of it, in cents.
        score: The share of the pool that was earned.
        domains: Its domains, in print order.
        missing: What each missing figure cost.
        steps: Every step of the trace that is about no single participant.
    """

    possible: int
    earned: int
    score: Fraction
    domains: tuple[DomainLine, ...]
    missing: tuple[MissingLine, ...]
    steps: tuple[StepLine, ...]

    @property
    def unearned(self) -> int:
        """What stays with the hospital, in cents."""
        return self.possible - self.earned

    @property
    def measures(self) -> tuple[MeasureLine, ...]:
        """Every measure, in print order."""
        return tuple(measure for domain in self.domains for measure in domain.measures)


def sheet(terms: Terms, settlement: Settlement) -> Sheet:
    """Lay a settlement out as lines; the terms are those it was settled by."""
    lines = steps.lines(terms, settlement)
    scorecard = settlement.scorecard
    domains = tuple(_domain(terms, settlement, scored, lines) for scored in scorecard.domains)
    return Sheet(
        possible=settlement.possible or 0,
        earned=settlement.earned or 0,
        score=scorecard.total,
        domains=domains,
        missing=tuple(
            _missing(line)
            for domain in domains
            for line in domain.measures
            if line.scored.absent and line.paid
        ),
        steps=lines,
    )


def _domain(
    terms: Terms, settlement: Settlement, scored: ScoredDomain, lines: tuple[StepLine, ...]
) -> DomainLine:
    (domain,) = (one for one in terms.domains if one.code == scored.code)
    amount = settlement.amount(domain.code)
    measures = tuple(
        _measure(terms, settlement, domain, scored=one, lines=lines) for one in scored.measures
    )
    return DomainLine(
        domain=domain,
        weight=scored.weight,
        raw=scored.raw,
        possible=amount.possible if amount else 0,
        earned=amount.earned if amount else 0,
        measures=measures,
        steps=steps.about(lines, Scope.DOMAIN, domain.code),
    )


def _measure(
    terms: Terms,
    settlement: Settlement,
    domain: Domain,
    *,
    scored: ScoredMeasure,
    lines: tuple[StepLine, ...],
) -> MeasureLine:
    (measure,) = (one for one in domain.measures if one.code == scored.code)
    method = method_of(measure.method)
    levels = method.levels(measure.method)
    amount = settlement.amount(domain.code, measure.code)
    earned = amount.earned if amount else 0
    return MeasureLine(
        measure=measure,
        scored=scored,
        agreed=terms.share(domain, measure),
        levels=_levels(measure, levels, scored.level),
        terms=method.sentence(measure.method, measure.scale),
        actual="–" if scored.value is None else measure.scale.shown(scored.value),
        counts=_counts(scored),
        level=_level(scored, levels),
        possible=amount.possible if amount else 0,
        earned=earned,
        worked=_worked(measure, scored, (settlement.possible or 0, earned)),
        steps=steps.about(lines, Scope.MEASURE, measure.code),
    )


def _levels(measure: Measure, levels: Sequence[Level], hardest: str) -> tuple[LevelLine, ...]:
    names = [level.name for level in levels]
    count = names.index(hardest) + 1 if hardest in names else 0
    return tuple(
        LevelLine(
            level.name, measure.scale.shown(level.reach), percent(level.earns), reached=at < count
        )
        for at, level in enumerate(levels)
    )


def _counts(scored: ScoredMeasure) -> str:
    if scored.numerator is None or scored.denominator is None:
        return ""
    return f"{shown(scored.numerator)} of {shown(scored.denominator)}"


def _level(scored: ScoredMeasure, levels: Sequence[Level]) -> str:
    if scored.absent:
        return "No result"
    if not scored.level:
        return f"Below {levels[0].name}" if levels else "No level"
    return f"{scored.level[:1].upper()}{scored.level[1:]}"


def _worked(measure: Measure, scored: ScoredMeasure, amounts: tuple[int, int]) -> str:
    """Say how a measure came to its dollars; amounts are the pool and what it earned."""
    pool, earned = amounts
    reason = f"{scored.because[:1].upper()}{scored.because[1:]}."
    if measure.status is Status.REPORTING:
        return f"{reason} Reporting only: it is never paid on."
    if scored.factor is None:
        return reason
    product = f"{steps.share(scored.factor)} × {steps.share(scored.weight)} × {money(pool)}"
    exactly = scored.weighted * dollars(pool)
    if exactly == dollars(earned):
        return f"{reason} {product} = {money(earned)}."
    return f"{reason} {product} = ${steps.cut_short(exactly, 4)}, printed as {money(earned)}."


def _missing(line: MeasureLine) -> MissingLine:
    measure, agreed = line.measure, percent(line.agreed)
    by = line.scored.rule or Missing.FORFEIT
    rule = CONSEQUENCE[by]
    stays = line.scored.weight != ZERO
    lost = line.possible - line.earned
    if by in MOVING and not stays:
        moved = f"{agreed} of the scorecard went {MOVED[by]}"
        cost = f"{moved}; the rule itself cost nothing"
    elif by in MOVING:
        cost = f"nothing was left to take its weight, so {money(lost)} could not be earned"
    elif by is Missing.DEFER:
        cost = f"{money(lost)} waits for the result"
    elif line.scored.factor is not None:
        cost = f"{money(line.earned)} of {money(line.possible)} is earned"
    else:
        cost = f"{money(lost)} could not be earned"
    return MissingLine(
        name=measure.name,
        reason=line.scored.absent,
        rule=rule,
        cost=lost if stays else 0,
        sentence=f"By the contract {rule}: {cost}.",
    )
