"""Wrong drafts: an agreement that was typed wrongly is corrected, or withdrawn."""

from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comanage.access import allowed
from comanage.actions import wrong_drafts as act
from comanage.actions.as_typed import Drafted, as_typed, stays_behind
from comanage.database import reading
from comanage.pages.agreement_forms import CorrectionForm, WithdrawForm, typed
from comanage.pages.both import Standing, lay_both
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records import participant, scorecard, time_entry
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.rights import Right
from comanage.together import read_ahead

pages = Blueprint("wrong_drafts", __name__, url_prefix="/agreements/<int:agreement_id>")

TYPED_BY = (Act.AGREEMENT_DRAFTED, Act.AGREEMENT_CHANGED)


@pages.route("/correct", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def correct(agreement_id: int) -> Response:
    """Draft an agreement in the place of a draft that was typed wrongly."""
    agreement, drafted, why = _wrong(agreement_id)
    if drafted is None or why:
        return _refused(agreement, "Correct the draft", why)
    form = CorrectionForm(data=typed(drafted.plan))
    form.of(drafted)
    with reading() as session:
        form.offer(session, signed_in())
    if request.method == "POST":
        with saving(form) as session:
            made = act.correct(
                session, signed_in(), agreement_id, form.plan(),
                reason=form.reason.data or "", revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("The draft is corrected. The wrong one is withdrawn, and stays on record.")
            return redirect(url_for("agreements.one", agreement_id=made.id), 303)
    with reading() as session:
        values = {name: value for name, value in typed(drafted.plan).items() if name != "groups"}
        lay_both(session, form, Standing(drafted.revision, values, TYPED_BY, agreement_id))
    page = render_template(
        "agreements/new.html", form=form, wrong=agreement, stays_behind=drafted.stays_behind
    )
    return make_response(page, form.http_status())


@pages.route("/withdraw", methods=["GET", "POST"])
@needs(Right.AGREEMENT_WRITE)
def withdraw(agreement_id: int) -> Response:
    """Put a draft away."""
    form = WithdrawForm()
    if request.method == "POST":
        with saving(form) as session:
            act.withdraw(
                session, signed_in(), agreement_id,
                reason=form.reason.data or "", revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("The draft is withdrawn. It stays on record, and its code is free.")
            return redirect(url_for("agreements.every"), 303)
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_WRITE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        if why := act.why_not_withdrawn(session, agreement):
            return _refused(agreement, "Withdraw the draft", why)
        lay_both(session, form, Standing(agreement.revision, {}, TYPED_BY, agreement_id))
    page = render_template("agreements/withdraw.html", form=form, agreement=agreement, why="")
    return make_response(page, form.http_status())


def _wrong(agreement_id: int) -> tuple[Agreement, Drafted | None, str]:
    """Find a draft as it was typed, and why it is not corrected; empty where it may be."""
    with reading() as session:
        allowed(session, signed_in(), Right.AGREEMENT_WRITE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        read_ahead(
            session,
            partial(scorecard.draft, session, agreement_id),
            partial(scorecard.locked_of, session, [agreement_id]),
            partial(participant.of_agreement, session, agreement_id),
            partial(time_entry.stands_in, session, agreement_id),
            partial(stays_behind, session, agreement),
        )
        version = scorecard.draft(session, agreement_id)
        drafted = as_typed(session, agreement, version) if version else None
        return agreement, drafted, act.why_not_corrected(session, agreement)


def _refused(agreement: Agreement, title: str, why: str) -> Response:
    page = render_template("agreements/no_draft.html", agreement=agreement, title=title, why=why)
    return make_response(page, 409)
