"""Hours approval: what waits for a decision, a month with its evidence, and each group's totals."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField

from comanage.actions import earned, hours_export, hours_overview
from comanage.actions import month_decisions as act
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records.physician_months import StandingMonth
from comanage.rights import Right
from comanage.rules.base_fee import hours
from comanage.rules.time_logs import Entry, cautions, deadline_of

pages = Blueprint("hours_approval", __name__)

MONTH = "/agreements/<int:agreement_id>/hours/<participant>/<month>/<int:person_id>"


class ApproveForm(HouseForm):
    """The button of a level; it carries the hash of what was shown."""

    seen = HiddenField()


class ReturnForm(ApproveForm):
    """Why a month is sent back."""

    reason = TextAreaField(
        "Why it is sent back", description="The physician reads it.", render_kw={"rows": 3}
    )


@pages.get("/hours/approvals")
@needs(Right.TIME_APPROVE)
def waiting() -> str:
    """List the attested months on which this person may decide."""
    with reading() as session:
        found = act.waiting(session, signed_in())
        return render_template("hours/waiting.html", waiting=found, hours=hours)


@pages.get("/agreements/<int:agreement_id>/hours")
@needs(Right.TIME_READ)
def of_agreement(agreement_id: int) -> str:
    """Show the hours of an agreement by group and month."""
    with reading() as session:
        found = hours_overview.look(session, signed_in(), agreement_id)
        return render_template("hours/of_agreement.html", found=found, hours=hours)


@pages.get(MONTH)
@needs(Right.TIME_READ)
def month(agreement_id: int, participant: str, month: str, person_id: int) -> Response:
    """Show a physician's month: its entries, signatures and decisions."""
    return _page(agreement_id, (participant, month, person_id), ReturnForm(formdata=None))


@pages.post(f"{MONTH}/approve")
@needs(Right.TIME_APPROVE, fresh=True)
def approve(agreement_id: int, participant: str, month: str, person_id: int) -> Response:
    """Approve the next level of a month."""
    form = ApproveForm()
    key = (participant, month, person_id)
    with saving(form) as session:
        made = act.approve(session, signed_in(), agreement_id, key, seen=form.seen.data or "")
    if made.next is None:
        flash("The month is approved by every level: it is payable.")
    else:
        flash(f"You approved level {made.level} of {made.levels}. It now waits for: {made.next}.")
    return redirect(url_for(".waiting"), 303)


@pages.post(f"{MONTH}/return")
@needs(Right.TIME_APPROVE)
def send_back(agreement_id: int, participant: str, month: str, person_id: int) -> Response:
    """Send a month back to its physician."""
    form, key = ReturnForm(), (participant, month, person_id)
    with saving(form) as session:
        act.send_back(
            session, signed_in(), agreement_id, key, seen=form.seen.data or "",
            reason=form.reason.data or "",
        )  # fmt: skip
    if form.problems():
        return _page(agreement_id, key, form)
    flash("The month is sent back.")
    return redirect(url_for(".waiting"), 303)


@pages.get("/agreements/<int:agreement_id>/hours.csv")
@needs(Right.TIME_READ)
def file(agreement_id: int) -> Response:
    """Hand out every entry of an agreement as CSV; that is noted."""
    with transaction() as session:
        name, media_type, content = hours_export.export(session, signed_in(), agreement_id)
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _page(agreement_id: int, key: tuple[str, str, int], form: ReturnForm) -> Response:
    with reading() as session:
        found = act.evidence(session, signed_in(), agreement_id, key)
        signed = found.stands.attestation
        form.seen.data = signed.content_hash if signed else ""
        page = render_template(
            "hours/month.html",
            found=found,
            form=form,
            hours=hours,
            odd=_odd(found.stands),
            steps=earned.steps_of(found.earned) if found.earned else (),
        )
    return make_response(page, 422 if form.problems() else 200)


def _odd(stands: StandingMonth) -> dict[int, list[str]]:
    """Say what is odd about each entry that stands, by its number."""
    found: dict[int, list[str]] = {}
    terms = stands.terms.as_value() if stands.terms else None
    before: list[Entry] = []
    for entry in stands.entries:
        told = cautions(entry.as_value(), before)
        if terms and entry.entered_on > deadline_of(entry.day, terms):
            told.append("Entered after the deadline.")
        found[entry.id] = told
        before.append(entry.as_value())
    return found
