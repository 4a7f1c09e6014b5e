"""Overdue figures: what should be in and is not, by service line, and what is due soon."""

from flask import Blueprint, render_template, request

from comanage import clock
from comanage.access import agreements_seen
from comanage.actions.overdue import due_figures
from comanage.database import reading
from comanage.pages.person import needs, signed_in
from comanage.rights import Right
from comanage.rules.due import Call

pages = Blueprint("overdue", __name__)


@pages.get("/overdue")
@needs(Right.FIGURE_READ)
def every() -> str:
    """List the figures that are overdue or due soon, of every service line or of one."""
    line = request.args.get("line", type=int)
    with reading() as session:
        seen = agreements_seen(session, signed_in(), Right.FIGURE_READ)
        found = due_figures(session, seen, clock.today())
        return render_template(
            "overdue/every.html",
            late=[
                each for each in found
                if each.call is Call.OVERDUE and line in {None, each.agreement.service_line_id}
            ],
            soon=[
                each for each in found
                if each.call is Call.SOON and line in {None, each.agreement.service_line_id}
            ],
            lines={each.service_line_id: each.service_line.name for each in seen},
            line=line,
        )  # fmt: skip
