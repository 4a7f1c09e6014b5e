"""Figure drafts: what somebody types into the grid of a period is kept until it is saved.

A draft is no figure and is read by whoever typed it alone. The log tells that something was
kept, of which period and in how many boxes, once a batch; never what was typed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions.entries import Key, Sheet
from comanage.actions.free_text import text_faults
from comanage.records import figure_draft as drafts
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.figure import Figure
from comanage.records.figure_draft import FIELDS, FigureDraft
from comanage.rights import Right
from comanage.rules.numbers import written
from comanage.rules.typed import typed_number

NUMBERS = ("numerator", "denominator", "value", "baseline")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in one box that somebody types into.

    Attributes:
        box: Where the page has the box; what comes of it is told by this name.
        key: The participant and the measure.
        field: Which box of its row it is, one of FIELDS.
        text: What was typed; looked through before it is kept.
        seen: The id of the figure that stood there when it was typed.
    """

    box: str
    key: Key
    field: str
    text: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of keeping a batch.

    Attributes:
        refused: What was not kept, each with the sentence that says why.
        overtaken: What was typed over a figure that someone else has replaced, with what stands now.
    """

    refused: Sequence[tuple[Typed, str]]
    overtaken: Sequence[tuple[Typed, Figure]]


def keep(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, typed: Iterable[Typed]
) -> Kept:
    """Keep what was typed, and forget what is again as it stands.

    Raises:
        NotFound: The actor sees no such agreement, or it has no such period.
        NotAllowed: The actor enters no figures there.
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    held = {(each.key, each.field): each for each in _own(sheet)}
    refused, overtaken, changed = [], [], 0
    for each in typed:
        if not _is_there(sheet, each):
            continue
        stands = sheet.standing.get(each.key)
        draft = held.pop((each.key, each.field), None)
        if why := _why_not(each):
            refused.append((each, why))
        if why or same(stands, each.field, each.text):
            changed += _forgotten(session, draft)
            continue
        changed += _kept(sheet, draft, each)
        if stands is not None and stands.id != each.seen:
            overtaken.append((each, stands))
    if changed:
        _note(sheet, Act.FIGURE_DRAFT_KEPT, changed)
    return Kept(refused, overtaken)


def drop(session: Session, actor: Actor, agreement_id: int, period_code: str) -> int:
    """Forget what somebody typed in a period and did not save, and say of how many boxes.

    Raises:
        NotFound: The actor sees no such agreement, or it has no such period.
        NotAllowed: The actor enters no figures there.
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    found = _own(sheet)
    for each in found:
        session.delete(each)
    if found:
        _note(sheet, Act.FIGURE_DRAFT_DROPPED, len(found))
    return len(found)


def same(stands: Figure | None, field: str, text: str) -> bool:
    """Say whether a box holds what the figure that stands says there."""
    held = stood(stands, field)
    if field in NUMBERS and held and text.strip():
        try:
            return written(typed_number(text)) == held
        except ValueError:
            return False
    return text.strip() == held


def stood(stands: Figure | None, field: str) -> str:
    """Write what a figure says in a box; empty where it says nothing there."""
    value = getattr(stands, field) if stands is not None else None
    if value is None:
        return ""
    return written(value) if field in NUMBERS else str(value)


def _own(sheet: Sheet) -> Sequence[FigureDraft]:
    return drafts.own(sheet.session, sheet.actor.person_id or 0, sheet.period.id)


def _is_there(sheet: Sheet, typed: Typed) -> bool:
    participant, measure = typed.key
    known = not participant or participant in sheet.terms.codes()
    return known and sheet.terms.measure(measure) is not None and typed.field in FIELDS


def _why_not(typed: Typed) -> str:
    """Say why a text is kept nowhere; empty where it may be."""
    if typed.field in NUMBERS:
        try:
            typed_number(typed.text)
        except ValueError:
            pass  # it is looked through like any other text
        else:
            return ""
    found = text_faults({typed.field: typed.text})
    return found[0].sentence if found else ""


def _kept(sheet: Sheet, draft: FigureDraft | None, typed: Typed) -> bool:
    if draft is not None and (draft.text, draft.seen_id) == (typed.text, typed.seen):
        return False
    seen = sheet.session.get(Figure, typed.seen) if typed.seen is not None else None
    own = seen is not None and seen.period_id == sheet.period.id
    if draft is None:
        participant, measure = typed.key
        draft = FigureDraft(
            person_id=sheet.actor.person_id,
            agreement_id=sheet.period.agreement_id,
            period_id=sheet.period.id,
            participant=participant,
            measure=measure,
            field=typed.field,
        )
        sheet.session.add(draft)
    draft.text, draft.at = typed.text, clock.now()
    draft.seen_id = typed.seen if own else None
    return True


def _forgotten(session: Session, draft: FigureDraft | None) -> bool:
    if draft is None:
        return False
    session.delete(draft)
    return True


def _note(sheet: Sheet, act: Act, boxes: int) -> None:
    note(
        sheet.session,
        sheet.actor,
        act,
        role=sheet.role,
        agreement_id=sheet.period.agreement_id,
        object_id=sheet.period.id,
        after={"period": sheet.period.code, "boxes": boxes},
    )
