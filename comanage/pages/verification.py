"""Verification: submitted figures beside their sources, verified or sent back by someone else."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from comanage.access import allowed
from comanage.actions import claims
from comanage.actions import figures as act
from comanage.actions.claims import Claim
from comanage.actions.entries import Sheet, measures_asked
from comanage.database import reading
from comanage.pages.figures import counted
from comanage.pages.form import HouseForm, Problem
from comanage.pages.period_before import before_of, moved, printed, unverified, why_none
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_ids
from comanage.pages.saving import saving
from comanage.records.agreement import Agreement
from comanage.records.figure import Figure
from comanage.records.figure_evidence import of_period as evidence_of
from comanage.records.performance_period import PeriodState
from comanage.rights import Right
from comanage.rules.measure import Measure
from comanage.rules.signoff import FigureState
from comanage.together import read_ahead

pages = Blueprint(
    "verification", __name__, url_prefix="/agreements/<int:agreement_id>/figures/<code>/verify"
)
SHOWN = (FigureState.SUBMITTED, FigureState.VERIFIED)


class SendBackForm(HouseForm):
    """Why figures are sent back."""

    reason = TextAreaField(
        "Why they are sent back",
        description="Only needed to send figures back. Whoever entered them reads it.",
        render_kw={"rows": 3},
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """One figure as its verifier sees it.

    Attributes:
        figure: The figure.
        measure: The terms of its measure.
        group: The name of its participant; empty for the service line as a whole.
        value: Its result in words; empty where it is absent.
        baseline: What it is compared with, in words; empty without one.
        before: The result of the period before, in words; empty without one.
        before_none: Why it has none.
        before_as: How far that one is, where nobody has verified it.
        change: How far it moved since then, in words.
        own: True where the reader entered it, or a version that it replaced.
        claim: The figure with all its versions.
    """

    figure: Figure
    measure: Measure
    group: str
    value: str
    baseline: str
    before: str
    before_none: str
    before_as: str
    change: str
    own: bool
    claim: Claim

    @property
    def choosable(self) -> bool:
        """Say whether the reader may decide on it."""
        return not self.own


@pages.get("")
@needs(Right.FIGURE_VERIFY)
def period(agreement_id: int, code: str) -> Response:
    """Show what waits to be verified, and what was."""
    return _page(agreement_id, code, SendBackForm())


@pages.post("")
@needs(Right.FIGURE_VERIFY)
def decide(agreement_id: int, code: str) -> Response:
    """Verify figures, or send them back."""
    form = SendBackForm()
    step = request.form.get("step", "")
    chosen = chosen_ids(request.form.getlist("every" if step == "verify-every" else "figures"))
    with saving(form) as session:
        if step == "return":
            reason = form.reason.data or ""
            taken = act.send_back(
                session, signed_in(), agreement_id, code, figure_ids=chosen, reason=reason
            )
        else:
            taken = act.verify(session, signed_in(), agreement_id, code, figure_ids=chosen)
    if form.problems():
        return _page(agreement_id, code, form, chosen=chosen)
    flash(f"{counted(len(taken))} {'sent back' if step == 'return' else 'verified'}.")
    return redirect(url_for(".period", agreement_id=agreement_id, code=code), 303)


def _page(
    agreement_id: int, code: str, form: SendBackForm, *, chosen: Sequence[int] = ()
) -> Response:
    with reading() as session:
        allowed(session, signed_in(), Right.FIGURE_VERIFY, agreement_id)
        sheet = Sheet.opened(session, signed_in(), agreement_id, code)
        read_ahead(
            session,
            partial(before_of, session, sheet.period),
            partial(claims.of_period, session, sheet.period.id, sheet.terms),
            partial(evidence_of, session, sheet.period.id),
        )
        found = _checked(sheet)
        page = render_template(
            "figures/verify.html",
            agreement=session.get_one(Agreement, agreement_id),
            period=sheet.period,
            form=form,
            waiting=[each for each in found if each.figure.state is FigureState.SUBMITTED],
            verified=[each for each in found if each.figure.state is FigureState.VERIFIED],
            chosen=chosen,
            problems=_problems(form, found),
            evidence=evidence_of(session, sheet.period.id),
            locked=sheet.period.state is PeriodState.LOCKED,
        )
    return make_response(page, 422 if form.problems() else 200)


def _problems(form: SendBackForm, found: Sequence[Checked]) -> list[Problem]:
    """Lead to the first box that may be chosen where the choice is what is wrong."""
    first = next((f"figure-{each.figure.id}" for each in found if each.choosable), "")
    return [Problem(place or first, sentence) for place, sentence in form.problems()]


def _checked(sheet: Sheet) -> list[Checked]:
    earlier = before_of(sheet.session, sheet.period)
    known = claims.of_period(sheet.session, sheet.period.id, sheet.terms)
    found = []
    for key in ((whose, measure.code) for whose, measure in measures_asked(sheet)):
        figure, measure = sheet.standing.get(key), sheet.terms.measure(key[1])
        if figure is None or measure is None or figure.state not in SHOWN:
            continue
        value, before = printed(figure, measure), printed(earlier.get(key), measure)
        found.append(
            Checked(
                figure,
                measure,
                sheet.group(key[0]) if key[0] else "",
                value="" if value is None else measure.scale.shown(value),
                baseline=known[key].written(figure.baseline),
                before="" if before is None else measure.scale.shown(before),
                before_none=why_none(earlier.get(key)),
                before_as=unverified(earlier.get(key)),
                change=moved(measure, before, value),
                own=sheet.own(figure),
                claim=known[key],
            )
        )
    return found
