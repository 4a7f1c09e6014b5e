"""Outlook: what it would take to earn more in a period, in words that a physician leader reads.

Dollars stand beside levels and cases beside rates. They are those of the whole
step: there is no price of a case, and none is given.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.rules.figures import Figure
from comanage.rules.measure import Measure
from comanage.rules.nearest import Nearest, change_in_words, takes_in_words
from comanage.rules.numbers import money, percent
from comanage.rules.trace import Scope


@dataclass(frozen=True, slots=True)
class Route:
    """A change of one figure, and what it earns.

    Attributes:
        participant: Whose figure; empty for the service line.
        measure: The code of the measure.
        reaches: The level, points or range that it comes to; empty where it only opens gates.
        opens: The names of the gates that it opens.
        takes: The result that it takes, in the measure's unit.
        beyond: True where that result has to be passed.
        cases: By how many whole cases the numerator changes, negative for fewer; None where
            the figure has no counts.
        figure: The figure as changed.
        cents: What the pool earns more; None without money.
        score: What the score rises by.
        name: The measure's name; behind its group's, where it is in a group's own scorecard.
        does: The change in words, and what it comes to.
        sentence: Name, change and what it earns.
    """

    participant: str
    measure: str
    reaches: str
    opens: tuple[str, ...]
    takes: Fraction
    beyond: bool
    cases: int | None
    figure: Figure
    cents: int | None
    score: Fraction
    name: str
    does: str
    sentence: str

    @property
    def earns(self) -> bool:
        """Say whether it earns anything; without money, whether the score rises."""
        return self.score > 0 if self.cents is None else self.cents > 0


@dataclass(frozen=True, slots=True)
class NoRoute:
    """A paid measure whose own figure cannot earn more, and why.

    Attributes:
        participant: Whose scorecard it is in; empty for the service line.
        measure: Its code.
        sentence: Why.
    """

    participant: str
    measure: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ClosedGate:
    """A gate that keeps a measure, a domain or the pool from earning, and what would open it.

    Attributes:
        participant: Whose scorecard it stands in; empty for the service line.
        scope: Whether it acts on a measure, a domain or the pool.
        code: The code of that.
        gate: Its name.
        sentence: What its condition came to, and what it takes.
    """

    participant: str
    scope: Scope
    code: str
    gate: str
    sentence: str


@dataclass(frozen=True)
class Outlook:
    """What it would take to earn more in a period.

    Attributes:
        period: The code of the period.
        routes: Every route that earns, the one with the most dollars first.
        closed: The gates that are closed.
        others: The paid measures without a route, in print order.
    """

    format: ClassVar[str] = "comanage outlook 1"
    period: str
    routes: tuple[Route, ...]
    closed: tuple[ClosedGate, ...]
    others: tuple[NoRoute, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, a sentence a line: routes, closed gates, measures without a route."""
        told = [route.sentence for route in self.routes]
        told += [gate.sentence for gate in self.closed]
        return (*told, *(other.sentence for other in self.others))


def route_in_words(
    measure: Measure, figure: Figure, change: Nearest, leads_to: tuple[str, tuple[str, ...]]
) -> str:
    """Put a change, and what it comes to, in words.

    Args:
        measure: The measure.
        figure: Its figure as it stands.
        change: The change of the figure.
        leads_to: The level that it comes to, if any, and the gates that it opens.
    """
    reaches, opens = leads_to
    many = change.steps is not None and abs(change.steps) != 1
    does = []
    if reaches:
        takes = "" if change.steps is None else f" ({takes_in_words(measure, change)})"
        does.append(f"{'reach' if many else 'reaches'} {reaches}{takes}")
    if opens:
        does.append(f"{'open' if many else 'opens'} {' and '.join(opens)}")
    return f"{change_in_words(measure, figure, change)} {' and '.join(does)}"


def worth_in_words(cents: int | None, score: Fraction) -> str:
    """Put in words what a change earns: money, or where there is none a part of the score."""
    return f"{percent(score)} of the score" if cents is None else money(cents)


def gate_in_words(
    because: str, about: tuple[Measure, Figure] | None, change: Nearest | None
) -> str:
    """Put a closed gate in a sentence, with the change of a figure that would open it, if any."""
    if about is None or change is None:
        return f"{because}."
    measure, figure = about
    many = change.steps is not None and abs(change.steps) != 1
    words = change_in_words(measure, figure, change)
    return f"{because}; {words} {'open' if many else 'opens'} it."
