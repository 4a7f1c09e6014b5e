"""How the app and the installation are: a word for machines, a page for those who keep it."""

from functools import partial

from flask import Blueprint, make_response, render_template
from sqlalchemy import text
from werkzeug.wrappers import Response

from comanage import clock
from comanage import status as told
from comanage.actions.ledgers import unexplained_cents
from comanage.database import reading
from comanage.pages.audit import watch
from comanage.pages.person import needs, public, setting, signed_in
from comanage.records import agreement as agreements
from comanage.records.audit_entry import head
from comanage.rights import Right
from comanage.together import read_ahead

pages = Blueprint("status", __name__)


@pages.get("/healthz")
@public
def healthz() -> Response:
    """Say that the app runs and reaches its database, and nothing more."""
    with reading() as session:
        session.execute(text("SELECT 1"))
    answer = make_response("ok\n")
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


@pages.get("/status")
@needs(Right.INSTALLATION_KEEP)
def now() -> str:
    """Show how the installation is: log, backups, anchors, safeguards, size."""
    at = clock.now()
    with reading() as session:
        read_ahead(
            session,
            partial(head, session),
            partial(agreements.every, session),
            *told.reads(session, at),
        )
        seen = watch().look(session)
        gap = unexplained_cents(session)
        lines = told.lines(
            session, signed_in(), seen, now=at, version=setting("VERSION", str),
            zone=setting("TIME_ZONE", str), unexplained=gap,
        )  # fmt: skip
    return render_template("status/now.html", lines=lines)
