"""What the terms ask beside levels and weights, in words: least volumes, baselines, gates, floors and caps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from comanage.rules.conditions import Looked, View, sentence
from comanage.rules.figures import is_paid
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Measure
from comanage.rules.numbers import percent, shown
from comanage.rules.term_words import MISSING_WORDS
from comanage.rules.terms import Domain

Domains = Sequence[Domain]


def of_measures(domains: Domains) -> Mapping[str, list[str]]:
    """Give what is asked of each measure beside its levels, by its code."""
    known = _known(domains)
    return {
        measure.code: list(_measure(measure, known))
        for domain in domains
        for measure in domain.measures
    }


def of_domains(domains: Domains) -> Mapping[str, list[str]]:
    """Give what is asked of each domain as a whole, by its code."""
    known = _known(domains)
    return {domain.code: list(_domain(domain, known)) for domain in domains}


def _known(domains: Domains) -> View:
    every = [measure for domain in domains for measure in domain.measures]
    return View({each.code: Looked(each.name, each.scale) for each in every})


def _measure(measure: Measure, known: View) -> Iterator[str]:
    if measure.minimum is not None:
        counted = measure.minimum.of
        what = known.measures[counted].name if counted in known.measures else "its denominator"
        yield f"It counts from {shown(measure.minimum.cases)} of {what} on."
    if not is_paid(measure):
        return
    if measure.must_beat_baseline:
        yield "It earns only where it is better than its baseline."
    for each in measure.missing_for:
        yield f"Where the reason is “{each.reason}”: {_small(MISSING_WORDS[each.rule])}."
    yield from _gates(measure.gates, known)
    yield from _modifiers(measure.modifiers)
    yield from _bounds(measure.floor, measure.cap)
    watching = [known.measures[code].name for code in measure.balances if code in known.measures]
    if watching:
        yield f"Watched over by: {', '.join(watching)}."


def _domain(domain: Domain, known: View) -> Iterator[str]:
    if domain.fewest:
        yield f"It is scored where {domain.fewest} of its measures are."
    yield from _gates(domain.gates, known)
    yield from _modifiers(domain.modifiers)
    yield from _bounds(domain.floor, domain.cap)


def _gates(gates: Iterable[Gate], known: View) -> Iterator[str]:
    for gate in gates:
        kept = f"{percent(gate.keeps)} is kept" if gate.keeps else "nothing is earned"
        waived = f"; waived where {sentence(gate.unless, known)}" if gate.unless else ""
        yield f"{gate.name}: {sentence(gate.condition, known)}{waived}. Otherwise {kept}."


def _modifiers(modifiers: Iterable[Modifier]) -> Iterator[str]:
    names = [modifier.name for modifier in modifiers]
    if names:
        yield f"Multiplied by: {', '.join(names)}."


def _bounds(floor: Fraction | None, cap: Fraction | None) -> Iterator[str]:
    if floor is not None:
        yield f"At least {percent(floor)} of its weight is earned, unless a gate closed."
    if cap is not None:
        yield f"At most {percent(cap)} of its weight is earned."


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
