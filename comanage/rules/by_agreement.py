"""By agreement: one scorecard and one pool, divided among the participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules import needs, pooling, printed
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides, Party
from comanage.rules.applying import note_applied
from comanage.rules.conditions import View
from comanage.rules.division import divide, divide_by_rate, divide_maximum
from comanage.rules.figures import Figure
from comanage.rules.gates import passed
from comanage.rules.numbers import ZERO, dollars, money, percent, to_cents
from comanage.rules.payout import Among, Payout
from comanage.rules.periods import Period
from comanage.rules.pool import Earning
from comanage.rules.pooling import Change, Pool
from comanage.rules.printed import Amount
from comanage.rules.scorecard import Scored, score, waiting
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule, Scope, Trace

SUM, GATE, CENT, ALLOCATION = 11, 12, 17, 19  # places in trace.ORDER
HALF_UP = "half up to the cent"
OWN_SCORES = "each participant earns of its part of the maximum by its own score"

Rows = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class Made:
    """A pool with what was scored of it.

    Attributes:
        pool: The pool.
        scored: The scorecard.
        view: The numbers that conditions of the pool may look at.
        share: The share of the pool that was scored, funded or paid in advance (step 11).
        step: The number of the step of its dollars.
    """

    pool: Pool
    scored: Scored
    view: View
    share: Fraction
    step: int

    @property
    def amount(self) -> Fraction:
        """What was scored, in exact dollars."""
        return self.share * self.pool.amount


def settled(terms: Terms, when: Period, rows: Rows) -> Settlement:
    """Settle a period of an agreement.

    Args:
        terms: The terms with the weights of the period; without faults.
        when: The period.
        rows: The figures of the period by participant and measure; without faults.
    """
    trace, line = Trace(), rows.get("", {})
    pool = pooling.fund(terms, needs.values(terms, line), when, ("", trace))
    scored, view = score(terms, line, "", trace)
    if pool is None or terms.allocation is None:
        note_gates(terms, "", view, trace)
        return Settlement(when.code, (scored,), None, None, (), (), tuple(trace.steps))
    made = scored_amount(terms, when, (pool, scored, view), ("", trace))
    amounts: tuple[Amount, ...] = ()
    changes: tuple[Change, ...] = ()
    if terms.earned is Earning.BY_SCORE and pool.amount > 0 and not when.advance:
        amounts, changes = printed.amounts(scored, pool, (pool.step, made.step), trace)
    others, among = parties(terms, when, rows, trace)
    earned, more, payouts = _divided(terms, when, (made, among), trace)
    return Settlement(
        when.code, (scored, *others), to_cents(pool.amount), earned, amounts, payouts,
        tuple(trace.steps), changes=(*changes, *more),
    )  # fmt: skip


def scored_amount(
    terms: Terms, when: Period, made: tuple[Pool, Scored, View], noted: tuple[str, Trace]
) -> Made:
    """Take step 11 in dollars: the pool times the score, all of it, or the advance."""
    (pool, scored, view), (whose, trace) = made, noted
    about, uses = (whose, Scope.POOL, terms.code), [pool.step]
    if when.advance and terms.advances is not None:
        times, words = terms.advances.rate, f"{percent(terms.advances.rate)} of it in advance"
    elif terms.earned is Earning.AS_FUNDED or pool.amount < 0:
        times, words = Fraction(1), "all of it, as it was funded"
    else:
        times, words = scored.total, f"{percent(scored.total)} × {money(to_cents(pool.amount))}"
        uses.append(scored.step)
    amount = pool.amount * times
    constants = (times,) if len(uses) == 1 or scored.unscored else ()
    step = trace.note(
        SUM,
        about,
        ("by_score", dollars(to_cents(amount))),
        words,
        uses=uses,
        rounding=(amount, HALF_UP),
        by=(Rule.PRODUCT, constants),
    )
    return Made(pool, scored, view, times, step)


def _divided(
    terms: Terms, when: Period, what: tuple[Made, Among], trace: Trace
) -> tuple[int, tuple[Change, ...], tuple[Payout, ...]]:
    """Take steps 12 to 20: what was earned, the lines between, and what each is paid."""
    made, among = what
    if _by_own(terms, among) and made.pool.amount >= 0 and not when.advance:
        return _each_by_itself(terms, when, what, trace)
    earned, step, changes, most = earned_of(terms, when, made, ("", trace))
    _note_rest(terms, (made.pool, earned, step), made.scored, trace)
    whole = (earned, step, most)
    payouts = divide(terms, terms.span(when), whole, among, trace=trace, advance=when.advance)
    return earned, changes, payouts


def _each_by_itself(
    terms: Terms, when: Period, what: tuple[Made, Among], trace: Trace
) -> tuple[int, tuple[Change, ...], tuple[Payout, ...]]:
    """Let each participant earn by itself: of a maximum, or by a rate that the terms state."""
    made, among = what
    pool, span = made.pool, terms.span(when)
    whole = pooling.maximum(terms, pool, made.scored.total, ("", made.view), trace=trace)
    about = ("", Scope.POOL, terms.code)
    step = trace.note(
        CENT,
        about,
        ("maximum", dollars(to_cents(whole.amount))),
        _sum_words(pool.amount, whole.changes),
        uses=(whole.step,),
        rounding=(whole.amount, HALF_UP),
        by=(Rule.AMOUNT, ()),
    )
    if _divides_maximum(terms):
        line = ((made.scored.total, made.scored.step), among)
        payouts = divide_maximum(terms, span, (whole.amount, step, whole.most), line, trace=trace)
    else:
        times = whole.amount / pool.amount if pool.amount else ZERO
        payouts = divide_by_rate(terms, span, (times, whole.most), among, trace=trace)
    earned = sum(payout.earned for payout in payouts)
    step = trace.note(
        ALLOCATION,
        about,
        ("earned", dollars(earned)),
        "what all participants earned",
        uses=[payout.step for payout in payouts],
        by=(Rule.ADDED, ()),
    )
    _note_rest(terms, (pool, earned, step), made.scored, trace)
    change = Change(ALLOCATION, "", earned - to_cents(made.amount), OWN_SCORES)
    return earned, (change,) if change.cents else (), payouts


def _divides_maximum(terms: Terms) -> bool:
    return terms.allocation is not None and (
        allocation_of(terms.allocation).divides is Divides.MAXIMUM
    )


def _by_own(terms: Terms, among: Among) -> bool:
    """Say whether each participant earns by itself: of a maximum, or by a stated rate."""
    if terms.allocation is None:
        return False
    stated = allocation_of(terms.allocation).amounts(terms.allocation, among.parties)
    return _divides_maximum(terms) or stated is not None


def earned_of(
    terms: Terms, when: Period, made: Made, noted: tuple[str, Trace]
) -> tuple[int, int, tuple[Change, ...], Fraction]:
    """Take steps 12 to 17: what was earned in whole cents, its step, the lines between, the cap."""
    (whose, trace), about = noted, (noted[0], Scope.POOL, terms.code)
    exact, step = made.amount, made.step
    changes: tuple[Change, ...] = ()
    most = pooling.most(terms, made.pool)
    if made.amount >= 0:
        rules = (made.share, made.step), (whose, made.view)
        done = pooling.pooled(
            terms,
            made.pool,
            *rules,
            trace=trace,
            plain=when.advance,
            closed=bool(made.scored.unscored),
        )
        exact, step, changes, most = done.amount, done.step, done.changes, done.most
    earned = to_cents(exact)
    step = trace.note(
        CENT,
        about,
        ("earned", dollars(earned)),
        _sum_words(made.amount, changes),
        uses=(step,),
        rounding=(exact, HALF_UP),
        by=(Rule.AMOUNT, ()),
    )
    return earned, step, changes, most


def _sum_words(scored: Fraction, changes: Sequence[Change]) -> str:
    """Show the sum of what was scored and of the lines between."""
    lines = "".join(
        f" {'−' if change.cents < 0 else '+'} {money(abs(change.cents))}" for change in changes
    )
    return f"{money(to_cents(scored))}{lines}"


def note_gates(terms: Terms, whose: str, view: View, trace: Trace) -> None:
    """Note the gates of a scorecard without money."""
    if terms.pool.gates:
        kept = passed(terms.pool.gates, view)
        note_applied((GATE, "gate"), (whose, Scope.SCORECARD, terms.code), kept, trace)


def parties(terms: Terms, when: Period, rows: Rows, trace: Trace) -> tuple[Sequence[Scored], Among]:
    """Score each participant where the division goes by it, and gather what it goes by."""
    found, scorecards = [], []
    views: dict[str, View] = {}
    steps: dict[str, int] = {}
    for code in terms.codes():
        own, total = rows.get(code, {}), None
        views[code] = needs.view_of_party(terms, own)
        if needs.scores_each(terms) and not when.advance:
            scored, views[code] = score(terms, own, code, trace)
            scorecards.append(scored)
            total, steps[code] = scored.total, scored.step
        facts = needs.facts(terms, own, advance=when.advance)
        found.append(Party(code, facts, total))
    return scorecards, Among(found, views, steps)


def _note_rest(terms: Terms, earned: tuple[Pool, int, int], scored: Scored, trace: Trace) -> None:
    """Note what was not earned, and what of it waits for results."""
    pool, cents, step = earned
    about, possible = ("", Scope.POOL, terms.code), to_cents(pool.amount)
    words = f"{money(possible)} − {money(cents)}, which stays with the hospital"
    rest = ("unearned", dollars(possible - cents))
    trace.note(CENT, about, rest, words, uses=(pool.step, step), by=(Rule.DIFFERENCE, ()))
    later = waiting(scored)
    if later:
        exact = sum((measure.weight for measure in later), ZERO) * pool.amount
        names = ", ".join(measure.code for measure in later)
        trace.note(
            CENT,
            about,
            ("deferred", dollars(to_cents(exact))),
            f"of it, waits for {names}",
            rounding=(exact, HALF_UP),
        )
