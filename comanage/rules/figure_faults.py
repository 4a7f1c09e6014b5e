"""Faults of figures: everything wrong with a set of figures, at once and each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules import needs
from comanage.rules.asked import asked, needed, required
from comanage.rules.figures import Figure, is_made, result
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.methods.method import Reading
from comanage.rules.numbers import shown
from comanage.rules.terms import Settles, Terms
from comanage.rules.units import KINDS, outside


@dataclass(frozen=True, slots=True)
class Own:
    """The measures of which participants have figures of their own, found once for many rows.

    Attributes:
        codes: All of them.
        alone: Those that are only recorded, and of which the service line has no figure.
    """

    codes: frozenset[str]
    alone: frozenset[str]

    @classmethod
    def of(cls, terms: Terms) -> "Own":
        """Find them in the terms."""
        codes = needs.by_participant(terms)
        if not codes or terms.settles is Settles.PARTICIPANT:
            return cls(codes, frozenset())
        settled = (period.code for period in terms.periods if not period.advance)
        of_line = {measure.code for who, measure in asked(terms, next(settled, "")) if not who}
        recorded = {each.code for _, each in terms.measures() if not method_of(each.method).scores}
        return cls(codes, frozenset(codes & recorded - of_line))


def faults(terms: Terms, placed: Sequence[tuple[str, Figure]]) -> list[Fault]:
    """List everything wrong with figures, each at the place it came from.

    Args:
        terms: The scorecard that they are for.
        placed: Each figure with its place, such as "row 14".
    """
    own = Own.of(terms)
    found = [
        fault.within(place) if place else fault
        for place, figure in placed
        for fault in figure_faults(terms, figure, own)
    ]
    first: dict[tuple[str, str, str], str] = {}
    for place, figure in placed:
        if figure.key in first:
            measure = terms.measure(figure.measure)
            name = terms.figure(figure.participant, measure) if measure else figure.measure
            where = f" at {first[figure.key]}" if first[figure.key] else ""
            found.append(Fault(place, f"{name}, {figure.period}, was already given{where}."))
        first.setdefault(figure.key, place)
    return found


def figure_faults(terms: Terms, figure: Figure, own: Own | None = None) -> list[Fault]:
    """List what is wrong with one figure by itself; places are the names of columns.

    Args:
        terms: The scorecard that it is for.
        figure: The figure.
        own: Whose figures there may be; found if left out.
    """
    found = []
    if terms.period(figure.period) is None:
        found.append(Fault("column period", _unknown("period", figure.period)))
    found += _participant_faults(terms, figure, own or Own.of(terms))
    measure = terms.measure(figure.measure)
    if measure is None:
        found.append(Fault("column measure", _no_measure(figure.measure)))
        return found
    found += _presence_faults(figure)
    found += _count_faults(figure, measure)
    found += _demands(figure, measure)
    for column in ("value", "baseline"):
        number = getattr(figure, column)
        if number is not None and (why := outside(measure.unit, number)):
            found.append(Fault(f"column {column}", why))
    return found


def missing(terms: Terms, figures: Sequence[Figure], period: str) -> list[Fault]:
    """List the measures of a period that need a figure, and have neither one nor a reason.

    Paid measures need a figure or a reason. What money goes by (see needs.py) needs a
    figure. A programme that is open to any names nobody who must report: there, what
    was not sent is absent as not reported.
    """
    when = terms.period(period)
    if terms.open_to_any or when is None:
        return []
    given = {figure.key: figure for figure in figures}
    found = [
        _lacks(terms, measure, period, participant)
        for participant, measure in required(terms, figures, when)
        if (period, participant, measure.code) not in given
    ]
    for participant, measure in needed(terms, figures, when):
        figure = given.get((period, participant, measure.code))
        if figure is None or figure.absent:
            named = terms.figure(participant, measure)
            why = f"{named} is needed to divide or to limit the money of {period}."
            found.append(Fault(f"measure {measure.code}", why))
    return found


def _lacks(terms: Terms, measure: Measure, period: str, participant: str) -> Fault:
    whose = f" and {terms.called(participant)}" if participant else ""
    return Fault(
        f"measure {measure.code}",
        f"{measure.name} has no figure for {period}{whose}."
        " Give one, or the reason why there is none.",
    )


def _demands(figure: Figure, measure: Measure) -> list[Fault]:
    """List what the terms of a measure ask of its figure."""
    if is_made(measure):
        return [Fault("column measure", f"{measure.name} is made of others and has no figure.")]
    found: list[Fault] = []
    if figure.absent:
        return found
    minimum = measure.minimum
    if minimum is not None and not minimum.of and figure.denominator is None:
        why = f"Give numerator and denominator: a result counts from {shown(minimum.cases)} on."
        found.append(Fault("column denominator", why))
    if figure.baseline is None and (
        measure.must_beat_baseline or method_of(measure.method).needs_baseline
    ):
        found.append(Fault("column baseline", "Give it: the result is compared with it."))
    elif figure.baseline is not None and (why := _baseline_fault(figure, measure)):
        found.append(Fault("column baseline", why))
    return found


def _baseline_fault(figure: Figure, measure: Measure) -> str:
    scale, value = measure.scale, result(figure, measure)
    if value is None or figure.baseline is None:
        return ""
    read = Reading(scale.at_precision(value), scale, scale.at_precision(figure.baseline))
    return method_of(measure.method).baseline_fault(measure.method, read)


def _no_measure(code: str) -> str:
    if not code:
        return _unknown("measure", code)
    return f"The scorecard has no measure {code}. Take the codes of its measures from the template."


def _unknown(what: str, code: str) -> str:
    return f"The terms know no {what} {code}." if code else f"Give the {what}."


def _participant_faults(terms: Terms, figure: Figure, own: Own) -> list[Fault]:
    code, why = figure.participant, ""
    known = code in terms.codes() or (
        terms.open_to_any and terms.settles is Settles.PARTICIPANT and bool(code)
    )
    if not code:
        alone = figure.measure in own.alone
        why = "Give the participant." if terms.settles is Settles.PARTICIPANT or alone else ""
    elif not known:
        why = _unknown("participant", code)
    elif terms.settles is Settles.AGREEMENT and figure.measure not in own.codes:
        why = "Leave it empty: figures are for the service line as a whole."
    return [Fault("column participant", why)] if why else []


def _presence_faults(figure: Figure) -> list[Fault]:
    parts = (figure.numerator, figure.denominator)
    given = figure.value is not None or any(part is not None for part in parts)
    if figure.absent:
        why = "A figure with a reason for its absence has no value."
        return [Fault("column absent", why)] if given else []
    if not given:
        return [Fault("column value", "Give a value, or the reason why there is none.")]
    return [
        Fault(f"column {column}", f"Give the {column} too.")
        for column, part, other in (
            ("numerator", *parts),
            ("denominator", *reversed(parts)),
        )
        if part is None and other is not None
    ]


def _count_faults(figure: Figure, measure: Measure) -> list[Fault]:
    top, bottom = figure.numerator, figure.denominator
    if top is None or bottom is None:
        return []
    if bottom <= 0:
        return [Fault("column denominator", "The denominator must be more than 0.")]
    if top < 0 and KINDS[measure.unit].least is not None:
        return [Fault("column numerator", "The numerator must not be negative.")]
    if KINDS[measure.unit].part and top > bottom:
        why = f"The numerator {shown(top)} is more than the denominator {shown(bottom)}."
        return [Fault("column numerator", why)]
    return _quotient_faults(figure, measure, measure.scale.quotient(top, bottom))


def _quotient_faults(figure: Figure, measure: Measure, quotient: Fraction) -> list[Fault]:
    if figure.value is None:
        return []
    scale = measure.scale
    if scale.at_precision(quotient) == scale.at_precision(figure.value):
        return []
    why = f"{scale.shown(figure.value)} is not {shown(quotient)}, the quotient of the counts."
    return [Fault("column value", why)]
