"""What a settlement is made from, as values of the rules: its period, its terms, its figures."""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from comanage.records import figure as figures
from comanage.records import performance_period as periods
from comanage.records import scorecard as scorecards
from comanage.records.figure import VERIFIED, Figure
from comanage.records.performance_period import PerformancePeriod
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rules import asked, canonical
from comanage.rules import figures as figure_rules
from comanage.rules import settled as rules
from comanage.rules.projection import projected_from
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState
from comanage.rules.terms import Terms

Read = TypeVar("Read")
WAITS = {
    FigureState.DRAFT: "its figure is a draft: submit it",
    FigureState.SUBMITTED: "its figure waits for a verifier",
    FigureState.RETURNED: "its figure was sent back: mend it and submit it again",
}
NO_FIGURE = "it has no figure: enter one, or the reason why there is none"
NO_NUMBER = "It has no figure: the money is divided or limited by it"
NO_REASON = "The money is divided or limited by it, so a reason is not enough: give the figure"
NO_SCORECARD = "No locked scorecard covers {}: lock one first."
TAMPERED = (
    "Calculated again from its own terms and figures, this settlement comes out differently."
    " It was not approved. Calculate it again, and ask for help if that does not mend it."
)


@dataclass(frozen=True)
class Basis:
    """What a period is settled from.

    Attributes:
        period: The period.
        scorecard: The locked version in force for it.
        terms: Its terms.
        figures: The verified figures that stand.
    """

    period: PerformancePeriod
    scorecard: Scorecard
    terms: Terms
    figures: tuple[Figure, ...]

    @property
    def values(self) -> tuple[figure_rules.Figure, ...]:
        """The figures as the rules read them, in one fixed order."""
        values = (as_value(figure) for figure in self.figures)
        return tuple(sorted(values, key=lambda value: value.key))


def period_of(session: Session, agreement_id: int, code: str) -> PerformancePeriod:
    """Find a period of an agreement; refuse an unknown one."""
    period = periods.by_code(session, agreement_id, code)
    if period is None:
        raise NotFound("There is no such performance period.")
    return period


def governing(session: Session, period: PerformancePeriod) -> tuple[Scorecard, Terms] | None:
    """Find the version that was in force on the first day of a period, with its terms."""
    version = scorecards.governing(session, period.agreement_id, period.starts)
    if version is None:
        return None
    terms = terms_of(version)
    return (version, terms) if terms.period(period.code) else None


def terms_of(scorecard: Scorecard) -> Terms:
    """Read the terms of a locked scorecard."""
    return _read(Terms, scorecard.terms)


def projected(record: Settlement | None) -> tuple[str, ...]:
    """Name the periods that what a settlement earned is projected from; empty where it is earned."""
    return projected_from(terms_of(record.scorecard), record.period.code) if record else ()


def settled(record: Settlement) -> rules.Settlement:
    """Read the document of a settlement."""
    return _read(rules.Settlement, record.document)


def results(record: Settlement) -> rules.Settlement:
    """Read the document of a settlement without its steps, in a fraction of the time."""
    return _read(rules.Settlement, json.dumps({**json.loads(record.document), "steps": []}))


def figures_settled(record: Settlement) -> tuple[figure_rules.Figure, ...]:
    """Read the figures that a settlement was made from, as they stood."""
    return _read(tuple[figure_rules.Figure, ...], record.figures)


def _read(kind: type[Read], plain: str) -> Read:
    read: Read = _kept(cast("Hashable", kind), plain)
    return read


# One page reads the same terms some ten times, and everybody in a quarter the same settlements. What
# is read is never changed, so each text is read once, as long as it is among the last ones.
@lru_cache(maxsize=32)
def _kept(kind: Any, plain: str) -> Any:  # noqa: ANN401 - of that kind
    value, found = canonical.read(kind, plain)
    if value is None:
        raise Faulty(found)
    return value


def basis(session: Session, period: PerformancePeriod) -> Basis:
    """Gather what a period is settled from.

    Raises:
        Faulty: Something is lacking; all of it is listed, measures by their names.
    """
    standing = figures.standing(session, period.id)
    found = governing(session, period)
    if found is None:
        raise Faulty([Fault("scorecard", NO_SCORECARD.format(period.code))])
    scorecard, terms = found
    if lacking := _lacking(terms, period, standing):
        raise Faulty(lacking, f"{period.code} cannot be settled yet.")
    named = {measure.code for _, measure in terms.measures()}
    counted = tuple(
        figure for figure in standing if figure.state in VERIFIED and figure.measure.code in named
    )
    return Basis(period, scorecard, terms, counted)


def as_value(figure: Figure) -> figure_rules.Figure:
    """Read a stored figure as the rules do."""
    return figure_rules.Figure(
        period=figure.period.code,
        participant=_whose(figure),
        measure=figure.measure.code,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        baseline=figure.baseline,
        absent=figure.absent or "",
    )


def recomputed(record: Settlement, terms: Terms) -> None:
    """Calculate a settlement again from its own terms and figures, and compare every result.

    The words that explain a number may be put better by a later version; the numbers stay.

    Raises:
        Conflict: It comes out differently, or a hash does not fit its text.
    """
    values = figures_settled(record)
    again = settle(terms, values, record.period.code)
    hashes = (canonical.digest(record.document), canonical.digest(record.figures))
    if hashes != (record.document_hash, record.figures_hash):
        raise Conflict(TAMPERED)
    if rules.differences(settled(record), again):
        raise Conflict(TAMPERED)


def _lacking(terms: Terms, period: PerformancePeriod, standing: Sequence[Figure]) -> list[Fault]:
    """List what the period needs and has no verified figure of, each with what to do."""
    when = terms.period(period.code)
    if when is None:
        return []
    stands = {(_whose(figure), figure.measure.code): figure for figure in standing}
    paid = [(key, stands.get(_key(key))) for key in asked.required(terms, (), when)]
    found = [
        Fault(_named(terms, key), f"{_waits(figure.state if figure else None)}.")
        for key, figure in paid
        if figure is None or figure.state not in VERIFIED
    ]
    told = {_key(key) for key, _ in paid}
    for key in dict.fromkeys(asked.needed(terms, (), when)):
        figure = stands.get(_key(key))
        if figure is None or figure.state not in VERIFIED:
            if _key(key) not in told:
                words = NO_NUMBER if figure is None else _waits(figure.state)
                found.append(Fault(_named(terms, key), f"{words}."))
        elif figure.absent:
            found.append(Fault(_named(terms, key), f"{NO_REASON}."))
    return found


def _whose(figure: Figure) -> str:
    return figure.participant.code if figure.participant else ""


def _key(key: asked.Asked) -> tuple[str, str]:
    return key[0], key[1].code


def _named(terms: Terms, key: asked.Asked) -> str:
    return terms.figure(*key)


def _waits(state: FigureState | None) -> str:
    words = NO_FIGURE if state is None else WAITS[state]
    return f"{words[0].upper()}{words[1:]}"
