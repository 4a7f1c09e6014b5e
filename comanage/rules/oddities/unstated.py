"""Unstated: what a scorecard may leave out, and a reviewer will ask for. One caution for all."""

from collections.abc import Mapping

from comanage.rules.compliance import ComplianceClass
from comanage.rules.measure import Measure
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import listed, of_all
from comanage.rules.terms import Domain

Paid = list[tuple[Domain, Measure]]


def _left_out(subject: Subject) -> Found:
    lacking = {
        "compliance class": [each for each in subject.paid if _unclassed(each[1])],
        "evidence": [each for each in subject.paid if not each[1].evidence.strip()],
        "specification": [each for each in subject.paid if not each[1].specification.strip()],
    }
    concerned = [each for each in subject.paid if any(each in some for some in lacking.values())]
    if concerned:
        why = f"A reviewer will ask for what is not stated: {_words(lacking, subject.paid)}."
        yield Odd(of_all(concerned), why)


def _unclassed(measure: Measure) -> bool:
    return measure.compliance is ComplianceClass.UNSTATED


def _words(lacking: Mapping[str, Paid], paid: Paid) -> str:
    """Say what is lacking, and of which measures; once where it is the same of several."""
    whose = {
        what: "every paid measure" if found == paid and len(paid) > 1 else listed(found)
        for what, found in lacking.items()
        if found
    }
    together = {each: [what for what in whose if whose[what] == each] for each in whose.values()}
    return "; ".join(f"{_joined(what)} of {each}" for each, what in together.items())


def _joined(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


UNSTATED = Oddity("unstated", _left_out)
