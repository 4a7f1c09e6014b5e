"""Before figures are submitted: all drafts of a period once more, beside the period before.

Whoever submits has seen here what goes to the verifier: what it changes, what is out of the
ordinary, what has no evidence, and what still lacks something. Each line leads back to its boxes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage.access import people_who_may
from comanage.actions import figures as act
from comanage.actions.entries import Sheet, doubts, measures_asked
from comanage.actions.submission import Submission, to_submit
from comanage.database import reading
from comanage.pages.figure_grid import row_id
from comanage.pages.figures import counted
from comanage.pages.form import HouseForm, Problem
from comanage.pages.period_before import before_of, moved, printed, unverified, why_none
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import chosen_ids
from comanage.pages.saving import saving
from comanage.records.agreement import Agreement
from comanage.records.basis import as_value
from comanage.records.figure import Figure
from comanage.records.figure_draft import own as own_drafts
from comanage.records.figure_evidence import of_period as evidence_of
from comanage.refusals import Fault
from comanage.rights import Right
from comanage.rules.measure import Measure
from comanage.together import read_ahead

pages = Blueprint(
    "submission", __name__, url_prefix="/agreements/<int:agreement_id>/figures/<code>/check"
)


class SubmitForm(HouseForm):
    """That what was looked at is submitted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it would go to a verifier.

    Attributes:
        figure: The figure.
        name: What it is a figure of, for people.
        measure: The terms of its measure.
        row: The id of its row in the grid.
        value: Its result in words; empty where it is absent.
        before: The result of the period before, in words; empty without one.
        before_none: Why it has none.
        before_as: How far that one is, where nobody has verified it.
        change: How far it moved since then, in words.
        odd: In what it is out of the pattern of its measure; empty where in nothing.
        asks: What is asked of a number that was probably not meant; empty where nothing is.
        lacks: What keeps it from being submitted.
    """

    figure: Figure
    name: str
    measure: Measure
    row: str
    value: str
    before: str
    before_none: str
    before_as: str
    change: str
    odd: str
    asks: str
    lacks: Sequence[str]

    @property
    def of_another(self) -> bool:
        """Say whether somebody else typed it."""
        return self.figure.entered_by_id != signed_in().person_id


@pages.get("")
@needs(Right.FIGURE_ENTER)
def check(agreement_id: int, code: str) -> Response:
    """Show what would be submitted, and what keeps it back."""
    return _page(agreement_id, code, SubmitForm())


@pages.post("")
@needs(Right.FIGURE_ENTER)
def submit(agreement_id: int, code: str) -> Response:
    """Submit the drafts that were looked at, and say who is next."""
    form = SubmitForm()
    seen = chosen_ids(request.form.getlist("figures"))
    with saving(form, lay=partial(_lay, form)) as session:
        submitted = act.submit(session, signed_in(), agreement_id, code, seen=seen)
        next_ones = verifiers(session, session.get_one(Agreement, agreement_id))
    if form.problems():
        return _page(agreement_id, code, form)
    flash(f"{counted(len(submitted))} submitted to be verified. {waits_for(next_ones)}")
    return redirect(url_for("figures.period", agreement_id=agreement_id, code=code), 303)


def verifiers(session: Session, agreement: Agreement) -> list[str]:
    """Name those who verify figures of an agreement, without whoever is asking."""
    who = people_who_may(session, Right.FIGURE_VERIFY, agreement)
    return [each.name for each in who if each.id != signed_in().person_id]


def waits_for(names: Sequence[str]) -> str:
    """Say who is next.

    >>> waits_for(["A. Name", "B. Name"]), waits_for([])[:24]
    ('Next: A. Name or B. Name verifies them.', 'Nobody can verify them y')
    """
    if not names:
        return "Nobody can verify them yet: a system administrator gives the role of verifier."
    told = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"Next: {told} verifies them."


def _page(agreement_id: int, code: str, form: SubmitForm) -> Response:
    with reading() as session:
        actor = signed_in()
        sheet = Sheet.opened(session, actor, agreement_id, code, right=Right.FIGURE_ENTER)
        agreement = session.get_one(Agreement, agreement_id)
        read_ahead(
            session,
            partial(before_of, session, sheet.period),
            partial(own_drafts, session, actor.person_id or 0, sheet.period.id),
            partial(evidence_of, session, sheet.period.id),
            partial(verifiers, session, agreement),
        )
        found = to_submit(sheet)
        drafts = _drafts(sheet, found)
        keys = [(whose, measure.code) for whose, measure in measures_asked(sheet)]
        page = render_template(
            "figures/check.html",
            agreement=agreement,
            period=sheet.period,
            form=form,
            problems=_problems(form, drafts),
            drafts=drafts,
            unsaved=len(own_drafts(session, actor.person_id or 0, sheet.period.id)),
            blank=[sheet.name(key) for key in keys if key not in sheet.standing],
            evidence=evidence_of(session, sheet.period.id),
            next_ones=waits_for(verifiers(session, agreement)),
        )
    return make_response(page, 422 if form.problems() else 200)


def _drafts(sheet: Sheet, found: Submission) -> list[Draft]:
    earlier = before_of(sheet.session, sheet.period)
    listed = []
    for participant, measure in measures_asked(sheet):
        key = (participant, measure.code)
        figure = found.drafts.get(key)
        if figure is None:
            continue
        now, before = printed(figure, measure), printed(earlier.get(key), measure)
        shown = measure.scale.shown
        asked = doubts(sheet.terms, [("", as_value(figure))])
        listed.append(
            Draft(
                figure,
                sheet.name(key),
                measure,
                row_id(key),
                value="" if now is None else shown(now),
                before="" if before is None else shown(before),
                before_none=why_none(earlier.get(key)),
                before_as=unverified(earlier.get(key)),
                change=moved(measure, before, now),
                odd=" ".join(found.departing[figure.id]),
                asks=" ".join(each.sentence for each in asked),
                lacks=[fault.sentence for fault in found.lacking[key]],
            )
        )
    return listed


def _lay(form: HouseForm, faults: Iterable[Fault]) -> None:
    """Say each fault with the name of its figure before it."""
    for fault in faults:
        name = fault.place.partition(", column ")[0]
        form.form_errors.append(f"{name}: {fault.sentence}" if name else fault.sentence)


def _problems(form: HouseForm, drafts: Sequence[Draft]) -> list[Problem]:
    """List what was refused; what is about a draft leads to its line."""
    lines = {f"{each.name}: ": f"check-{each.row}" for each in drafts}
    return [
        Problem(next((at for name, at in lines.items() if said.startswith(name)), ""), said)
        for said in form.form_errors
    ]
