"""Evidence of a figure: the files and reports it can be compared with, and more of them."""

from functools import partial
from io import BytesIO

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    send_file,
    url_for,
)
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, FileField, StringField, TextAreaField

from comanage.access import may_in
from comanage.actions import evidence as act
from comanage.actions import files
from comanage.actions.evidence import Report
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm, optional
from comanage.pages.person import needs, setting, signed_in
from comanage.pages.saving import saving
from comanage.records.agreement import Agreement
from comanage.records.basis import governing
from comanage.records.figure import Figure
from comanage.records.figure_evidence import of_figure
from comanage.refusals import Fault, Faulty
from comanage.rights import Right
from comanage.together import read_ahead

pages = Blueprint("evidence", __name__, url_prefix="/agreements/<int:agreement_id>/evidence")

MOST_READ = 5 * 1024 * 1024 + 1  # one byte more than a file may have
EITHER = "Choose a file, or name the report; send one after the other."


class EvidenceForm(HouseForm):
    """A file, or the report that is kept elsewhere."""

    file = FileField(
        "File",
        description="A CSV file, an Excel workbook (.xlsx) or a PDF with text, at most 5 MB.",
        render_kw={"accept": ".csv,.xlsx,.pdf"},
    )
    declared = BooleanField(
        "It is a picture or a scan, or holds one, and I declare that it shows no patient data",
        description="No program can look through it. Others see that you declared it.",
    )
    system = StringField("System", description="Where the report is run, such as Registry.")
    report = StringField("Report", description="Its name there.")
    run_on = DateField("Run on", validators=[optional()], description="The day of the report.")
    sha256 = StringField(
        "SHA-256 of its file", validators=[optional()], description="Where a file of it is kept."
    )
    note = TextAreaField("Note", validators=[optional()], render_kw={"rows": 2})

    @property
    def names_a_report(self) -> bool:
        """Say whether anything was given about a report."""
        return any((self.system.data, self.report.data, self.run_on.data, self.sha256.data))

    def sent(self) -> tuple[str, bytes]:
        """Give the name and the bytes of the file; nothing where none was chosen."""
        held = self.file.data
        if isinstance(held, FileStorage) and held.filename:
            return held.filename, held.read(MOST_READ)
        return "", b""


@pages.get("/figures/<int:figure_id>")
@needs(Right.FIGURE_READ)
def of_one(agreement_id: int, figure_id: int) -> Response:
    """Show the evidence of a figure, and take more from whoever enters figures."""
    return _page(agreement_id, figure_id, _form())


@pages.post("/figures/<int:figure_id>")
@needs(Right.FIGURE_ENTER)
def add(agreement_id: int, figure_id: int) -> Response:
    """Add a file or a report to a figure."""
    form = _form()
    sent = form.sent()
    files.look_ahead(*sent)
    with saving(form) as session:
        _add(session, form, sent, agreement_id=agreement_id, figure_id=figure_id)
    if form.problems():
        return _page(agreement_id, figure_id, form)
    flash("The evidence is added.")
    return redirect(url_for(".of_one", agreement_id=agreement_id, figure_id=figure_id), 303)


@pages.get("/<int:evidence_id>/file")
@needs(Right.FIGURE_READ)
def file(agreement_id: int, evidence_id: int) -> Response:
    """Hand out a file as it came in, to be saved and not shown; that is noted."""
    with transaction() as session:
        name, document = act.read(session, signed_in(), agreement_id, evidence_id)
        answer = send_file(
            BytesIO(document.content), document.media_type, as_attachment=True, download_name=name
        )
    answer.headers["Content-Type"] = document.media_type
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _form() -> EvidenceForm:
    form = EvidenceForm()
    form.run_on.flags.optional = False  # of a file, the whole report is left out
    if setting("PICTURES", bool):
        form.file.render_kw = {"accept": ".csv,.xlsx,.pdf,.png,.jpg,.jpeg"}
        form.file.description += " Or a picture or a scan, where you declare it."
    else:
        del form.declared
    return form


def _add(
    session: Session,
    form: EvidenceForm,
    sent: tuple[str, bytes],
    *,
    agreement_id: int,
    figure_id: int,
) -> None:
    name, content = sent
    remark = form.note.data or ""
    if name and form.names_a_report:
        raise Faulty([Fault("file", EITHER)])
    if name:
        act.attach_file(
            session, signed_in(), agreement_id, figure_id, name=name, content=content,
            declared="declared" in form and bool(form.declared.data), remark=remark,
        )  # fmt: skip
        return
    told = Report(
        form.system.data or "", form.report.data or "", form.run_on.data, form.sha256.data or ""
    )
    act.attach_report(session, signed_in(), agreement_id, figure_id, report=told, remark=remark)


def _page(agreement_id: int, figure_id: int, form: EvidenceForm) -> Response:
    with reading() as session:
        figure = act.figure_of(session, signed_in(), agreement_id, figure_id)
        agreement = session.get_one(Agreement, agreement_id)
        read_ahead(
            session,
            partial(governing, session, figure.period),
            partial(of_figure, session, figure),
        )
        page = render_template(
            "evidence/of_figure.html",
            agreement=agreement,
            figure=figure,
            name=_name(session, figure),
            found=of_figure(session, figure),
            form=form if may_in(signed_in(), Right.FIGURE_ENTER, agreement) else None,
        )
    return make_response(page, 422 if form.problems() else 200)


def _name(session: Session, figure: Figure) -> str:
    """Name a figure by its measure and its participant."""
    found = governing(session, figure.period)
    measure = found[1].measure(figure.measure.code) if found else None
    name = measure.name if measure else figure.measure.code
    return f"{name} of {figure.participant.group.name}" if figure.participant else name
