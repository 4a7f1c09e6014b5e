"""Division: what each participant earns of a sum (steps 18 and 19 of the fixed order)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from comanage.rules import periods
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Allocation
from comanage.rules.applying import bounds, note_applied
from comanage.rules.conditions import View
from comanage.rules.gates import passed
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import ONE, ZERO, dollars, money, percent, split_signed, to_cents
from comanage.rules.payout import EARNED, HALF_UP, REMAINDER, Among, How, Part, Payout, paid
from comanage.rules.periods import Period
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule, Trace

GATES, ALLOCATION = 18, 19  # places in trace.ORDER


def divide(
    terms: Terms,
    period: Period,
    whole: tuple[int, int, Fraction],
    among: Among,
    *,
    trace: Trace,
    advance: bool = False,
) -> tuple[Payout, ...]:
    """Divide what was earned among the participants.

    Args:
        terms: The terms; with an allocation.
        period: The period that is settled.
        whole: What was earned in whole cents, the number of its step, and the most dollars that
            all payouts may add up to.
        among: Whom it is divided among.
        trace: Where the steps are noted.
        advance: True for an advance, which is paid before gates can be known.
    """
    cents, step, most = whole
    how = How(owed=cents < 0, advance=advance)
    parts = _shares(terms, period, among, trace, how=how)
    for part, amount in zip(parts, split_signed(cents, _with_rest(parts)), strict=False):
        part.cents = amount
        part.step = trace.note(
            ALLOCATION,
            part.about,
            ("earned", dollars(amount)),
            f"{percent(part.share)} × {money(cents)}",
            uses=(step, part.step),
            rounding=(part.share * dollars(cents), REMAINDER),
            by=(Rule.SPLIT, ()),
        )
    return paid(terms, parts, (among, most), trace, how=how)


def divide_by_rate(
    terms: Terms, period: Period, whole: tuple[Fraction, Fraction], among: Among, *, trace: Trace
) -> tuple[Payout, ...]:
    """Pay each participant by the rate that the terms state, instead of dividing a sum.

    Args:
        terms: The terms; with an allocation that states a rate.
        period: The period that is settled.
        whole: What the pool's gates, modifiers and part of the period leave of each dollar, and
            the most dollars that all payouts may add up to.
        among: The participants.
        trace: Where the steps are noted.
    """
    times, most = whole
    allocation, agreed = _allocation(terms)
    stated = allocation.amounts(agreed, among.parties) or []
    parts = _shares(terms, period, among, trace)
    for part, amount in zip(parts, stated, strict=True):
        exact = amount * times * part.kept
        part.cents = to_cents(exact)
        left = (
            "" if times * part.kept == ONE else f", of which {percent(times * part.kept)} is left"
        )
        part.step = trace.note(
            ALLOCATION,
            part.about,
            ("earned", dollars(part.cents)),
            f"{money(to_cents(amount))} by the rate that the terms state{left}",
            uses=(part.step,),
            rounding=(exact, HALF_UP),
            by=(Rule.METHOD, ()),
        )
    return paid(terms, parts, (among, most), trace)


def divide_maximum(
    terms: Terms,
    period: Period,
    whole: tuple[Fraction, int, Fraction],
    scores: tuple[tuple[Fraction, int], Among],
    *,
    trace: Trace,
) -> tuple[Payout, ...]:
    """Divide a maximum among the participants; each earns of its part by its own score.

    Args:
        terms: The terms; with an allocation that divides the maximum.
        period: The period that is settled.
        whole: The maximum in exact dollars, its step, and the most that payouts may add up to.
        scores: The score of the service line with its step, and the participants with their own.
        trace: Where the steps are noted.
    """
    (exact, step, most), ((line, line_step), among) = whole, scores
    parts = _shares(terms, period, among, trace)
    allocation, agreed = _allocation(terms)
    own = allocation.own(agreed)
    for part, cents in zip(parts, split_signed(to_cents(exact), _with_rest(parts)), strict=False):
        part.maximum, score = cents, part.party.score or ZERO
        max_step = trace.note(
            ALLOCATION,
            part.about,
            ("maximum", dollars(cents)),
            f"{percent(part.share)} of it",
            uses=(step, part.step),
            rounding=(part.share * exact, REMAINDER),
            by=(Rule.SPLIT, ()),
        )
        earned = (own * score + (ONE - own) * line) * dollars(cents)
        part.cents = to_cents(earned)
        part.step = trace.note(
            ALLOCATION,
            part.about,
            ("earned", dollars(part.cents)),
            f"{money(cents)} × {_score_words(own, score, line)}",
            uses=(max_step, among.total_steps[part.party.code], line_step),
            rounding=(earned, HALF_UP),
            by=(Rule.BLENDED, (own, ONE - own)),
        )
    return paid(terms, parts, (among, most), trace)


def pay_own(
    terms: Terms,
    period: Period,
    earned: tuple[Mapping[str, int], Mapping[str, Fraction]],
    among: Among,
    *,
    trace: Trace,
) -> tuple[Payout, ...]:
    """Pay each participant what it earned of its own pool.

    Args:
        terms: The terms; without an allocation.
        period: The period that is settled.
        earned: What each earned in whole cents, and the most that each may be paid in dollars.
        among: The participants, with the step of what each earned in place of its score.
        trace: Where the steps are noted.
    """
    own, most = earned
    found: list[Payout] = []
    for party in among.parties:
        part = Part(party, ONE, ONE, "of its own pool", step=among.total_steps[party.code])
        how = How(owed=own[party.code] < 0, advance=period.advance)
        _reduce(terms, period, (part, among.views[party.code]), trace, how=how)
        part.share = part.kept
        share = trace.note(ALLOCATION, part.about, ("share", part.share), part.because)
        exact = dollars(own[party.code]) * part.share
        part.cents = to_cents(exact)
        part.step = trace.note(
            ALLOCATION,
            part.about,
            ("earned", dollars(part.cents)),
            f"{percent(part.share)} × {money(own[party.code])}",
            uses=(part.step, share),
            rounding=(exact, HALF_UP),
            by=(Rule.BOUNDED, bounds(None, None)),
        )
        found += paid(terms, [part], (among, most[party.code]), trace, how=how)
    return tuple(found)


def _allocation(terms: Terms) -> tuple[Allocation, Agreed]:
    if terms.allocation is None:
        raise LookupError("The terms do not say how money is divided.")
    return allocation_of(terms.allocation), terms.allocation


def _with_rest(parts: Sequence[Part]) -> list[Fraction]:
    """List the shares, with what stays with the hospital as the last."""
    shares = [part.share for part in parts]
    return [*shares, ONE - sum(shares, ZERO)]


def _shares(
    terms: Terms, period: Period, among: Among, trace: Trace, *, how: How = EARNED
) -> list[Part]:
    """Give each participant its share, after its gates and the part of the period it was there."""
    allocation, agreed = _allocation(terms)
    parties = [replace(each, score=None) if how.owed else each for each in among.parties]
    weights = allocation.weights(agreed, parties)
    whole = sum(weights, ZERO)
    parts = []
    for party, weight in zip(parties, weights, strict=True):
        share = weight / whole if whole else ZERO
        part = Part(party, share, ONE, allocation.because(agreed, party))
        _reduce(terms, period, (part, among.views[party.code]), trace, how=how)
        parts.append(part)
    if terms.division.redivides:
        _redivide(parts)
    else:
        for part in parts:
            part.share *= part.kept
    for part in parts:
        part.step = trace.note(ALLOCATION, part.about, ("share", part.share), part.because)
    return parts


def _redivide(parts: Sequence[Part]) -> None:
    """Divide what some cannot take among the others, who take all of theirs, by their shares."""
    lost = sum((part.share * (ONE - part.kept) for part in parts), ZERO)
    others = sum((part.share for part in parts if part.kept == ONE), ZERO)
    for part in parts:
        if part.kept != ONE:
            part.share *= part.kept
        elif others and lost:
            part.share += lost * part.share / others
            part.because += "; with its part of what others could not take"


def _reduce(
    terms: Terms, period: Period, one: tuple[Part, View], trace: Trace, *, how: How
) -> None:
    """Take off what a participant loses by coming late or leaving early, and by its own gates.

    Gates take nothing off what is owed: nobody pays less of a loss for a gate that failed,
    or for having left. Nor are they asked of an advance.
    """
    (part, view), rules = one, terms.division
    part.kept, words = present(terms, period, part.party.code, how=how)
    if part.kept != ONE:
        trace.note(GATES, part.about, ("present", part.kept), words)
        part.because += f"; {words}"
        part.closed = not part.kept
    if rules.gates and how.ruled:
        kept = passed(rules.gates, view)
        note_applied((GATES, "gate"), part.about, kept, trace)
        part.kept *= kept.times
        part.closed = part.closed or kept.closed
        part.because += f"; {kept.because}"


def present(terms: Terms, period: Period, code: str, *, how: How) -> tuple[Fraction, str]:
    """Give the part of a period that a participant shares for, and why.

    Args:
        terms: The terms.
        period: The period that is settled.
        code: The participant.
        how: What kind of amount is divided: nobody owes less of a loss for having left.
    """
    named = next((each for each in terms.participants if each.code == code), None)
    joins, leaves = (named.joins, named.leaves) if named else (None, None)
    rules, by = terms.division, terms.division.part_period
    gone = leaves is not None and leaves < period.ends
    if rules.must_stay and gone and not how.owed:
        return ZERO, "left before the end of the period"
    between = (joins, leaves, by or periods.Prorates.DAYS)
    part = periods.part(period, *between)
    if by is None and part:
        return ONE, ""
    return part, f"took part for {periods.part_in_words(period, *between)} of the period"


def _score_words(own: Fraction, score: Fraction, line: Fraction) -> str:
    if own == ONE:
        return f"{percent(score)} own score"
    return (
        f"({percent(own)} × {percent(score)} own score"
        f" + {percent(ONE - own)} × {percent(line)} of the service line)"
    )
