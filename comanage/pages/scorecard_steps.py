"""The steps of a scorecard: check, review, send back, sign, lock; and the next version's beginning."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField

from comanage import clock
from comanage.access import allowed
from comanage.actions import amendments
from comanage.actions import scorecard_steps as act
from comanage.database import reading
from comanage.pages.display import day
from comanage.pages.form import offered
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import DraftForm, saving
from comanage.pages.scorecards import draft_of, draft_page
from comanage.pages.step_forms import ReturnForm, ReviewForm, SignForm
from comanage.records.agreement import Agreement
from comanage.refusals import Fault
from comanage.rights import Right
from comanage.rules.amending import open_slots

pages = Blueprint(
    "scorecard_steps", __name__, url_prefix="/agreements/<int:agreement_id>/scorecard"
)

BEGUN = "Version {} is drafted as a copy. The one in force stays until it is locked."


class AmendmentForm(DraftForm):
    """Why the terms are amended, and with which period that takes effect."""

    reason = TextAreaField("Why the terms are amended", render_kw={"rows": 3})
    first = SelectField(
        "Takes effect with",
        validate_choice=False,
        description="A period that has not begun. Those before it keep the terms they had.",
    )

    days: dict[str, date] = {}

    def offer(self, session: Session, agreement_id: int, *, begins: bool) -> None:
        """Fill the choices: every period for a first version, else those still to come."""
        slots = amendments.slots_of(session, agreement_id, first_version=begins)
        left = slots if begins else open_slots(slots, clock.today())
        found = [
            (slot.period.starts.isoformat(), f"{slot.period.code}, from {day(slot.period.starts)}")
            for slot in left
        ]
        self.first.choices = offered([("", "Choose a period"), *found])
        self.days = {slot.period.starts.isoformat(): slot.period.starts for slot in left}

    def day(self) -> date | None:
        """Give the first day that was chosen; None where it is none of those offered."""
        return self.days.get(self.first.data or "")


@pages.post("/check")
@needs(Right.SCORECARD_WRITE)
def check(agreement_id: int) -> Response:
    """Check the draft: it is ready for review where nothing is left to do."""
    form = DraftForm()
    return _step(
        agreement_id, form, "The draft is checked. A compliance officer reviews it now.",
        lambda session: act.check(session, signed_in(), agreement_id, revision=form.opened()),
    )  # fmt: skip


@pages.post("/review")
@needs(Right.SCORECARD_REVIEW)
def review(agreement_id: int) -> Response:
    """Review the checked version."""
    form = ReviewForm()
    return _step(
        agreement_id, form, "The review is on record. The parties may sign now.",
        lambda session: act.review(
            session, signed_in(), agreement_id, note=form.note.data or "", revision=form.opened()
        ),
    )  # fmt: skip


@pages.post("/return")
@needs(Right.SCORECARD_REVIEW)
def send_back(agreement_id: int) -> Response:
    """Send the version back to be mended."""
    form = ReturnForm()
    return _step(
        agreement_id, form, "The version is sent back; it is a draft again.",
        lambda session: act.send_back(
            session, signed_in(), agreement_id,
            reason=form.reason.data or "", revision=form.opened(),
        ),
    )  # fmt: skip


@pages.post("/sign")
@needs(Right.SCORECARD_LOCK)
def sign(agreement_id: int) -> Response:
    """Record the exhibit that every party signed."""
    form = SignForm()
    return _step(
        agreement_id, form, "The signatures are on record. Lock the scorecard now.",
        lambda session: act.sign(
            session, signed_in(), agreement_id,
            exhibit_id=form.exhibit.data, revision=form.opened(),
        ),
    )  # fmt: skip


@pages.post("/lock")
@needs(Right.SCORECARD_LOCK)
def lock(agreement_id: int) -> Response:
    """Lock the signed version."""
    form = DraftForm()
    return _step(
        agreement_id, form, "The scorecard is locked. Figures may come in now.",
        lambda session: act.lock(session, signed_in(), agreement_id, revision=form.opened()),
    )  # fmt: skip


@pages.route("/next", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def draft_next(agreement_id: int) -> Response:
    """Begin the next version as a copy of the one in force, with its reason and its period."""
    form = AmendmentForm()
    with reading() as session:
        allowed(session, signed_in(), Right.SCORECARD_WRITE, agreement_id)
        form.offer(session, agreement_id, begins=False)
        agreement = session.get_one(Agreement, agreement_id)
    if request.method == "POST":
        with saving(form) as session:
            made = amendments.draft_next(
                session, signed_in(), agreement_id,
                reason=form.reason.data or "", first=form.day(),
            )  # fmt: skip
        if not form.problems():
            flash(BEGUN.format(made.number))
            return redirect(url_for("scorecards.current", agreement_id=agreement_id), 303)
    page = render_template("scorecards/amendment.html", form=form, agreement=agreement, draft=None)
    return make_response(page, form.http_status())


@pages.route("/amendment", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def amendment(agreement_id: int) -> Response:
    """Change why a version amends the terms, and with which period it takes effect."""
    with reading() as session:
        allowed(session, signed_in(), Right.SCORECARD_WRITE, agreement_id)
        agreement, draft = session.get_one(Agreement, agreement_id), draft_of(session, agreement_id)
        stands: dict[str, Any] = {"reason": draft.reason, "revision": str(draft.revision)}
        if draft.effective_on is not None:
            stands["first"] = draft.effective_on.isoformat()
        form = AmendmentForm(data=stands)
        form.offer(session, agreement_id, begins=draft.number == 1)
    if request.method == "POST":
        with saving(form) as session:
            amendments.change(
                session, signed_in(), agreement_id,
                reason=form.reason.data or "", first=form.day(), revision=form.opened(),
            )  # fmt: skip
        if not form.problems():
            flash("The amendment is saved.")
            return redirect(url_for("scorecards.current", agreement_id=agreement_id), 303)
        form.revision.data = str(draft.revision)
    page = render_template("scorecards/amendment.html", form=form, agreement=agreement, draft=draft)
    return make_response(page, form.http_status())


def _step(
    agreement_id: int, form: DraftForm, done: str, take: Callable[[Session], object]
) -> Response:
    """Take a step; where it is refused, show the version again with what was typed."""
    with saving(form, lay=lambda faults: _lay(form, list(faults))) as session:
        take(session)
    if not form.problems():
        flash(done)
        return redirect(url_for("scorecards.current", agreement_id=agreement_id), 303)
    with reading() as session:
        page = draft_page(session, signed_in(), draft_of(session, agreement_id), form)
        return make_response(page, form.http_status())


def _lay(form: DraftForm, faults: list[Fault]) -> None:
    """Lay faults beside the field of the step; what is left to do in the terms stands on top."""
    for fault in faults:
        field = form._fields.get(fault.place)
        if field is None:
            form.form_errors.append(str(fault))
        else:
            field.errors = [*field.errors, fault.sentence]
