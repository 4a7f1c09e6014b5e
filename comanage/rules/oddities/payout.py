"""Payouts: a better result that earns less."""

from fractions import Fraction
from itertools import pairwise

from comanage.rules.methods import method_of
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.numbers import percent
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.probing import Payouts
from comanage.rules.oddities.subject import Subject


def _falling(subject: Subject) -> Found:
    for place, measure in subject.sound():
        score_only = not method_of(measure.method).is_share(measure.method)
        if isinstance(measure.method, TargetBand) or score_only:
            continue  # where too much earns less on purpose, and what no money goes by
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


FALLING = Oddity("falling", _falling)
