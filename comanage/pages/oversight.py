"""The compliance board: how each safeguard stands, with its limits and legal holds."""

from fractions import Fraction
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired

from comanage.actions import outlook
from comanage.actions import oversight as act
from comanage.database import reading
from comanage.pages.audit import watch
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import HouseForm, MoneyField, choices, optional
from comanage.pages.opening import address
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import word
from comanage.pages.saving import DraftForm, saving
from comanage.records.acts import Act
from comanage.records.oversight_limit import USUAL, Limit
from comanage.rights import Right
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.physician_incentive import sentence
from comanage.rules.oversight.register import DECLARED

pages = Blueprint("oversight", __name__)

ON = "on"  # what the switch of "To earn more" sends to turn it on
INCENTIVE = 22  # the safeguard whose share at risk the page works out
NO_SHARE = "Give an amount from zero to all that can be paid, and that above zero."


class LimitForm(DraftForm):
    """A limit, and where it comes from."""

    limited = RadioField("What is limited", choices=choices(Limit))
    amount = IntegerField("To", validators=[InputRequired()], render_kw={"inputmode": "numeric"})
    reason = StringField("Where it comes from", description="Such as a section of the agreement.")


class HoldForm(HouseForm):
    """A legal hold: what for."""

    reason = StringField(
        "Reason", id="hold-reason", description="The matter, without names of patients."
    )


class OutlookForm(HouseForm):
    """The turn of the switch of "To earn more": which way, and why."""

    shown = HiddenField(id="outlook-shown")
    reason = StringField("Why", id="outlook-reason")


class LiftForm(HouseForm):
    """The lifting of a legal hold: why."""

    reason = StringField("Why it is lifted")

    @classmethod
    def of(cls, hold_id: int, **given: object) -> "LiftForm":
        """Make the form of one hold; a board may show several."""
        form = cls(**given)
        form.reason.id = f"lift-{hold_id}"
        return form


class AtRiskForm(HouseForm):
    """Two amounts of a physician incentive plan; nothing is stored."""

    class Meta(HouseForm.Meta):  # type: ignore[name-defined,misc]  # flask-wtf ships no types
        """Asked by GET: it changes nothing."""

        csrf = False

    at_risk = MoneyField("At risk for referral services", validators=[optional()])
    potential = MoneyField("Most that can be paid in all", validators=[optional()])


@pages.get("/oversight")
@needs(Right.OVERSIGHT_READ)
def every() -> str:
    """List how the safeguards of every agreement stand."""
    with reading() as session:
        rows = act.overview(session, signed_in(), seen=watch().glance(session))
    heads = [(word.value.capitalize(), "num") for word in Word]
    return render_template("oversight/every.html", rows=rows, words=list(Word), heads=heads)


@pages.get("/agreements/<int:agreement_id>/oversight")
@needs(Right.OVERSIGHT_READ)
def board(agreement_id: int) -> str:
    """Show how each safeguard of an agreement stands."""
    return _board(agreement_id)


@pages.post("/agreements/<int:agreement_id>/oversight/limits")
@needs(Right.OVERSIGHT_DECLARE)
def limit(agreement_id: int) -> Response:
    """Set a limit that no rule gives."""
    form = LimitForm()
    with saving(form) as session:
        act.set_limit(
            session,
            signed_in(),
            agreement_id,
            _limited(form),
            amount=form.amount.data,
            reason=form.reason.data or "",
            revision=form.opened(),
        )
    if form.problems():
        board = _board(agreement_id, form)
        return make_response(board, form.http_status())
    flash("The limit is set.")
    return _back(agreement_id)


@pages.post("/agreements/<int:agreement_id>/oversight/holds")
@needs(Right.OVERSIGHT_DECLARE)
def hold(agreement_id: int) -> Response:
    """Place a legal hold."""
    form = HoldForm()
    with saving(form) as session:
        act.place_hold(session, signed_in(), agreement_id, reason=form.reason.data or "")
    if form.problems():
        return make_response(_board(agreement_id, form), 422)
    flash("The legal hold is placed.")
    return _back(agreement_id)


@pages.post("/agreements/<int:agreement_id>/oversight/holds/<int:hold_id>/lift")
@needs(Right.OVERSIGHT_DECLARE)
def lift(agreement_id: int, hold_id: int) -> Response:
    """Lift a legal hold."""
    form = LiftForm.of(hold_id)
    with saving(form) as session:
        act.lift_hold(session, signed_in(), agreement_id, hold_id, reason=form.reason.data or "")
    if form.problems():
        return make_response(_board(agreement_id, form, lifted=hold_id), 422)
    flash("The legal hold is lifted.")
    return _back(agreement_id)


@pages.post("/agreements/<int:agreement_id>/oversight/to-earn-more")
@needs(Right.OVERSIGHT_DECLARE)
def turn(agreement_id: int) -> Response:
    """Turn what would earn more off, or on again."""
    form = OutlookForm()
    shown = form.shown.data == ON
    with saving(form) as session:
        outlook.switch(
            session, signed_in(), agreement_id, shown=shown, reason=form.reason.data or ""
        )
    if form.problems():
        return make_response(_board(agreement_id, form), 422)
    flash(f"“To earn more” is turned {'on' if shown else 'off'}.")
    return _back(agreement_id)


def _board(agreement_id: int, sent: HouseForm | None = None, lifted: int = 0) -> str:
    """Write the board, with a form that was sent and not taken in its place."""
    risk = AtRiskForm(request.args)
    limiting = sent if isinstance(sent, LimitForm) else LimitForm(formdata=None)
    holding = sent if isinstance(sent, HoldForm) else HoldForm(formdata=None)
    turning = sent if isinstance(sent, OutlookForm) else OutlookForm(formdata=None)
    with reading() as session:
        actor = signed_in()
        view = act.of_agreement(session, actor, agreement_id, seen=watch().glance(session))
        lay_both(session, limiting, _standing(view, _limited(limiting)))
        lifts = {each.id: LiftForm.of(each.id, formdata=None) for each in view.holds}
        if isinstance(sent, LiftForm):
            lifts[lifted] = sent
        return render_template(
            "oversight/board.html",
            view=view,
            agreement=view.agreement,
            declared=DECLARED,
            opening=partial(address, actor, agreement_id),
            limits=list(Limit),
            usual=USUAL,
            limiting=limiting,
            holding=holding,
            risk=risk,
            at_risk=_at_risk(risk),
            incentive=INCENTIVE,
            lifts=lifts,
            form=sent or holding,
            turning=turning,
            on=ON,
            counts=[
                (word.value.capitalize(), sum(line.word is word for line in view.lines), "")
                for word in Word
            ],
        )


def _limited(form: LimitForm) -> Limit:
    return word(Limit, form.limited.data) or Limit.DAYS_TO_SETTLE


def _standing(view: act.Board, limited: Limit) -> Standing:
    """Say what stands of the limit that is chosen."""
    stands = view.limits.get(limited)
    values = {"amount": stands and stands.amount, "reason": stands and stands.reason}
    of = stands.id if stands else 0
    return Standing(act.last_set(view.limits), values, (Act.LIMIT_SET,), of)


def _at_risk(form: AtRiskForm) -> str:
    if not form.validate() or form.at_risk.data is None or form.potential.data is None:
        return ""
    if not 0 <= form.at_risk.data <= form.potential.data or not form.potential.data:
        form.at_risk.errors = [NO_SHARE]
        return ""
    return sentence(Fraction(form.at_risk.data), Fraction(form.potential.data))


def _back(agreement_id: int) -> Response:
    return redirect(url_for("oversight.board", agreement_id=agreement_id), 303)
