"""Issued statements of an agreement: all of them, or those that stood on a day."""

from flask import Blueprint, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage.access import allowed
from comanage.actions import issued_statements as act
from comanage.database import reading
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField
from comanage.pages.saving import beside
from comanage.records.agreement import Agreement
from comanage.refusals import Faulty
from comanage.rights import Right

pages = Blueprint(
    "issued_statements", __name__, url_prefix="/agreements/<int:agreement_id>/statements"
)

ASKED = "as_known_on"


class DayForm(HouseForm):
    """The day whose statements are asked for; none for every statement."""

    as_known_on = DayField("As known on")


@pages.get("")
@needs(Right.STATEMENT_READ)
def every(agreement_id: int) -> Response:
    """List statements, each with what its file and its data were held to.

    A day that is none, or is still to come, lists nothing: to show every statement would mislead.
    """
    form = DayForm(request.args if ASKED in request.args else None, meta={"csrf": False})
    form.validate()
    with reading() as session:
        allowed(session, signed_in(), Right.STATEMENT_READ, agreement_id)
        page = render_template(
            "statements/issued.html",
            agreement=session.get_one(Agreement, agreement_id),
            form=form,
            view=_view(session, agreement_id, form),
        )
    return make_response(page, 422 if form.problems() else 200)


def _view(session: Session, agreement_id: int, form: DayForm) -> act.View | None:
    if form.problems():
        return None
    try:
        return act.view(
            session, signed_in(), agreement_id,
            known_on=form.as_known_on.data, page=request.args.get("page", 1, type=int),
        )  # fmt: skip
    except Faulty as refused:
        beside(form, refused.faults)
        return None
