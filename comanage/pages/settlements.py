"""The settlement of a period: what is lacking, every line with its reason, and its steps."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer
from wtforms import IntegerField
from wtforms.validators import InputRequired

from comanage import clock
from comanage.access import allowed, may_in
from comanage.actions import approvals, results, settlement_disputes, since_approved, statements
from comanage.actions import settlements as act
from comanage.actions.results import PeriodView
from comanage.actions.with_others import STEPS, next_signers
from comanage.charts import waterfall
from comanage.charts.drawn import Drawn
from comanage.database import reading, transaction
from comanage.pages.display import money
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, require_code, signed_in
from comanage.records import basis as bases
from comanage.records.figure_evidence import FigureEvidence, of_period
from comanage.records.fmv_opinion import told_before_paying
from comanage.records.payment_control import in_force
from comanage.refusals import Conflict, NotFound
from comanage.rights import Right
from comanage.rules.periods import Period
from comanage.rules.projection import counted, projected_from
from comanage.rules.signoff import SettlementState

pages = Blueprint("settlements", __name__, url_prefix="/agreements/<int:agreement_id>/settlements")

APPROVED = "Settlement {} of {} is approved. The statements are issued."
SIGNED = (
    "You signed settlement {} of {}. Another approver must sign it as well, since it is above {}."
)
EARNED, SO_FAR = "Earned", "Earned, year so far"
UNSEEN = "Load the page again: it did not say which settlement you looked at."


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """What a settlement of the year to date counts.

    Attributes:
        span: The time, from the first day of the contract year.
        projected: Whether a later period of the year decides.
    """

    span: Period
    projected: bool


class StepForm(HouseForm):
    """A button that moves the settlement on; it carries which one was looked at."""

    number = IntegerField("Settlement", validators=[InputRequired()])


@pages.get("/<code>")
@needs(Right.SETTLEMENT_READ)
def period(agreement_id: int, code: str) -> str:
    """Show the settlement of a period line by line, or what it still lacks."""
    with reading() as session:
        view = results.of_settlement(session, signed_in(), agreement_id, code)
        return render_template(
            "settlements/period.html",
            view=view,
            chart=_chart(view),
            form=StepForm(formdata=None),
            evidence=_evidence(session, view),
            since=since_approved.of_settlement(session, view.shown) if view.shown else None,
            counts=_counts(view),
            signers=_signers(session, view),
            goes_on=view.period.ends >= clock.today(),
            value=told_before_paying(session, agreement_id, [view.period.starts], clock.today()),
            disputed=settlement_disputes.of_period(session, signed_in(), view.shown.record)
            if view.shown
            else None,
            key=secrets.token_hex(16),
        )


@pages.post("/<code>/calculate")
@needs(Right.SETTLEMENT_CALCULATE)
def calculate(agreement_id: int, code: str) -> Answer:
    """Calculate the period from its verified figures."""
    with transaction() as session:
        made = act.calculate(session, signed_in(), agreement_id, code)
    flash(f"Settlement {made.number} of {code} is {made.state}.")
    return _back(agreement_id, code)


@pages.post("/<code>/finalize")
@needs(Right.SETTLEMENT_CALCULATE)
def finalize(agreement_id: int, code: str) -> Answer:
    """Make the settlement final."""
    number = _number()
    with transaction() as session:
        act.finalize(session, signed_in(), agreement_id, code, number=number)
    flash(f"Settlement {number} of {code} is final. It waits for an approver.")
    return _back(agreement_id, code)


@pages.post("/<code>/approve")
@needs(Right.SETTLEMENT_APPROVE, fresh=True)
def approve(agreement_id: int, code: str) -> Answer:
    """Approve the settlement, which locks the period and issues its statements."""
    number = _number()
    with transaction() as session:
        allowed(session, signed_in(), Right.SETTLEMENT_APPROVE, agreement_id)
        require_code(session)  # a verifier who may approve holds no role that asks for one
        found = approvals.approve(session, signed_in(), agreement_id, code, number=number)
        above = in_force(session, agreement_id).second_approval_above_cents
    flash(
        APPROVED.format(number, code)
        if found.state is SettlementState.APPROVED
        else SIGNED.format(number, code, money(above or 0))
    )
    return _back(agreement_id, code)


@pages.get("/<code>/settlement.json")
@needs(Right.SETTLEMENT_READ)
def document(agreement_id: int, code: str) -> Response:
    """Hand out the settlement as its canonical JSON, byte for byte as it was hashed."""
    with transaction() as session:
        found = results.document(session, signed_in(), agreement_id, code)
        if found is None:
            raise NotFound(f"{code} has not been calculated yet.")
        answer = make_response(found.document)
    answer.headers["Content-Type"] = "application/json"
    name = f"settlement-{agreement_id}-{code}.json"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@pages.get("/<code>/preliminary/<participant>.pdf")
@needs(Right.SETTLEMENT_READ)
def preview(agreement_id: int, code: str, participant: str) -> Response:
    """Show a group's statement as it would be, marked as not payable; nothing is stored."""
    return _preview(agreement_id, code, participant)


@pages.get("/<code>/preliminary.pdf")
@needs(Right.SETTLEMENT_READ)
def whole_preview(agreement_id: int, code: str) -> Response:
    """Show the agreement's statement as it would be, marked as not payable; nothing is stored."""
    return _preview(agreement_id, code)


def _preview(agreement_id: int, code: str, participant: str = "") -> Response:
    with transaction() as session:
        name, content = statements.preview(
            session, signed_in(), agreement_id, period_code=code, participant=participant
        )
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer


def _number() -> int:
    form = StepForm()
    if not form.validate() or form.number.data is None:
        raise Conflict(UNSEEN)
    return form.number.data


def _back(agreement_id: int, code: str) -> Answer:
    return redirect(url_for(".period", agreement_id=agreement_id, code=code), 303)


def _evidence(session: Session, view: PeriodView) -> list[tuple[str, FigureEvidence]] | None:
    """List the evidence of the period's figures with their names; None where it may not be read."""
    if view.shown is None or not may_in(signed_in(), Right.FIGURE_READ, view.agreement):
        return None
    names = {line.measure.code: line.measure.name for line in view.shown.sheet.measures}
    found = []
    for each in (one for some in of_period(session, view.period.id).values() for one in some):
        measure, whose = each.figure.measure.code, each.figure.participant
        name = names.get(measure, measure)
        found.append((f"{name} of {whose.group.name}" if whose else name, each))
    return sorted(found, key=lambda one: (one[0], one[1].id))


def _counts(view: PeriodView) -> YearSoFar | None:
    """Say what part of a contract year a settlement to date counts; None where it is of its period."""
    if view.shown is None:
        return None
    terms = bases.terms_of(view.shown.record.scorecard)
    period = terms.period(view.period.code)
    span = counted(terms, period) if period else None
    return YearSoFar(span, bool(projected_from(terms, view.period.code))) if span else None


def _signers(session: Session, view: PeriodView) -> list[str] | None:
    """Name those whom a settlement waits for; None where it waits for nobody or for the reader."""
    if view.shown is None or view.sign_off is None or view.shown.record.state not in STEPS:
        return None
    _, step, right = STEPS[view.shown.record.state]
    if right in view.sign_off.may and not view.sign_off.barred[step.value]:
        return None
    return next_signers(session, signed_in(), view.shown.record)


def _chart(view: PeriodView) -> Drawn | None:
    if view.shown is None:
        return None
    sheet = view.shown.sheet
    if sheet.possible <= 0:
        return None
    counts = _counts(view)
    last = SO_FAR if counts and counts.projected else EARNED
    return waterfall.draw(waterfall.of_pool(sheet.possible, sheet.way, last))
