"""Codes: the second step of signing in, and the fields in which one-time codes are typed."""

from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response
from wtforms import StringField

from comanage.actions import second_step as act
from comanage.actions.seals import Seals
from comanage.database import transaction
from comanage.pages.entering import begun, held, local
from comanage.pages.form import HouseForm
from comanage.pages.person import mark, setting, visitor
from comanage.pages.waiting import too_many

CODE_HINT = "The six digits that your device shows now. A recovery code works too."
CODE: dict[str, Any] = {
    "autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false",
}  # fmt: skip
REFUSED = "This code does not fit, or it was used already. Wait for the next one, and type that."


class CodeForm(HouseForm):
    """A code from one's device."""

    one_time_code = StringField("One-time code", description=CODE_HINT, render_kw=CODE)


def seals() -> Seals:
    """Give what seals and opens the secrets of this installation."""
    return setting("SEALS", Seals)


def second_step() -> Response:
    """Ask for the code of whoever typed the right password, and begin the sign-in."""
    form, half = CodeForm(), held()
    if request.method != "POST":
        return _page(form)
    with transaction() as session:
        attempt = act.count(session, visitor(), half, mark=mark())
    if attempt.wait:
        return too_many(form, attempt.wait, _page)
    with transaction() as session:
        made = act.finish(session, visitor(), attempt, form.one_time_code.data or "", seals=seals())
    if not made:
        form.one_time_code.errors = [REFUSED]
        return _page(form, 422)
    return begun(made, local(half.to))


def _page(form: CodeForm, status: int = 200) -> Response:
    form.one_time_code.raw_data, form.one_time_code.data = None, ""
    return make_response(render_template("sign_in/code.html", form=form), status)
