"""Declarations: what a compliance officer says of a safeguard, and the file that it rests on."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField

from comanage import clock
from comanage.access import allowed
from comanage.actions import declarations as act
from comanage.actions import files
from comanage.database import reading, transaction
from comanage.pages.documents import sent_file
from comanage.pages.form import HouseForm, offered
from comanage.pages.person import needs, setting, signed_in
from comanage.pages.picks import DayField, pick
from comanage.pages.saving import saving
from comanage.records import agreement_document
from comanage.records.agreement import Agreement
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.oversight.register import DECLARED

pages = Blueprint("declarations", __name__, url_prefix="/agreements/<int:agreement_id>/oversight")

APPLIES, NOT = "applies", "does not apply"
TYPES = ".csv,.xlsx,.pdf"


class DeclarationForm(HouseForm):
    """What a person declares of a safeguard."""

    applies = RadioField(
        "This safeguard",
        choices=offered(
            [(APPLIES, "applies, and I declare how it is kept"), (NOT, "does not apply")]
        ),
        default=APPLIES,
    )
    words = TextAreaField(
        "What you declare",
        description="Or why it does not apply.",
        render_kw={"rows": 4},
    )
    document_id = pick(
        "Document on file", description="One that is in the file of the agreement already."
    )
    file = FileField(
        "Or its file",
        description="A PDF with text, a CSV file or a workbook (.xlsx), at most 5 MB.",
        render_kw={"accept": TYPES},
    )
    unscanned = BooleanField(
        "It is a picture or a scan, or holds one, and I declare that it shows no patient data",
        description="No program can look through it. Others see that you declared it.",
    )
    reference = StringField(
        "Or where it is kept",
        description="Its title and place, if it is kept elsewhere. Nothing is needed where it does not"
        " apply.",
    )
    declared_on = DayField("Declared on")
    expires_on = DayField("Counts until", description="Twelve months is usual.")

    def offer(self, session: Session, agreement_id: int) -> None:
        """Fill the choices of documents; a picture only where the installation takes them."""
        kept = agreement_document.standing(session, [agreement_id]).get(agreement_id, ())
        self.document_id.choices = offered(
            [("", "None"), *((each.id, f"{each.title} ({each.kind})") for each in kept)]
        )
        if setting("PICTURES", bool):
            self.file.render_kw = {"accept": f"{TYPES},.png,.jpg,.jpeg"}
        else:
            del self.unscanned

    def statement(self, number: int) -> act.Statement:
        """Say what was given of a safeguard."""
        sent = sent_file(self.file)
        return act.Statement(
            safeguard=number,
            applies=self.applies.data == APPLIES,
            words=self.words.data or "",
            reference=self.reference.data or "",
            declared_on=self.declared_on.data,
            expires_on=self.expires_on.data,
            file_name=sent.name,
            content=sent.content,
            unscanned="unscanned" in self and bool(self.unscanned.data),
            document_id=self.document_id.data,
        )


@pages.route("/<int:number>/declare", methods=["GET", "POST"])
@needs(Right.OVERSIGHT_DECLARE)
def declare(agreement_id: int, number: int) -> Response:
    """Declare how a safeguard stands that no record can decide."""
    today = clock.today()
    form = DeclarationForm(declared_on=today, expires_on=act.usual_end(today))
    with reading() as session:
        allowed(session, signed_in(), Right.OVERSIGHT_DECLARE, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
        form.offer(session, agreement_id)
    if number not in DECLARED:
        raise NotFound(act.COMPUTED)
    if request.method == "POST":
        statement = form.statement(number)
        if statement.content:
            files.look_ahead(statement.file_name, statement.content)
        with saving(form) as session:
            act.declare(session, signed_in(), agreement_id, statement)
        if not form.problems():
            flash("The declaration is on record.")
            return redirect(url_for("oversight.board", agreement_id=agreement_id), 303)
    page = render_template(
        "oversight/declare.html", form=form, agreement=agreement, safeguard=DECLARED[number]
    )
    return make_response(page, 422 if form.problems() else 200)


@pages.get("/declarations/<int:declaration_id>")
@needs(Right.OVERSIGHT_READ)
def file(agreement_id: int, declaration_id: int) -> Response:
    """Hand out the file of a declaration, to be saved and not shown; that is noted."""
    with transaction() as session:
        name, document = act.hand_out(session, signed_in(), agreement_id, declaration_id)
        answer = make_response(document.content)
        answer.headers["Content-Type"] = document.media_type
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
