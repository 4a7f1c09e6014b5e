"""Payment controls of an agreement: how many approve, how long groups may dispute, what caps hold."""

from dataclasses import asdict

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import Optional

from comanage.access import allowed, may_in
from comanage.actions import payment_controls as act
from comanage.database import reading
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import MoneyField
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import DraftForm, saving
from comanage.records import oversight_limit as limits
from comanage.records import payment_control as controls
from comanage.records import scorecard as scorecards
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.oversight_limit import Limit
from comanage.records.payment_control import Controls
from comanage.rights import Right
from comanage.rules.signoff import Role

pages = Blueprint("payment_controls", __name__, url_prefix="/agreements/<int:agreement_id>")

AMOUNTS = ("second_approval_above_cents", "year_cap_cents", "lifetime_cap_cents")


class ControlsForm(DraftForm):
    """What an agreement asks for before money leaves."""

    second_approval_above_cents = MoneyField(
        "Two people must approve above",
        description="What a period earns. Empty: one approver is enough.",
    )
    dispute_days = IntegerField(
        "Days to dispute a preliminary settlement",
        validators=[Optional()],
        description="Empty: no dispute window.",
    )
    independent_review = BooleanField("An independent reviewer must sign before release")
    year_cap_cents = MoneyField(
        "Most that may be paid in a contract year",
        description="Base fee and incentive together. Empty: no such cap.",
    )
    lifetime_cap_cents = MoneyField(
        "Most that may be paid over the whole agreement",
        description="Base fee and incentive together. Empty: no such cap.",
    )
    reason = TextAreaField(
        "Why they change",
        description="Needed once a scorecard is locked.",
        render_kw={"rows": 3},
    )

    def given(self) -> Controls:
        """Read the form as controls."""
        return Controls(
            number=self.opened(),
            dispute_days=self.dispute_days.data,
            independent_review=bool(self.independent_review.data),
            **{name: self[name].data for name in AMOUNTS},
        )


@pages.get("/payment-controls")
@needs(Right.AGREEMENT_READ)
def current(agreement_id: int) -> Response:
    """Show the controls in force, and the form for whoever may set them."""
    return _page(agreement_id)


@pages.post("/payment-controls")
@needs(Right.CONTROL_SET, fresh=True)
def put(agreement_id: int) -> Response:
    """Set the controls."""
    form = ControlsForm()
    with saving(form) as session:
        act.put(
            session, signed_in(), agreement_id, given=form.given(), reason=form.reason.data or ""
        )
    if form.problems():
        return _page(agreement_id, form)
    flash("The payment controls are set.")
    return redirect(url_for(".current", agreement_id=agreement_id), 303)


def _page(agreement_id: int, form: ControlsForm | None = None) -> Response:
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_READ, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        newest = controls.newest(session, agreement_id)
        in_force = controls.in_force(session, agreement_id)
        form = form or ControlsForm(formdata=None, obj=in_force)
        values = asdict(in_force)
        number, by = values.pop("number"), (Act.CONTROLS_SET,)
        lay_both(session, form, Standing(number, values, by, newest.id if newest else 0))
        page = render_template(
            "agreements/payment_controls.html",
            agreement=agreement,
            newest=newest,
            controls=in_force,
            appeal_days=_appeal_days(session, agreement_id),
            form=form,
            sets=_sets(session, agreement),
        )
    return make_response(page, form.http_status())


def _appeal_days(session: Session, agreement_id: int) -> int | None:
    """Say how long a group may appeal; None where nobody has agreed on that."""
    limit = limits.in_force(session, agreement_id).get(Limit.DAYS_TO_APPEAL)
    return limit.amount if limit else None


def _sets(session: Session, agreement: Agreement) -> bool:
    """Say whether the reader may set them: once a scorecard is locked, compliance alone may."""
    if not may_in(signed_in(), Right.CONTROL_SET, agreement):
        return False
    locked = scorecards.in_force(session, agreement.id) is not None
    return not locked or Role.COMPLIANCE in signed_in().roles
