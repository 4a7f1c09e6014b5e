"""Meaning: everything that keeps terms from meaning one thing, all at once, each with its place.

Terms with such a fault are never settled and never locked. What is merely odd about
them is listed by lint.
"""

from collections.abc import Sequence

from comanage.refusals import Fault
from comanage.rules.meaning.conditions import condition_faults
from comanage.rules.meaning.measures import linked_faults, measure_faults
from comanage.rules.meaning.money import money_faults
from comanage.rules.meaning.weights import weight_faults
from comanage.rules.periods import period_faults
from comanage.rules.terms import Terms

__all__ = ["faults", "measure_faults"]


def faults(terms: Terms) -> list[Fault]:
    """List everything that keeps these terms from meaning one thing."""
    found = [] if terms.periods else [Fault("periods", "Name at least one performance period.")]
    found += period_faults(terms.periods)
    found += _doubles("participant", [entry.code for entry in terms.participants])
    found += _doubles("domain", [domain.code for domain in terms.domains])
    found += _doubles("measure", [measure.code for _, measure in terms.measures()])
    found += weight_faults(terms)
    for domain, measure in terms.measures():
        place = f"domain {domain.code}, measure {measure.code}"
        found += [fault.within(place) for fault in measure_faults(measure)]
        found += [fault.within(place) for fault in linked_faults(terms, measure)]
    return found + condition_faults(terms) + money_faults(terms) + _example_faults(terms)


def _doubles(what: str, codes: Sequence[str]) -> list[Fault]:
    return [
        Fault(f"{what} {code}", f"Two {what}s have this code.")
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]


def _example_faults(terms: Terms) -> list[Fault]:
    """Say which worked examples name what the terms do not have."""
    found = []
    for example in terms.examples:
        place = f"example {example.name}"
        if terms.period(example.period) is None:
            found.append(Fault(place, f"The terms know no period {example.period}."))
        if not example.expects:
            found.append(Fault(place, "Say at least one result that it must come to."))
    return found
