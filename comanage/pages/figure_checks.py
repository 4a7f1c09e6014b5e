"""What is said of a row of the grid when one of its boxes is left: see static/checks.js.

Without script the same is said when the figures are saved.
"""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from comanage.actions import figure_checks as act
from comanage.actions.figure_checks import Looked
from comanage.database import reading
from comanage.pages.display import signed
from comanage.pages.figure_grid import NUMBERS, GridForm, RowForm, entries
from comanage.pages.person import needs, signed_in
from comanage.rights import Right

pages = Blueprint(
    "figure_checks", __name__, url_prefix="/agreements/<int:agreement_id>/figures/<code>/checks"
)


@pages.post("")
@needs(Right.FIGURE_ENTER)
def look(agreement_id: int, code: str) -> Response:
    """Say what is wrong and what is odd about the rows that are sent, in their order; nothing is stored."""
    form = GridForm()
    form.validate()
    with reading() as session:
        given = entries(form, code)
        found, total = act.look(session, signed_in(), agreement_id, code, entries=given)
    rows = [_told(row.form, found.get(row.name)) for row in form.rows]
    answer: Response = jsonify(rows=rows, total=total)
    return answer


def _told(row: RowForm, looked: Looked | None) -> dict[str, object]:
    """Tell of a row; where a box holds no number, nothing else is said of it."""
    unread = {
        name: row[name].errors[0].removeprefix(f"{row[name].label.text}: ")
        for name in NUMBERS
        if row[name].errors
    }
    if unread or looked is None:
        return {"wrong": unread, "odd": "", "asks": "", "estimate": ""}
    odd = looked.odd
    return {
        "wrong": looked.wrong, "odd": signed(odd.words), "asks": odd.asks, "estimate": looked.estimate,
    }  # fmt: skip
