"""Pooling: what the service line earned of its pool (steps 0 and 12 to 17 of the fixed order)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules import periods
from comanage.rules.applying import bounds, note_applied
from comanage.rules.conditions import View
from comanage.rules.funding import funding_of
from comanage.rules.funding.funding import Facts
from comanage.rules.gates import Applied, bounded, modified, passed
from comanage.rules.numbers import ONE, ZERO, dollars, money, to_cents
from comanage.rules.periods import Period
from comanage.rules.pool import PoolRules, Timing
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule, Scope, Trace

FUNDING, GATE, MODIFIER, BOUNDS, PRORATION, FMV = 0, 12, 13, 14, 15, 16
HALF_UP = "half up to the cent"


@dataclass(frozen=True, slots=True)
class Change:
    """A line between what was scored and what was earned, in whole cents.

    Attributes:
        order: Its place in the fixed order.
        domain: The domain that it is a line of; empty for the pool.
        cents: What it gave; negative for what it took.
        because: Why.
    """

    order: int
    domain: str
    cents: int
    because: str


@dataclass(frozen=True, slots=True)
class Pool:
    """The pool of a period.

    Attributes:
        amount: Exact dollars; negative where a loss is owed.
        step: The number of the step of it.
        in_force: The part of the period that is in force.
        room: What the cap of fair market value leaves, in dollars; None without one.
        in_force_words: That part in words: "318 of 365 days".
    """

    amount: Fraction
    step: int
    in_force: Fraction = ONE
    room: Fraction | None = None
    in_force_words: str = ""


@dataclass(frozen=True, slots=True)
class Pooled:
    """What became of a pool.

    Attributes:
        amount: What is left after steps 12 to 16, exact dollars.
        changes: The lines between, in order.
        most: The most that payouts may add up to, by the caps of steps 14 and 16; None: no cap.
        step: The number of the step of the last amount.
    """

    amount: Fraction
    changes: tuple[Change, ...]
    most: Fraction
    step: int


def fund(
    terms: Terms, values: Mapping[str, Fraction | None], period: Period, noted: tuple[str, Trace]
) -> Pool | None:
    """Find the pool of a period; None where there is no money, or a figure for it is missing."""
    whose, trace = noted
    if terms.funding is None:
        return None
    funding = funding_of(terms.funding)
    if any(values.get(code) is None for code in funding.needs(terms.funding)):
        return None
    to_date = terms.timing is Timing.TO_DATE and not period.advance
    count = periods.to_date(terms.periods, period) if to_date else 1
    funded = funding.fund(terms.funding, Facts(values, count))
    amount = funded.amount
    if period.advance and terms.advances is not None:
        amount = max(amount, ZERO) / terms.advances.times  # no loss is billed in advance
    about = (whose, Scope.POOL, terms.code)
    for found in funded.found:
        trace.note(FUNDING, about, (found.result, found.value), found.because, by=(Rule.METHOD, ()))
    step = trace.note(
        FUNDING,
        about,
        ("possible", dollars(to_cents(amount))),
        funded.because,
        rounding=(amount, HALF_UP),
        by=(Rule.METHOD, ()),
    )
    force = terms.in_force
    span = terms.span(period)
    part, words = ONE, ""
    if force is not None:
        between = (force.starts, force.ends, force.by)
        part, words = periods.part(span, *between), periods.part_in_words(span, *between)
    return Pool(amount, step, part, _room(terms, values, part), words)


def _room(terms: Terms, values: Mapping[str, Fraction | None], part: Fraction) -> Fraction | None:
    """Give what the fair market value cap leaves; None without a cap."""
    cap = terms.fmv_cap
    if cap is None:
        return None
    paid = sum((values.get(code) or ZERO for code in cap.counts), ZERO)
    paid += terms.base_fee if cap.counts_base_fee else ZERO
    return max(cap.amount * (part if cap.prorated else ONE) - paid, ZERO)


def pooled(
    terms: Terms,
    pool: Pool,
    scored: tuple[Fraction, int],
    seen: tuple[str, View],
    *,
    trace: Trace,
    plain: bool = False,
    closed: bool = False,
) -> Pooled:
    """Take steps 12 to 16 on an amount.

    Args:
        terms: The terms.
        pool: The pool.
        scored: The share of the pool that was scored, and the number of the step of its dollars.
        seen: Whose pool it is, and the numbers that conditions may look at.
        trace: Where the steps are noted.
        plain: True for an advance, which is paid before gates and modifiers can be known.
        closed: True where the scorecard is not scored, so that no floor lifts anything.
    """
    (share, step), (whose, view), rules = scored, seen, terms.pool
    if plain:
        rules = replace(rules, gates=(), modifiers=(), floor=None, least=None)
    line = _Line(share * pool.amount, step, (whose, Scope.POOL, terms.code), trace, [])
    kept = passed(rules.gates, view)
    _multiply(line, rules, (kept, modified(rules.modifiers, view, share)))
    floor = _highest(None if rules.floor is None else rules.floor * pool.amount, rules.least)
    cap = _cap(rules, pool)
    line.limit((None if closed or kept.closed else floor, cap), (BOUNDS, "by_bounds"))
    _prorate(line, pool)
    if pool.room is not None:
        line.limit((None, pool.room), (FMV, "by_fmv_cap"))
    return Pooled(line.amount, tuple(line.changes), most(terms, pool), line.step)


def maximum(
    terms: Terms, pool: Pool, score: Fraction, seen: tuple[str, View], *, trace: Trace
) -> Pooled:
    """Take steps 12, 13 and 15 on a pool that is itself divided among the participants.

    Args:
        terms: The terms.
        pool: The pool.
        score: The score of the service line, by which "only what earned all" is judged.
        seen: Whose pool it is, and the numbers that conditions may look at.
        trace: Where the steps are noted.
    """
    whose, view = seen
    line = _Line(pool.amount, pool.step, (whose, Scope.POOL, terms.code), trace, [])
    _multiply(
        line,
        terms.pool,
        (passed(terms.pool.gates, view), modified(terms.pool.modifiers, view, score)),
    )
    _prorate(line, pool)
    return Pooled(line.amount, tuple(line.changes), most(terms, pool), line.step)


def most(terms: Terms, pool: Pool) -> Fraction:
    """Give the most that payouts may add up to, by the caps of steps 14 and 16."""
    capped = _cap(terms.pool, pool) * pool.in_force
    return capped if pool.room is None else min(capped, pool.room)


def _cap(rules: PoolRules, pool: Pool) -> Fraction:
    share = rules.cap * pool.amount
    return share if rules.most is None else min(share, rules.most)


def _multiply(line: "_Line", rules: PoolRules, applied: tuple[Applied, Applied]) -> None:
    """Apply the gates of the pool, then its modifiers."""
    kept, times = applied
    if rules.gates:
        step = note_applied((GATE, "gate"), line.about, kept, line.trace)
        line.scale((kept.times, step), (GATE, "by_gate"), kept.because)
    if rules.modifiers:
        step = note_applied((MODIFIER, "modifier"), line.about, times, line.trace)
        line.scale((times.times, step), (MODIFIER, "by_modifier"), times.because)


def _prorate(line: "_Line", pool: Pool) -> None:
    words = f"in force for {pool.in_force_words} of the period"
    line.scale((pool.in_force, 0), (PRORATION, "by_proration"), words)


@dataclass(slots=True)
class _Line:
    """An amount on its way through steps 12 to 16, in exact dollars."""

    amount: Fraction
    step: int
    about: tuple[str, Scope, str]
    trace: Trace
    changes: list[Change]

    def scale(self, times: tuple[Fraction, int], named: tuple[int, str], because: str) -> None:
        """Multiply the amount so far, by a number and the step that it was noted in, if any."""
        by, step = times
        inputs = (self.step, step) if step else (self.step,)
        constants = () if step else (by,)
        self._become(self.amount * by, named, because, (Rule.SCALED, inputs, constants))

    def limit(
        self, limits: tuple[Fraction | None, Fraction | None], named: tuple[int, str]
    ) -> None:
        """Keep the amount so far within a floor and a cap."""
        floor, cap = limits
        after = bounded(self.amount, floor, cap, closed=False)
        if after > self.amount:
            because = f"raised to the floor of {money(to_cents(floor or ZERO))}"
        else:
            because = f"cut to the cap of {money(to_cents(cap or ZERO))}, and not carried over"
        self._become(after, named, because, (Rule.LIMITED, (self.step,), bounds(floor, cap)))

    def _become(
        self,
        after: Fraction,
        named: tuple[int, str],
        because: str,
        made: tuple[Rule, tuple[int, ...], tuple[Fraction, ...]],
    ) -> None:
        """Note a step that changes the amount: the difference of the rounded amounts."""
        (order, name), (rule, uses, constants) = named, made
        if after == self.amount:
            return
        cents = to_cents(after) - to_cents(self.amount)
        self.step = self.trace.note(
            order,
            self.about,
            (name, dollars(cents)),
            because,
            uses=uses,
            rounding=(after - self.amount, HALF_UP),
            by=(rule, constants),
        )
        self.amount = after
        self.changes.append(Change(order, "", cents, because))


def _highest(*floors: Fraction | None) -> Fraction | None:
    stated = [floor for floor in floors if floor is not None]
    return max(stated) if stated else None
