"""Settlement: the fixed order of operations, from figures to what each participant is paid.

Scores are kept exact to the last step. Dollars are rounded once, for the pool
as a whole, and then divided in whole cents, so that every printed column adds
up to its total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Faulty
from comanage.rules import figures as figure_rules
from comanage.rules import terms as term_rules
from comanage.rules.allocations import allocation_of
from comanage.rules.figures import Figure, by_measure
from comanage.rules.funding import funding_of
from comanage.rules.numbers import ZERO, dollars, money, percent, split, to_cents
from comanage.rules.scoring import Scored, ScoredDomain, ScoredMeasure, score
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope, Step, Trace

ENGINE = "1"  # counted up whenever the same input could give another result
FUNDING, TIMES_POOL, TO_THE_CENT, ALLOCATION = 0, 9, 17, 19  # places in trace.ORDER
HALF_UP = "half up to the cent"
REMAINDER = "whole cents by largest remainder"


@dataclass(frozen=True, slots=True)
class Amount:
    """Printed dollars of a domain or a measure, in whole cents.

    Attributes:
        domain: The code of the domain.
        measure: The code of the measure; empty for the domain as a whole.
        possible: The most that could be earned.
        earned: What was earned.
    """

    domain: str
    measure: str
    possible: int
    earned: int


@dataclass(frozen=True, slots=True)
class Payout:
    """What one participant is paid, in whole cents, and its share of what was earned."""

    participant: str
    share: Fraction
    payable: int


@dataclass(frozen=True)
class Settlement:
    """One period of an agreement, settled.

    Attributes:
        period: The code of the period.
        scorecards: One for the agreement, or one a participant.
        possible: The pool in whole cents; None for terms without money.
        earned: What was earned of it.
        amounts: The printed dollars of each domain and measure, in print order.
        payouts: What each participant is paid, by code.
        steps: How every number came about.
        engine: The version of the rules that calculated it.
    """

    format: ClassVar[str] = "comanage settlement 1"
    period: str
    scorecards: tuple[Scored, ...]
    possible: int | None
    earned: int | None
    amounts: tuple[Amount, ...]
    payouts: tuple[Payout, ...]
    steps: tuple[Step, ...]
    engine: str = ENGINE

    @property
    def scorecard(self) -> Scored:
        """The one scorecard of an agreement that settles as a whole."""
        (only,) = self.scorecards
        return only

    @property
    def unearned(self) -> int:
        """What stays with the hospital, in whole cents."""
        return (self.possible or 0) - (self.earned or 0)

    def amount(self, domain: str, measure: str = "") -> Amount | None:
        """Find the printed dollars of a measure, or of a domain as a whole."""
        wanted = (domain, measure)
        return next((one for one in self.amounts if (one.domain, one.measure) == wanted), None)

    def payout(self, participant: str) -> Payout | None:
        """Find what one participant is paid."""
        return next((one for one in self.payouts if one.participant == participant), None)


def settle(terms: Terms, figures: Sequence[Figure], period: str) -> Settlement:
    """Calculate one period from terms and figures alone.

    The order in which figures are given makes no difference.

    Raises:
        Faulty: The terms or the figures have faults; all of them are listed.
    """
    found = term_rules.faults(terms)
    if not found:
        placed = [("", figure) for figure in figures if figure.period == period]
        found = figure_rules.faults(terms, placed) + figure_rules.missing(terms, figures, period)
    if found:
        raise Faulty(found)
    return calculated(terms, figures, period)


def differences(one: Settlement, other: Settlement) -> list[str]:
    """List the results in which two settlements differ; their wording does not count."""
    first, second = _results(one), _results(other)
    return [
        f"{' '.join(part for part in key if part)}: {first.get(key)}, not {second.get(key)}"
        for key in first | second
        if key not in first or key not in second or first[key] != second[key]
    ]


def _results(settled: Settlement) -> dict[tuple[str, ...], object]:
    """Sort every result of a settlement by what it is: of its steps and of what is printed."""
    found: dict[tuple[str, ...], object] = {
        (step.participant, step.scope, step.code, step.result): step.value for step in settled.steps
    }
    for amount in settled.amounts:
        found["printed", amount.domain, amount.measure] = (amount.possible, amount.earned)
    for payout in settled.payouts:
        found["paid", payout.participant] = (payout.share, payout.payable)
    for scored in settled.scorecards:
        found["scored", scored.participant] = (scored.total, _factors(scored))
    found["settled", settled.period] = (settled.possible, settled.earned)
    return found


def _factors(scored: Scored) -> tuple[object, ...]:
    return tuple(
        (line.code, line.value, line.absent, line.factor, line.level, line.weight)
        for domain in scored.domains
        for line in domain.measures
    )


def calculated(terms: Terms, figures: Sequence[Figure], period: str) -> Settlement:
    """Calculate a period whose terms and figures are known to be without faults."""
    trace = Trace()
    pool = _pool(terms, trace)
    sorted_figures = by_measure(figures, period)
    scorecards = tuple(
        score(terms, sorted_figures.get(participant, {}), participant, trace)
        for participant in figure_rules.scored(terms, figures, period)
    )
    if pool is None:
        return Settlement(period, scorecards, None, None, (), (), tuple(trace.steps))
    amounts = _amounts(scorecards[0], pool, trace)
    possible, earned = to_cents(pool), to_cents(pool * scorecards[0].total)
    _note_pool(scorecards[0], (pool, possible, earned), trace)
    payouts = _payouts(terms, earned, trace)
    return Settlement(period, scorecards, possible, earned, amounts, payouts, tuple(trace.steps))


def _pool(terms: Terms, trace: Trace) -> Fraction | None:
    if terms.funding is None:
        return None
    funded = funding_of(terms.funding).fund(terms.funding)
    about = ("", Scope.POOL, terms.code)
    trace.note(FUNDING, about, ("possible", funded.amount), funded.because)
    return funded.amount


def _amounts(scored: Scored, pool: Fraction, trace: Trace) -> tuple[Amount, ...]:
    """Divide the pool and what was earned of it among domains, then among their measures.

    What was earned is divided first. Where a possible amount has no whole cents of
    its own, its cent goes where it keeps the possible from falling below the earned.
    """
    domains = scored.domains
    earned = split(to_cents(pool * scored.total), [domain.weighted for domain in domains])
    possible = split(to_cents(pool), [domain.weight for domain in domains], least=earned)
    found: list[Amount] = []
    for domain, most, sums_to in zip(domains, possible, earned, strict=True):
        found.append(Amount(domain.code, "", most, sums_to))
        found += _measure_amounts(domain, most, sums_to)
    for amount in found:
        _note_amount(scored, amount, pool, trace)
    return tuple(found)


def _measure_amounts(domain: ScoredDomain, most: int, sums_to: int) -> list[Amount]:
    measures = domain.measures
    earned = split(sums_to, [measure.weighted for measure in measures])
    possible = split(most, [measure.weight for measure in measures], least=earned)
    return [
        Amount(domain.code, measure.code, *cents)
        for measure, *cents in zip(measures, possible, earned, strict=True)
    ]


def _note_amount(scored: Scored, amount: Amount, pool: Fraction, trace: Trace) -> None:
    domain = next(one for one in scored.domains if one.code == amount.domain)
    line = next((one for one in domain.measures if one.code == amount.measure), None)
    scope = Scope.MEASURE if line else Scope.DOMAIN
    about = (scored.participant, scope, amount.measure or amount.domain)
    weight, weighted = (line or domain).weight, (line or domain).weighted
    weight_step, weighted_step = line.steps[1:] if line else domain.steps
    whole = money(to_cents(pool))
    for name, cents, share, step, words in (
        ("possible", amount.possible, weight, weight_step, percent(weight)),
        ("earned", amount.earned, weighted, weighted_step, _earned_words(line, weighted)),
    ):
        trace.note(
            TIMES_POOL, about, (name, dollars(cents)), f"{words} × {whole}",
            uses=(1, step), exact=share * pool, rounding=REMAINDER,
        )  # fmt: skip


def _earned_words(line: ScoredMeasure | None, weighted: Fraction) -> str:
    if line is None:
        return percent(weighted)
    return f"{percent(line.factor or ZERO)} × {percent(line.weight)}"


def _note_pool(scored: Scored, amounts: tuple[Fraction, int, int], trace: Trace) -> None:
    pool, possible, earned = amounts
    about = ("", Scope.POOL, trace.steps[0].code)
    words = f"{percent(scored.total)} × {money(possible)}"
    step = trace.note(
        TO_THE_CENT, about, ("earned", dollars(earned)), words,
        uses=(1, scored.step), exact=pool * scored.total, rounding=HALF_UP,
    )  # fmt: skip
    words = f"{money(possible)} − {money(earned)}, which stays with the hospital"
    unearned = ("unearned", dollars(possible - earned))
    trace.note(TO_THE_CENT, about, unearned, words, uses=(1, step))


def _payouts(terms: Terms, earned: int, trace: Trace) -> tuple[Payout, ...]:
    """Divide what was earned among the participants, ties to the first code."""
    if terms.allocation is None:
        return ()
    allocation, codes = allocation_of(terms.allocation), terms.codes()
    shares = allocation.shares(terms.allocation, codes)
    pool_step = len(trace.steps) - 1
    found = []
    for code, share, cents in zip(codes, shares, split(earned, shares), strict=True):
        about = (code, Scope.PAYOUT, code)
        why = allocation.because(terms.allocation, code)
        step = trace.note(ALLOCATION, about, ("share", share), why)
        trace.note(
            ALLOCATION, about, ("payable", dollars(cents)), f"{percent(share)} × {money(earned)}",
            uses=(pool_step, step), exact=share * dollars(earned), rounding=REMAINDER,
        )  # fmt: skip
        found.append(Payout(code, share, cents))
    return tuple(found)
