"""Signing in and out, the links that work once, and the open doors of a demo."""

import flask
from flask import (
    Blueprint,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from comanage.actions import invitations, tries
from comanage.actions import sign_in as act
from comanage.actions.second_step import half
from comanage.database import reading, transaction
from comanage.pages.codes import CODE, CODE_HINT, CodeForm, seals, second_step
from comanage.pages.entering import begun, hold, local
from comanage.pages.form import HouseForm
from comanage.pages.person import (
    mark,
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
from comanage.pages.waiting import too_many
from comanage.records import installation as installations
from comanage.records.person import everyone
from comanage.records.second_factor import SecondFactor
from comanage.records.sign_in import Purpose
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

pages = Blueprint("sign_in", __name__)

REFUSED = "The e-mail address and the password do not fit together. Try again."
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


class ChosenForm(PasswordForm, CodeForm):
    """A new password, and the code of whoever has a second factor."""

    password = PasswordField("Password", description=LENGTH_HINT, render_kw=NEW)
    again = PasswordField("The same password again", render_kw=NEW)
    one_time_code = StringField("One-time code", description=CODE_HINT, render_kw=CODE)


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
@pages.route("/login/<any(code):step>", methods=["GET", "POST"])
@public
def login(step: str = "") -> Response:
    """Ask who is there, then for the code of whoever has a second factor; begin the sign-in."""
    if step:
        return second_step()
    form = SignInForm(next=request.args.get("next", ""))
    if request.method != "POST":
        return _login_page(form)
    if not form.validate():
        return _login_page(form, 422)
    with transaction() as session:
        attempt = act.attempt(session, visitor(), form.email.data or "", mark=mark())
    if attempt.wait:
        return too_many(form, attempt.wait, _login_page)
    if not attempt.fits(form.password.data or ""):
        with transaction() as session:
            act.refuse(session, visitor(), attempt)
        form.form_errors.append(REFUSED)
        return _login_page(form, 422)
    return _after_the_password(attempt, local(form.next.data or ""))


def _after_the_password(attempt: act.Attempt, to: str) -> Response:
    """Sign in whoever typed the right password, or ask for the code first."""
    with transaction() as session:
        if attempt.coded:
            tries.forgive(session, visitor().address)
            made = ""
        else:
            made = act.begin(session, visitor(), attempt.person_id or 0, kept=attempt.kept)
    if made:
        return begun(made, to)
    hold(half(attempt, to=to))
    return redirect(url_for(".login", step="code"), 303)


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
        coded = person is not None and session.get(SecondFactor, person.id) is not None
    first = invitation.purpose is Purpose.FIRST_ADMINISTRATOR
    form = FirstForm() if first else ChosenForm()
    if isinstance(form, ChosenForm) and not coded:
        del form.one_time_code

    def page(form: HouseForm, status: int) -> Response:
        name = "sign_in/first.html" if first else "sign_in/password.html"
        return make_response(render_template(name, form=form, person=person), status)

    if request.method != "POST":
        return page(form, 200)
    if person is not None and coded:
        with transaction() as session:
            attempt = act.attempt(session, visitor(), person.email, mark=mark())
        if attempt.wait:
            return too_many(form, attempt.wait, page)
    with saving(form) as session:
        made = _welcomed(session, form, token)
    return page(form, 422) if form.problems() else begun(made, "/")


def _welcomed(session: Session, form: FirstForm | ChosenForm, token: str) -> str:
    """Do what the link is for, and give the token of the sign-in."""
    if isinstance(form, FirstForm):
        return invitations.set_up(session, visitor(), token, _first(form))
    chosen = invitations.Chosen(
        form.password.data or "",
        form.again.data or "",
        (form.one_time_code.data or "") if "one_time_code" in form else None,
    )
    return invitations.choose_password(session, visitor(), token, chosen, seals=seals())


def _login_page(form: SignInForm, status: int = 200) -> Response:
    with reading() as session:
        installation = installations.current(session)
        demo = installation is not None and installation.is_demo
        people = [person for person in everyone(session) if person.active] if demo else []
    people.sort(key=lambda person: min((ROLES.index(row.role) for row in person.roles), default=99))
    page = render_template("sign_in/login.html", form=form, people=people, sentences=SENTENCES)
    return make_response(page, status)


def _first(form: FirstForm) -> invitations.FirstAdministrator:
    return invitations.FirstAdministrator(
        organization=form.organization.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        password=form.password.data or "",
        again=form.again.data or "",
    )
