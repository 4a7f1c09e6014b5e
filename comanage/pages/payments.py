"""Payments: the list with its totals, one payment, and what is asked of accounts payable."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, StringField, TextAreaField

from comanage.actions import payment_list as lists
from comanage.actions import payment_requests as act
from comanage.actions import repayments, year_caps
from comanage.actions.payment_steps import NONE_CHOSEN
from comanage.database import reading, transaction
from comanage.pages.cap_charts import drawn
from comanage.pages.form import HouseForm, MoneyField, Problem
from comanage.pages.payment_lists import FILTERS
from comanage.pages.payment_proof import log_words, of_its_year, opened, proof_of, taken_back_by
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, chosen_ids
from comanage.pages.saving import saving
from comanage.pages.told import told
from comanage.records import payment_request as requests
from comanage.records.acts import Act
from comanage.records.recovery import standing
from comanage.rights import Right
from comanage.together import Together

pages = Blueprint("payments", __name__, url_prefix="/payments")


class RequestForm(HouseForm):
    """The payments that accounts payable is asked to pay."""

    key = HiddenField()


class PaidForm(HouseForm):
    """When payments were paid, and under which reference."""

    on = DayField("Paid on")
    reference = StringField(
        "Reference", description="Of the payment in your own system, such as a check number."
    )


class RepaidForm(HouseForm):
    """What a group paid back."""

    cents = MoneyField("Amount")
    on = DayField("Paid back on")
    reference = StringField("Reference", description="Of the payment in your own system.")


class WrongForm(HouseForm):
    """Why a repayment was recorded wrongly."""

    reason = TextAreaField("Why it was recorded wrongly", render_kw={"rows": 3})


class BackForm(HouseForm):
    """Why a payment came back."""

    reason = TextAreaField("Why it came back", render_kw={"rows": 3})


@pages.get("")
@needs(Right.PAYMENT_READ)
@told(Act.PAYMENTS_READ)
def every() -> Response:
    """List payments with their totals, and what they can be narrowed to."""
    return _list(RequestForm(formdata=None, key=secrets.token_hex(16)))


@pages.post("/requests")
@needs(Right.PAYMENT_REQUEST, fresh=True)
def make_request() -> Answer:
    """Ask accounts payable to pay what was chosen."""
    form = RequestForm()
    chosen = chosen_ids(request.form.getlist("payments"))
    with saving(form) as session:
        made = act.request(session, signed_in(), payment_ids=chosen, key=form.key.data or "")
        number = made.number
    if form.problems():
        return _list(form, chosen)
    flash(f"Payment request {number} is made. Hand its file to accounts payable.")
    return redirect(url_for(".one_request", number=number), 303)


@pages.get("/requests")
@needs(Right.PAYMENT_READ)
def every_request() -> str:
    """List the payment requests."""
    with reading() as session:
        found = [row for row in requests.every(session) if lists.may_see(session, signed_in(), row)]
        return render_template("payments/requests.html", requests=found)


@pages.get("/requests/<int:number>")
@needs(Right.PAYMENT_READ)
@told(Act.PAYMENTS_READ)
def one_request(number: int) -> Response:
    """Show a payment request, with its files and where its payments stand."""
    ticked = None if request.args.get("tick") == "all" else ()
    return _request(number, PaidForm(formdata=None), ticked)


@pages.post("/requests/<int:number>/paid")
@needs(Right.PAYMENT_REQUEST, fresh=True)
def paid(number: int) -> Answer:
    """Record that the chosen payments of a request were paid."""
    form = PaidForm()
    chosen = chosen_ids(request.form.getlist("payments"))
    with saving(form) as session:
        moved = act.pay(
            session,
            signed_in(),
            payment_ids=chosen,
            on=form.on.data,
            reference=form.reference.data or "",
        )
    if form.problems():
        return _request(number, form, chosen)
    flash(f"{len(moved)} payment{'' if len(moved) == 1 else 's'} recorded as paid.")
    return redirect(url_for(".one_request", number=number), 303)


@pages.get("/requests/<int:number>.<any(csv, xlsx):suffix>")
@needs(Right.PAYMENT_READ)
def file(number: int, suffix: str) -> Response:
    """Hand out the file of a request, byte for byte as it was made."""
    with transaction() as session:
        found = lists.file(session, signed_in(), number, suffix)
        content, media_type, name = found.content, found.media_type, found.name
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@pages.get("/<int:payment_id>")
@needs(Right.PAYMENT_READ)
@told(Act.PAYMENT_READ, of="payment_id")
def one(payment_id: int) -> Response:
    """Show one payment, and what it was set off against."""
    return _one(payment_id, BackForm(formdata=None), RepaidForm(formdata=None))


@pages.post("/<int:payment_id>/return")
@needs(Right.PAYMENT_REQUEST, fresh=True)
def send_back(payment_id: int) -> Answer:
    """Record that a payment came back unpaid."""
    form = BackForm()
    with saving(form) as session:
        act.send_back(session, signed_in(), payment_id, reason=form.reason.data or "")
    if form.problems():
        return _one(payment_id, form, RepaidForm(formdata=None))
    flash(f"Payment {payment_id} is payable again.")
    return redirect(url_for(".one", payment_id=payment_id), 303)


@pages.post("/<int:payment_id>/repaid")
@needs(Right.PAYMENT_REQUEST, fresh=True)
def repaid(payment_id: int) -> Answer:
    """Record that a group paid back what it owes."""
    form = RepaidForm()
    with saving(form) as session:
        repayments.repaid(
            session,
            signed_in(),
            payment_id,
            cents=form.cents.data,
            on=form.on.data,
            reference=form.reference.data or "",
        )
    if form.problems():
        return _one(payment_id, BackForm(formdata=None), form)
    flash("What was paid back is recorded.")
    return redirect(url_for(".one", payment_id=payment_id), 303)


@pages.get("/<int:payment_id>/repaid/<int:repayment_id>/take-back")
@needs(Right.PAYMENT_REQUEST)
@told(Act.PAYMENT_READ, of="payment_id")
def ask_to_take_back(payment_id: int, repayment_id: int) -> Response:
    """Ask why a repayment was recorded wrongly."""
    return _wrong(payment_id, repayment_id, WrongForm(formdata=None))


@pages.post("/<int:payment_id>/repaid/<int:repayment_id>/take-back")
@needs(Right.PAYMENT_REQUEST, fresh=True)
def take_back(payment_id: int, repayment_id: int) -> Answer:
    """Take back a repayment that was recorded wrongly."""
    form = WrongForm()
    with saving(form) as session:
        repayments.take_back(
            session,
            signed_in(),
            payment_id,
            repayment_id=repayment_id,
            reason=form.reason.data or "",
        )
    if form.problems():
        return _wrong(payment_id, repayment_id, form)
    flash("The repayment is taken back: the group owes it again.")
    return redirect(url_for(".one", payment_id=payment_id), 303)


def _list(form: RequestForm, ticked: Sequence[int] | None = None) -> Response:
    """Show the list; with every payment that can be requested ticked, where nothing was sent."""
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    with reading() as session:
        each = Together(session)
        listed = each.part(lists.lines, session, signed_in())
        caps = each.part(year_caps.of_every, session, signed_in())
        everything = listed.given
        found = lists.narrowed(everything, **chosen)
        page = render_template(
            "payments/every.html",
            lines=found,
            totals=lists.totals(found),
            offered=lists.offered(everything),
            chosen=chosen,
            form=form,
            ticked=_all(found) if ticked is None else ticked,
            problems=_problems(form, [shown for shown in found if shown.choosable]),
            caps=drawn(caps.given),
            here=f"?{urlencode({name: value for name, value in chosen.items() if value})}",
        )
    return make_response(page, 422 if form.problems() else 200)


def _request(number: int, form: PaidForm, ticked: Sequence[int] | None) -> Response:
    """Show a payment request, with these payments ticked; None for all of them."""
    with reading() as session:
        found, lines = lists.of_request(session, signed_in(), number)
        ticked = _all(lines) if ticked is None else ticked
        problems = _problems(form, [one for one in lines if one.row.request_id == found.id])
        shown = {"asked": found, "lines": lines, "form": form, "problems": problems}
        page = render_template("payments/request.html", ticked=ticked, **shown)
    return make_response(page, 422 if form.problems() else 200)


def _problems(form: HouseForm, offered: Sequence[lists.PaymentShown]) -> list[Problem]:
    """Lead to the first box that may be ticked where the choice is what is wrong."""
    first = f"payment-{offered[0].row.id}" if offered else ""
    return [
        Problem(first if sentence == NONE_CHOSEN else place, sentence)
        for place, sentence in form.problems()
    ]


def _all(found: Sequence[lists.PaymentShown]) -> list[int]:
    return [shown.row.id for shown in found]


def _one(payment_id: int, back: BackForm, repaying: RepaidForm) -> Response:
    with reading() as session:
        shown = opened(session, payment_id)
        page = render_template(
            "payments/one.html",
            shown=shown,
            caps=drawn(of_its_year(session, shown.row)),
            proof=proof_of(session, shown.row),
            taken_back_by=taken_back_by(session, shown.row),
            log=log_words(session),
            recoveries=lists.recoveries(session, shown.row),
            standing=standing(shown.row.recoveries),
            back=back,
            repaying=repaying,
            form=back if back.problems() else repaying,
        )
    return make_response(page, 422 if back.problems() or repaying.problems() else 200)


def _wrong(payment_id: int, repayment_id: int, form: WrongForm) -> Response:
    with reading() as session:
        shown = lists.one(session, signed_in(), payment_id)
        page = render_template(
            "payments/wrong.html",
            row=shown.row,
            repayment=repayments.find(shown.row, repayment_id),
            form=form,
        )
    return make_response(page, 422 if form.problems() else 200)
