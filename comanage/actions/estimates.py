"""Estimates: what a period would come to with other figures, laid beside what it stood at.

Nothing is stored. Every column of dollars adds up, and dollars stand beside levels: none is
ever divided by cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comanage.actions.results import Settled
from comanage.actions.whatif import WhatIf
from comanage.refusals import Fault
from comanage.rules import figure_faults, figures
from comanage.rules.figures import Figure
from comanage.rules.methods import method_of
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated
from comanage.rules.whatif import About, Line, changed, compare
from comanage.statements.measure_line import level_words

BY_CARD = frozenset({About.DOMAIN, About.SCORE})
TOLD = frozenset({About.MEASURE, About.DOMAIN_CHANGE, About.POOL_CHANGE})


@dataclass(frozen=True, slots=True)
class Then:
    """What one measure would come to.

    Attributes:
        result: The result in words, with its counts.
        level: Its level.
        line: Its dollars and factor, before, after and their difference.
        tried: True where another figure of it is tried.
    """

    result: str
    level: str
    line: Line
    tried: bool


@dataclass(frozen=True)
class Estimate:
    """What a period would come to with other figures, beside what it stood at.

    Attributes:
        total: What was earned of the pool; without money, the score. None where a leader may
            not see it.
        rows: Domains, and the lines from their sum to the total.
        card: The domains and the score of a group's own scorecard, without dollars.
        shares: What each group earns, and what stays with the hospital.
        cut_to: What the own group earned after a cap over all groups cut it, in cents; None
            where none did.
        measures: Each measure, by its code.
        sentences: What changes in measures and by rules, a sentence a line.
    """

    total: Line | None
    rows: tuple[Line, ...]
    card: tuple[Line, ...]
    shares: tuple[Line, ...]
    cut_to: int | None
    measures: Mapping[str, Then]
    sentences: tuple[str, ...]


def estimate(found: WhatIf, changes: Sequence[Figure]) -> tuple[Estimate | None, list[Fault]]:
    """Settle a period with some figures changed, and lay it beside what it stood at.

    Args:
        found: The period; something can be tried in it.
        changes: The figures as tried.

    Returns:
        The estimate; or none, and what is wrong with the figures, each at its measure's code and
        its column.
    """
    terms, before, shown = found.terms, found.before, found.view.shown
    if terms is None or before is None or shown is None:
        return None, []
    faults = [
        fault.within(change.measure)
        for change in changes
        for fault in figure_faults.figure_faults(terms, change)
    ]
    if faults:
        return None, faults
    period = found.view.period.code
    after = calculated(terms, changed(found.figures, changes), period) if changes else before
    lines = [
        line
        for line in compare(terms, before, after).lines
        if line.participant in {"", found.whose}
    ]
    return _estimate(found, shown, lines, (after, {each.measure for each in changes})), []


def _estimate(
    found: WhatIf, shown: Settled, lines: Sequence[Line], tried: tuple[Settlement, set[str]]
) -> Estimate:
    card = [line for line in lines if line.participant == found.whose]
    total = [line for line in lines if line.about is About.EARNED]
    total += [line for line in card if line.about is About.SCORE]  # without money, by the score
    codes = (found.whose,) if found.apart else found.own
    told = card if found.apart else lines
    return Estimate(
        total=None if found.apart else total[0],
        rows=() if found.apart else _rows(shown, lines),
        card=tuple(each for each in card if found.whose and each.about in BY_CARD),
        shares=tuple(
            line
            for line in lines
            if (line.about is About.PAYOUT and (codes is None or line.code in codes))
            or (line.about is About.KEPT and codes is None)
        ),
        cut_to=_cut_to(found, shown),
        measures=_measures(found, card, tried),
        sentences=tuple(each.sentence for each in told if each.sentence and each.about in TOLD),
    )


def _rows(shown: Settled, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give the lines that add up to what was earned; the score's where domains have no dollars."""
    weighed = {each.domain.code for each in shown.sheet.weighed}
    ours = [line for line in lines if not line.participant and line.before.cents is not None]
    domains = [line for line in ours if line.about is About.DOMAIN and line.code in weighed]
    scored = domains or [line for line in ours if line.about is About.SCORE]
    return (*scored, *(line for line in ours if line.about is About.POOL_CHANGE))


def _cut_to(found: WhatIf, shown: Settled) -> int | None:
    """Give what the own group earned where a cap over all groups cut it."""
    if not found.apart or found.before is None:
        return None
    alone = found.before.payout(found.whose)
    stood = next((each.payout for each in shown.payouts if each.code == found.whose), None)
    cut = alone is not None and stood is not None and alone.earned != stood.earned
    return stood.earned if stood is not None and cut else None


def _measures(
    found: WhatIf, lines: Sequence[Line], tried: tuple[Settlement, set[str]]
) -> dict[str, Then]:
    """Say what each measure would come to; nothing of a group that has no score of its own."""
    after, changed_ones = tried
    cards = [each for each in after.scorecards if each.participant == found.whose]
    scored = {one.code: one for card in cards for each in card.domains for one in each.measures}
    moved = {line.code: line for line in lines if line.about is About.MEASURE}
    told = {}
    for measure in (subject.measure for subject in found.subjects):
        if measure.code not in scored:
            continue
        one, levels = scored[measure.code], method_of(measure.method).levels(measure.method)
        told[measure.code] = Then(
            measure.scale.shown(one.value) if one.value is not None else "no result",
            level_words(one, levels) if figures.is_paid(measure) else "",
            moved[measure.code],
            tried=measure.code in changed_ones,
        )
    return told
