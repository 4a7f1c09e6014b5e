"""In full: every entry of a part of the terms in words, for paper that is read without the program."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from comanage.rules.difference_words import NO_NAMES, NOTHING, in_words_of
from comanage.rules.term_words import label
from comanage.rules.units import Scale

EMPTY = (None, "", ())


def entries(
    thing: object,
    scale: Scale | None = None,
    *,
    names: Mapping[str, str] = NO_NAMES,
    without: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, str]]:
    """Go through what a part of the terms says, each entry with its name and its words.

    An entry that says nothing is left out; one that stands at its default says what that is.

    Args:
        thing: The part.
        scale: How the results of the measure read that it belongs to, if it belongs to one.
        names: The names of measures and groups by their codes.
        without: The names of entries that are told elsewhere.
    """
    for each in fields(thing):  # type: ignore[arg-type]  # a thing with entries
        held = getattr(thing, each.name)
        if held in EMPTY or each.name in without:
            continue
        called = label(type(thing), each.name)
        if _is_of_parts(held):
            for part in held:
                yield called, _inside(part, scale, names)
        elif is_dataclass(held):
            yield called, _inside(held, scale, names)
        else:
            yield called, in_words_of(thing, each.name, held, scale, names=names)


def sentence(
    thing: object,
    scale: Scale | None = None,
    *,
    names: Mapping[str, str] = NO_NAMES,
    without: frozenset[str] = frozenset(),
) -> str:
    """Put all that a part of the terms says in one line.

    >>> from fractions import Fraction
    >>> from comanage.rules.pool import Advances
    >>> sentence(Advances("prior", Fraction(1, 2)), names={"prior": "Paid before"})
    'what was paid before is in Paid before, part of the pool 50%, spread over 4'
    """
    told = entries(thing, scale, names=names, without=without)
    return ", ".join(f"{called} {words}".strip() for called, words in told)


def _inside(part: object, scale: Scale | None, names: Mapping[str, str]) -> str:
    told = sentence(part, scale, names=names) or NOTHING
    return f"({' '.join(word for word in (getattr(part, 'kind', ''), told) if word)})"


def _is_of_parts(held: object) -> bool:
    return isinstance(held, tuple) and bool(held) and all(is_dataclass(part) for part in held)
