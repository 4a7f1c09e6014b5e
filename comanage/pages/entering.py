"""Entering: what a browser is handed when somebody is signed in, or is half way there."""

import re

import flask
from flask import redirect
from werkzeug.wrappers import Response

from comanage.actions.second_step import Half
from comanage.pages.person import keep_token

HALF = "half"  # where a browser holds a sign-in that is half done
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


def begun(token: str, to: str) -> Response:
    """Hand the token of a new sign-in to the browser; forms of the time before are dead."""
    flask.session.clear()
    return keep_token(redirect(to, 303), token)


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
