"""The documents of an agreement: adding one with its signers, and handing one out."""

from typing import NamedTuple

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import BooleanField, FieldList, FileField, Form, FormField, SelectField, StringField

from comanage.access import allowed
from comanage.actions import agreement_documents as act
from comanage.actions import files
from comanage.database import reading, transaction
from comanage.pages.form import HouseForm, choices, faults_to_fields, offered
from comanage.pages.person import needs, signed_in
from comanage.pages.picks import DayField, pick, word
from comanage.pages.saving import saving
from comanage.records import agreement_document, participant
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument
from comanage.records.scorecard_step import numbers_of
from comanage.refusals import Fault
from comanage.rights import Right
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import SPONSOR
from comanage.rules.terms_named import in_words

pages = Blueprint("documents", __name__, url_prefix="/agreements/<int:agreement_id>/documents")

MOST_READ = 5 * 1024 * 1024 + 1  # one byte more than a file may have
NAMES_NONE = "Its text names no terms: compare what the parties signed with the version yourself."
SPARE = 2  # rows beyond one a party
HOSPITAL = "hospital"  # what the choice of the sponsor sends: an empty one is none
DECLARED = "It holds no patient data"
DECLARED_HINT = (
    "Your word, where a file cannot be scanned: it is then marked “declared, not scanned”."
)


class SentFile(NamedTuple):
    """A file as a form sends it."""

    name: str
    content: bytes


class SignerForm(Form):
    """One signature; a part of the form above it."""

    name = StringField("Name")
    capacity = StringField("Capacity")
    party = SelectField("Signed for", validate_choice=False)
    on = DayField("Signed on")

    def given(self) -> act.Signing:
        """Say what was given."""
        party = self.party.data or None
        return act.Signing(
            self.name.data or "",
            self.capacity.data or "",
            SPONSOR if party == HOSPITAL else party,
            self.on.data,
        )

    def is_empty(self) -> bool:
        """Say whether nothing was typed here."""
        return not any(field.raw_data and any(field.raw_data) for field in self)


class DocumentForm(HouseForm):
    """A document, its file, and who signed it."""

    kind = SelectField(
        "What it is",
        choices=choices(DocumentKind, first="Choose what it is"),
        validate_choice=False,
    )
    title = StringField("Title")
    file = FileField(
        "File", description="A PDF, at most 5 MB.", render_kw={"accept": ".pdf,application/pdf"}
    )
    declared = BooleanField(DECLARED, description=DECLARED_HINT)
    effective_on = DayField("Holds from")
    expires_on = DayField("Holds until")
    for_all_parties = BooleanField(
        "For all parties",
        description="Physician leaders may read it. Opinions of value and memos stay with the hospital.",
    )
    replaces = pick(
        "Takes the place of", description="The document that it replaces stays on file."
    )
    signers = FieldList(FormField(SignerForm), "Signers", max_entries=act.MOST_SIGNERS)

    def offer(self, session: Session, agreement_id: int) -> None:
        """Fill the choices, with a row for each party and some to spare."""
        parties = participant.of_agreement(session, agreement_id)
        rows = min(len(parties) + 1 + SPARE, act.MOST_SIGNERS)
        while len(self.signers) < rows:
            self.signers.append_entry()
        named = [("", "Choose a party"), (HOSPITAL, "The hospital")]
        named += [(party.code, party.group.name) for party in parties]
        for number, row in enumerate(self.signers, 1):
            row.form.party.choices = offered(named)
            for field in row.form:
                field.label.text = f"{field.label.text} ({number})"
        standing = agreement_document.standing(session, [agreement_id]).get(agreement_id, ())
        self.replaces.choices = offered(
            [("", "None"), *((each.id, f"{each.title} ({each.kind})") for each in standing)]
        )

    def given(self) -> act.Given:
        """Say what was given."""
        sent = sent_file(self.file)
        return act.Given(
            kind=word(DocumentKind, self.kind.data),
            title=self.title.data or "",
            file_name=sent.name,
            content=sent.content,
            declared=bool(self.declared.data),
            signed_by=[row.given() for row in self.filled()],
            effective_on=self.effective_on.data,
            expires_on=self.expires_on.data,
            for_all_parties=bool(self.for_all_parties.data),
            replaces=self.replaces.data,
        )

    def filled(self) -> list[SignerForm]:
        """List the rows of signers in which something was typed."""
        return [row.form for row in self.signers if not row.form.is_empty()]

    def lay(self, faults: list[Fault]) -> None:
        """Lay each fault beside its field, that of a signer beside its box of the signer's row."""
        rows = {f"signer {number}": row for number, row in enumerate(self.filled(), 1)}
        for fault in faults:
            row = rows.get(fault.place.partition(",")[0])
            if row is None:
                faults_to_fields(self, [fault])
                continue
            column = fault.place.partition(", ")[2]
            boxes = {box.short_name: box for box in row}
            box = boxes.get(column, row.name)
            box.errors = [*box.errors, fault.sentence]


def sent_file(field: FileField) -> SentFile:
    """Give the name and the bytes of what was sent; both empty where nothing was."""
    if isinstance(field.data, FileStorage) and field.data.filename:
        return SentFile(field.data.filename, field.data.read(MOST_READ))
    return SentFile("", b"")


@pages.route("/new", methods=["GET", "POST"])
@needs(Right.DOCUMENT_ADD)
def new(agreement_id: int) -> Response:
    """Add a document; an exhibit that a scorecard waits for leads back to the scorecard."""
    asked = request.args.get("kind", "")
    form = DocumentForm(kind=asked)
    with reading() as session:
        allowed(session, signed_in(), Right.DOCUMENT_ADD, agreement_id)
        form.offer(session, agreement_id)
        agreement = session.get_one(Agreement, agreement_id)
    if request.method == "POST":
        given = form.given()
        if given.content:
            files.look_ahead(given.file_name, given.content)
        said = ["The document is on file."]
        with saving(form, lay=lambda faults: form.lay(list(faults))) as session:
            made = act.add(session, signed_in(), agreement_id, given)
            said += _named(session, made)
        if not form.problems():
            flash(" ".join(said))
            exhibit = asked == made.kind == DocumentKind.EXHIBIT
            to = "scorecards.current" if exhibit else "agreements.one"
            return redirect(url_for(to, agreement_id=agreement_id), 303)
    page = render_template("documents/new.html", form=form, agreement=agreement)
    return make_response(page, 422 if form.problems() else 200)


def _named(session: Session, made: AgreementDocument) -> list[str]:
    """Say which terms a document names, where one is expected to name some."""
    told = in_words(made.terms_named.split(), numbers_of(session, made.agreement_id))
    if told:
        return [f"It {told}."]
    return [NAMES_NONE] if made.kind is DocumentKind.EXHIBIT else []


@pages.get("/<int:document_id>")
@needs(Right.AGREEMENT_READ)
def one(agreement_id: int, document_id: int) -> Response:
    """Hand out a document as a file, and note it; what the person may not read is not found."""
    with transaction() as session:
        document = act.hand_out(session, signed_in(), agreement_id, document_id)
        answer = make_response(document.content)
        answer.headers["Content-Type"] = document.media_type
        answer.headers.set(
            "Content-Disposition",
            "attachment",
            filename=files.named(f"document-{document_id}", document),
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
