"""Unstated: what a scorecard may leave out, and a reviewer will ask for. One caution for all."""

from collections.abc import Iterator

from comanage.rules.compliance import ComplianceClass
from comanage.rules.measure import Measure
from comanage.rules.oddities.oddity import Found, Odd, Oddity
from comanage.rules.oddities.subject import Subject
from comanage.rules.places import of_all


def _left_out(subject: Subject) -> Found:
    found = [each for each in subject.paid if any(_lacks(each[1]))]
    if found:
        named = "; ".join(f"{measure.name} ({', '.join(_lacks(measure))})" for _, measure in found)
        yield Odd(of_all(found), f"Paid on without what a reviewer will ask for: {named}.")


def _lacks(measure: Measure) -> Iterator[str]:
    if measure.compliance is ComplianceClass.UNSTATED:
        yield "compliance class"
    if not measure.evidence.strip():
        yield "evidence"
    if not measure.specification.strip():
        yield "specification"


UNSTATED = Oddity("unstated", _left_out)
