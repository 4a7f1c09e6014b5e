"""The people of the installation: who has an account, their roles, and their one-time links."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from comanage.actions import invitations, role_changes, role_decisions, second_factor
from comanage.actions import people as act
from comanage.actions.roles import Given
from comanage.actions.sign_in import Limits
from comanage.database import reading, transaction
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import HouseForm, choices
from comanage.pages.person import needs, setting, signed_in
from comanage.pages.picks import pick, things
from comanage.pages.roles import SENTENCES
from comanage.pages.saving import DraftForm, saving
from comanage.records import person as people
from comanage.records import physician_group, service_line
from comanage.records.acts import Act
from comanage.records.person import Person
from comanage.records.role_change import waiting
from comanage.records.second_factor import SecondFactor
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

WAITS = "Another system administrator has to confirm this. It stands under People until then."

NAMED_BY = (Act.PERSON_ADDED, Act.PERSON_CHANGED)

pages = Blueprint("people", __name__, url_prefix="/people")


class WhoForm(HouseForm):
    """A name and an address."""

    name = StringField("Name")
    email = StringField("E-mail address", render_kw={"inputmode": "email", "spellcheck": "false"})


class RoleForm(HouseForm):
    """A role, and within what it is held."""

    role = SelectField("Role", choices=choices(Role, first="Choose a role"))
    service_line_id = pick("Service line", description="Where the role counts.")
    group_id = pick("Group", description="Only for a physician or a physician leader.")

    def offer(self, session: Session) -> None:
        """Fill the choices with the service lines and groups there are."""
        lines, groups = service_line.every(session), physician_group.every(session)
        self.service_line_id.choices = things(lines, first="Every service line")
        self.group_id.choices = things(groups, first="No group")

    def given(self) -> Given:
        """Say which role was chosen."""
        role = Role(self.role.data) if self.role.data in list(Role) else None
        return Given(role, self.service_line_id.data, self.group_id.data)


class PersonForm(WhoForm, RoleForm):
    """A new person, with a first role."""


class NameForm(DraftForm):
    """Another name."""

    name = StringField("Name")


@pages.get("")
@needs(Right.PEOPLE_MANAGE)
def everyone() -> str:
    """List everyone with an account."""
    with reading() as session:
        found, changes = people.everyone(session), waiting(session)
    return render_template("people/everyone.html", people=found, changes=changes)


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.PEOPLE_MANAGE)
def new() -> Response | tuple[str, int]:
    """Add a person with a first role."""
    form = PersonForm()
    with reading() as session:
        form.offer(session)
    if request.method == "POST":
        with saving(form) as session:
            person = act.add(
                session,
                signed_in(),
                name=form.name.data or "",
                email=form.email.data or "",
                given=form.given(),
            )
        if not form.problems():
            flash(f"{person.name} is added. Make a one-time link, so that they can sign in.")
            return redirect(url_for(".one", person_id=person.id), 303)
    page = render_template("people/new.html", form=form, sentences=SENTENCES)
    return page, 422 if form.problems() else 200


@pages.get("/<int:person_id>")
@needs(Right.PEOPLE_MANAGE)
def one(person_id: int) -> str:
    """Show a person's roles, and what can be done about the account."""
    return _page(person_id, RoleForm(formdata=None))


@pages.post("/<int:person_id>/roles")
@needs(Right.PEOPLE_MANAGE, fresh=True)
def give_role(person_id: int) -> Response | tuple[str, int]:
    """Give one more role."""
    form = RoleForm()
    with reading() as session:
        form.offer(session)
    with saving(form) as session:
        done = act.give_role(session, signed_in(), person_id, form.given())
    if form.problems():
        return _page(person_id, form), 422
    _say(f"The role is given: {form.role.data}.", done=done)
    return _back(person_id)


@pages.post("/<int:person_id>/roles/<int:role_id>/end")
@needs(Right.PEOPLE_MANAGE, fresh=True)
def end_role(person_id: int, role_id: int) -> Response:
    """End a role."""
    with transaction() as session:
        done = act.end_role(session, signed_in(), person_id, role_id)
    _say("The role is ended, and the person is signed out.", done=done)
    return _back(person_id)


@pages.post("/<int:person_id>/name")
@needs(Right.PEOPLE_MANAGE)
def rename(person_id: int) -> Response | tuple[str, int]:
    """Give another name."""
    form = NameForm()
    with saving(form) as session:
        act.rename(
            session, signed_in(), person_id, name=form.name.data or "", revision=form.opened()
        )
    if form.problems():
        return _page(person_id, RoleForm(formdata=None), naming=form), form.http_status()
    flash("The name is changed.")
    return _back(person_id)


@pages.post("/<int:person_id>/link")
@needs(Right.PEOPLE_MANAGE, fresh=True)
def link(person_id: int) -> str:
    """Make a one-time link, and show it this once."""
    with transaction() as session:
        token = invitations.invite(session, signed_in(), person_id)
    address = setting("ADDRESS", str) + url_for("sign_in.welcome", token=token)
    return _page(person_id, RoleForm(formdata=None), link=address)


@pages.post("/<int:person_id>/sign-ins/end")
@needs(Right.PEOPLE_MANAGE)
def end_sign_ins(person_id: int) -> Response:
    """Sign a person out everywhere, whose account stays open."""
    with transaction() as session:
        act.end_sign_ins(session, signed_in(), person_id)
    flash("The person is signed out everywhere.")
    return _back(person_id)


@pages.post("/<int:person_id>/close")
@needs(Right.PEOPLE_MANAGE, fresh=True)
def close(person_id: int) -> Response:
    """Close the account."""
    with transaction() as session:
        act.close(session, signed_in(), person_id)
    flash("The account is closed, and the person is signed out.")
    return _back(person_id)


@pages.post("/<int:person_id>/reopen")
@needs(Right.PEOPLE_MANAGE, fresh=True)
def reopen(person_id: int) -> Response:
    """Open a closed account again."""
    with transaction() as session:
        act.reopen(session, signed_in(), person_id)
    flash("The account is open again.")
    return _back(person_id)


@pages.post("/<int:person_id>/second-factor/reset")
@needs(Right.PEOPLE_MANAGE, fresh=True)
def reset_second_factor(person_id: int) -> Response:
    """Take away the second factor of somebody who lost the device."""
    with transaction() as session:
        done = second_factor.reset(session, signed_in(), person_id)
    _say("The second factor is taken away, and the person is signed out.", done=done)
    return _back(person_id)


@pages.post("/changes/<int:change_id>/confirm")
@needs(Right.PEOPLE_MANAGE, fresh=True)
def confirm(change_id: int) -> Response:
    """Confirm what another system administrator asked for."""
    with transaction() as session:
        change = role_decisions.confirm(session, signed_in(), change_id)
        done = f"Done for {change.person.name}: {change.change}."
    flash(done)
    return redirect(url_for(".everyone"), 303)


@pages.post("/changes/<int:change_id>/decline")
@needs(Right.PEOPLE_MANAGE)
def decline(change_id: int) -> Response:
    """Decline what another asked for, or take back what one asked for."""
    with transaction() as session:
        change = role_changes.decline(session, signed_in(), change_id)
        done = f"Nothing was changed for {change.person.name}. The request was {change.outcome}."
    flash(done)
    return redirect(url_for(".everyone"), 303)


def _say(sentence: str, *, done: bool) -> None:
    """Say that something is done, or that it waits for a second person."""
    flash(sentence if done else WAITS, "success" if done else "info")


def _back(person_id: int) -> Response:
    return redirect(url_for(".one", person_id=person_id), 303)


def _page(person_id: int, form: RoleForm, *, naming: NameForm | None = None, link: str = "") -> str:
    with reading() as session:
        found = {person.id: person for person in people.everyone(session)}
        form.offer(session)
        coded = session.get(SecondFactor, person_id) is not None
        idle = setting("LIMITS", Limits).idle
        signed_in_at = act.signed_in_at(session, signed_in(), person_id, idle)
        person: Person | None = found.get(person_id)
        if person is None:
            raise NotFound("There is no such person.")
        naming = naming or NameForm(formdata=None, name=person.name)
        saved = Standing(person.name_revision, {"name": person.name}, NAMED_BY, person_id, '"name"')
        lay_both(session, naming, saved)
    return render_template(
        "people/one.html",
        form=form,
        naming=naming,
        problems=form.problems() + naming.problems(),
        person=person,
        coded=coded,
        signed_in_at=signed_in_at,
        link=link,
        sentences=SENTENCES,
    )
