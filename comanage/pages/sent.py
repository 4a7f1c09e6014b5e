"""What was sent: refused before anyone looks at it where no page of ours sends such a thing."""

import posixpath
from urllib.parse import urlsplit

from flask import abort, request
from flask_wtf.csrf import CSRFError
from werkzeug.routing import IntegerConverter, Map

from comanage.pages.person import setting
from comanage.pages.picks import LARGEST_ID

MOST_FIELDS = 5000  # a period's grid has some hundred
LONGEST_NAME = 200  # of a field
LOOKS = {"GET", "HEAD", "OPTIONS"}  # what changes nothing
SOURCE = "source"  # in static/
NUL = "\0"  # what no database keeps in a text


class RowId(IntegerConverter):
    """An id in an address; a number that no row can have is no page."""

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map) -> None:  # noqa: A002 - the name is the router's own
        """Take numbers up to the largest that a row can have."""
        super().__init__(map, max=LARGEST_ID)


def look_through() -> None:
    """Refuse a form of too many fields, or with names or signs that no page of ours sends."""
    fields = [*request.form.items(multi=True)]
    if len(fields) > MOST_FIELDS:
        abort(413)
    if any(not name or not name.isascii() or len(name) > LONGEST_NAME for name, _ in fields):
        abort(400)
    if NUL in request.path or _is_a_source():
        abort(404)
    fields += request.args.items(multi=True)
    if any(NUL in name + text for name, text in fields):
        abort(400)


def _is_a_source() -> bool:
    """Say whether what the style sheet is made from is asked for; it stands beside what is handed out."""
    asked = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
    return posixpath.normpath(asked).partition("/")[0] == SOURCE


def from_our_pages() -> None:
    """Refuse a change that the browser says was sent by a page of another site, whatever its token.

    A token can be planted together with its cookie by whoever serves another port of the same
    name; where a page came from, the browser alone says.

    Raises:
        CSRFError: It came from elsewhere.
    """
    origin = request.headers.get("Origin")
    if request.method in LOOKS or origin is None:
        return
    if origin.partition("://")[2] not in _our_names():
        raise CSRFError


def says_ours() -> bool:
    """Say whether the browser says that a page of ours sent this; silence is no word for it."""
    origin, page = request.headers.get("Origin"), request.headers.get("Referer", "")
    name = urlsplit(page).netloc if origin is None else origin.partition("://")[2]
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return name in _our_names() and site == "same-origin"


def _our_names() -> set[str]:
    return {request.host, urlsplit(setting("ADDRESS", str)).netloc}
