"""Imports in four steps: choose a file or paste rows, match columns, check rows, confirm.

From step to step the rows travel in the page, so every step works without script, nothing is
kept before the last one, and whoever goes back finds what was chosen.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comanage.access import Actor
from comanage.actions import brought_files, refusals_noted
from comanage.actions import imports as act
from comanage.actions.brought_files import Opened
from comanage.actions.entries import Sheet
from comanage.actions.imports import DryRun, Kind, Moved
from comanage.database import reading, transaction
from comanage.pages.figures import counted
from comanage.pages.import_forms import Refused, UploadForm, left_out, refused, told_of
from comanage.pages.person import needs, signed_in
from comanage.records.agreement import Agreement
from comanage.refusals import Conflict, NotFound
from comanage.rights import Right

pages = Blueprint("imports", __name__, url_prefix="/agreements/<int:agreement_id>/imports/<code>")

Here = tuple[Actor, int, str]  # who imports, in which agreement, for which period

STEPS = ("Choose a file", "Match columns", "Check rows", "Confirm")
MOST_FAULTS = 200  # on one page
MEDIA = {
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
}


@pages.get("/new")
@needs(Right.FIGURE_ENTER)
def new(agreement_id: int, code: str) -> Response:
    """Ask for a file."""
    with reading() as session:
        sheet = Sheet.opened(session, signed_in(), agreement_id, code, right=Right.FIGURE_ENTER)
        return _choose(sheet, UploadForm(formdata=None))


@pages.post("/new")
@needs(Right.FIGURE_ENTER)
def bring(agreement_id: int, code: str) -> Response:
    """Read what was brought; ask which column holds what where the heads do not say it."""
    form, here = UploadForm(), (signed_in(), agreement_id, code)
    form.validate()
    name, data = form.given()
    with reading() as session:
        if form.problems():
            sheet = Sheet.opened(session, *here, right=Right.FIGURE_ENTER)
            return _choose(sheet, form)
        if name or data:
            before = form.matches()
            opened = brought_files.open_file(session, *here, name=name, data=data, before=before)
        else:
            again = brought_files.open_again(session, *here, rows=form.rows.data or "")
            opened = again if again.forgotten else again.matched(form.matches())
        if opened.forgotten:
            return _refused(opened)
        if opened.faults and (name or data):
            form.rows.data = ""
            return _choose(opened.sheet, form, refused(opened, opened.faults))
        form.carry(opened)
        if opened.faults or ((name or data) and not opened.fits):
            return _match(form, opened)
        return _check(form, opened, act.check(opened))


@pages.post("/rows")
@needs(Right.FIGURE_ENTER)
def rows(agreement_id: int, code: str) -> Response:
    """Go on to the check or the confirmation, or back to what was matched or chosen."""
    return _go(UploadForm(), (signed_in(), agreement_id, code), request.form.get("then", "check"))


@pages.post("")
@needs(Right.FIGURE_ENTER)
def take(agreement_id: int, code: str) -> Response:
    """Store the rows of a checked file: all of them, or none where figures changed meanwhile."""
    form, here = UploadForm(), (signed_in(), agreement_id, code)
    stored, text = None, _text(form, here)
    if text:
        with suppress(Moved), transaction() as session:
            seen = form.standing.data or ""
            stored = act.take(session, *here, text=text, standing=seen)
    if stored is None:
        return _go(form, here, "confirm", late=True)
    flash(f"{counted(len(stored))} imported as drafts. Look at them, then submit them.")
    return redirect(url_for("figures.period", agreement_id=agreement_id, code=code), 303)


@pages.get("/template.<kind>")
@needs(Right.FIGURE_ENTER)
def template(agreement_id: int, code: str, kind: str) -> Response:
    """Hand out the file to fill in."""
    if kind not in {*Kind}:
        raise NotFound("There is no such template.")
    with reading() as session:
        data = act.template(session, signed_in(), agreement_id, period_code=code, kind=Kind(kind))
        agreement = session.get_one(Agreement, agreement_id).code
    return _file(data, Kind(kind), f"{agreement}-{code}-figures.{kind}")


@pages.get("/sample.csv")
@needs(Right.FIGURE_ENTER)
def sample(agreement_id: int, code: str) -> Response:
    """Hand out the file as it looks when it is filled in, with made-up values."""
    with reading() as session:
        data = act.sample(session, signed_in(), agreement_id, period_code=code)
        agreement = session.get_one(Agreement, agreement_id).code
    return _file(data, Kind.CSV, f"{agreement}-sample-figures.csv")


def _go(form: UploadForm, here: Here, then: str, *, late: bool = False) -> Response:
    """Take up the rows that travelled, and show the step that was asked for.

    Args:
        form: What was sent.
        here: Who goes on, in which agreement and period.
        then: The step; the check, where it may not be gone further yet.
        late: True where it was to be stored, but figures had changed since the check.
    """
    with reading() as session:
        opened = brought_files.open_again(session, *here, rows=form.rows.data or "")
        if opened.forgotten:
            return _refused(opened)
        opened = opened.matched(form.matches())
        if then == "choose":
            form.take_up(opened)
            return _choose(opened.sheet, form, kept=opened.brought.name)
        if then == "match" or opened.faults:
            return _match(form, opened, asked=then == "match")
        told = act.check(opened)
        unmoved = form.standing.data == told.standing
        form.standing.data = told.standing
        if then == "confirm" and told.text and told.changes and unmoved:
            return _page("imports/confirm.html", opened.sheet, form=form, opened=opened, told=told)
        return _check(form, opened, told, moved=then == "confirm" and not unmoved, late=late)


def _text(form: UploadForm, here: Here) -> str:
    """Give the figures of the rows that travelled; empty where something is wrong with them."""
    with reading() as session:
        opened = brought_files.open_again(session, *here, rows=form.rows.data or "")
        opened = opened if opened.forgotten else opened.matched(form.matches())
        return "" if opened.faults else act.check(opened).text


def _choose(
    sheet: Sheet, form: UploadForm, faults: Sequence[Refused] = (), *, kept: str = ""
) -> Response:
    """Show the first step, with what is wrong with what was brought."""
    status = 422 if faults or form.problems() else 200
    return _page("imports/new.html", sheet, status, form=form, kept=kept, **_told(faults))


def _match(form: UploadForm, opened: Opened, *, asked: bool = True) -> Response:
    """Show the second step; faults stand at their columns once they were chosen."""
    form.ask(replace(opened, faults=()) if asked else opened)
    told = {"boxes": form.asked(opened), "left_out": left_out(opened)}
    status = 422 if form.problems() else 200
    return _page("imports/match.html", opened.sheet, status, form=form, opened=opened, **told)


def _check(
    form: UploadForm, opened: Opened, told: DryRun, *, moved: bool = False, late: bool = False
) -> Response:
    """Show the third step: what would change, and what is refused by cell."""
    form.standing.data = told.standing
    status = 422 if told.faults else 409 if moved or late else 200
    said = _told(refused(opened, told.faults)) | {
        "moved": moved or late,
        "left_out": left_out(opened),
    }
    return _page(
        "imports/check.html", opened.sheet, status, form=form, opened=opened, told=told, **said
    )


def _refused(opened: Opened) -> Response:
    """Say that a file looks like patient data, by place alone, and note that it was refused."""
    actor, agreement = signed_in(), opened.sheet.period.agreement_id
    with suppress(Conflict), transaction() as session:
        refusals_noted.patient_data_refused(session, actor, agreement, where="a file of figures")
    return _page(
        "imports/patients.html", opened.sheet, 422, **_told(refused(opened, opened.looks_like))
    )


def _told(faults: Sequence[object]) -> dict[str, object]:
    """Hand faults to a page, the first of very many."""
    return {"faults": faults[:MOST_FAULTS], "more": max(len(faults) - MOST_FAULTS, 0)}


def _page(name: str, sheet: Sheet, status: int = 200, **said: object) -> Response:
    page = render_template(
        name,
        agreement=sheet.session.get_one(Agreement, sheet.period.agreement_id),
        period=sheet.period,
        sheet=sheet,
        names=STEPS,
        told_of=partial(told_of, sheet),
        **said,
    )
    return make_response(page, status)


def _file(data: bytes, kind: Kind, name: str) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = MEDIA[kind]
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
