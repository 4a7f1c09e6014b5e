"""Entering: what a browser is handed when somebody is signed in, or is half way there."""

import re

import flask
from flask import flash, redirect
from werkzeug.wrappers import Response

from comanage.actions import sign_in as act
from comanage.actions.second_step import Half
from comanage.database import reading
from comanage.pages.display import instant
from comanage.pages.person import keep_mark, keep_token

LINK = (
    "A one-time link for your account was made on {} and was {}. "
    "If you did not ask for it, tell your compliance officer."
)
USED = "used since"
HALF = "half"  # where a browser holds a sign-in that is half done
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


def begun(token: str, to: str) -> Response:
    """Hand the token of a new sign-in to the browser; forms of the time before are dead."""
    flask.session.clear()
    with reading() as session:
        links, mark = act.links_told(session, token), act.mark_left(session, token)
    for made_at, used in links:
        flash(LINK.format(instant(made_at), USED if used else "not used yet"), "warning")
    return keep_mark(keep_token(redirect(to, 303), token), mark)


def hold(half: Half) -> None:
    """Let the browser hold a sign-in that is half done; forms of the time before are dead."""
    flask.session.clear()
    flask.session[HALF] = half.held()


def held() -> Half:
    """Give the sign-in that is half done at this browser.

    Raises:
        SignInNeeded: There is none.
    """
    return Half.read(flask.session.get(HALF))


def local(to: str) -> str:
    """Give a path of this installation, or the start page where it leads elsewhere.

    >>> local("/agreements?line=1"), local("//elsewhere.example"), local("https://elsewhere.example")
    ('/agreements?line=1', '/', '/')
    """
    return to if _LOCAL.fullmatch(to) else "/"
