"""Baseline: a result that stands still and is paid all the same."""

from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.improvement import Improvement, baseline_fault
from comanage.rules.methods.maintenance import Maintenance
from comanage.rules.methods.method import Reading
from comanage.rules.numbers import percent
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject


def _standing_still(subject: Subject) -> Found:
    for place, measure in subject.sound():
        for baseline in _baselines(subject, measure):
            reading = Reading(baseline, measure.scale, baseline)
            shown = measure.scale.shown(baseline)
            if isinstance(measure.method, Improvement):
                if why := baseline_fault(measure.method, reading):
                    yield Fault(f"{place.words}, method", why)
                continue
            earned = method_of(measure.method).earn(measure.method, reading).share
            if earned > 0 and not _asks_for_more(measure):
                why = f"The baseline of {measure.name}, {shown}, already earns {percent(earned)}:"
                yield Odd(place, f"{why} standing still is paid.")


def _asks_for_more(measure: Measure) -> bool:
    """Say whether terms ask for more than the baseline, or pay for holding it by intention."""
    return measure.must_beat_baseline or isinstance(measure.method, Maintenance)


def _baselines(subject: Subject, measure: Measure) -> list[Fraction]:
    """List the baselines that are known; of several the hardest, once."""
    given = {
        figure.baseline
        for figure in subject.figures
        if figure.measure == measure.code and figure.baseline is not None
    }
    return sorted(given, key=lambda value: measure.scale.gain(value, Fraction(0)))[:1]


BASELINE = Oddity("baseline", _standing_still)
