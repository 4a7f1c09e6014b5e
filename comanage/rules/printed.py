"""Printed: the dollars of each domain and measure in whole cents, so that every column adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.numbers import ZERO, dollars, money, percent, split, split_signed, to_cents
from comanage.rules.pooling import Change, Pool
from comanage.rules.scorecard import Scored, ScoredDomain
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.trace import Rule, Scope, Trace

TIMES_POOL, DOMAIN = 9, 10  # places in trace.ORDER
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
class _Line:
    """A domain or a measure with its shares, the steps of them, and the words for what it earned."""

    amount: tuple[str, str]
    weight: tuple[Fraction, int]
    weighted: tuple[Fraction, int]
    words: str


def amounts(
    scored: Scored, pool: Pool, steps: tuple[int, int], trace: Trace
) -> tuple[tuple[Amount, ...], tuple[Change, ...]]:
    """Divide the pool and what was scored of it among domains, then among their measures.

    What was earned is divided first. Where a possible amount has no whole cents of
    its own, its cent goes where it keeps the possible from falling below the earned.

    Args:
        scored: The scorecard.
        pool: Its pool.
        steps: The numbers of the steps of the pool and of what was scored of it.
        trace: Where the steps are noted.

    Returns:
        The amounts in print order, and the lines of domains whose own rules changed them.
    """
    exact, found, changes = pool.amount, [], []
    lines = [
        _Line(
            (domain.code, ""), (domain.weight, domain.steps[0]),
            (domain.weighted, domain.steps[1]), percent(domain.weighted),
        )
        for domain in scored.domains
    ]  # fmt: skip
    whole = (to_cents(exact), to_cents(exact * scored.total))
    noted = (scored.participant, trace)
    for domain, (amount, *made) in zip(
        scored.domains, _divided(lines, whole, (pool, steps), noted), strict=True
    ):
        found.append(amount)
        sums_to = (amount.earned, made[1])
        if domain.weighted != domain.summed:
            change, sums_to = _changed(domain, amount, (pool, made[1]), noted)
            changes.append(change)
        inner = [_of_measure(domain.code, measure) for measure in domain.measures]
        divided = _divided(
            inner, (amount.possible, sums_to[0]), (pool, (made[0], sums_to[1])), noted
        )
        found += [each for each, *_ in divided]
    return tuple(found), tuple(changes)


def _of_measure(domain: str, measure: ScoredMeasure) -> _Line:
    words = f"{percent(measure.factor or ZERO)} × {percent(measure.weight)}"
    return _Line(
        (domain, measure.code), (measure.weight, measure.steps[1]),
        (measure.weighted, measure.steps[2]), words,
    )  # fmt: skip


def _divided(
    lines: Sequence[_Line],
    whole: tuple[int, int],
    of: tuple[Pool, tuple[int, int]],
    noted: tuple[str, Trace],
) -> list[tuple[Amount, int, int]]:
    """Divide possible and earned cents among lines, and note both of each."""
    possible, earned = whole
    pool, (possible_step, earned_step) = of
    got = split_signed(earned, [line.weighted[0] for line in lines])
    shares = [(line.weight[0], line.weighted[0]) for line in lines]
    most = possible_cents(possible, shares, got)
    found = []
    for line, most_cents, cents in zip(lines, most, got, strict=True):
        amount = Amount(*line.amount, most_cents, cents)
        steps = _note(line, amount, (pool, (possible_step, earned_step)), noted)
        found.append((amount, *steps))
    return found


def possible_cents(
    possible: int, shares: Sequence[tuple[Fraction, Fraction]], earned: Sequence[int]
) -> list[int]:
    """Divide the possible cents among lines, so that rounding alone puts none above its possible.

    A line that earned more than its weight, by a modifier, asks nothing of the others.

    Args:
        possible: What could be earned, in whole cents.
        shares: The weight of each line, and what it earned of the scorecard.
        earned: What each line earned, in whole cents.
    """
    weights = [weight for weight, _ in shares]
    least = [
        cents if weighted <= weight else 0
        for (weight, weighted), cents in zip(shares, earned, strict=True)
    ]
    if min(least, default=0) < 0 or sum(least) > possible:
        return split_signed(possible, weights)
    return split(possible, weights, least=least)


def _note(
    line: _Line, amount: Amount, of: tuple[Pool, tuple[int, int]], noted: tuple[str, Trace]
) -> tuple[int, int]:
    """Note the possible and the earned dollars of a line; give the numbers of both steps."""
    (pool, (possible_step, earned_step)), (participant, trace) = of, noted
    scope = Scope.MEASURE if amount.measure else Scope.DOMAIN
    about = (participant, scope, amount.measure or amount.domain)
    whole = money(to_cents(pool.amount))
    (weight, weight_step), (weighted, weighted_step) = line.weight, line.weighted
    first = trace.note(
        TIMES_POOL,
        about,
        ("possible", dollars(amount.possible)),
        f"{percent(weight)} × {whole}",
        uses=(possible_step, weight_step),
        rounding=(weight * pool.amount, REMAINDER),
        by=(Rule.SPLIT, ()),
    )
    second = trace.note(
        TIMES_POOL,
        about,
        ("earned", dollars(amount.earned)),
        f"{line.words} × {whole}",
        uses=(earned_step, weighted_step),
        rounding=(weighted * pool.amount, REMAINDER),
        by=(Rule.SPLIT, ()),
    )
    return first, second


def _changed(
    domain: ScoredDomain, amount: Amount, of: tuple[Pool, int], noted: tuple[str, Trace]
) -> tuple[Change, tuple[int, int]]:
    """Note what a domain's own rules changed; give the line, and what its measures add up to."""
    (pool, earned_step), (participant, trace) = of, noted
    about = (participant, Scope.DOMAIN, domain.code)
    before = to_cents(domain.summed * pool.amount)
    summed = trace.note(
        DOMAIN,
        about,
        ("by_measures", dollars(before)),
        "what its measures earned",
        uses=(pool.step,),
        rounding=(domain.summed * pool.amount, "half up to the cent"),
        by=(Rule.PRODUCT, (domain.summed,)),
    )
    cents = amount.earned - before
    trace.note(
        DOMAIN,
        about,
        ("by_gate", dollars(cents)),
        domain.because,
        uses=(earned_step, summed),
        by=(Rule.DIFFERENCE, ()),
    )
    return Change(DOMAIN, domain.code, cents, domain.because), (before, summed)
