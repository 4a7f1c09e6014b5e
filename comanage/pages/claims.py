"""One figure: every version of it with who stood by it, what was found, and the sample of its cases."""

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from comanage.access import allowed, may_in
from comanage.actions import claims, findings, samples
from comanage.actions.claims import Claim
from comanage.actions.entries import Sheet
from comanage.actions.findings import Found
from comanage.database import reading, transaction
from comanage.pages.form import ExactField, HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records import stewardship
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import AuditEntry, of_objects
from comanage.records.basis import as_value
from comanage.records.performance_period import PeriodState
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.signoff import FigureState
from comanage.rules.units import KINDS
from comanage.together import read_ahead

pages = Blueprint(
    "claims", __name__, url_prefix="/agreements/<int:agreement_id>/figures/<code>/<int:figure_id>"
)

NO_FIGURE = "There is no such figure in this period."
STEPS = (Act.FIGURE_ENTERED, Act.FIGURE_SUBMITTED, Act.FIGURE_VERIFIED, Act.FIGURE_RETURNED)


class FoundForm(HouseForm):
    """What was found at the source."""

    numerator = ExactField("Numerator")
    denominator = ExactField("Denominator")
    value = ExactField("Value", description="Or the counts above; then the value is worked out.")
    source = TextAreaField(
        "Where it was found", description="System, report and run date.", render_kw={"rows": 2}
    )
    note = TextAreaField(
        "What was found",
        description="Whoever entered the figure reads it.",
        render_kw={"rows": 3},
    )


class DrawForm(HouseForm):
    """How many of how many cases are drawn."""

    cases = ExactField("Claimed cases", description="The rows of the list, numbered from 1.")
    size = ExactField("Cases to look up")


class AnswerForm(HouseForm):
    """What the sampled cases turned out to be."""

    confirmed = ExactField("Confirmed")
    refused = ExactField("Refused")
    unclear = ExactField("Unclear", description="They count as not confirmed.")
    reference = TextAreaField(
        "Where the answers are kept",
        description="System, file or review; no names and no record numbers.",
        render_kw={"rows": 2},
    )


@pages.get("")
@needs(Right.FIGURE_READ)
def one(agreement_id: int, code: str, figure_id: int) -> Response:
    """Show a figure with its history, and what the reader may do about it."""
    return _page(agreement_id, code, figure_id, {})


@pages.post("/found")
@needs(Right.FIGURE_VERIFY)
def found(agreement_id: int, code: str, figure_id: int) -> Response:
    """Keep what was found at the source, and send the figure back."""
    form = FoundForm(prefix="found")
    with saving(form) as session:
        given = Found(
            form.value.data, form.numerator.data, form.denominator.data,
            source=form.source.data or "", note=form.note.data or "",
        )  # fmt: skip
        findings.record(session, signed_in(), agreement_id, code, figure_id=figure_id, found=given)
    if form.problems():
        return _page(agreement_id, code, figure_id, {"found": form})
    flash("What was found is kept beside the claim, and the figure is sent back.")
    return redirect(url_for("verification.period", agreement_id=agreement_id, code=code), 303)


@pages.post("/accept")
@needs(Right.FIGURE_ENTER)
def accept(agreement_id: int, code: str, figure_id: int) -> Response:
    """Take the found value over, in one's own name."""
    with transaction() as session:
        findings.accept(session, signed_in(), agreement_id, code, figure_id=figure_id)
    flash("The found value is entered in your name and submitted. The claim stays on record.")
    return redirect(url_for("figures.period", agreement_id=agreement_id, code=code), 303)


@pages.post("/sample")
@needs(Right.FIGURE_VERIFY)
def sample(agreement_id: int, code: str, figure_id: int) -> Response:
    """Draw the rows to look up."""
    form = DrawForm(prefix="draw")
    with saving(form) as session:
        samples.draw(
            session, signed_in(), agreement_id, code,
            figure_id=figure_id, cases=form.cases.data, size=form.size.data,
        )  # fmt: skip
    if form.problems():
        return _page(agreement_id, code, figure_id, {"draw": form})
    flash("The sample is drawn. Look up these rows, then record what they turned out to be.")
    return redirect(url_for(".one", agreement_id=agreement_id, code=code, figure_id=figure_id), 303)


@pages.post("/sample-result")
@needs(Right.FIGURE_VERIFY)
def answers(agreement_id: int, code: str, figure_id: int) -> Response:
    """Record what the sampled cases turned out to be."""
    form = AnswerForm(prefix="answer")
    with saving(form) as session:
        made = samples.record(
            session, signed_in(), agreement_id, code,
            figure_id=figure_id,
            counts=(form.confirmed.data, form.refused.data, form.unclear.data),
            reference=form.reference.data or "",
        )  # fmt: skip
    if form.problems():
        return _page(agreement_id, code, figure_id, {"answer": form})
    flash(made.sentence)
    return redirect(url_for(".one", agreement_id=agreement_id, code=code, figure_id=figure_id), 303)


def _page(agreement_id: int, code: str, figure_id: int, sent: Mapping[str, HouseForm]) -> Response:
    actor = signed_in()
    with reading() as session:
        allowed(session, actor, Right.FIGURE_READ, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        sheet = Sheet.opened(session, actor, agreement_id, code)
        read_ahead(
            session,
            partial(claims.of_period, session, sheet.period.id, sheet.terms),
            partial(stewardship.policy, session, agreement_id),
        )
        claim = _claim(session, sheet, figure_id)
        stands = claim.stands
        open_ = sheet.period.state is PeriodState.OPEN and stands.id == figure_id
        checks = (
            open_
            and stands.state is FigureState.SUBMITTED
            and may_in(actor, Right.FIGURE_VERIFY, agreement)
        )
        page = render_template(
            "figures/one.html",
            agreement=agreement,
            period=sheet.period,
            claim=claim,
            steps=_steps(session, claim),
            checks=checks and not sheet.own(stands),
            own=checks and sheet.own(stands),
            takes_over=open_
            and stands.state is FigureState.RETURNED
            and stands.id in claim.findings
            and may_in(actor, Right.FIGURE_ENTER, agreement),
            forms=_forms(claim, sent),
            form=next(iter(sent.values()), None),
            agreed=stewardship.policy(session, agreement_id),
        )
    return make_response(page, 422 if sent else 200)


def _claim(session: Session, sheet: Sheet, figure_id: int) -> Claim:
    """Find the figure of which one version has this id."""
    for claim in claims.of_period(session, sheet.period.id, sheet.terms).values():
        if any(one.id == figure_id for one in claim.versions):
            return claim
    raise NotFound(NO_FIGURE)


def _steps(session: Session, claim: Claim) -> Mapping[int, list[AuditEntry]]:
    """Give the steps of each version as the log tells them, oldest first."""
    steps: dict[int, list[AuditEntry]] = {one.id: [] for one in claim.versions}
    for entry in of_objects(session, STEPS, steps):
        if entry.object_id is not None:
            steps[entry.object_id].append(entry)
    return steps


def _forms(claim: Claim, sent: Mapping[str, HouseForm]) -> Mapping[str, HouseForm]:
    """Give the forms as they were sent, or empty ones with what is known."""
    cases = samples.claimed_cases(claim.measure, as_value(claim.stands))
    made: Mapping[str, HouseForm] = {
        "found": sent.get("found") or FoundForm(formdata=None, prefix="found"),
        "draw": sent.get("draw") or DrawForm(formdata=None, prefix="draw", data={"cases": cases}),
        "answer": sent.get("answer") or AnswerForm(formdata=None, prefix="answer"),
    }
    kind = KINDS[claim.measure.unit]
    made["found"]["value"].lead, made["found"]["value"].unit = kind.before, kind.after.strip()
    return made
