"""What the terms ask beside levels and weights, in words: least volumes, baselines, gates, floors and caps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from comanage.rules.conditions import Looked, View, sentence
from comanage.rules.figures import is_paid
from comanage.rules.gates import Gate, Modifier, Ruled
from comanage.rules.measure import Measure
from comanage.rules.numbers import ONE, ZERO, percent, shown
from comanage.rules.term_words import MISSING_WORDS
from comanage.rules.terms import Domain

Domains = Sequence[Domain]


def of_measures(domains: Domains) -> Mapping[str, list[str]]:
    """Give what is asked of each measure beside its levels, by its code."""
    known = known_of(domains)
    return {
        measure.code: list(_measure(measure, known))
        for domain in domains
        for measure in domain.measures
    }


def of_domains(domains: Domains) -> Mapping[str, list[str]]:
    """Give what is asked of each domain as a whole, by its code."""
    known = known_of(domains)
    return {domain.code: list(_domain(domain, known)) for domain in domains}


def known_of(domains: Domains) -> View:
    """Give the measures of some domains as conditions see them: by their codes, without results."""
    every = [measure for domain in domains for measure in domain.measures]
    return View({each.code: Looked(each.name, each.scale) for each in every})


def _measure(measure: Measure, known: View) -> Iterator[str]:
    if measure.minimum is not None:
        counted = measure.minimum.of
        looked = known.measures.get(counted)
        what = looked.name if looked else counted or "its denominator"
        yield f"It counts from {shown(measure.minimum.cases)} of {what} on."
    if not is_paid(measure):
        return
    if measure.must_beat_baseline:
        yield "It earns only where it is better than its baseline."
    for each in measure.missing_for:
        yield f"Where the reason is “{each.reason}”: {_small(MISSING_WORDS[each.rule])}."
    yield from of_ruled(measure, known)
    yield from _bounds(measure.floor, measure.cap)
    watching = [known.measures[code].name for code in measure.balances if code in known.measures]
    if watching:
        yield f"Watched over by: {', '.join(watching)}."


def _domain(domain: Domain, known: View) -> Iterator[str]:
    if domain.fewest:
        yield f"It is scored where {domain.fewest} of its measures are."
    yield from of_ruled(domain, known)
    yield from _bounds(domain.floor, domain.cap)


def of_ruled(ruled: Ruled, known: View) -> Iterator[str]:
    """Put the gates and modifiers of something in words, nothing of them left out.

    Args:
        ruled: A measure, a domain, a pool, a division.
        known: The measures by their codes.
    """
    yield from _gates(ruled.gates, known)
    yield from (_modifier(each, known) for each in ruled.modifiers)


def _gates(gates: Iterable[Gate], known: View) -> Iterator[str]:
    for gate in gates:
        kept = f"{percent(gate.keeps)} is kept" if gate.keeps else "nothing is earned"
        waived = f"; waived where {sentence(gate.unless, known)}" if gate.unless else ""
        held = sentence(gate.condition, known)
        yield f"{gate.name}: {held}{waived}. Otherwise {kept}.{_clause(gate.clause)}"


def _modifier(modifier: Modifier, known: View) -> str:
    times = f"multiplied by {shown(modifier.times)}"
    if modifier.by:
        looked = known.measures.get(modifier.by)
        times = f"multiplied by {looked.name if looked else modifier.by}"
        times += f" × {shown(modifier.times)}" if modifier.times != ONE else ""
        times += f", or by {shown(modifier.otherwise)} where that has no result"
    elif modifier.otherwise != ONE:
        times += f", or by {shown(modifier.otherwise)} without a result"
    told = [times]
    if modifier.least != ZERO:
        told.append(f"by {shown(modifier.least)} at least")
    if modifier.most is not None:
        told.append(f"by {shown(modifier.most)} at most")
    if modifier.only_full:
        told.append("only what earned all of its weight")
    if modifier.when is not None:
        told.append(f"only where {sentence(modifier.when, known)}")
    return f"{modifier.name}: {'; '.join(told)}.{_clause(modifier.clause)}"


def _clause(clause: str) -> str:
    return f" ({clause})" if clause else ""


def _bounds(floor: Fraction | None, cap: Fraction | None) -> Iterator[str]:
    if floor is not None:
        yield f"At least {percent(floor)} of its weight is earned, unless a gate closed."
    if cap is not None:
        yield f"At most {percent(cap)} of its weight is earned."


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
