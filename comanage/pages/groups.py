"""The physician groups: the list, and a form for one more."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from comanage.actions import groups as act
from comanage.database import reading
from comanage.pages.both import Standing, lay_both
from comanage.pages.form import HouseForm
from comanage.pages.person import needs, signed_in
from comanage.pages.saving import DraftForm, saving
from comanage.pages.told import told
from comanage.records import physician_group
from comanage.records.acts import Act
from comanage.records.payment_request import newest_vendor_number, vendor_numbers
from comanage.rights import Right

pages = Blueprint("groups", __name__, url_prefix="/groups")


class GroupForm(HouseForm):
    """A code and a name."""

    name = StringField("Name", description="The group's legal name, as statements print it.")
    code = StringField("Code", description="Short, for files, such as GRANITE.")


class VendorForm(DraftForm):
    """The number of a group in the hospital's own accounts."""

    number = StringField("Vendor number")


@pages.get("/<int:group_id>/vendor-number")
@needs(Right.VENDOR_SET)
def vendor_number(group_id: int) -> Response:
    """Ask for the vendor number of a group."""
    return _vendor_page(group_id=group_id, form=VendorForm(formdata=None))


@pages.post("/<int:group_id>/vendor-number")
@needs(Right.VENDOR_SET, fresh=True)
def set_vendor_number(group_id: int) -> Response:
    """Set the vendor number of a group."""
    form = VendorForm()
    with saving(form) as session:
        act.set_vendor_number(
            session, signed_in(), group_id,
            number=form.number.data or "", revision=form.opened(),
        )  # fmt: skip
    if form.problems():
        return _vendor_page(group_id=group_id, form=form)
    flash("The vendor number is set.")
    return redirect(url_for(".every"), 303)


@told(Act.VENDOR_NUMBER_READ, of="group_id")
def _vendor_page(*, group_id: int, form: VendorForm) -> Response:
    with reading() as session:
        group = act.group_of(session, group_id)
        stands = newest_vendor_number(session, group_id)
        known = stands.number if stands else ""
        at = stands.sequence if stands else 0
        saved = Standing(at, {"number": known}, (Act.VENDOR_NUMBER_SET,), group_id)
        lay_both(session, form, saved)
        page = render_template("groups/vendor_number.html", form=form, group=group, known=known)
    return make_response(page, form.http_status())


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
        vendors = vendor_numbers(session, [group.id for group in groups])
    page = render_template("groups/every.html", form=form, groups=groups, vendors=vendors)
    return page, 422 if form.problems() else 200
