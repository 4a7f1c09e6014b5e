"""Modifiers: one without an end, and one that changes nothing or leaves nothing."""

from comanage.rules.gates import Modifier, Ruled
from comanage.rules.measure import Measure
from comanage.rules.numbers import ONE, shown
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import ruled
from comanage.rules.pool import Division, PoolRules
from comanage.rules.terms import Domain, Terms


def _multiplied(subject: Subject) -> Found:
    for place, thing in ruled(subject.terms):
        capped = _capped(thing, subject.terms)
        for modifier in thing.modifiers:
            where = place.within(f"modifier {modifier.name}")
            if why := _said(modifier, capped=capped):
                yield Odd(where, why)


def _said(modifier: Modifier, *, capped: bool) -> str:
    name = modifier.name
    if not modifier.by and modifier.times == 0:
        return f"{name} multiplies by 0: where it applies, nothing is left."
    if not modifier.by and modifier.times == ONE:
        return f"{name} multiplies by 1: it changes nothing."
    if capped:
        return ""
    if modifier.by and modifier.most is None:
        return f"{name} multiplies by a result without an end: say the most, or give a cap."
    highest = max(modifier.most or modifier.times, modifier.least)
    if highest > ONE:
        return f"{name} multiplies by up to {shown(highest)}, and no cap holds what comes of it."
    return ""


def _capped(thing: Ruled, terms: Terms) -> bool:
    """Say whether a cap holds what the modifiers of something come to."""
    if isinstance(thing, Measure | Domain):
        return thing.cap is not None
    if isinstance(thing, PoolRules):
        return thing.cap <= ONE or thing.most is not None or terms.fmv_cap is not None
    return isinstance(thing, Division) and thing.most is not None


MODIFIERS = Oddity("modifier", _multiplied)
