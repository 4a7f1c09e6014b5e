"""Payouts: a better result that earns less, and a measure that earns more than its weight."""

from fractions import Fraction
from itertools import pairwise

from comanage.refusals import Fault
from comanage.rules.measure import Measure
from comanage.rules.methods.composite import Combines, Composite
from comanage.rules.methods.method import Takes
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.methods.z_score import ZScore
from comanage.rules.numbers import ONE, ZERO, percent
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.probing import Payouts
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import of_measure

OPEN_ENDED = frozenset({Takes.VALUE, Takes.EXCESS})


def _falling(subject: Subject) -> Found:
    for place, measure in subject.sound():
        if isinstance(measure.method, TargetBand) or _is_bare_z(measure):
            continue  # where too much earns less on purpose, and what is never paid on
        for tried in subject.payouts[measure.code]:
            if fall := _fall(tried):
                (worse, more), (better, less) = fall
                shown = measure.scale.shown
                why = f"{shown(worse)} earns {percent(more)}, the better {shown(better)} only"
                yield Odd(place, f"{why} {percent(less)}: a better result must not earn less.")
                break


def _fall(tried: Payouts) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]] | None:
    """Find the first result that earns less than a worse one."""
    for worse, better in pairwise(tried.earned):
        if better[1] < worse[1]:
            return worse, better
    return None


def _excess(subject: Subject) -> Found:
    for place, measure in subject.sound():
        if _is_bare_z(measure):
            continue
        outside = measure.cap is None and _open_ended(measure)
        beyond = max((each.most for each in subject.payouts[measure.code]), default=ZERO)
        if outside or (measure.cap is None and not _composed(measure) and beyond > ONE):
            why = f"{measure.name} can earn more than all of its weight: give it a cap, or levels."
            yield Odd(place, why)


def _composed(measure: Measure) -> bool:
    agreed = measure.method
    return isinstance(agreed, Composite) and not agreed.levels and agreed.award is None


def _open_ended(measure: Measure) -> bool:
    """Say whether a composite takes numbers that have no end as shares of its weight."""
    agreed = measure.method
    if not isinstance(agreed, Composite) or not _composed(measure):
        return False
    summed = agreed.combines is Combines.WEIGHTED_SUM
    known = not any(part.weight_from or part.times_from for part in agreed.parts)
    weight = sum((part.weight for part in agreed.parts), ZERO)
    return any(part.takes in OPEN_ENDED for part in agreed.parts) or (
        summed and (not known or weight > ONE)
    )


def _unpaid_z(subject: Subject) -> Found:
    if subject.terms.funding is None:
        return
    for domain, measure in subject.paid:
        if _is_bare_z(measure):
            why = "z itself is a score to compare by, which may be negative: give it levels"
            place = of_measure(domain, measure).words
            yield Fault(f"{place}, method", f"{why} that say what it earns, or only report it.")


def _is_bare_z(measure: Measure) -> bool:
    """Say whether z itself is the score, to compare by alone."""
    return isinstance(measure.method, ZScore) and not measure.method.levels


FALLING = Oddity("falling", _falling)
EXCESS = Oddity("excess", _excess)
Z_PAID = Oddity("z", _unpaid_z)
