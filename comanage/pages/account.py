"""One's own account: roles held, and the password."""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import PasswordField

from comanage.actions import account as act
from comanage.database import reading
from comanage.pages.entering import begun, local
from comanage.pages.person import ends_in, needs, signed_in
from comanage.pages.roles import SENTENCES
from comanage.pages.saving import saving
from comanage.pages.sign_in import LENGTH_HINT, NEW, PasswordForm
from comanage.records.person import Person
from comanage.records.second_factor import SecondFactor, unused_codes
from comanage.rights import SECOND_FACTOR, Right

pages = Blueprint("account", __name__, url_prefix="/account")


class ChangeForm(PasswordForm):
    """The password that is replaced, and the new one twice."""

    present = PasswordField("Your present password", render_kw={"autocomplete": "current-password"})
    password = PasswordField("New password", description=LENGTH_HINT, render_kw=NEW)
    again = PasswordField("The new password again", render_kw=NEW)


@pages.route("", methods=["GET", "POST"])
@needs(Right.ACCOUNT_WRITE)
def own() -> Response:
    """Show the own account; change the password."""
    form = ChangeForm()
    if request.method == "POST":
        with saving(form) as session:
            token = act.change_password(
                session,
                signed_in(),
                form.present.data or "",
                password=form.password.data or "",
                again=form.again.data or "",
            )
        if not form.problems():
            answer = begun(token, "/account")
            flash("Your password is changed. You are signed out everywhere else.")
            return answer
    return _page(form)


@pages.post("/confirm")
@needs(Right.ACCOUNT_WRITE, fresh=True)
def confirm() -> Response:
    """Go on to a page that takes a proof of who it is; proof.py has asked for it."""
    return redirect(local(request.form.get("next", "")), 303)


@pages.post("/stay")
@needs(Right.HOME_READ)
def stay() -> Response:
    """Stay signed in, and say for how many seconds; static/staying.js asks."""
    answer = make_response(str(ends_in()))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


def _page(form: ChangeForm) -> Response:
    actor = signed_in()
    with reading() as session:
        person = session.get_one(Person, actor.person_id)
        factor = session.get(SecondFactor, person.id)
        codes = len(unused_codes(session, person.id))
    page = render_template(
        "account/own.html",
        form=form,
        person=person,
        factor=factor,
        factor_needed=bool(actor.roles & SECOND_FACTOR),
        codes=codes,
        sentences=SENTENCES,
    )
    return make_response(page, 422 if form.problems() else 200)
