"""One's own account: roles held, and the password."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField

from comanage.actions import account as act
from comanage.actions.sign_in import Limits
from comanage.database import reading, transaction
from comanage.pages.entering import begun, local
from comanage.pages.person import ends_in, needs, setting, signed_in, token
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
            made = act.change_password(
                session,
                signed_in(),
                form.present.data or "",
                password=form.password.data or "",
                again=form.again.data or "",
            )
        if not form.problems():
            answer = begun(made, "/account")
            flash("Your password is changed. You are signed out everywhere else.")
            return answer
    return _page(form)


@pages.post("/sign-ins/end")
@needs(Right.ACCOUNT_WRITE)
def end_others() -> Response:
    """Sign out at every other browser."""
    with transaction() as session:
        ended = act.end_others(session, signed_in(), token())
    where = "1 other browser" if ended == 1 else f"{ended} other browsers"
    flash(f"You are signed out at {where}." if ended else "You are signed in nowhere else.")
    return redirect(url_for(".own"), 303)


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
        browsers = act.browsers(session, actor, token(), setting("LIMITS", Limits))
    page = render_template(
        "account/own.html",
        form=form,
        person=person,
        factor=factor,
        factor_needed=bool(actor.roles & SECOND_FACTOR),
        codes=codes,
        browsers=browsers,
        sentences=SENTENCES,
    )
    return make_response(page, 422 if form.problems() else 200)
