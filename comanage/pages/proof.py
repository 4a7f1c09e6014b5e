"""Proof of who it is: the password once more, and the code of whoever has a second factor.

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
from wtforms import PasswordField, StringField

from comanage.actions import confirmation as act
from comanage.database import transaction
from comanage.pages import carried
from comanage.pages.codes import CODE, CODE_HINT, seals
from comanage.pages.form import HouseForm
from comanage.pages.person import (
    UNSTORED,
    asked_for,
    coded,
    declared,
    keep_token,
    signed_in,
    token,
    unproven,
)
from comanage.pages.to_sign import to_sign
from comanage.pages.waiting import too_many

REFUSED = {
    # whether there is a code: what is said
    False: "This is not your password. Try again.",
    True: "The password and the code do not fit, or the code was used already. Try again.",
}


class ProofForm(HouseForm):
    """The password, once more, and a code."""

    proof_password = PasswordField("Your password", render_kw={"autocomplete": "current-password"})
    proof_code = StringField("One-time code", description=CODE_HINT, render_kw=CODE)


def ask() -> Response | None:
    """Hold a request back until the person has proved who it is."""
    if not unproven():
        return None
    form = ProofForm()
    if request.method in {"GET", "HEAD"} or form.proof_password.name not in request.form:
        with suppress(*UNSTORED), transaction() as session:
            act.ask(session, signed_in(), asked_for())
        return _page(form)
    with transaction() as session:
        attempt = act.attempt(session, signed_in())
    if attempt.wait:
        return too_many(form, attempt.wait, _page)
    made = _taken(form) if attempt.fits(form.proof_password.data or "") else ""
    if not made:
        with transaction() as session:
            act.refuse(session, signed_in())
        form.form_errors.append(REFUSED[coded()])
        return _page(form)
    g.confirmed = True
    after_this_request(lambda answer: keep_token(answer, made))
    return None


def _taken(form: ProofForm) -> str:
    """Give the new token of the sign-in whose password was right; empty where the code was not."""
    typed = (form.proof_code.data or "") if coded() else None
    with transaction() as session:
        return act.give(session, signed_in(), token(), code=typed, seals=seals())


def _page(form: ProofForm, status: int = 401) -> Response:
    """Ask for the proof, and carry on what was sent; a page to open is opened afterwards."""
    opening = request.method in {"GET", "HEAD"}
    form.proof_code.raw_data, form.proof_code.data = None, ""
    page = render_template(
        "sign_in/proof.html",
        form=form,
        right=declared() if request.endpoint != "account.confirm" else None,
        fields=[("next", request.full_path.rstrip("?"))] if opening else carried.fields(),
        files=carried.files(),
        coded=coded(),
        signs=to_sign(),
        to=url_for("account.confirm") if opening else "",
    )
    return make_response(page, status)
