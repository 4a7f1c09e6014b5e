"""Base fee payments: the approved work of an agreement, releasing what it earned, and holding that."""

import secrets
from collections.abc import Iterable
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField

from comanage import clock
from comanage.access import may_in
from comanage.actions import base_fee_releases as act
from comanage.actions import holds
from comanage.database import reading
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_ids
from comanage.pages.saving import saving
from comanage.records import participant as participants
from comanage.records import release_hold
from comanage.records.agreement import Agreement
from comanage.records.fmv_opinion import standing, told_before_paying
from comanage.refusals import Fault
from comanage.rights import Right
from comanage.together import read_ahead

pages = Blueprint("base_fee_payments", __name__, url_prefix="/agreements/<int:agreement_id>")


class ReleaseForm(HouseForm):
    """The months of work whose base fee is released."""

    key = HiddenField()


class HoldForm(HouseForm):
    """Why the base fee of some work is held, or let go again."""

    reason = TextAreaField("Why", render_kw={"rows": 4})


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


@pages.route("/base-fee-payments/<int:earned_id>/hold", methods=["GET", "POST"])
@needs(Right.RELEASE_HOLD)
def hold(agreement_id: int, earned_id: int) -> Response:
    """Stop the release of a base fee with a reason."""
    return _asked(agreement_id, earned_id, lifts=False)


@pages.route("/base-fee-payments/<int:earned_id>/lift-hold", methods=["GET", "POST"])
@needs(Right.RELEASE_HOLD)
def lift(agreement_id: int, earned_id: int) -> Response:
    """Lift the stop with a reason."""
    return _asked(agreement_id, earned_id, lifts=True)


def _asked(agreement_id: int, earned_id: int, *, lifts: bool) -> Response:
    """Ask for the reason; hold or lift once it was given."""
    if request.method != "POST":
        return _why(agreement_id, earned_id, HoldForm(formdata=None), lifts=lifts)
    form = HoldForm()
    take = holds.lift_base_fee if lifts else holds.hold_base_fee
    with saving(form) as session:
        reason = form.reason.data or ""
        take(session, signed_in(), agreement_id, earned_id=earned_id, reason=reason)
    if form.problems():
        return _why(agreement_id, earned_id, form, lifts=lifts)
    flash("The hold is lifted." if lifts else "The base fee is held.")
    return redirect(url_for(".waiting", agreement_id=agreement_id), 303)


def _why(agreement_id: int, earned_id: int, form: HoldForm, *, lifts: bool) -> Response:
    """Show the page that asks for the reason, with the work that it is about."""
    with reading() as session:
        _, work = holds.work_seen(session, signed_in(), agreement_id, earned_id)
        page = render_template(
            "payments/hold.html",
            agreement=session.get_one(Agreement, agreement_id),
            work=work,
            group=_names(session, agreement_id)[work.participant_id],
            hold=release_hold.of_base_fees(session, agreement_id).get(earned_id),
            lifts=lifts,
            form=form,
        )
    return make_response(page, 422 if form.problems() else 200)


def _names(session: Session, agreement_id: int) -> dict[int, str]:
    """Give the names of the groups of an agreement, by participant."""
    found = participants.of_agreement(session, agreement_id)
    return {one.id: one.group.name for one in found}


def _lay(form: ReleaseForm, faults: Iterable[Fault]) -> None:
    """Lay every fault on top: the form has no box that one could stand beside."""
    form.form_errors += [fault.sentence for fault in faults]


def _page(agreement_id: int, form: ReleaseForm, ticked: list[int] | None = None) -> Response:
    """Show what waits; ticked as it was sent, or all of it where nothing was sent."""
    with reading() as session:
        actor = signed_in()
        read_ahead(
            session,
            partial(act.waiting, session, actor, agreement_id),
            partial(release_hold.of_base_fees, session, agreement_id),
            partial(_names, session, agreement_id),
            partial(standing, session, [agreement_id]),
        )
        found = [(one, act.barred(actor, one)) for one in act.waiting(session, actor, agreement_id)]
        held = release_hold.of_base_fees(session, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        page = render_template(
            "payments/base_fees.html",
            agreement=agreement,
            found=found,
            held=held,
            choosable=any(not own and one.earned_id not in held for one, own in found),
            names=_names(session, agreement_id),
            releases=may_in(actor, Right.PAYMENT_RELEASE, agreement),
            holds=may_in(actor, Right.RELEASE_HOLD, agreement),
            value=told_before_paying(
                session,
                agreement_id,
                [max(one.month, agreement.starts) for one, _ in found],
                clock.today(),
            ),
            form=form,
            ticked=ticked,
        )
    return make_response(page, 422 if form.problems() else 200)
