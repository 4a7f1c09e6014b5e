"""Physicians: who takes part in an agreement, with the days of their screening and licences."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField

from comanage import clock
from comanage.access import allowed
from comanage.actions import physicians as act
from comanage.database import reading
from comanage.pages.form import HouseForm, offered
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, pick
from comanage.pages.saving import saving
from comanage.records.agreement import Agreement
from comanage.rights import Right
from comanage.rules.physician_status import bars

pages = Blueprint(
    "physicians", __name__, url_prefix="/agreements/<int:agreement_id>/oversight/physicians"
)


class StatusForm(HouseForm):
    """What was found of a physician."""

    person_id = pick("Physician")
    screened_on = DayField("Screened for exclusion on")
    excluded = BooleanField(
        "The screening found an exclusion",
        description="Nothing is paid to the group while that stands.",
    )
    licensed_until = DayField("Licence until", description="Its last day.")
    privileged_until = DayField("Privileges until", description="Their last day.")
    reference = StringField(
        "What it rests on",
        description="What was looked up, and where that is kept: such as the exclusion list of"
        " 1 Sep 2027, compliance share.",
    )

    def given(self) -> act.Given:
        """Say what was given."""
        return act.Given(
            person_id=self.person_id.data,
            screened_on=self.screened_on.data,
            excluded=bool(self.excluded.data),
            licensed_until=self.licensed_until.data,
            privileged_until=self.privileged_until.data,
            reference=self.reference.data or "",
        )


@pages.get("")
@needs(Right.OVERSIGHT_READ)
def every(agreement_id: int) -> str:
    """List who takes part as a physician, each with the status that counts."""
    return _page(agreement_id, StatusForm(formdata=None, screened_on=clock.today()))


@pages.post("")
@needs(Right.OVERSIGHT_DECLARE)
def record(agreement_id: int) -> Response:
    """Record what was found of a physician."""
    form = StatusForm()
    with reading() as session:
        allowed(session, signed_in(), Right.OVERSIGHT_DECLARE, agreement_id)
    with saving(form) as session:
        act.record(session, signed_in(), agreement_id, form.given())
    if form.problems():
        return make_response(_page(agreement_id, form), 422)
    flash("The status is on record.")
    return redirect(url_for(".every", agreement_id=agreement_id), 303)


def _page(agreement_id: int, form: StatusForm) -> str:
    today = clock.today()
    with reading() as session:
        rows = act.every(session, signed_in(), agreement_id)
        form.person_id.choices = offered(
            [
                ("", "Choose"),
                *((each.person.id, f"{each.person.name} ({each.group.name})") for each in rows),
            ]
        )
        return render_template(
            "oversight/physicians.html",
            agreement=session.get_one(Agreement, agreement_id),
            rows=[(each, bars(each.value, today)) for each in rows],
            form=form,
        )
