"""Patterns: what is out of the ordinary for its measure, against what is verified.

Only verified figures of earlier periods make a pattern; what merely waits proves nothing. A figure
that departs from it is told so when it is typed and when it is saved, and hindered by nothing; it
is submitted once its note says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from comanage.actions.entries import Key, Sheet, key_of
from comanage.records import figure as records
from comanage.records.basis import as_value
from comanage.records.figure import Figure
from comanage.refusals import Fault
from comanage.rules import figures as rules
from comanage.rules.pattern import carries_money, departures

SAY_WHY = "Say in the note why, so that the verifier knows that it is meant."


def before(sheet: Sheet) -> Mapping[Key, Sequence[rules.Figure]]:
    """Give the verified figures of the earlier periods, oldest first, by what they are of."""
    found: dict[Key, list[rules.Figure]] = defaultdict(list)
    period = sheet.period
    for figure in records.earlier(sheet.session, period.agreement_id, period.starts):
        found[key_of(figure)].append(as_value(figure))
    return found


def departing(sheet: Sheet, figures: Sequence[tuple[Key, rules.Figure]]) -> list[tuple[str, ...]]:
    """Say of each figure in what it departs from the pattern of its measure."""
    history = before(sheet) if figures else {}
    amounts = carries_money(sheet.terms)
    found = []
    for key, figure in figures:
        measure = None if key[1] in amounts else sheet.terms.measure(key[1])
        found.append(departures(measure, figure, history.get(key, ())) if measure else ())
    return found


def departures_of(sheet: Sheet, figures: Iterable[Figure]) -> Mapping[int, tuple[str, ...]]:
    """Say, by figure, in what it departs from the pattern of its measure."""
    each = list(figures)
    told = departing(sheet, [(key_of(figure), as_value(figure)) for figure in each])
    return {figure.id: why for figure, why in zip(each, told, strict=True)}


def unexplained(
    sheet: Sheet, drafts: Mapping[Key, Figure], departing: Mapping[int, tuple[str, ...]]
) -> list[Fault]:
    """List the drafts out of pattern whose notes say nothing, each at its note."""
    return [
        Fault("column note", f"{' '.join(departing[figure.id])} {SAY_WHY}").within(sheet.name(key))
        for key, figure in drafts.items()
        if departing[figure.id] and not figure.note.strip()
    ]
