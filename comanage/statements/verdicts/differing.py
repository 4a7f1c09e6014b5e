"""Differing: where two settlements differ that were calculated by the same terms and figures.

Numbers have to be equal, those inside a sentence too; words may be put better by a later version.
Where stand-ins took the place of figures that are not carried, the places of steps in the two
traces need not agree, and what is compared is which steps a result goes by.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from comanage.rules import canonical
from comanage.rules.settled import ENGINE, Settlement, differences

PLACES = ("number", "uses", "step", "steps")  # places in a trace, which stand-ins move
ELSEWHERE = "{}: it goes by {}, not by {}."
NOT_CARRIED = "a step that is not carried"
_NUMBERS = re.compile(r"\d(?:[\d,.]*\d)?")


def differing(was: Settlement, now: Settlement, *, placed: bool = True) -> tuple[str, ...]:
    """List the numbers that differ; those inside sentences where no result does.

    Args:
        was: The settlement that is carried.
        now: The same, calculated again.
        placed: False where the places of the trace are not compared.
    """
    found = differences(was, now)
    if found or was.engine != ENGINE:
        return tuple(found)
    before, after = canonical.document(was), canonical.document(now)
    if placed:
        return tuple(_inside(before, after, was.period))
    bare = (_without_places(before), _without_places(after))
    return (*_inside(*bare, was.period), *_elsewhere((was, before), (now, after)))


def _without_places(held: canonical.Json) -> canonical.Json:
    """Leave the numbers of steps out of a document."""
    if isinstance(held, dict):
        kept = {key: _without_places(one) for key, one in held.items()}
        return {key: one for key, one in kept.items() if key not in PLACES or _of_objects(one)}
    return [_without_places(one) for one in held] if isinstance(held, list) else held


def _of_objects(held: canonical.Json) -> bool:
    return isinstance(held, list) and any(isinstance(one, dict) for one in held)


def _elsewhere(
    was: tuple[Settlement, canonical.Json], now: tuple[Settlement, canonical.Json]
) -> Iterator[str]:
    """Name where two settlements go by other steps, whatever the places of those in the trace."""
    before, after = (
        [*_places(document, _names(held), held.period)] for held, document in (was, now)
    )
    for (place, mine), (_, other) in zip(before, after, strict=False):
        if mine != other:
            yield ELSEWHERE.format(place, ", ".join(mine), ", ".join(other))


def _places(
    held: canonical.Json, names: Mapping[int, str], place: str
) -> Iterator[tuple[str, list[str]]]:
    """Go through a document, and name the steps that it goes by at each of its places."""
    if isinstance(held, dict):
        for key, one in sorted(held.items()):
            if key in PLACES and not _of_objects(one):
                told = one if isinstance(one, list) else [one]
                yield f"{place} {key}", [names.get(each, NOT_CARRIED) for each in told]
            else:
                yield from _places(one, names, f"{place} {key}")
    elif isinstance(held, list):
        for at, one in enumerate(held, 1):
            yield from _places(one, names, f"{place} {at}")


def _names(settlement: Settlement) -> dict[int, str]:
    """Name each step by its place; of two at one place, neither has it."""
    places = Counter(step.number for step in settlement.steps)
    return {
        step.number: f"{step.participant} {step.scope} {step.code} {step.result}".strip()
        for step in settlement.steps
        if places[step.number] == 1
    }


def _inside(was: canonical.Json, now: canonical.Json, place: str) -> Iterator[str]:
    """Go through two documents together, and name the places where their numbers differ."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            yield from _inside(was.get(key), now.get(key), f"{place} {key}")
    elif isinstance(was, list) and isinstance(now, list):
        for at, (one, other) in enumerate(zip_longest(was, now), 1):
            yield from _inside(one, other, f"{place} {at}")
    elif was != now and _NUMBERS.findall(str(was)) != _NUMBERS.findall(str(now)):
        yield f"{place}: {was}, not {now}"
