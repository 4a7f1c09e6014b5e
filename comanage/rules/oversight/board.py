"""The compliance board of an agreement: each of the 28 safeguards, who decides it, how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import (
    NO_TERMS,
    Decider,
    Overseen,
    Ruling,
    Word,
    missing,
    worst,
)
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.oversight.register import BESIDE_TERMS, OVERSEEN
from comanage.rules.safeguards import SAFEGUARDS
from comanage.rules.safeguards.safeguard import Safeguard, Stands

NUMBERS = range(1, 29)
WORDS = {
    Stands.IN_PLACE: Word.IN_PLACE,
    Stands.MISSING: Word.MISSING,
    Stands.NOT_APPLICABLE: Word.NOT_APPLICABLE,
}
# Places of the terms that faults call as their file does.
PLACES = {"fmv_cap": "Fair market value cap", "legal_basis": "Legal basis"}


@dataclass(frozen=True, slots=True)
class Line:
    """One safeguard on the board.

    Attributes:
        number: Its number in the list of safeguards.
        title: Its name for people.
        source: Where the rule comes from.
        decider: What decides it.
        sentence: What is looked for.
        word: How it stands as a whole.
        rulings: What was found, the worst first.
    """

    number: int
    title: str
    source: str
    decider: Decider
    sentence: str
    word: Word
    rulings: tuple[Ruling, ...]


def board(facts: Facts) -> tuple[Line, ...]:
    """Rule on every safeguard, in the order of their numbers."""
    return tuple(line(facts, number) for number in NUMBERS)


def line(facts: Facts, number: int) -> Line:
    """Rule on one safeguard.

    Raises:
        KeyError: There is no safeguard of that number.
    """
    if number in OVERSEEN:
        overseen = OVERSEEN[number]
        return _line(overseen, overseen.decider, overseen.sentence, overseen.check(facts))
    safeguard = SAFEGUARDS[number]
    rulings = _in_their_place(facts, number) or _by_terms(facts, safeguard)
    if number not in BESIDE_TERMS:
        return _line(safeguard, Decider.TERMS, safeguard.sentence, rulings)
    more = BESIDE_TERMS[number]
    beside = more.check(facts)
    if worst(rulings) is Word.NOT_APPLICABLE:  # the terms do not ask; what stops payments does
        beside = [ruling for ruling in beside if ruling.word is Word.BLOCKED]
    sentence = f"{safeguard.sentence} {more.sentence}"
    return _line(safeguard, more.decider, sentence, [*rulings, *beside])


def _in_their_place(facts: Facts, number: int) -> Sequence[Ruling]:
    """Give what stands in the place of terms that leave a safeguard to the records."""
    return BESIDE_TERMS[number].instead(facts) if number in BESIDE_TERMS else ()


def _by_terms(facts: Facts, safeguard: Safeguard) -> list[Ruling]:
    if facts.terms is None:
        return missing(NO_TERMS)
    number = facts.terms_number
    version = f"Scorecard, version {number}" if number else "Scorecard, draft"
    at = Reference(Shelf.SCORECARD, number or "")
    return [
        Ruling(
            WORDS[found.stands],
            found.sentence,
            PLACES.get(found.place.words, found.place.words) or version,
            at,
        )
        for found in safeguard.check(facts.terms)
    ]


def _line(
    named: Overseen | Safeguard, decider: Decider, sentence: str, rulings: Sequence[Ruling]
) -> Line:
    order = list(Word)
    ordered = sorted(rulings, key=lambda ruling: order.index(ruling.word))
    return Line(
        number=named.number,
        title=named.title,
        source=named.source,
        decider=decider,
        sentence=sentence,
        word=worst(ordered),
        rulings=tuple(ordered),
    )
