"""What if: other figures are tried in an approved period, and nothing is stored.

What it stood at is the settlement itself, and what it would come to is settled again by the same
terms. A leader sees of the division the own group's dollars only. Where groups earn by scores of
their own, a leader tries the own group's figures, and the cap over all groups is left out: how
far it cuts would tell what the others earn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import outlook, results
from comanage.actions.results import ResultView
from comanage.records import basis as bases
from comanage.rules import figures
from comanage.rules.adjustable import adjustable
from comanage.rules.figures import Figure
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.outlook import Route
from comanage.rules.routes import routes
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated
from comanage.rules.terms import Terms
from comanage.rules.units import KINDS

NO_LIMIT = Fraction(10**9)  # times the pool; no score or modifier comes near it
ADVANCE = "An advance is paid in {}: nothing is scored, so no other result would change it."
LOSS = "A loss is shared in {}, and no estimate is made of one."
OFF = "Compliance has turned off, for this agreement, what shows how more would be earned."
NO_GROUP = "No group of yours is paid by this settlement."
NO_FIGURE = "No figure of {} changes what is paid."


@dataclass(frozen=True, slots=True)
class Subject:
    """A figure of which another one can be tried.

    Attributes:
        domain: The name of its domain.
        measure: Its measure.
        figure: The figure that was settled; without anything where there was none.
        stood: That figure in words.
        levels: The levels of the measure in words; empty where it has none.
        counted: True where it is counts; False where it is a value.
        place: The place of its domain in print order.
    """

    domain: str
    measure: Measure
    figure: Figure
    stood: str
    levels: str
    counted: bool
    place: int

    @property
    def paid(self) -> bool:
        """Whether it is paid on."""
        return figures.is_paid(self.measure)

    @property
    def unit(self) -> tuple[str, str]:
        """What stands before and after a result of it."""
        kind = KINDS[self.measure.unit]
        return kind.before, kind.after.strip()


@dataclass(frozen=True)
class WhatIf:
    """A period in which other figures can be tried.

    Attributes:
        view: The period, as its results show it.
        why_not: Why nothing can be tried; empty where something can.
        cards: Whose figures may be tried, each with its name; empty code: the service line's.
        whose: Whose are tried now.
        subjects: The figures, in print order.
        gains: What would have earned more, the most first.
        own: The groups whose dollars are shown; None for all of them.
        apart: True where a leader's groups are looked at by their own scores alone.
        terms: The terms to settle by.
        figures: The figures that were settled.
        before: What they came to.
    """

    view: ResultView
    why_not: str = ""
    cards: tuple[tuple[str, str], ...] = ()
    whose: str = ""
    subjects: tuple[Subject, ...] = ()
    gains: tuple[Route, ...] = ()
    own: tuple[str, ...] | None = None
    apart: bool = False
    terms: Terms | None = None
    figures: tuple[Figure, ...] = ()
    before: Settlement | None = None


def of_result(
    session: Session, actor: Actor, agreement_id: int, code: str, *, participant: str = ""
) -> WhatIf:
    """Gather a period for trying other figures in it.

    Args:
        session: A session to read with.
        actor: Who looks.
        agreement_id: The agreement.
        code: The code of the period.
        participant: Whose figures are asked for; empty for the service line. The first that
            the actor may try where it is not one of those.
    """
    view = results.of_result(session, actor, agreement_id, code)
    shown = view.shown
    if shown is None:
        return WhatIf(view)
    if shown.sheet.advance or shown.sheet.possible < 0:
        return WhatIf(view, (ADVANCE if shown.sheet.advance else LOSS).format(code))
    if not outlook.is_shown(session, agreement_id):
        return WhatIf(view, OFF)
    own = tuple(each.code for each in shown.payouts) if view.limited else None
    apart = own is not None and shown.sheet.own_scores
    if apart and not own:
        return WhatIf(view, NO_GROUP)
    terms, given = bases.terms_of(shown.record.scorecard), bases.figures_settled(shown.record)
    if apart:
        terms = replace(terms, fmv_cap=None, pool=replace(terms.pool, cap=NO_LIMIT, most=None))
    cards = _cards(terms, code, own, apart=apart)
    chosen = participant if participant in dict(cards) else next(iter(dict(cards)), "")
    subjects = _subjects(terms, given, code, chosen)
    if not subjects:
        return WhatIf(view, NO_FIGURE.format(code))
    return WhatIf(
        view=view,
        cards=cards,
        whose=chosen,
        subjects=subjects,
        gains=tuple(
            each for each in routes(terms, given, code).routes if each.participant == chosen
        ),
        own=own,
        apart=apart,
        terms=terms,
        figures=given,
        before=calculated(terms, given, code) if apart else bases.settled(shown.record),
    )


def _cards(
    terms: Terms, period: str, own: Sequence[str] | None, *, apart: bool
) -> tuple[tuple[str, str], ...]:
    """List whose figures may be tried: of the groups, a leader's own, and only if apart."""
    groups = terms.codes() if own is None else own if apart else ()
    line = () if apart else ("",)
    return tuple(
        (code, terms.called(code) if code else "The service line")
        for code in (*line, *groups)
        if adjustable(terms, period, code)
    )


def _subjects(
    terms: Terms, given: Sequence[Figure], period: str, whose: str
) -> tuple[Subject, ...]:
    standing = {figure.key: figure for figure in given}
    domains = {each.code: domain for domain, each in terms.measures()}
    found = []
    for measure in adjustable(terms, period, whose):
        none = Figure(period, whose, measure.code)
        figure = standing.get(none.key, none)
        needs_one = measure.must_beat_baseline or method_of(measure.method).needs_baseline
        if needs_one and figure.baseline is None:
            continue  # without what it is compared with, no result of it can be scored
        least = measure.minimum
        counted = figure.numerator is not None or (
            figure.value is None and least is not None and not least.of
        )
        domain = domains[measure.code]
        found.append(
            Subject(
                domain=domain.name,
                measure=measure,
                figure=figure,
                stood=figures.in_words(figure, measure),
                levels=_levels(measure),
                counted=counted,
                place=terms.domains.index(domain),
            )
        )
    return tuple(found)


def _levels(measure: Measure) -> str:
    """Name the levels of a measure, easiest first."""
    found = method_of(measure.method).levels(measure.method)
    words = ", ".join(f"{each.name} {measure.scale.shown(each.reach)}" for each in found)
    return f"{words[:1].upper()}{words[1:]}"
