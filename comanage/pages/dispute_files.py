"""Files of disputes: the fields that send one, what stands beside them, and the page that hands one out."""

from flask import Blueprint, make_response
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import BooleanField, FileField

from comanage.actions import disputes as act
from comanage.actions import files
from comanage.actions.dispute_views import Shown
from comanage.database import transaction
from comanage.pages.documents import sent_file
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, setting, signed_in
from comanage.rights import Right

pages = Blueprint("dispute_files", __name__)

TYPES = ".pdf,.csv,.xlsx"


class ShowingForm(HouseForm):
    """A form that may bring a file as evidence."""

    file = FileField(
        "File that shows it",
        description="A PDF with text, a CSV file or a workbook (.xlsx), at most 5 MB.",
        render_kw={"accept": TYPES},
    )
    unscanned = BooleanField(
        "It is a picture or a scan, or holds one, and I declare that it shows no patient data",
        description="No program can look through it. Others see that you declared it.",
    )

    def only_what_is_taken(self) -> None:
        """Offer pictures only where the installation takes them."""
        if setting("PICTURES", bool):
            self.file.render_kw = {"accept": f"{TYPES},.png,.jpg,.jpeg"}
        elif "unscanned" in self:
            del self.unscanned

    def again(self) -> str:
        """Name the file to choose again where the page is drawn again; empty where there is none."""
        sent = self.file.data
        chosen = isinstance(sent, FileStorage) and sent.filename and not self.file.errors
        return files.clean_name(sent.filename) if chosen else ""

    def shown(self) -> Shown:
        """Give the file that was sent; it is looked through before it is kept."""
        sent = sent_file(self.file)
        if sent.content:
            files.look_ahead(sent.name, sent.content)
        declared = bool(self.unscanned.data) if "unscanned" in self else False
        return Shown(sent.name, sent.content, declared)


@pages.get("/agreements/<int:agreement_id>/disputes/<int:dispute_id>/files/<int:number>")
@needs(Right.DISPUTE_READ)
def one(agreement_id: int, dispute_id: int, number: int) -> Response:
    """Hand out the file of a claim (0) or of a step, to be saved and not shown; that is noted."""
    with transaction() as session:
        name, document = act.hand_out(session, signed_in(), agreement_id, dispute_id, number=number)
        answer = make_response(document.content)
        answer.headers["Content-Type"] = document.media_type
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
