"""Proof of who it is: the password once more, before what weighs most.

A route says `@needs(Right.X, fresh=True)`, and that is all. Where the last proof is more
than five minutes old, the answer is 401 with a page that carries the fields of the form
and is sent to the same address. Once the password fits, the request goes on as if it had
been asked for in the first place; until then nothing is stored but the question. A page
that is only opened (GET) is opened after the proof, by way of /account/confirm.

Signing in with a password is a proof too; entering the demo by one click is none.
"""

from contextlib import suppress

from flask import after_this_request, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField

from comanage.actions import confirmation as act
from comanage.database import transaction
from comanage.pages import carried
from comanage.pages.form import HouseForm
from comanage.pages.person import declared, keep_token, signed_in, token, unproven
from comanage.refusals import Conflict

REFUSED = "This is not your password. Try again."
WAIT = "There were too many tries. Wait {} seconds, then try again."


class ProofForm(HouseForm):
    """The password, once more."""

    proof_password = PasswordField("Your password", render_kw={"autocomplete": "current-password"})


def ask() -> Response | None:
    """Hold a request back until the person has proved who it is."""
    if not unproven():
        return None
    form = ProofForm()
    if request.method in {"GET", "HEAD"} or form.proof_password.name not in request.form:
        with suppress(Conflict), transaction() as session:
            act.ask(session, signed_in(), request.path)
        return _page(form)
    with transaction() as session:
        attempt = act.attempt(session, signed_in())
    if attempt.wait:
        form.form_errors.append(WAIT.format(attempt.wait))
        return _page(form, 429, wait=attempt.wait)
    if not attempt.fits(form.proof_password.data or ""):
        with transaction() as session:
            act.refuse(session, signed_in())
        form.form_errors.append(REFUSED)
        return _page(form)
    with transaction() as session:
        made = act.give(session, signed_in(), token())
    g.confirmed = True
    after_this_request(lambda answer: keep_token(answer, made))
    return None


def _page(form: ProofForm, status: int = 401, *, wait: int = 0) -> Response:
    """Ask for the proof, and carry on what was sent; a page to open is opened afterwards."""
    opening = request.method in {"GET", "HEAD"}
    form.proof_password.data = None
    page = render_template(
        "sign_in/proof.html",
        form=form,
        right=declared() if request.endpoint != "account.confirm" else None,
        fields=[("next", request.full_path.rstrip("?"))] if opening else carried.fields(),
        files=carried.files(),
        to=url_for("account.confirm") if opening else "",
    )
    answer = make_response(page, status)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer
