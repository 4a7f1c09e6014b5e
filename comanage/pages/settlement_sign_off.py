"""The sign-off of a settlement: returning it, reviewing it, holding its release, opening its period.

What needs a reason has a page of its own, so that a fault stands beside the box.
"""

from typing import NamedTuple

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired

from comanage.access import allowed
from comanage.actions import approvals, held_parts, holds, releases, unlocks
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records import settlement as settlements
from comanage.records.agreement import Agreement
from comanage.records.basis import period_of
from comanage.refusals import Conflict
from comanage.rights import Right

pages = Blueprint(
    "settlement_sign_off", __name__, url_prefix="/agreements/<int:agreement_id>/settlements"
)

UNSEEN = "Load the page again: it did not say which settlement you looked at."


class ReasonForm(HouseForm):
    """Why something is done, and which settlement was looked at."""

    number = IntegerField("Settlement", render_kw={"type": "hidden"})
    reason = TextAreaField("Why", render_kw={"rows": 4})


class SeenForm(HouseForm):
    """A button that carries which settlement was looked at."""

    number = IntegerField("Settlement", validators=[InputRequired()])


class ReleaseForm(SeenForm):
    """The button that releases; its key makes pressing twice the same as pressing once."""

    key = HiddenField()


class Asked(NamedTuple):
    """What a page that asks for a reason says.

    Attributes:
        right: The right it takes.
        title: Its heading.
        words: What will happen.
        button: What its button says.
    """

    right: Right
    title: str
    words: str
    button: str


RETURN = Asked(
    Right.SETTLEMENT_APPROVE,
    "Return settlement {number} of {code}",
    "It becomes preliminary again, and the signatures under it end. Its administrator reads"
    " the reason, mends what is wrong, and makes it final once more.",
    "Return it",
)
HOLD = Asked(
    Right.RELEASE_HOLD,
    "Hold the release of settlement {number} of {code}",
    "Nothing of it can be released until a compliance officer lifts the hold.",
    "Hold the release",
)
LIFT = Asked(
    Right.RELEASE_HOLD,
    "Lift the hold of settlement {number} of {code}",
    "The payment releaser can then release it.",
    "Lift the hold",
)
UNLOCK = Asked(
    Right.PERIOD_UNLOCK,
    "Ask to open {code} again",
    "A second person must confirm it. What was approved stands, with its statements and its"
    " payments; figures can then be corrected, and a new settlement pays or takes back the"
    " difference.",
    "Ask to open {code}",
)


@pages.route("/<code>/return", methods=["GET", "POST"])
@needs(Right.SETTLEMENT_APPROVE)
def send_back(agreement_id: int, code: str) -> Response:
    """Return a final settlement with a reason."""
    if request.method != "POST" and not request.args.get("number", type=int):
        with reading() as session:  # an address by hand, or another period of the picker
            allowed(session, signed_in(), Right.SETTLEMENT_APPROVE, agreement_id)
            period_of(session, agreement_id, code)
        return _back(agreement_id, code)
    if request.method != "POST":
        return _page(agreement_id, code, RETURN)
    form = ReasonForm()
    with saving(form) as session:
        approvals.send_back(
            session, signed_in(), agreement_id, code, number=_seen(form), reason=_reason(form)
        )
    said = f"Settlement {form.number.data} of {code} is returned."
    return _answer(agreement_id, code, RETURN, form, said=said)


@pages.post("/<code>/review")
@needs(Right.SETTLEMENT_REVIEW, fresh=True)
def review(agreement_id: int, code: str) -> Response:
    """Sign as the independent reviewer."""
    form = SeenForm()
    form.validate()
    with transaction() as session:
        holds.review(session, signed_in(), agreement_id, code, number=_seen(form))
    flash(f"You signed settlement {form.number.data} of {code} as its independent reviewer.")
    return _back(agreement_id, code)


@pages.post("/<code>/release")
@needs(Right.PAYMENT_RELEASE, fresh=True)
def release(agreement_id: int, code: str) -> Response:
    """Release the settlement: its payments are then payable."""
    form = ReleaseForm()
    form.validate()
    with transaction() as session:
        releases.release(
            session,
            signed_in(),
            agreement_id,
            code,
            number=_seen(form),
            key=form.key.data or "",
        )
    flash(f"Settlement {form.number.data} of {code} is released. Its payments are payable.")
    return _back(agreement_id, code)


@pages.post("/<code>/release-rest")
@needs(Right.PAYMENT_RELEASE, fresh=True)
def release_rest(agreement_id: int, code: str) -> Response:
    """Release what disputes held back, now that they are over."""
    form = ReleaseForm()
    form.validate()
    with transaction() as session:
        held_parts.release_rest(
            session, signed_in(), agreement_id, code,
            number=_seen(form), key=form.key.data or "",
        )  # fmt: skip
    flash(f"The held part of settlement {form.number.data} of {code} is released.")
    return _back(agreement_id, code)


@pages.route("/<code>/hold", methods=["GET", "POST"])
@needs(Right.RELEASE_HOLD)
def hold(agreement_id: int, code: str) -> Response:
    """Stop a release with a reason."""
    if request.method != "POST":
        return _page(agreement_id, code, HOLD)
    form = ReasonForm()
    with saving(form) as session:
        holds.hold(
            session, signed_in(), agreement_id, code, number=_seen(form), reason=_reason(form)
        )
    said = f"The release of settlement {form.number.data} of {code} is held."
    return _answer(agreement_id, code, HOLD, form, said=said)


@pages.route("/<code>/lift-hold", methods=["GET", "POST"])
@needs(Right.RELEASE_HOLD)
def lift(agreement_id: int, code: str) -> Response:
    """Lift the stop with a reason."""
    if request.method != "POST":
        return _page(agreement_id, code, LIFT)
    form = ReasonForm()
    with saving(form) as session:
        holds.lift(
            session, signed_in(), agreement_id, code, number=_seen(form), reason=_reason(form)
        )
    said = f"The hold of settlement {form.number.data} of {code} is lifted."
    return _answer(agreement_id, code, LIFT, form, said=said)


@pages.get("/<code>/unlock")
@needs(Right.PERIOD_UNLOCK)
def unlock(agreement_id: int, code: str) -> Response:
    """Ask why a locked period is to be opened."""
    return _page(agreement_id, code, UNLOCK)


@pages.post("/<code>/unlock")
@needs(Right.PERIOD_UNLOCK, fresh=True)
def ask_to_unlock(agreement_id: int, code: str) -> Response:
    """Ask to open a locked period."""
    form = ReasonForm()
    with saving(form) as session:
        unlocks.ask(session, signed_in(), agreement_id, code, reason=_reason(form))
    said = f"You asked to open {code}. A second person must confirm it."
    return _answer(agreement_id, code, UNLOCK, form, said=said)


@pages.post("/<code>/unlock/confirm")
@needs(Right.UNLOCK_CONFIRM, fresh=True)
def confirm_unlock(agreement_id: int, code: str) -> Response:
    """Open the period that someone asked to open."""
    with transaction() as session:
        unlocks.confirm(session, signed_in(), agreement_id, code)
    flash(f"{code} is open again.")
    return _back(agreement_id, code)


@pages.post("/<code>/unlock/refuse")
@needs(Right.UNLOCK_CONFIRM)
def refuse_unlock(agreement_id: int, code: str) -> Response:
    """Leave the period locked."""
    with transaction() as session:
        unlocks.refuse(session, signed_in(), agreement_id, code)
    flash(f"{code} stays locked.")
    return _back(agreement_id, code)


def _page(agreement_id: int, code: str, asked: Asked, form: ReasonForm | None = None) -> Response:
    number = form.number.data if form else request.args.get("number", type=int)
    form = form or ReasonForm(formdata=None, number=number)
    with reading() as session:
        allowed(session, signed_in(), asked.right, agreement_id)
        found = settlements.latest(session, period_of(session, agreement_id, code).id)
        page = render_template(
            "settlements/reason.html",
            agreement=session.get_one(Agreement, agreement_id),
            code=code,
            record=found,
            form=form,
            title=asked.title.format(number=number, code=code),
            words=asked.words,
            button=asked.button.format(code=code),
        )
    return make_response(page, 422 if form.problems() else 200)


def _answer(agreement_id: int, code: str, asked: Asked, form: ReasonForm, *, said: str) -> Response:
    if form.problems():
        return _page(agreement_id, code, asked, form)
    flash(said)
    return _back(agreement_id, code)


def _seen(form: ReasonForm | SeenForm) -> int:
    if form.number.data is None:
        raise Conflict(UNSEEN)
    number: int = form.number.data
    return number


def _reason(form: ReasonForm) -> str:
    return form.reason.data or ""


def _back(agreement_id: int, code: str) -> Response:
    return redirect(url_for("settlements.period", agreement_id=agreement_id, code=code), 303)
