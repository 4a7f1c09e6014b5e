"""The way back from a refusal: the page that a step was taken from, to see how things stand now."""

from collections.abc import Iterator

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

AS_IT_IS = "See how it stands now"


def from_step() -> tuple[str, str] | None:
    """Name the nearest page at or above the address of a step that was refused, and its address.

    A page above it that sends a step of its own is another form, and passed over. None where there
    is no page, as after a look at one.
    """
    adapter = current_app.create_url_adapter(request)
    if request.method != "POST" or adapter is None:
        return None
    for path in _upwards(request.path):
        if _shown(adapter, path) and (path == request.path or not _sends(adapter, path)):
            return AS_IT_IS, request.script_root + path
    return None


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _shown(adapter: MapAdapter, path: str) -> bool:
    try:
        adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True


def _sends(adapter: MapAdapter, path: str) -> bool:
    return "POST" in adapter.allowed_methods(path)
