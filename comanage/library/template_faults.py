"""What is wrong with an agreement template: measures that the library lacks, and duties that say too little."""

from collections.abc import Iterator, Mapping

from comanage.library.measure import LibraryMeasure
from comanage.library.template import Chosen, Template
from comanage.refusals import Fault


def faults(template: Template, library: Mapping[str, LibraryMeasure]) -> Iterator[Fault]:
    """List what is wrong with one template."""
    for name in ("code", "name", "summary"):
        if not getattr(template, name).strip():
            yield Fault(name, "This entry is empty.")
    codes = frozenset(chosen.measure for _, chosen in template.chosen())
    for part, chosen in template.chosen():
        place = f"{part.domain}, {chosen.measure}"
        found = library.get(chosen.measure)
        yield from (fault.within(place) for fault in _measure_faults(chosen, found, codes))
    yield from _duty_faults(template)


def _measure_faults(
    chosen: Chosen, found: LibraryMeasure | None, codes: frozenset[str]
) -> Iterator[Fault]:
    if found is None:
        yield Fault("", "The library has no such measure.")
        return
    named = (*chosen.balances, *(gate.condition.code for gate in chosen.gates))
    for code in named:
        if code and code not in codes:
            yield Fault("", f"The template has no measure {code}.")
    if not chosen.reported and chosen.method is None and found.method is None:
        yield Fault("method", "The library has no numbers for it: give them here.")


def _duty_faults(template: Template) -> Iterator[Fault]:
    codes = [duty.code for duty in template.duties]
    for duty in template.duties:
        place = f"duty {duty.code}"
        if codes.count(duty.code) > 1:
            yield Fault(place, "Two duties have this code.")
        if not duty.name.strip() or not duty.delivered.strip():
            yield Fault(place, "Say what it is, and what is delivered.")
        if duty.most_hours <= 0:
            yield Fault(place, "The most hours a month must be more than 0.")
