"""The money of a draft scorecard: base fee, pool, and how what is earned is divided."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from comanage.actions import scorecards as act
from comanage.pages.form import MoneyField, choices, offered, optional
from comanage.pages.measures import opened
from comanage.pages.money_words import DAYS, DIVISION, SOURCE, in_words
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, word
from comanage.pages.saving import DraftForm, saving
from comanage.pages.terms_fields import ShareField
from comanage.rights import Right
from comanage.rules.allocations import ALLOCATIONS
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.allocations.stated import Share
from comanage.rules.compliance import LegalBasis
from comanage.rules.funding.fixed import Fixed
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import ZERO, to_cents
from comanage.rules.terms import Terms

pages = Blueprint("money", __name__, url_prefix="/agreements/<int:agreement_id>/scorecard/money")


IDLE_SHARE = "Earned money is divided equally: clear the share of {}, or choose fixed shares."
FORMS = (Equal.kind, FixedShares.kind)  # divisions that this form offers


class MoneyForm(DraftForm):
    """Fees, pool and division; boxes for what only a terms file can say are left out."""

    base_fee = MoneyField("Base fee for a contract year", description="0 for none.")
    pool = MoneyField(
        "Pool for a performance period", description="The most that can be earned in a quarter."
    )
    legal_basis = SelectField(
        "Legal basis",
        choices=choices(LegalBasis),
        description="The exception or safe harbor that the agreement is built on.",
    )
    divided = RadioField(
        "How earned money is divided",
        choices=offered((kind, ALLOCATIONS[kind].title) for kind in FORMS),
    )


@pages.route("", methods=["GET", "POST"])
@needs(Right.SCORECARD_WRITE)
def edit(agreement_id: int) -> Response:
    """Change fees, pool and shares."""
    _, draft, held = opened(agreement_id)
    form = _form(held, str(draft.revision))
    if request.method == "POST":
        fine = form.validate() & _shares_said(form, held)
        with saving(form, valid=fine) as session:
            now = act.save_basics(
                session,
                signed_in(),
                agreement_id,
                base_fee_cents=form.base_fee.data,
                pool_cents=form.pool.data if "pool" in form else None,
                legal_basis=word(LegalBasis, form.legal_basis.data),
                revision=form.opened(),
            )
            if "divided" in form:
                now = act.save_allocation(
                    session, signed_in(), agreement_id, _allocation(form, held), revision=now
                )
            act.save_days(session, signed_in(), agreement_id, _days(form, held), revision=now)
        if not form.problems():
            flash("The money is saved.")
            return redirect(url_for("scorecards.current", agreement_id=agreement_id), 303)
    agreement, draft, held = opened(agreement_id)
    form.revision.data = str(draft.revision)
    page = render_template(
        "scorecards/money.html", agreement=agreement, form=form, participants=held.participants,
        stale=form.stale, stands=in_words(held), by_file=_by_file(held),
        part_period=held.division.part_period,
    )  # fmt: skip
    return make_response(page, form.http_status())


def _form(held: Terms, revision: str) -> MoneyForm:
    """Make the form; a part of the terms that it cannot say has no boxes in it."""
    start: dict[str, Any] = {"base_fee": to_cents(held.base_fee), "revision": revision,
                             "legal_basis": held.legal_basis}  # fmt: skip
    made: dict[str, Any] = {}
    if isinstance(held.funding, Fixed):
        start["pool"] = to_cents(held.funding.amount)
    elif held.funding is not None:
        made["pool"] = None
    if held.allocation is not None and held.allocation.kind not in FORMS:
        made["divided"] = None
    else:
        made |= {_name(each.code): ShareField(each.name) for each in held.participants}
    for each in held.participants:
        made[f"joins-{each.code}"] = DayField(f"First day of {each.name}", [optional()])
        made[f"leaves-{each.code}"] = DayField(f"Last day of {each.name}", [optional()])
        start |= {f"joins-{each.code}": each.joins, f"leaves-{each.code}": each.leaves}
    if held.allocation is not None:
        start["divided"] = held.allocation.kind
    if isinstance(held.allocation, FixedShares):
        start |= {_name(share.participant): share.share for share in held.allocation.shares}
    kind = type("SharesForm", (MoneyForm,), made)
    form: MoneyForm = kind(data=start)
    return form


def _shares_said(form: MoneyForm, held: Terms) -> bool:
    """Ask for the shares that are lacking; whether they add up is asked when it is locked.

    Shares that an equal division would leave out in silence are refused.
    """
    if "divided" not in form:
        return True
    if form.divided.data != FixedShares.kind:
        return _no_share_idle(form, held)
    lacking = [
        form[_name(each.code)]
        for each in held.participants
        if form[_name(each.code)].data is None and not form[_name(each.code)].errors
    ]
    for box in lacking:
        box.errors = [f"Give the share of {box.label.text}."]
    return not lacking


def _no_share_idle(form: MoneyForm, held: Terms) -> bool:
    boxes = [form[_name(each.code)] for each in held.participants]
    idle = [box for box in boxes if box.data is not None and form.divided.data == Equal.kind]
    for box in idle:
        box.errors = [IDLE_SHARE.format(box.label.text)]
    return not idle


def _allocation(form: MoneyForm, held: Terms) -> Agreed:
    if form.divided.data != FixedShares.kind:
        return Equal()
    return FixedShares(
        tuple(Share(each.code, form[_name(each.code)].data or ZERO) for each in held.participants)
    )


def _days(form: MoneyForm, held: Terms) -> dict[str, act.Days]:
    return {
        each.code: (form[f"joins-{each.code}"].data, form[f"leaves-{each.code}"].data)
        for each in held.participants
    }


def _by_file(held: Terms) -> list[tuple[str, str]]:
    """Say what the terms hold that this form has no boxes for."""
    by_form = {"Base fee", DAYS}
    if held.funding is None or isinstance(held.funding, Fixed):
        by_form.add(SOURCE)
    if held.allocation is None or held.allocation.kind in FORMS:
        by_form.add(DIVISION)
    return [(subject, words) for subject, words in in_words(held) if subject not in by_form]


def _name(code: str) -> str:
    return f"share-{code}"
