"""Delegations: the duties a person handed over or took over, and handing one over."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField

from comanage import clock
from comanage.access import may
from comanage.actions import delegations as act
from comanage.actions.delegations import DUTIES, Handing
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm, offered
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, pick, things
from comanage.pages.saving import saving
from comanage.records import delegation as delegations
from comanage.records import person as people
from comanage.records import service_line
from comanage.rights import Right
from comanage.rules.signoff import Role

pages = Blueprint("delegations", __name__, url_prefix="/delegations")


class HandingForm(HouseForm):
    """A duty to hand over."""

    giver_id = pick("Whose duty")
    role = SelectField("Duty of the", validate_choice=False)
    service_line_id = pick("Service line", description="Where it is handed over.")
    taker_id = pick("To whom")
    starts = DayField("First day")
    ends = DayField("Last day")
    reason = TextAreaField("Why", render_kw={"rows": 3})

    def given(self) -> Handing:
        """Read the form as a duty to hand over; only a system administrator names another."""
        actor = signed_in()
        named = self.giver_id.data if may(actor, Right.PEOPLE_MANAGE) else None
        return Handing(
            giver_id=named or actor.person_id,
            taker_id=self.taker_id.data,
            role=Role(self.role.data) if self.role.data in list(Role) else None,
            service_line_id=self.service_line_id.data,
            starts=self.starts.data,
            ends=self.ends.data,
            reason=self.reason.data or "",
        )


@pages.get("")
@needs(Right.DUTY_HAND_OVER)
def own() -> Response:
    """Show the duties that were handed over, and the form."""
    return _page(HandingForm(formdata=None, starts=clock.today()))


@pages.post("")
@needs(Right.DUTY_HAND_OVER, fresh=True)
def hand_over() -> Response:
    """Hand a duty over."""
    form = HandingForm()
    with saving(form) as session:
        act.hand_over(session, signed_in(), form.given())
    if form.problems():
        return _page(form)
    flash("The duty is handed over.")
    return redirect(url_for(".own"), 303)


@pages.post("/<int:delegation_id>/end")
@needs(Right.DUTY_HAND_OVER)
def end(delegation_id: int) -> Response:
    """Take a duty back."""
    with transaction() as session:
        act.take_back(session, signed_in(), delegation_id)
    flash("The duty is taken back.")
    return redirect(url_for(".own"), 303)


def _page(form: HandingForm) -> Response:
    actor = signed_in()
    manages = may(actor, Right.PEOPLE_MANAGE)
    own_roles = {held.role for held in actor.held if held.giver_id is None}
    with reading() as session:
        everyone = [each for each in people.everyone(session) if each.active]
        others = [each for each in everyone if each.id != actor.person_id]
        form.giver_id.choices = things(everyone, first="Choose a person")
        form.taker_id.choices = things(others, first="Choose a person")
        form.role.choices = offered(
            [("", "Choose a role")]
            + [(each, each) for each in DUTIES if manages or each in own_roles]
        )
        form.service_line_id.choices = things(service_line.every(session), first="Every one")
        found = (
            delegations.every(session)
            if manages
            else delegations.of_person(session, actor.person_id or 0)
        )
        page = render_template(
            "account/delegations.html",
            form=form,
            found=found,
            manages=manages,
            today=clock.today(),
            hands_over=manages or any(each in own_roles for each in DUTIES),
        )
    status = 422 if request.method == "POST" and form.problems() else 200
    return make_response(page, status)
