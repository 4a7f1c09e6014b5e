"""Base fee payments: the approved work of an agreement, and releasing what it earned."""

import secrets
from collections.abc import Iterable

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from comanage import clock
from comanage.access import may_in
from comanage.actions import base_fee_releases as act
from comanage.database import reading
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_ids
from comanage.pages.saving import saving
from comanage.records import participant as participants
from comanage.records.agreement import Agreement
from comanage.records.fmv_opinion import told_before_paying
from comanage.refusals import Fault
from comanage.rights import Right

pages = Blueprint("base_fee_payments", __name__, url_prefix="/agreements/<int:agreement_id>")


class ReleaseForm(HouseForm):
    """The months of work whose base fee is released."""

    key = HiddenField()


@pages.get("/base-fee-payments")
@needs(Right.PAYMENT_READ)
def waiting(agreement_id: int) -> Response:
    """Show the approved work whose base fee waits for release."""
    return _page(agreement_id, ReleaseForm(formdata=None, key=secrets.token_hex(16)))


@pages.post("/base-fee-payments")
@needs(Right.PAYMENT_RELEASE, fresh=True)
def release(agreement_id: int) -> Response:
    """Release the base fee of the chosen work."""
    form = ReleaseForm()
    chosen = chosen_ids(request.form.getlist("work"))
    with saving(form, lay=lambda faults: _lay(form, faults)) as session:
        act.release(session, signed_in(), agreement_id, earned_ids=chosen, key=form.key.data or "")
    if form.problems():
        return _page(agreement_id, form, chosen)
    flash("The base fee is released. Its payments are payable.")
    return redirect(url_for("payments.every"), 303)


def _lay(form: ReleaseForm, faults: Iterable[Fault]) -> None:
    """Lay every fault on top: the form has no box that one could stand beside."""
    form.form_errors += [fault.sentence for fault in faults]


def _page(agreement_id: int, form: ReleaseForm, ticked: list[int] | None = None) -> Response:
    """Show what waits; ticked as it was sent, or all of it where nothing was sent."""
    with reading() as session:
        found = act.waiting(session, signed_in(), agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        page = render_template(
            "payments/base_fees.html",
            agreement=agreement,
            found=[(one, act.barred(signed_in(), one)) for one in found],
            names={
                one.id: one.group.name for one in participants.of_agreement(session, agreement_id)
            },
            releases=may_in(signed_in(), Right.PAYMENT_RELEASE, agreement),
            value=told_before_paying(
                session,
                agreement_id,
                [max(one.month, agreement.starts) for one in found],
                clock.today(),
            ),
            form=form,
            ticked=ticked,
        )
    return make_response(page, 422 if form.problems() else 200)
