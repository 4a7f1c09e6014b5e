"""Verify: anyone drops a file here, and reads whether it is as it was made."""

from flask import Blueprint, render_template, request
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from comanage.actions import verdicts as act
from comanage.actions.verdicts import MOST_BYTES
from comanage.pages.form import HouseForm
from comanage.pages.person import public

pages = Blueprint("verdicts", __name__)

WHICH = "Choose the file that you want verified."


class FileForm(HouseForm):
    """A file that left the product."""

    file = FileField(
        "File",
        description="A statement, a workbook or an audit packet, as it was handed to you; at most 5 MB.",
        render_kw={"accept": ".pdf,.xlsx,.zip"},
    )

    def given(self) -> tuple[str, bytes]:
        """Give the name and the bytes of what was sent; nothing where nothing was."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.file.errors = [WHICH]
            return "", b""
        return sent.filename, sent.read(MOST_BYTES + 1)


@pages.route("/verify", methods=["GET", "POST"])
@public
def file() -> str:
    """Ask for a file, and say what holds of it; nothing of it is kept."""
    form = FileForm()
    name, verdict = "", None
    if request.method == "POST":
        form.validate()
        name, content = form.given()
        verdict = None if form.problems() else act.verdict_on(content)
    return render_template("verdicts/file.html", form=form, name=name, verdict=verdict)
