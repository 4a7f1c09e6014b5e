"""Imports: choose a file or paste rows, see what it would change, then store it whole."""

from contextlib import suppress

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField, TextAreaField

from comanage.actions import imports as act
from comanage.actions import refusals_noted
from comanage.actions.entries import Sheet
from comanage.actions.imports import DryRun, Kind
from comanage.database import reading, transaction
from comanage.pages.figures import counted
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.records.agreement import Agreement
from comanage.refusals import Conflict, Faulty, NotFound
from comanage.rights import Right

pages = Blueprint("imports", __name__, url_prefix="/agreements/<int:agreement_id>/imports/<code>")

MOST_READ = 5 * 1024 * 1024 + 1  # one byte more than a file may have
MOST_FAULTS = 200  # on one page
MEDIA = {
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
}
WHICH = "Choose a file, or paste rows with their heading."
BOTH = "Choose a file or paste rows, not both."


class UploadForm(HouseForm):
    """A file, or rows as they are pasted from a spreadsheet."""

    file = FileField(
        "File",
        description="An Excel workbook (.xlsx) or CSV, at most 5 MB.",
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )
    pasted = TextAreaField(
        "Or paste rows",
        description="Copy the cells in the spreadsheet, with the heading, and paste them here.",
        render_kw={"rows": 6, "spellcheck": "false"},
    )

    def given(self) -> tuple[str, bytes]:
        """Give the name and the bytes of what was sent; nothing where that is unclear."""
        name, data = "", b""
        if isinstance(self.file.data, FileStorage) and self.file.data.filename:
            name, data = self.file.data.filename, self.file.data.read(MOST_READ)
        pasted = (self.pasted.data or "").strip("\r\n")
        if bool(name) == bool(pasted.strip()):
            self.file.errors = [BOTH if name else WHICH]
            return "", b""
        return (name, data) if name else ("", pasted.encode())


class ConfirmForm(HouseForm):
    """The figures of a checked file, on their way to be stored."""

    text = HiddenField()
    standing = HiddenField()


@pages.get("/new")
@needs(Right.FIGURE_ENTER)
def new(agreement_id: int, code: str) -> Response:
    """Ask for a file."""
    return _page(agreement_id, code, UploadForm())


@pages.post("/new")
@needs(Right.FIGURE_ENTER)
def check(agreement_id: int, code: str) -> Response:
    """Say what a file would do, or everything that is wrong with it; nothing is stored."""
    form = UploadForm()
    form.validate()
    name, data = form.given()
    if form.problems():
        return _page(agreement_id, code, form)
    with reading() as session:
        told = act.dry_run(session, signed_in(), agreement_id, code, name=name, data=data)
        if told.faults:
            if told.forgotten:
                form.pasted.data = ""
                _note(agreement_id)
            return _page(agreement_id, code, form, told=told)
        sheet = Sheet.opened(session, signed_in(), agreement_id, code, right=Right.FIGURE_ENTER)
        page = render_template(
            "imports/check.html",
            agreement=session.get_one(Agreement, agreement_id),
            period=sheet.period,
            sheet=sheet,
            told=told,
            form=ConfirmForm(formdata=None, text=told.text, standing=told.standing),
        )
    return make_response(page)


@pages.post("")
@needs(Right.FIGURE_ENTER)
def take(agreement_id: int, code: str) -> Response:
    """Store a checked file: all of its figures, or none."""
    form = ConfirmForm()
    if not form.validate():
        raise Faulty((), form.problems()[0].sentence)
    with transaction() as session:
        stored = act.take(
            session,
            signed_in(),
            agreement_id,
            code,
            text=form.text.data or "",
            standing=form.standing.data or "",
        )
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
    answer = make_response(data)
    answer.headers["Content-Type"] = MEDIA[Kind(kind)]
    named = f"{agreement}-{code}-figures.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=named)
    return answer


def _note(agreement_id: int) -> None:
    """Write down that a file of figures was refused, as one that might name a patient."""
    with suppress(Conflict), transaction() as session:
        refusals_noted.patient_data_refused(
            session, signed_in(), agreement_id, where="a file of figures"
        )


def _page(
    agreement_id: int, code: str, form: UploadForm, *, told: DryRun | None = None
) -> Response:
    with reading() as session:
        sheet = Sheet.opened(session, signed_in(), agreement_id, code, right=Right.FIGURE_ENTER)
        faults = told.faults if told else ()
        page = render_template(
            "imports/new.html",
            agreement=session.get_one(Agreement, agreement_id),
            period=sheet.period,
            form=form,
            told=told,
            faults=faults[:MOST_FAULTS],
            more=max(len(faults) - MOST_FAULTS, 0),
        )
    return make_response(page, 422 if faults or form.problems() else 200)
