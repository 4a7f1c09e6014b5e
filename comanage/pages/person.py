"""The person at the browser: who is signed in, and what each page needs of them.

Every route declares the right it needs, or is one of the few public ones; a
route that declares nothing keeps the app from starting. Whoever lacks the right
is refused before the page is reached; where the right must reach an agreement,
the page or its action asks again with the agreement.

What weighs most says `@needs(Right.X, fresh=True)`: it takes a proof of who it is that
is at most five minutes old. proof.py asks for it, and nothing else has to be done.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import Actor, may
from comanage.actions import refusals_noted
from comanage.actions import sign_in as act
from comanage.actions.free_text import line_faults
from comanage.database import reading, transaction
from comanage.records import installation as installations
from comanage.refusals import Conflict, NotAllowed, NotReady, Refusal, SignInNeeded
from comanage.rights import Right

# The pages that anyone may open; the list stays this short on purpose.
PUBLIC = (
    "static",
    "sign_in.login",
    "sign_in.enter",
    "sign_in.welcome",
    "help.page",
    "help.look_up",
    "verdicts.file",
)
FOR_MACHINES = ("status.healthz",)  # answers whoever watches the app from outside with one word
OPEN = (*PUBLIC, *FOR_MACHINES)

# What opens to those who have yet to set up the second factor that their role needs.
SETTING_UP = ("second_factor.begin", "second_factor.set_up", "account.confirm", "sign_in.logout")

KNOWN_FOR = 180 * 24 * 60 * 60  # seconds that a browser is known after a sign-in

RESUMED = "proof_email"  # the field by which somebody signs in on the way; see ended.py

UNSTORED = (Conflict, NotReady)  # what keeps a note of a request from being stored, on top of it
NO_CODE = "This needs a second factor. Set it up at Your account, and then do it again."

View = TypeVar("View", bound=Callable[..., object])
Setting = TypeVar("Setting")

_declared: dict[object, Right | None] = {}
_fresh: set[object] = set()


def needs(right: Right, *, fresh: bool = False) -> Callable[[View], View]:
    """Declare the right that a route needs.

    Args:
        right: The right.
        fresh: Whether the person must have proved who it is within the last five minutes.
            Whoever has not is asked for the password first, on a page that carries the form on.
    """

    def declare(view: View) -> View:
        _declared[view] = right
        if fresh:
            _fresh.add(view)
        return view

    return declare


def public(view: View) -> View:
    """Declare that anyone may open a route; it must stand in OPEN too."""
    _declared[view] = None
    return view


def signed_in() -> Actor:
    """Give the person who is signed in.

    Raises:
        SignInNeeded: Nobody is.
    """
    actor = visitor()
    if actor.person_id is None:
        raise SignInNeeded("Sign in to go on.")
    return actor


def visitor() -> Actor:
    """Give whoever asks, signed in or not."""
    actor: Actor | None = g.get("actor")
    if actor is not None:
        return actor
    return Actor(None, "", address=request.remote_addr or "", request_id=request_id())


def request_id() -> str:
    """Name this request, for the audit log and for whoever asks for help."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    name: str = g.request_id
    return name


def setting(name: str, kind: type[Setting]) -> Setting:
    """Give a setting of the app, of a kind."""
    value: object = current_app.config[name]
    if not isinstance(value, kind):
        raise TypeError(f"{name} is not a {kind.__name__}.")
    return value


def admit() -> Response | None:
    """Find who asks, and refuse whoever lacks the right that the page needs."""
    if request.endpoint == "static":
        return None
    see(token())
    # Whoever signs in on the way is looked at once that is done; see ended.py.
    return None if resuming() else check()


def see(token: str) -> None:
    """Find who a token belongs to, and keep it for this request."""
    present = _present(token) if token else None
    g.present = present
    g.actor = present.actor if present else None
    g.confirmed = present is not None and present.confirmed


def check() -> Response | None:
    """Refuse whoever lacks the right that the page needs.

    Whoever must set up a second factor is led there, and to nothing else.

    Raises:
        SignInNeeded: Nobody is signed in.
        NotAllowed: The right is lacking.
    """
    if request.endpoint is None or request.endpoint in OPEN:
        return None
    actor, right = signed_in(), declared()
    if to_set_up() and request.endpoint not in SETTING_UP:
        return redirect(url_for("second_factor.begin"), 303)
    if right is None or not may(actor, right):
        raise NotAllowed("Your role does not open this page.")
    return None


def resuming() -> bool:
    """Say whether somebody signs in with a form that is sent to a page that needs it."""
    asks = request.method == "POST" and RESUMED in request.form
    closed = request.endpoint is not None and request.endpoint not in OPEN
    return asks and closed and g.get("actor") is None


def ends_in() -> int | None:
    """Say in how many seconds the sign-in ends if nothing more is asked for; None without one."""
    present: act.Present | None = g.get("present")
    if present is None:
        return None
    return max(int((present.ends_at - clock.now()).total_seconds()), 0)


def declared() -> Right | None:
    """Give the right that the page asked for needs."""
    return _declared[current_app.view_functions[request.endpoint or ""]]


def right_of(view: object) -> Right | None:
    """Give the right that a page needs; None where anyone may open it."""
    return _declared[view]


def unproven() -> bool:
    """Say whether this request waits for a proof of who it is."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view in _fresh and not g.get("confirmed", False)


def coded() -> bool:
    """Say whether the person who is signed in has a second factor."""
    present: act.Present | None = g.get("present")
    return present is not None and present.coded


def require_code(session: Session) -> None:
    """Refuse what moves money to whoever has no second factor, whatever the role; but in a demo.

    Raises:
        NotAllowed: There is none.
    """
    here = installations.current(session)
    if not coded() and not (here is not None and here.is_demo):
        raise NotAllowed(NO_CODE)


def to_set_up() -> bool:
    """Say whether a second factor must be set up before anything else."""
    present: act.Present | None = g.get("present")
    return present is not None and present.to_set_up


def token() -> str:
    """Give the token of the sign-in that this request came with; empty without one."""
    return request.cookies.get(setting("SIGN_IN_COOKIE", str), "")


def keep_token(answer: Response, token: str) -> Response:
    """Hand the token of a sign-in to the browser."""
    answer.set_cookie(
        setting("SIGN_IN_COOKIE", str),
        token,
        httponly=True,
        samesite="Lax",
        secure=setting("OVER_HTTPS", bool),
    )
    return answer


def mark() -> str:
    """Give what this browser kept of the last sign-in at it; empty without one."""
    return request.cookies.get(setting("KNOWN_COOKIE", str), "")


def keep_mark(answer: Response, mark: str) -> Response:
    """Let the browser be known to whoever signed in there, for half a year."""
    answer.set_cookie(
        setting("KNOWN_COOKIE", str),
        mark,
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=setting("OVER_HTTPS", bool),
    )
    return answer


def note_refusal(refusal: Refusal) -> None:
    """Write down that somebody was refused something; of a page that was only read, what is not theirs."""
    actor: Actor | None = g.get("actor")
    reads = request.method in {"GET", "HEAD"} and isinstance(refusal, Conflict)
    if actor is None or reads or not isinstance(refusal, refusals_noted.WEIGHS):
        return
    with suppress(*UNSTORED), transaction() as session:
        refusals_noted.refused(session, actor, asked_for(), refusal)


def check_declared(app: Flask) -> None:
    """Refuse to start with a route that says nothing about who may open it."""
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in OPEN and _declared.get(view) is None
    ]
    if silent:
        raise RuntimeError(f"These routes declare no right: {', '.join(sorted(silent))}.")
    unlisted = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and endpoint in OPEN and view not in _declared
    ]
    if unlisted:
        raise RuntimeError(f"These routes are not declared public: {', '.join(sorted(unlisted))}.")


def asked_for() -> str:
    """Give the path that was asked for; where it holds what may be a patient's, its pattern."""
    if line_faults({"path": request.path}):
        return str(request.url_rule)
    return request.path


def _present(token: str) -> act.Present | None:
    asking, limits = visitor(), setting("LIMITS", act.Limits)
    with reading() as session:
        present = act.actor_of(session, token, asking, limits)
    if present is not None and present.due:
        with suppress(*UNSTORED), transaction() as session:
            act.actor_of(session, token, asking, limits)
    return present
