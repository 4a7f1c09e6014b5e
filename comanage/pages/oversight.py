"""The compliance board: how each safeguard stands, what people declare, limits and legal holds."""

from fractions import Fraction
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from comanage import clock
from comanage.access import allowed
from comanage.actions import oversight as act
from comanage.database import reading
from comanage.pages.audit import watch
from comanage.pages.form import HouseForm, MoneyField, choices, offered, optional
from comanage.pages.opening import address
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField
from comanage.pages.saving import saving
from comanage.records.agreement import Agreement
from comanage.records.oversight_limit import Limit
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.physician_incentive import sentence
from comanage.rules.oversight.register import OVERSEEN

pages = Blueprint("oversight", __name__)

APPLIES, NOT = "applies", "does not apply"
INCENTIVE = 22  # the safeguard whose share at risk the page works out


class DeclarationForm(HouseForm):
    """What a person declares of a safeguard."""

    applies = RadioField(
        "This safeguard",
        choices=offered(
            [(APPLIES, "applies, and I declare how it is kept"), (NOT, "does not apply")]
        ),
        default=APPLIES,
    )
    words = TextAreaField(
        "What you declare",
        description="Or why it does not apply. Totals only: no patient data.",
        render_kw={"rows": 4},
    )
    reference = StringField(
        "Document it rests on",
        description="Its title, and where it is kept. Not needed where it does not apply.",
    )
    declared_on = DayField("Declared on")
    expires_on = DayField("Counts until", description="Twelve months is usual.")

    def statement(self, number: int) -> act.Statement:
        """Say what was given of a safeguard."""
        return act.Statement(
            safeguard=number,
            applies=self.applies.data == APPLIES,
            words=self.words.data or "",
            reference=self.reference.data or "",
            declared_on=self.declared_on.data,
            expires_on=self.expires_on.data,
        )


class LimitForm(HouseForm):
    """A limit, and where it comes from."""

    limited = RadioField("What is limited", choices=choices(Limit))
    amount = IntegerField("To", validators=[InputRequired()], render_kw={"inputmode": "numeric"})
    reason = StringField("Where it comes from", description="Such as a section of the agreement.")


class HoldForm(HouseForm):
    """A legal hold, or its lifting: what for."""

    reason = StringField(
        "Reason", id="hold-reason", description="The matter, without names of patients."
    )


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
    return _board(agreement_id, LimitForm(formdata=None), HoldForm(formdata=None))


@pages.route(
    "/agreements/<int:agreement_id>/oversight/<int:number>/declare", methods=["GET", "POST"]
)
@needs(Right.OVERSIGHT_DECLARE)
def declare(agreement_id: int, number: int) -> Response:
    """Declare how a safeguard stands that no record can decide."""
    with reading() as session:
        allowed(session, signed_in(), Right.OVERSIGHT_DECLARE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
    if number not in act.DECLARED:
        raise NotFound("Nobody declares this safeguard: it is computed.")
    today = clock.today()
    form = DeclarationForm(declared_on=today, expires_on=act.usual_end(today))
    if request.method == "POST":
        with saving(form) as session:
            act.declare(session, signed_in(), agreement_id, form.statement(number))
        if not form.problems():
            flash("The declaration is on record.")
            return _back(agreement_id)
    page = render_template(
        "oversight/declare.html", form=form, agreement=agreement, safeguard=OVERSEEN[number]
    )
    return make_response(page, 422 if form.problems() else 200)


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
            Limit(form.limited.data) if form.limited.data in list(Limit) else Limit.DAYS_TO_SETTLE,
            amount=form.amount.data,
            reason=form.reason.data or "",
        )
    if form.problems():
        return make_response(_board(agreement_id, form, HoldForm(formdata=None)), 422)
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
        return make_response(_board(agreement_id, LimitForm(formdata=None), form), 422)
    flash("The legal hold is placed.")
    return _back(agreement_id)


@pages.post("/agreements/<int:agreement_id>/oversight/holds/<int:hold_id>/lift")
@needs(Right.OVERSIGHT_DECLARE)
def lift(agreement_id: int, hold_id: int) -> Response:
    """Lift a legal hold."""
    form = HoldForm()
    with saving(form) as session:
        act.lift_hold(session, signed_in(), agreement_id, hold_id, reason=form.reason.data or "")
    if form.problems():
        return make_response(_board(agreement_id, LimitForm(formdata=None), form), 422)
    flash("The legal hold is lifted.")
    return _back(agreement_id)


def _board(agreement_id: int, limiting: LimitForm, holding: HoldForm) -> str:
    risk = AtRiskForm(request.args)
    with reading() as session:
        actor = signed_in()
        view = act.of_agreement(session, actor, agreement_id, seen=watch().glance(session))
        return render_template(
            "oversight/board.html",
            view=view,
            agreement=view.agreement,
            declared=act.DECLARED,
            opening=partial(address, actor, agreement_id),
            limits=list(Limit),
            limiting=limiting,
            holding=holding,
            risk=risk,
            at_risk=_at_risk(risk),
            incentive=INCENTIVE,
            form=limiting if limiting.problems() else holding,
            counts=[
                (word.value.capitalize(), sum(line.word is word for line in view.lines), "")
                for word in Word
            ],
        )


def _at_risk(form: AtRiskForm) -> str:
    if not form.validate() or form.at_risk.data is None or not form.potential.data:
        return ""
    return sentence(Fraction(form.at_risk.data), Fraction(form.potential.data))


def _back(agreement_id: int) -> Response:
    return redirect(url_for("oversight.board", agreement_id=agreement_id), 303)
