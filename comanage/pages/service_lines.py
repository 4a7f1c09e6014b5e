"""The service lines of the hospital: the list, and a form for one more."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from comanage.actions import service_lines as act
from comanage.database import reading
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records import service_line
from comanage.rights import Right

pages = Blueprint("service_lines", __name__, url_prefix="/service-lines")


class ServiceLineForm(HouseForm):
    """A code and a name."""

    name = StringField("Name", description="As people say it, such as Orthopedics.")
    code = StringField("Code", description="Short, for files, such as ORTHO.")


@pages.route("", methods=["GET", "POST"])
@needs(Right.SERVICE_LINE_CREATE)
def every() -> Response | tuple[str, int]:
    """List the service lines, and add one."""
    form = ServiceLineForm()
    if request.method == "POST":
        with saving(form) as session:
            act.add(session, signed_in(), code=form.code.data or "", name=form.name.data or "")
        if not form.problems():
            flash(f"{form.name.data} is added.")
            return redirect(url_for(".every"), 303)
    with reading() as session:
        lines = service_line.every(session)
    page = render_template("service_lines/every.html", form=form, lines=lines)
    return page, 422 if form.problems() else 200
