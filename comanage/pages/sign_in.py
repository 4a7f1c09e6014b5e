"""Signing in and out, the links that work once, and the open doors of a demo."""

import re

import flask
from flask import (
    Blueprint,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from comanage.actions import invitations
from comanage.actions import sign_in as act
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm
from comanage.pages.person import (
    keep_token,
    needs,
    public,
    setting,
    signed_in,
    token,
    visitor,
)
from comanage.pages.picks import pick
from comanage.pages.roles import SENTENCES
from comanage.pages.saving import saving
from comanage.records import installation as installations
from comanage.records.person import everyone
from comanage.records.sign_in import Purpose
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

pages = Blueprint("sign_in", __name__)

REFUSED = "The e-mail address and the password do not fit together. Try again."
WAIT = "There were too many tries. Wait {}, then try again."
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")
ROLES = list(Role)  # in the order of the demo's cards
EMAIL = {"autocomplete": "username", "inputmode": "email", "spellcheck": "false"}
NEW = {"autocomplete": "new-password"}
LENGTH_HINT = "At least 15 characters. A few words are easier to remember than signs."


class SignInForm(HouseForm):
    """An address and a password."""

    email = StringField("E-mail address", render_kw=EMAIL)
    password = PasswordField("Password", render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class PersonForm(HouseForm):
    """Which invented person to be."""

    person_id = pick("Person")


class PasswordForm(HouseForm):
    """A new password, twice."""

    password = PasswordField("Password", description=LENGTH_HINT, render_kw=NEW)
    again = PasswordField("The same password again", render_kw=NEW)


class FirstForm(PasswordForm):
    """Who begins, and for whom."""

    organization = StringField(
        "Name of your organization", render_kw={"autocomplete": "organization"}
    )
    name = StringField("Your name", render_kw={"autocomplete": "name"})
    email = StringField("Your e-mail address", render_kw=EMAIL)
    password = PasswordField("Password", description=LENGTH_HINT, render_kw=NEW)
    again = PasswordField("The same password again", render_kw=NEW)


@pages.route("/login", methods=["GET", "POST"])
@public
def login() -> Response:
    """Ask who is there, and begin the sign-in."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET":
        return _login_page(form)
    if not form.validate():
        return _login_page(form, 422)
    with transaction() as session:
        attempt = act.attempt(session, visitor(), form.email.data or "")
    if attempt.wait:
        form.form_errors.append(WAIT.format(_seconds(attempt.wait)))
        return _login_page(form, 429, wait=attempt.wait)
    fits = attempt.fits(form.password.data or "")
    with transaction() as session:
        if not fits or attempt.person_id is None:
            act.refuse(session, visitor(), attempt)
            made = ""
        else:
            made = act.begin(session, visitor(), attempt.person_id)
    if not made:
        form.form_errors.append(REFUSED)
        return _login_page(form, 422)
    return begun(made, local(form.next.data or ""))


@pages.post("/login/enter")
@public
def enter() -> Response:
    """Be one of the invented people of a demo."""
    form = PersonForm()
    if not form.validate() or form.person_id.data is None:
        raise NotFound("There is no such page.")
    with transaction() as session:
        made = act.enter_demo(session, visitor(), form.person_id.data)
    return begun(made, "/")


@pages.post("/logout")
@needs(Right.HOME_READ)
def logout() -> Response:
    """Sign out."""
    with transaction() as session:
        act.end(session, signed_in(), token())
    flask.session.clear()
    answer = redirect(url_for(".login"), 303)
    answer.delete_cookie(
        setting("SIGN_IN_COOKIE", str),
        httponly=True,
        samesite="Lax",
        secure=setting("OVER_HTTPS", bool),
    )
    return answer


@pages.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> Response:
    """Let the bearer of a one-time link begin the installation, or choose a password."""
    with reading() as session:
        invitation = invitations.opened(session, token)
        person = invitation.person
    first = invitation.purpose is Purpose.FIRST_ADMINISTRATOR
    form = FirstForm() if first else PasswordForm()
    if request.method == "POST":
        with saving(form) as session:
            if isinstance(form, FirstForm):
                begun_by = invitations.set_up(session, visitor(), token, _first(form))
            else:
                begun_by = invitations.choose_password(
                    session,
                    visitor(),
                    token,
                    password=form.password.data or "",
                    again=form.again.data or "",
                )
        if not form.problems():
            return begun(begun_by, "/")
    page = "sign_in/first.html" if first else "sign_in/password.html"
    status = 422 if form.problems() else 200
    return make_response(render_template(page, form=form, person=person), status)


def begun(token: str, to: str) -> Response:
    """Hand the token of a new sign-in to the browser; forms of the time before are dead."""
    flask.session.clear()
    return keep_token(redirect(to, 303), token)


def local(to: str) -> str:
    """Give a path of this installation, or the start page where it leads elsewhere.

    >>> local("/agreements?line=1"), local("//elsewhere.example"), local("https://elsewhere.example")
    ('/agreements?line=1', '/', '/')
    """
    return to if _LOCAL.fullmatch(to) else "/"


def _login_page(form: SignInForm, status: int = 200, wait: int = 0) -> Response:
    with reading() as session:
        installation = installations.current(session)
        demo = installation is not None and installation.is_demo
        people = [person for person in everyone(session) if person.active] if demo else []
    people.sort(key=lambda person: min((ROLES.index(row.role) for row in person.roles), default=99))
    page = render_template("sign_in/login.html", form=form, people=people, sentences=SENTENCES)
    answer = make_response(page, status)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _first(form: FirstForm) -> invitations.FirstAdministrator:
    return invitations.FirstAdministrator(
        organization=form.organization.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        password=form.password.data or "",
        again=form.again.data or "",
    )


def _seconds(count: int) -> str:
    return "1 second" if count == 1 else f"{count} seconds"
