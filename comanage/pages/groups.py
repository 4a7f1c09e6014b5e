"""The physician groups: the list, and a form for one more."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from comanage.actions import groups as act
from comanage.database import reading
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import saving
from comanage.records import physician_group
from comanage.rights import Right

pages = Blueprint("groups", __name__, url_prefix="/groups")


class GroupForm(HouseForm):
    """A code and a name."""

    name = StringField("Name", description="The group's legal name, as statements print it.")
    code = StringField("Code", description="Short, for files, such as GRANITE.")


@pages.route("", methods=["GET", "POST"])
@needs(Right.GROUP_CREATE)
def every() -> Response | tuple[str, int]:
    """List the groups, and add one."""
    form = GroupForm()
    if request.method == "POST":
        with saving(form) as session:
            act.add(session, signed_in(), code=form.code.data or "", name=form.name.data or "")
        if not form.problems():
            flash(f"{form.name.data} is added.")
            return redirect(url_for(".every"), 303)
    with reading() as session:
        groups = physician_group.every(session)
    page = render_template("groups/every.html", form=form, groups=groups)
    return page, 422 if form.problems() else 200
