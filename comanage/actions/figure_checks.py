"""Figure checks: what is wrong and what is out of the ordinary, said while a figure is typed.

Nothing is stored. What is still empty may be on its way, so only what stands in a box is called
wrong; all the rest is asked for when the figures are saved. What is out of the ordinary asks for a
note, and hinders nothing before the figure is submitted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions.entries import Entry, Key, Sheet, doubts
from comanage.actions.patterns import SAY_WHY, departing
from comanage.actions.so_far import told
from comanage.records.basis import as_value
from comanage.rights import Right
from comanage.rules import figures as rules
from comanage.rules.figure_faults import figure_faults
from comanage.rules.signoff import FigureState

TYPED_OVER = (FigureState.DRAFT, FigureState.RETURNED)
COLUMNS = ("numerator", "denominator", "value", "baseline", "absent")


@dataclass(frozen=True, slots=True)
class Odd:
    """What is out of the ordinary about a figure.

    Attributes:
        words: In sentences; empty where nothing is.
        asks: What is asked for; empty where the note has said it.
    """

    words: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to say about a row while it is typed.

    Attributes:
        wrong: What is wrong with what stands in its boxes, by their columns.
        odd: What is out of the ordinary; nothing where something is wrong.
        estimate: What it would earn; empty where that cannot be said.
    """

    wrong: Mapping[str, str]
    odd: Odd
    estimate: str = ""


def look(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    entries: Sequence[Entry],
) -> tuple[Mapping[str, Looked], str]:
    """Say, by place, what is wrong and what is odd about rows that are being typed.

    Returns:
        What there is to say of each row, and what all figures would earn together; an estimate.

    Raises:
        NotFound: The actor sees no such agreement, or it has no such period.
        NotAllowed: The actor enters no figures there.
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    wrong = {each.place: _wrong(sheet, each.figure) for each in entries}
    fine = [each for each in entries if not wrong[each.place]]
    odd = dict(zip((each.place for each in fine), _odd(sheet, fine), strict=True))
    for each in doubts(sheet.terms, ((one.place, one.figure) for one in fine)):
        before = odd[each.place]
        odd[each.place] = Odd(f"{before.words} {each.sentence}".strip(), before.asks)
    so_far = told(sheet, entries)
    looked = {
        each.place: Looked(
            wrong[each.place], odd.get(each.place, Odd("")), so_far.rows.get(each.key, "")
        )
        for each in entries
    }
    return looked, so_far.total


def odd_entries(sheet: Sheet, entries: Sequence[Entry]) -> Mapping[Key, Odd]:
    """Say which of the figures that were sent are out of the ordinary."""
    fine = [each for each in entries if not _wrong(sheet, each.figure)]
    found = zip((each.key for each in fine), _odd(sheet, fine), strict=True)
    return {key: odd for key, odd in found if odd.words}


def odd_drafts(sheet: Sheet) -> Mapping[Key, Odd]:
    """Say which figures that stand and are not submitted are out of the ordinary."""
    drafts = [
        Entry("", as_value(figure), figure.source, figure.note)
        for figure in sheet.standing.values()
        if figure.state in TYPED_OVER
    ]
    return odd_entries(sheet, drafts)


def _odd(sheet: Sheet, entries: Sequence[Entry]) -> list[Odd]:
    found = departing(sheet, [(each.key, each.figure) for each in entries])
    return [
        Odd(" ".join(why), SAY_WHY if why and not each.note.strip() else "")
        for each, why in zip(entries, found, strict=True)
    ]


def _wrong(sheet: Sheet, figure: rules.Figure) -> dict[str, str]:
    """Give the faults of what stands in the boxes of a row, the first of each box."""
    if sheet.terms.measure(figure.measure) is None:
        return {}
    found: dict[str, str] = {}
    for fault in figure_faults(sheet.terms, figure):
        column = fault.place.removeprefix("column ")
        if column in COLUMNS and _typed(figure, column):
            found.setdefault(column, fault.sentence)
    return found


def _typed(figure: rules.Figure, column: str) -> bool:
    return getattr(figure, column) not in {None, ""}
