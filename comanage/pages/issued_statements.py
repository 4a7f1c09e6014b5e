"""Issued statements of an agreement: all of them, or those that stood on a day."""

from datetime import date

from flask import Blueprint, render_template, request

from comanage.actions import issued_statements as act
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.refusals import Fault, Faulty
from comanage.rights import Right

pages = Blueprint(
    "issued_statements", __name__, url_prefix="/agreements/<int:agreement_id>/statements"
)

NO_DAY = "Give the day as year, month and day, such as 2027-07-14."


@pages.get("")
@needs(Right.STATEMENT_READ)
def every(agreement_id: int) -> str:
    """List statements, each with what its file and its data were held to."""
    known_on = _day(request.args.get("as_known_on", "").strip())
    with reading() as session:
        view = act.view(
            session, signed_in(), agreement_id,
            known_on=known_on, page=request.args.get("page", 1, type=int),
        )  # fmt: skip
        return render_template("statements/issued.html", view=view, known_on=known_on)


def _day(text: str) -> date | None:
    """Read a day; an empty one is none.

    Raises:
        Faulty: It is no day. To show every statement instead would mislead.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Faulty([Fault("As known on", NO_DAY)]) from None
