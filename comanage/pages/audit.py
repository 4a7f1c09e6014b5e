"""The audit log: what was done, newest first."""

from flask import Blueprint, render_template, request

from comanage.database import reading
from comanage.pages.person import needs
from comanage.records import audit_entry
from comanage.rights import Right

pages = Blueprint("audit", __name__, url_prefix="/audit")

A_PAGE = 100


@pages.get("")
@needs(Right.AUDIT_READ)
def latest() -> str:
    """List the newest entries, or those before a given one."""
    before = request.args.get("before", type=int)
    with reading() as session:
        entries = audit_entry.latest(session, limit=A_PAGE + 1, before_id=before)
    older = entries[A_PAGE - 1].id if len(entries) > A_PAGE else None
    return render_template("audit/latest.html", entries=entries[:A_PAGE], older=older)
