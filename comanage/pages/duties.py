"""Duties and base fee: what is to be done, what is paid for it, and how both changed."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import Actor, allowed, own_groups
from comanage.actions import base_fees
from comanage.actions import duties as act
from comanage.database import reading
from comanage.pages.both import Standing, lay_both
from comanage.pages.duty_forms import ChangeForm, NewForm, TermsForm
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import DraftForm, saving
from comanage.records import base_fee as fees
from comanage.records import duty as duties
from comanage.records import participant as participants
from comanage.records.acts import Act
from comanage.records.agreed_fee import agreed_fee
from comanage.records.agreement import Agreement
from comanage.records.base_fee import BaseFeeTerms
from comanage.records.duty import Duty
from comanage.rights import Right
from comanage.rules import base_fee as rules
from comanage.rules.base_fee import hours
from comanage.rules.time_logs import Duty as Listed

pages = Blueprint("duties", __name__, url_prefix="/agreements/<int:agreement_id>/duties")


DUTY_BY = (Act.DUTY_ADDED, Act.DUTY_CHANGED, Act.DUTY_CORRECTED)
CHANGED = "The duty changes on the day given; until then it stands as it is."
CORRECTED = "The duty is corrected. The row that was wrong stays on record, and counts for no day."
TERMS_BY = (Act.BASE_FEE_AGREED, Act.BASE_FEE_CORRECTED)


@pages.get("")
@needs(Right.DUTY_READ)
def every(agreement_id: int) -> str:
    """Show the duty list and each group's terms, with what stood before."""
    actor = signed_in()
    with reading() as session:
        allowed(session, actor, Right.DUTY_READ, agreement_id)
        rows = duties.of_agreement(session, agreement_id)
        values = duties.as_values(rows)
        today, wrong = clock.today(), duties.corrected(rows)
        agreement = session.get_one(Agreement, agreement_id)
        return render_template(
            "duties/every.html",
            agreement=agreement,
            most=agreed_fee(session, agreement).of_year(max(today, agreement.starts)),
            now=[row for row in rows if row.id not in wrong and _ends(values, row) >= today],
            past=[row for row in rows if row.id not in wrong and _ends(values, row) < today],
            wrong=[row for row in rows if row.id in wrong],
            values=values,
            newest={row.code: row.id for row in rows},
            replaced={row.replaces_id for row in fees.versions(session, agreement_id)},
            groups=_terms_by_group(session, actor, agreement_id),
            in_words=rules.in_words,
            hours=hours,
            today=today,
        )


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def new(agreement_id: int) -> Response:
    """Add a duty."""
    agreement, form = _agreement(agreement_id), NewForm()
    if request.method == "POST":
        with saving(form) as session:
            act.add(session, signed_in(), agreement_id, form.given(form.code.data or ""))
        if not form.problems():
            flash("The duty is on the list.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    return _form(form, agreement, "Add a duty", button="Add the duty")


@pages.route("/<int:duty_id>/change", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def change(agreement_id: int, duty_id: int) -> Response:
    """Let a changed duty follow one, from a day to come."""
    return _changed(agreement_id, duty_id, corrects=False)


@pages.route("/<int:duty_id>/correct", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def correct(agreement_id: int, duty_id: int) -> Response:
    """Let another row take the place of one that was mistyped, before it begins."""
    return _changed(agreement_id, duty_id, corrects=True)


def _changed(agreement_id: int, duty_id: int, *, corrects: bool) -> Response:
    agreement = _agreement(agreement_id)
    with reading() as session:
        row = act.latest(session, agreement_id, duty_id)
        form = ChangeForm(data=_told(row) | ({"starts": row.starts} if corrects else {}))
    if request.method == "POST":
        with saving(form) as session:
            act.change(
                session, signed_in(), duty_id, form.given(), agreement_id=agreement_id,
                reason=form.reason.data or "", revision=form.opened(), corrects=corrects,
            )  # fmt: skip
        if not form.problems():
            flash(CORRECTED if corrects else CHANGED)
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    with reading() as session:
        row = act.latest(session, agreement_id, duty_id)
        told = _told(row) | {"starts": row.starts}
        lay_both(session, form, Standing(row.id, told, DUTY_BY, row.id))
    if corrects:
        return _form(form, agreement, f"Correct: {row.name}", button="Save the correction")
    return _form(form, agreement, f"Change: {row.name}", button="Save the change")


@pages.route("/base-fee/<participant>", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def base_fee(agreement_id: int, participant: str) -> Response:
    """Write down the terms of a group's base fee, from a month on."""
    return _agreed(agreement_id, participant, corrects=False)


@pages.route("/base-fee/<participant>/correct", methods=["GET", "POST"])
@needs(Right.DUTY_WRITE)
def correct_base_fee(agreement_id: int, participant: str) -> Response:
    """Let other terms take the place of those that were mistyped, before they begin."""
    return _agreed(agreement_id, participant, corrects=True)


def _agreed(agreement_id: int, participant: str, *, corrects: bool) -> Response:
    agreement = _agreement(agreement_id)
    with reading() as session:
        group = base_fees.group_of(session, agreement_id, participant)
        last = _terms(session, group)
        form = TermsForm(data=_prefilled(last, corrects=corrects))
        name = group.group.name
    if request.method == "POST":
        with saving(form) as session:
            base_fees.agree(
                session, signed_in(), agreement_id, participant=participant, terms=form.terms(),
                starts=form.starts.data, reason=form.reason.data or "", revision=form.opened(),
                corrects=corrects,
            )  # fmt: skip
        if not form.problems():
            flash(f"The terms of {name} are on record.")
            return redirect(url_for(".every", agreement_id=agreement_id), 303)
    with reading() as session:
        agreed = _terms(session, group)
        told = _terms_told(agreed[-1]) | {"starts": agreed[-1].starts} if agreed else {}
        seen = Standing(len(agreed), told, TERMS_BY, agreed[-1].id if agreed else 0)
        lay_both(session, form, seen)
    if corrects:
        return _form(form, agreement, f"Correct the terms of {name}", button="Save the correction")
    return _form(form, agreement, f"Base fee of {name}", button="Put the terms on record")


def _agreement(agreement_id: int) -> Agreement:
    with reading() as session:
        allowed(session, signed_in(), Right.DUTY_WRITE, agreement_id)
        return session.get_one(Agreement, agreement_id)


def _form(form: HouseForm, agreement: Agreement, title: str, *, button: str) -> Response:
    page = render_template(
        "duties/form.html", form=form, agreement=agreement, title=title, button=button
    )
    stale = isinstance(form, DraftForm) and form.stale
    return make_response(page, 409 if stale else 422 if form.problems() else 200)


def _ends(values: Mapping[int, Listed], row: Duty) -> date:
    """Give the day on which a row really ends; a day that never comes for one that does not."""
    return values[row.id].ends or date.max


def _prefilled(agreed: Sequence[BaseFeeTerms], *, corrects: bool) -> dict[str, object] | None:
    if not agreed:
        return None
    return _terms_told(agreed[-1]) | ({"starts": agreed[-1].starts} if corrects else {})


def _terms(session: Session, group: participants.Participant) -> Sequence[BaseFeeTerms]:
    rows = fees.versions(session, group.agreement_id)
    return [row for row in rows if row.participant_id == group.id]


def _terms_by_group(
    session: Session, actor: Actor, agreement_id: int
) -> list[tuple[participants.Participant, Sequence[BaseFeeTerms]]]:
    own = own_groups(session, actor, Right.DUTY_READ, agreement_id)
    rows = fees.versions(session, agreement_id)
    return [
        (group, [row for row in reversed(rows) if row.participant_id == group.id])
        for group in participants.of_agreement(session, agreement_id)
        if own is None or group.group_id in own
    ]


def _told(row: Duty) -> dict[str, object]:
    return {
        "name": row.name, "delivers": row.delivers, "most": row.most_minutes,
        "required": row.required, "ends": row.ends,
    }  # fmt: skip


def _terms_told(row: BaseFeeTerms) -> dict[str, object]:
    terms = row.as_value()
    return {
        "pays": terms.pays.value, "cents": terms.cents, "most_a_month": terms.most_a_month,
        "most_a_year": terms.most_a_year, "fewest_a_month": terms.fewest_a_month,
        "short": terms.short.value if terms.short else "", "step": terms.step,
        "most_an_entry": terms.most_an_entry, "deadline": terms.deadline,
        "levels": "\n".join(terms.levels), "sentences": "\n".join(terms.sentences),
    }  # fmt: skip
