"""How the program says no on a page: one place for every refusal, and for its own failures.

A failure of the program shows a reference and nothing of its cause; the log has
the rest under the same reference.
"""

from collections.abc import Sequence

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from comanage.pages import carried, ended, way_back
from comanage.pages.person import OPEN, note_refusal, request_id
from comanage.pages.sent import LOOKS, says_ours
from comanage.refusals import (
    Conflict,
    Faulty,
    NotAllowed,
    NotFound,
    NotReady,
    Refusal,
    SignInNeeded,
    TooLarge,
)

Answer = tuple[str, int] | Response

SENTENCES = {
    # status: title, and what to do now
    400: ("That cannot be done", "The request was not understood. Go back and try again."),
    403: (NotAllowed.title, "Your role does not open this page."),
    404: (NotFound.title, "There is no such page. It may have moved, or the address has a typo."),
    405: ("That cannot be done", "This page cannot be asked that way. Go back and try again."),
    409: (Conflict.title, "Someone else was quicker. Load the page again."),
    413: (TooLarge.title, "Send a file of at most 5 MB."),
    422: (Faulty.title, "Something in the form must be mended. Go back and try again."),
    429: ("Too many tries", "Wait for a while, then try again."),
    500: (
        "Something went wrong",
        "The program failed and nothing was stored. Try again; if it fails again, ask for help.",
    ),
    503: (NotReady.title, "The installation lacks something it needs. Try again in a minute."),
}
STANDS = (409,)  # what is answered by how things stand, which the page of the step shows
FAILED = 500
LOSES = (409, FAILED, 503)  # what leaves the form of a person behind, through no fault in it
BARE = "<!doctype html><title>{0}</title><h1>{0}</h1><p>{1}</p><p>Reference <code>{2}</code></p>"
STALE_FORM = (
    "The form was not sent from a page of ours, or the page was open for too long. "
    "Nothing was stored. Go back, load the page again, and send your answers once more."
)


def register(app: Flask) -> None:
    """Show every refusal, every wrong address and every failure as a page of ours."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _failure)
    app.register_error_handler(Exception, _failure)


def _refusal(refusal: Refusal) -> Answer:
    if isinstance(refusal, SignInNeeded):
        if ended.carries_on():
            return ended.ask()
        return redirect(_to_login(), 303)
    note_refusal(refusal)
    return _page(refusal)


def _to_login() -> str:
    """Give the address to sign in at; it says where to go then, or that nothing was stored."""
    if request.method in LOOKS:
        wanted = request.full_path.rstrip("?")
        return url_for("sign_in.login", next=None if wanted == "/" else wanted)
    asked = request.endpoint not in {*OPEN, "sign_in.logout"}
    return url_for("sign_in.login", sent="no" if asked else None)


def _http(error: HTTPException) -> Answer:
    refusal = _as_refusal(error.code if error.code in SENTENCES else 400)
    if not isinstance(error, CSRFError):
        return _page(refusal)
    refusal.sentence = STALE_FORM
    note_refusal(Conflict(STALE_FORM))
    # Its token says no more where it came from, so the browser must; and it is shown to be read,
    # never held in a form that one press would send.
    kept = g.get("actor") and says_ours()
    return _page(refusal, typed=carried.texts(short=True) if kept else [])


def _failure(error: Exception) -> Answer:
    current_app.logger.error("request %s failed", request_id(), exc_info=error)
    return _page(_as_refusal(500))


def _as_refusal(status: int | None) -> Refusal:
    status = status or 500
    title, sentence = SENTENCES[status]
    refusal = Refusal(sentence)
    refusal.title, refusal.status = title, status
    return refusal


def _passing(refusal: Refusal) -> bool:
    """Say whether the same form may be taken another time; a chosen file would be missing in it."""
    return (refusal.status == FAILED or refusal.passing) and not carried.files()


def _page(refusal: Refusal, *, typed: Sequence[tuple[str, str]] = ()) -> tuple[str, int]:
    faults = refusal.faults if isinstance(refusal, Faulty) else ()
    # Whoever is known sent it from a page of ours: the token of forms was looked at before.
    known = refusal.status in LOSES and g.get("actor")
    again = carried.fields() if known and _passing(refusal) else []
    typed = typed or (carried.texts() if known and not again else [])
    try:
        shown = render_template(
            "errors/refusal.html",
            refusal=refusal,
            faults=faults,
            typed=typed,
            again=again,
            reference=request_id(),
            way_back=way_back.from_step() if refusal.status in STANDS else None,
        )
    except Exception as error:  # the page around it may be what fails; say it without one
        current_app.logger.exception("request %s has no page", request_id(), exc_info=error)
        shown = BARE.format(escape(refusal.title), escape(refusal.sentence), request_id())
    return shown, refusal.status
