"""What is typed into the grid and not saved yet: kept as a draft, and brought back to whoever typed it.

static/drafts.js sends it some seconds after a change. Without script nothing is kept before
the form is saved, and nothing else is missing.
"""

from collections.abc import Sequence

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from comanage import clock
from comanage.actions import figure_drafts as act
from comanage.actions.entries import Laid, Sheet
from comanage.actions.figure_drafts import Typed
from comanage.database import transaction
from comanage.pages.both import NOTHING, Beside
from comanage.pages.display import instant
from comanage.pages.figure_grid import TEXTS, Line
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_id
from comanage.records.figure import Figure
from comanage.records.figure_draft import FIELDS, FigureDraft
from comanage.rights import Right

pages = Blueprint(
    "figure_drafts", __name__, url_prefix="/agreements/<int:agreement_id>/figures/<code>/drafts"
)


@pages.post("")
@needs(Right.FIGURE_ENTER)
def keep(agreement_id: int, code: str) -> Response:
    """Keep what was typed, and say when, what was not kept, and what someone else has changed."""
    with transaction() as session:
        kept = act.keep(session, signed_in(), agreement_id, code, typed=_typed())
        overtaken = [
            {"box": each.box, **_told(stands, each.field)} for each, stands in kept.overtaken
        ]
    answer: Response = jsonify(
        at=f"{clock.local(clock.now()):%H:%M:%S}",
        refused=[{"box": each.box, "why": why} for each, why in kept.refused],
        overtaken=overtaken,
    )
    return answer


@pages.post("/drop")
@needs(Right.FIGURE_ENTER)
def drop(agreement_id: int, code: str) -> Response:
    """Throw the own draft of a period away."""
    with transaction() as session:
        act.drop(session, signed_in(), agreement_id, code)
    flash("Your draft is thrown away. The boxes hold what is saved.")
    return redirect(url_for("figures.period", agreement_id=agreement_id, code=code), 303)


def bring_back(found: Sequence[Line], drafts: Sequence[FigureDraft]) -> int:
    """Put drafts into their boxes, and beside them what someone else has entered meanwhile.

    Returns:
        How many boxes hold a draft.
    """
    by_key = {line.key: line for line in found if line.boxes is not None}
    held = 0
    for draft in drafts:
        line = by_key.get(draft.key)
        if line is None or line.boxes is None or act.same(line.figure, draft.field, draft.text):
            continue
        box = line.boxes[draft.field]
        box.raw_data = [draft.text]
        box.data = draft.text if draft.field in TEXTS else box.data
        box.flags.draft = True
        if line.figure is not None and line.figure.id != draft.seen_id:
            lay_beside(box, line.figure, draft.field)
        held += 1
    return held


def lay_conflict(sheet: Sheet, found: Sequence[Line], overtaken: Sequence[Laid]) -> None:
    """Put what stands now beside each box which would be saved as something else.

    A source left blank is saved as the one that the terms name.
    """
    standing = {entry.key: stands for entry, stands in overtaken}
    sources = {entry.key: sheet.source(entry) for entry, _ in overtaken}
    for line in found:
        stands = standing.get(line.key)
        if line.boxes is None or stands is None:
            continue
        for name in FIELDS:
            box = line.boxes[name]
            text = str(box.raw_data[0]) if box.raw_data else ""
            saved = sources[line.key] if name == "source" else text
            if box.raw_data and not act.same(stands, name, saved):
                lay_beside(box, stands, name)


def lay_beside(box: Field, stands: Figure, field: str) -> None:
    """Put what stands now beside a box, with who entered it and who types there."""
    words = act.stood(stands, field) or NOTHING
    by = f"{stands.entered_by.name}; yours, {signed_in().name}, is in the box"
    box.flags.stands = Beside(words, by, stands.entered_at)


def _told(stands: Figure, field: str) -> dict[str, str]:
    by = f"{stands.entered_by.name}; yours, {signed_in().name}, is in the box"
    words = act.stood(stands, field) or NOTHING
    return {"stands": words, "by": f"Saved by {by}, {instant(stands.entered_at)}"}


def _typed() -> list[Typed]:
    """Read the boxes that were sent, and no others; the form itself would count its rows anew."""
    sent, found = request.form, []
    for box, text in sent.items():
        row, _, field = box.rpartition("-")
        if field in FIELDS:
            key = (sent.get(f"{row}-participant", ""), sent.get(f"{row}-measure", ""))
            found.append(Typed(box, key, field, text, chosen_id(sent.get(f"{row}-seen", ""))))
    return found
