"""Weights: a measure too small to matter, and one that decides too much by itself."""

from fractions import Fraction

from comanage.rules.measure import Status
from comanage.rules.numbers import percent
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import of_measure

SMALLEST, LARGEST = Fraction(3, 100), Fraction(30, 100)  # usual practice, no rule of law


def _small(subject: Subject) -> Found:
    for domain, measure in subject.paid:
        least = min(subject.shares[measure.code])
        if measure.status is Status.CONTRACTUAL and least < SMALLEST:
            why = f"{measure.name} weighs {percent(least)} of the scorecard, less than the usual"
            advice = "least of 3%: the work of measuring it may cost more than it moves."
            yield Odd(of_measure(domain, measure), f"{why} {advice}")


def _dominant(subject: Subject) -> Found:
    for domain, measure in subject.paid:
        most = max(subject.shares[measure.code])
        if most > LARGEST:
            why = f"{measure.name} alone decides {percent(most)} of the scorecard, more than the"
            yield Odd(of_measure(domain, measure), f"{why} usual most of 30%.")


SMALL = Oddity("small", _small)
DOMINANCE = Oddity("dominance", _dominant)
