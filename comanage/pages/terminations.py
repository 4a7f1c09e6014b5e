"""Terminations: an agreement that ends before its term does, or does so after all not."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from comanage.access import allowed
from comanage.actions import agreement_course as act
from comanage.database import reading
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField
from comanage.pages.saving import DraftForm, saving
from comanage.records import termination
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.rights import Right

pages = Blueprint("terminations", __name__, url_prefix="/agreements/<int:agreement_id>/termination")


ENDED_BY = (Act.AGREEMENT_TERMINATED, Act.TERMINATION_TAKEN_BACK)


class EndForm(DraftForm):
    """The last day, and why."""

    last_day = DayField(
        "Last day",
        description="No period that begins later is settled, and nothing is paid for it.",
    )
    reason = TextAreaField("Reason", render_kw={"rows": 3})


class TakeBackForm(HouseForm):
    """Why a termination does not hold."""

    why = TextAreaField("Reason", render_kw={"rows": 3})


@pages.route("", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def edit(agreement_id: int) -> Response:
    """End an agreement, or give its end another day."""
    form = EndForm()
    if request.method == "POST":
        with saving(form) as session:
            act.end(
                session, signed_in(), agreement_id,
                last_day=form.last_day.data, reason=form.reason.data or "",
                revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("The end of the agreement is recorded.")
            return redirect(url_for("agreements.one", agreement_id=agreement_id), 303)
    return _page(agreement_id, form, TakeBackForm(formdata=None))


@pages.post("/take-back")
@needs(Right.AGREEMENT_WRITE)
def take_back(agreement_id: int) -> Response:
    """Take a termination back."""
    form = TakeBackForm()
    with saving(form) as session:
        act.take_back(session, signed_in(), agreement_id, reason=form.why.data or "")
    if not form.problems():
        flash("The termination is taken back.")
        return redirect(url_for("agreements.one", agreement_id=agreement_id), 303)
    return _page(agreement_id, EndForm(formdata=None), form)


def _page(agreement_id: int, form: EndForm, back: TakeBackForm) -> Response:
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_WRITE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        stands = termination.standing(session, [agreement_id]).get(agreement_id)
        told = {"last_day": stands and stands.last_day, "reason": stands and stands.reason}
        number = len(termination.of_agreement(session, agreement_id))
        lay_both(session, form, Standing(number, told, ENDED_BY, agreement_id))
        problems = form.problems() + back.problems()
        page = render_template(
            "terminations/edit.html", agreement=agreement, form=form, back=back, stands=stands,
            problems=problems,
        )  # fmt: skip
    return make_response(page, 409 if form.stale else 422 if problems else 200)
