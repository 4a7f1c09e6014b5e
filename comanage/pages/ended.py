"""A sign-in that ended while a form was filled in: nothing that was typed is lost.

The form is answered with a page that asks who is there and carries the fields on. It is
sent to the same address, signs in, and the request goes on as if nothing had happened; but
only for the person who was signed in at this browser before. Where another person signs in,
the form is dropped, and the start page opens.

A form is carried only where it came from a page of ours, which its token shows however old
it is; so another site cannot have its own form sent by whoever signs in next.
"""

import flask
from flask import after_this_request, current_app, flash, g, make_response, render_template, request
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField, ValidationError

from comanage.actions import second_step
from comanage.actions import sign_in as act
from comanage.database import reading, transaction
from comanage.pages import carried, person
from comanage.pages.codes import CODE, CODE_HINT, seals
from comanage.pages.entering import begun
from comanage.pages.form import HouseForm
from comanage.pages.person import keep_token, mark, visitor
from comanage.pages.sign_in import EMAIL, REFUSED
from comanage.pages.waiting import too_many

OLDEST = 30 * 24 * 60 * 60  # seconds since the form was opened
ANOTHER = "The form was filled in by somebody else who was signed in here, so it was not sent."
REFUSED_WITH_CODE = "The e-mail address, the password and the code do not fit together. Try again."


class AgainForm(HouseForm):
    """Who is there, once more."""

    proof_email = StringField("E-mail address", render_kw=EMAIL)
    proof_password = PasswordField("Password", render_kw={"autocomplete": "current-password"})
    proof_code = StringField("One-time code", description=CODE_HINT, render_kw=CODE)


def carries_on() -> bool:
    """Say whether what was sent can be carried through a sign-in."""
    return request.method == "POST" and bool(carried.fields()) and _ours() and _before() is not None


def ask() -> Response:
    """Ask who is there, with what was typed kept in the page."""
    return _page(AgainForm(formdata=None), 401)


def resume() -> Response | None:
    """Sign in whoever answers that page, and let the request go on."""
    if not person.resuming():
        return None
    form = AgainForm()
    with transaction() as session:
        attempt = act.attempt(session, visitor(), form.proof_email.data or "", mark=mark())
    if attempt.wait:
        return too_many(form, attempt.wait, _page)
    made = ""
    if attempt.fits(form.proof_password.data or ""):
        made = _begun(attempt, form.proof_code.data or "")
    else:
        with transaction() as session:
            act.refuse(session, visitor(), attempt)
    if not made:
        before = _before()
        form.form_errors.append(REFUSED_WITH_CODE if before and before.coded else REFUSED)
        return _page(form, 401)
    return _go_on(made, attempt)


def _go_on(made: str, attempt: act.Attempt) -> Response | None:
    """Let the request go on, for the person who filled the form in."""
    before = _before()
    if before is None or before.person_id != attempt.person_id:
        answer = begun(made, "/")
        flash(ANOTHER, "warning")
        return answer
    flask.session.clear()
    g.pop("csrf_token", None)  # it was made for the sign-in of before; a form shown again needs one
    after_this_request(lambda answer: keep_token(answer, made))
    person.see(made)
    return person.check()


def _begun(attempt: act.Attempt, code: str) -> str:
    with transaction() as session:
        if attempt.coded:
            return second_step.finish(session, visitor(), attempt, code, seals=seals())
        return act.begin(session, visitor(), attempt.person_id or 0)


def _before() -> act.Before | None:
    """Find who was signed in at this browser before; nobody where its cookie is gone."""
    if "before" not in g:
        with reading() as session:
            g.before = act.before(session, person.token())
    found: act.Before | None = g.before
    return found


def _ours() -> bool:
    """Say whether the form was sent from a page of ours, however old."""
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    try:
        validate_csrf(request.form.get("csrf_token"), time_limit=OLDEST)
    except ValidationError:
        return False
    return True


def _page(form: AgainForm, status: int) -> Response:
    before = _before()
    form.proof_code.raw_data, form.proof_code.data = None, ""
    page = render_template(
        "sign_in/ended.html",
        form=form,
        coded=before is not None and before.coded,
        fields=carried.fields(),
        files=carried.files(),
    )
    return make_response(page, status)
