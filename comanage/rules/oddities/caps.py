"""Floors and caps: those that never bind, and those that always do."""

from collections.abc import Iterator
from fractions import Fraction

from comanage.rules.funding.fixed import Fixed
from comanage.rules.gates import Ruled
from comanage.rules.measure import Measure
from comanage.rules.numbers import ONE, ZERO, money, percent, to_cents
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import DIVISION, POOL, Place, of_domain
from comanage.rules.terms import Terms


def most_times(thing: Ruled) -> Fraction | None:
    """Give the most that the modifiers of something multiply by; None where there is no end."""
    times = ONE
    for modifier in thing.modifiers:
        if modifier.by and modifier.most is None:
            return None
        highest = modifier.times if not modifier.by else max(modifier.most or ZERO, modifier.least)
        times *= max(highest, modifier.otherwise if modifier.by else ZERO, ONE)
    return times


def _bounds(subject: Subject) -> Found:
    for place, measure in subject.sound():
        yield from _of_measure(place, measure, subject)
    for domain in subject.terms.domains:
        times = most_times(domain)
        open_ended = any(each.modifiers for each in domain.measures)
        most = None if times is None or open_ended else times
        yield from _ends(of_domain(domain), (domain.floor, domain.cap), (ZERO, most))
    yield from _of_pool(subject.terms)
    yield from _of_division(subject.terms)
    yield from _of_fair_value(subject.terms)


def _of_measure(place: Place, measure: Measure, subject: Subject) -> Iterator[Odd]:
    tried, times = subject.payouts[measure.code], most_times(measure)
    reached = max((each.most for each in tried), default=ZERO)
    least = min((each.least for each in tried if each.least), default=ZERO)
    most = None if times is None or measure.method.kind == "composite" else reached * times
    least = ZERO if measure.modifiers else least
    yield from _ends(place, (measure.floor, measure.cap), (least, most))


def _ends(
    place: Place,
    bounds: tuple[Fraction | None, Fraction | None],
    earned: tuple[Fraction, Fraction | None],
) -> Iterator[Odd]:
    """Compare a floor and a cap with the least and the most that can be earned without them."""
    (floor, cap), (least, most) = bounds, earned
    if floor is not None and most is not None and floor >= most and floor > 0:
        why = f"The floor of {percent(floor)} is always paid: no result earns more."
        yield Odd(place.within("floor"), why)
    if cap is None:
        return
    if cap == 0 or (least > 0 and cap < least):
        why = f"The cap of {percent(cap)} always binds: whatever is earned is cut to it."
        yield Odd(place.within("cap"), why)
    elif most is not None and cap > max(most, ONE):
        yield Odd(place.within("cap"), f"The cap of {percent(cap)} never binds.")


def _of_pool(terms: Terms) -> Iterator[Odd]:
    rules, amount = terms.pool, terms.funding
    if rules.cap == 0:
        yield Odd(POOL.within("cap"), "The cap of 0% always binds: nothing is ever earned.")
    if not isinstance(amount, Fixed):
        return
    pool, times = amount.amount, most_times(rules)
    most = None if times is None else pool * max(min(times, rules.cap), ZERO)
    if rules.least is not None and rules.least >= pool * rules.cap:
        why = f"The floor of {_shown(rules.least)} is as much as the pool: the score has no say."
        yield Odd(POOL.within("least"), why)
    if rules.most is not None and most is not None and rules.most > most:
        why = f"The cap of {_shown(rules.most)} never binds: the most that is earned is"
        yield Odd(POOL.within("most"), f"{why} {_shown(most)}.")


def _of_division(terms: Terms) -> Iterator[Odd]:
    rules, amount = terms.division, terms.funding
    if not isinstance(amount, Fixed):
        return
    pool = amount.amount * max(terms.pool.cap, ZERO)
    if rules.most is not None and rules.most > pool and not rules.modifiers:
        why = f"The cap of {_shown(rules.most)} for one participant never binds: all of the pool is"
        yield Odd(DIVISION.within("most"), f"{why} {_shown(pool)}.")
    count = len(terms.participants)
    if rules.least is not None and count and rules.least * count > pool:
        why = f"The floor of {_shown(rules.least)} for each of {count} is more than the pool of"
        yield Odd(DIVISION.within("least"), f"{why} {_shown(pool)}.")


def _of_fair_value(terms: Terms) -> Iterator[Odd]:
    cap = terms.fmv_cap
    if cap is not None and cap.counts_base_fee and terms.base_fee >= cap.amount:
        why = f"The base fee of {_shown(terms.base_fee)} uses up the cap of {_shown(cap.amount)}:"
        place = Place("fmv_cap, amount", "fmv_cap/amount")
        yield Odd(place, f"{why} nothing that is earned can be paid.")


def _shown(amount: Fraction) -> str:
    return money(to_cents(amount))


BOUNDS = Oddity("bounds", _bounds)
