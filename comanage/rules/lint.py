"""Lint: what is wrong or odd in a scorecard, before anyone signs it.

Findings have two grades. A fault cannot mean one thing, is forbidden, or gives
another result than the contract's own example: terms with one are never locked.
A caution is odd: it is mended, or answered in writing by a person.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comanage.refusals import Fault
from comanage.rules import examples, meaning
from comanage.rules.figures import Figure
from comanage.rules.oddities import ODDITIES
from comanage.rules.oddities.oddity import Caution, Odd, caution
from comanage.rules.oddities.subject import Subject
from comanage.rules.safeguards import SAFEGUARDS
from comanage.rules.safeguards.safeguard import Stands
from comanage.rules.terms import Answer, Terms

__all__ = ["Caution", "Findings", "lint"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What lint found.

    Attributes:
        faults: What keeps the terms from being locked.
        cautions: What is odd, answered or not.
    """

    faults: tuple[Fault, ...]
    cautions: tuple[Caution, ...]

    @property
    def unanswered(self) -> tuple[Caution, ...]:
        """The cautions that wait for an answer."""
        return tuple(each for each in self.cautions if each.answer is None)

    @property
    def answered(self) -> tuple[Caution, ...]:
        """The cautions that somebody has answered."""
        return tuple(each for each in self.cautions if each.answer is not None)


def lint(terms: Terms, figures: Sequence[Figure] = ()) -> Findings:
    """List all that is wrong with terms, and all that is odd, at once.

    Args:
        terms: The terms.
        figures: Figures that are at hand, whose baselines are looked at; those of the
            worked examples are looked at anyway.
    """
    answers = {answer.caution: answer for answer in terms.answers}
    faults, cautions = meaning.faults(terms), list[Caution]()
    if not faults:
        faults += examples.faults(terms)
    subject = Subject(terms, (*examples.figures(terms), *figures))
    for rule, found in _found(subject):
        if isinstance(found, Fault):
            faults.append(found)
        else:
            cautions.append(caution(rule, found, answers))
    return Findings(tuple(dict.fromkeys(faults)), tuple(_told_apart(cautions, answers)))


def _found(subject: Subject) -> Iterator[tuple[str, Odd | Fault]]:
    """Go through what each rule finds, safeguards first, with the name of the rule."""
    for safeguard in SAFEGUARDS.values():
        for finding in safeguard.check(subject.terms):
            if finding.stands is not Stands.MISSING or not finding.asks:
                continue
            if finding.forbidden:
                yield safeguard.name, Fault(finding.place.words, finding.sentence)
            else:
                yield safeguard.name, Odd(finding.place, finding.sentence)
    for oddity in ODDITIES.values():
        for found in oddity.look(subject):
            yield oddity.name, found


def _told_apart(cautions: Sequence[Caution], answers: dict[str, Answer]) -> Iterator[Caution]:
    """Number cautions that share a key, so that no answer is taken for two of them."""
    seen: Counter[str] = Counter()
    for each in cautions:
        seen[each.key] += 1
        count = seen[each.key]
        if count == 1:
            yield each
        else:
            key = f"{each.key}#{count}"
            yield replace(each, key=key, answer=answers.get(key))
