"""The figures of a period: typed into a grid, saved as drafts, submitted to be verified."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import allowed, roles_in
from comanage.actions import claims, figure_checks, figure_drafts
from comanage.actions import figures as act
from comanage.actions.entries import Entry, Key, Laid, Sheet, doubts, sheet_reads
from comanage.actions.figure_checks import Odd
from comanage.actions.figures import Overtaken
from comanage.actions.so_far import Told, told
from comanage.database import reading, transaction
from comanage.pages.figure_drafts import bring_back, lay_conflict
from comanage.pages.figure_grid import (
    GridForm,
    Line,
    copy_sources,
    entries,
    lay,
    lines,
    problems,
    reopen,
)
from comanage.pages.form import Problem
from comanage.pages.period_before import before_of
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records.agreement import Agreement
from comanage.records.basis import governing, period_of
from comanage.records.figure import Figure
from comanage.records.figure_draft import own as own_drafts
from comanage.records.figure_evidence import FigureEvidence, Of
from comanage.records.figure_evidence import of_period as evidence_of
from comanage.records.performance_period import PerformancePeriod, PeriodState
from comanage.rights import RIGHTS, Right
from comanage.rules.figures import ABSENCES, compares
from comanage.rules.signoff import FigureState
from comanage.together import read_ahead

ONE_ODD = "1 figure is out of the ordinary. It is marked below, and asks for a note."
SOME_ODD = "{} figures are out of the ordinary. They are marked below, and ask for a note."
COPIED = "{} copied from {}, where none was typed. Nothing is saved yet."
QUICKER = "{}: someone else was quicker, so yours is not saved. Compare both, and save again."
NOTHING_ODD: Mapping[Key, Odd] = MappingProxyType({})

pages = Blueprint("figures", __name__, url_prefix="/agreements/<int:agreement_id>/figures")


@dataclass(frozen=True, slots=True)
class View:
    """What the page of a period shows besides its lines.

    Attributes:
        agreement: The agreement.
        period: The period.
        sheet: Its figures; None while no locked scorecard covers it.
        rights: What the person may do in this agreement.
        evidence: What shows that its figures are right, by what they are of.
    """

    agreement: Agreement
    period: PerformancePeriod
    sheet: Sheet | None
    rights: frozenset[Right]
    evidence: Mapping[Of, Sequence[FigureEvidence]]

    @property
    def enters(self) -> bool:
        """Say whether figures may be typed here."""
        return self.open and Right.FIGURE_ENTER in self.rights

    @property
    def verifies(self) -> bool:
        """Say whether figures may be verified here."""
        return self.open and Right.FIGURE_VERIFY in self.rights

    @property
    def open(self) -> bool:
        """Say whether figures may still change."""
        return self.sheet is not None and self.period.state is PeriodState.OPEN


@pages.get("/<code>")
@needs(Right.FIGURE_READ)
def period(agreement_id: int, code: str) -> Response:
    """Show the figures of a period, as boxes to whoever may enter them."""
    with reading() as session:
        view = _view(session, agreement_id, code)
        form = GridForm() if view.enters else None
        correcting = request.args.get("correct", type=int)
        found = lines(view.sheet, form, correcting=correcting) if view.sheet else []
        back, odd = 0, NOTHING_ODD
        if form is not None and view.sheet is not None:
            odd = figure_checks.odd_drafts(view.sheet)
            back = bring_back(
                found, own_drafts(session, signed_in().person_id or 0, view.period.id)
            )
        return _page(view, form, found, odd, back=back)


@pages.post("/<code>")
@needs(Right.FIGURE_ENTER)
def save(agreement_id: int, code: str) -> Response:
    """Save what was typed; go on to look it through where that button was pressed."""
    form = GridForm()
    if request.form.get("then") == "sources":
        return _with_sources(form, agreement_id, code)
    valid = form.validate()
    with reading() as session:
        allowed(session, signed_in(), Right.FIGURE_ENTER, agreement_id)
        view = _view(session, agreement_id, code)
        found = lines(view.sheet, form) if view.sheet else []
        given = entries(form, code)
        problems(form, found)  # beside the boxes, without the names of columns
        odd = figure_checks.odd_entries(view.sheet, given) if view.sheet else NOTHING_ODD
        stored: list[Figure] = []
        try:
            with saving(form, valid=valid, lay=partial(lay, form, found)) as change:
                stored = act.enter(change, signed_in(), agreement_id, code, entries=given)
                figure_drafts.drop(change, signed_in(), agreement_id, code)
        except Overtaken as refused:
            return _conflict(view, form, found, odd, refused=refused)
        if form.form_errors or any(line.boxes and line.boxes.errors for line in found):
            return _page(view, form, found, odd, status=422)
    checks = request.form.get("then") == "check"
    _say(view, given, len(stored), checks=checks)
    if not checks:  # the check says it of each, with what it asks for
        _ask(odd)
    to = "submission.check" if checks else ".period"
    return redirect(url_for(to, agreement_id=agreement_id, code=code), 303)


@pages.get("/<code>/figures.csv")
@needs(Right.FIGURE_READ)
def file(agreement_id: int, code: str) -> Response:
    """Hand out the figures of a period: claimed, found and verified side by side."""
    with transaction() as session:
        name, content = claims.export(session, signed_in(), agreement_id, code)
    answer = make_response(content)
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _view(session: Session, agreement_id: int, code: str) -> View:
    actor = signed_in()
    allowed(session, actor, Right.FIGURE_READ, agreement_id)
    period = period_of(session, agreement_id, code)
    read_ahead(
        session,
        *sheet_reads(session, period),
        partial(evidence_of, session, period.id),
        partial(before_of, session, period),
        partial(own_drafts, session, actor.person_id or 0, period.id),
    )
    sheet = None
    if governing(session, period) is not None:
        sheet = Sheet.opened(session, actor, agreement_id, code)
    roles = roles_in(session, actor, agreement_id)
    rights = frozenset(right for role in roles for right in RIGHTS[role])
    agreement = session.get_one(Agreement, agreement_id)
    return View(agreement, period, sheet, rights, evidence_of(session, period.id))


def _page(
    view: View,
    form: GridForm | None,
    found: Sequence[Line],
    odd: Mapping[Key, Odd],
    *,
    status: int = 200,
    overtaken: Sequence[Laid] = (),
    back: int = 0,
) -> Response:
    counts = Counter(line.figure.state for line in found if line.figure)
    page = render_template(
        "figures/period.html",
        view=view,
        form=form,
        lines=found,
        problems=[*_quicker(found, overtaken), *(problems(form, found) if form else [])],
        overtaken=overtaken,
        odd=odd,
        so_far=_so_far(view, form),
        back=back,
        counts=[(state, counts[state]) for state in FigureState if counts[state]],
        blank=sum(line.figure is None for line in found),
        baseline=any(_compares(line) for line in found),
        drafts=counts[FigureState.DRAFT],
        absences=ABSENCES,
        today=clock.today(),
        FigureState=FigureState,
    )
    return make_response(page, status)


def _with_sources(form: GridForm, agreement_id: int, code: str) -> Response:
    """Show what was typed again, with the sources of the period before where none was typed."""
    with reading() as session:
        allowed(session, signed_in(), Right.FIGURE_ENTER, agreement_id)
        view = _view(session, agreement_id, code)
        found = lines(view.sheet, form) if view.sheet else []
        earlier = before_of(session, view.period)
        told = {key: figure.source for key, figure in earlier.items()}
        copied = copy_sources(found, told)
        before = next((figure.period.code for figure in earlier.values()), "the period before")
        flash(COPIED.format(f"{copied} sources are" if copied != 1 else "1 source is", before))
        return _page(
            view,
            form,
            found,
            figure_checks.odd_entries(view.sheet, entries(form, code))
            if view.sheet
            else NOTHING_ODD,
        )


def _so_far(view: View, form: GridForm | None) -> Told | None:
    """Estimate what the figures would earn, with what was sent and not stored."""
    if view.sheet is None or form is None:
        return None
    return told(view.sheet, entries(form, view.period.code) if form.is_submitted() else ())


def _conflict(
    view: View,
    form: GridForm,
    found: Sequence[Line],
    odd: Mapping[Key, Odd],
    *,
    refused: Overtaken,
) -> Response:
    """Show both sides, keep what was typed, and let it be saved in full view of the other."""
    if view.sheet is not None:
        reopen(form, view.sheet, {entry.key for entry, _ in refused.laid})
        lay_conflict(view.sheet, found, refused.laid)
    return _page(view, form, found, odd, status=refused.status, overtaken=refused.laid)


def _quicker(found: Sequence[Line], overtaken: Sequence[Laid]) -> list[Problem]:
    """Name each figure that someone else has changed, with the way to its boxes."""
    changed = {entry.key for entry, _ in overtaken}
    return [
        Problem(line.boxes.value.id if line.boxes else line.row, QUICKER.format(line.name))
        for line in found
        if line.key in changed
    ]


def _compares(line: Line) -> bool:
    held = line.figure is not None and line.figure.baseline is not None
    return held or compares(line.measure)


def _say(view: View, given: Sequence[Entry], stored: int, *, checks: bool) -> None:
    """Tell what was done, and ask about what was probably not meant."""
    if stored or not checks:
        flash(f"{counted(stored)} saved." if stored else "Nothing new was typed.")
    if view.sheet is not None:
        names = ((view.sheet.name(entry.key), entry.figure) for entry in given)
        for doubt in doubts(view.sheet.terms, names):
            flash(str(doubt), "warning")


def _ask(odd: Mapping[Key, Odd]) -> None:
    """Say how many figures ask for a note; they are marked on the page, and hindered by nothing."""
    asking = sum(bool(each.asks) for each in odd.values())
    if asking:
        flash(ONE_ODD if asking == 1 else SOME_ODD.format(asking), "warning")


def counted(figures: int) -> str:
    """Count figures in words that "saved" can follow."""
    return "1 figure is" if figures == 1 else f"{figures} figures are"
