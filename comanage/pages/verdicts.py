"""Verify: anyone drops a file here, and reads whether it is as it was made."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import Field, FileField, StringField
from wtforms.validators import Optional

from comanage.actions import verdicts as act
from comanage.actions.verdicts import MOST_BYTES, MOST_OF_ANCHOR, TOO_LARGE
from comanage.pages.form import HouseForm
from comanage.pages.person import public
from comanage.refusals import NotReady, Refusal, TooMuch
from comanage.rules.chain import Head

pages = Blueprint("verdicts", __name__)

WHICH = "Choose the file that you want verified."


class FileForm(HouseForm):
    """A file that left the product, and what is known of the audit log it names."""

    file = FileField(
        "File",
        description=(
            "A statement (PDF), its workbook (XLSX) or an audit packet (ZIP), as it was handed to"
            " you; at most 5 MB. Verify a larger one with the command comanage verify FILE."
        ),
        render_kw={"accept": ".pdf,.xlsx,.zip"},
    )
    entry = StringField(
        "Entry of the audit log that you know",
        [Optional()],
        description=(
            "Its number and hash as another statement prints them, such as 170:482b6a7661ea8289."
            " The file is held to it."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    anchor = FileField(
        "Anchor of the audit log",
        [Optional()],
        description="A file that the hospital wrote when it anchored its log.",
        render_kw={"accept": ".txt"},
    )

    def given(self) -> tuple[str, bytes]:
        """Give the name and the bytes of what was sent; nothing where nothing was."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            self.file.errors = [WHICH]
            return "", b""
        return sent.filename, sent.read(MOST_BYTES + 1)

    def known(self) -> list[Head]:
        """Give the entries of the log that were given; what is none gets its sentence."""
        found: list[Head] = []
        if self.entry.data and self.entry.data.strip():
            found += _read(self.entry, lambda: act.entry_of(self.entry.data or ""))
        sent = self.anchor.data
        if isinstance(sent, FileStorage) and sent.filename:
            content = sent.read(MOST_OF_ANCHOR + 1)
            found += _read(self.anchor, lambda: act.anchor_of(content))
        return found


@pages.route("/verify", methods=["GET", "POST"])
@public
def file() -> str:
    """Ask for a file, and say what holds of it; nothing of it is kept."""
    form = FileForm()
    name, verdict = "", None
    if request.method == "POST":
        form.validate()
        (name, content), heads = form.given(), form.known()
        if not form.problems():
            try:
                verdict = act.verdict_on(content, heads)
            except (TooMuch, NotReady) as why:
                form.file.errors = [why.sentence]
    return render_template("verdicts/file.html", form=form, name=name, verdict=verdict)


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    """Say beside the field what to do with a file that is larger than any request may be."""
    form = FileForm(formdata=None)
    form.file.errors = [TOO_LARGE]
    return render_template("verdicts/file.html", form=form, name="", verdict=None), 413


def _read(field: Field, read: Callable[[], Head]) -> list[Head]:
    """Give what a field names, or lay beside it why that cannot be read."""
    try:
        return [read()]
    except Refusal as why:
        field.errors = [why.sentence]
        return []
