"""The web application, as one thing.

create_app builds the web application from its settings: the database, the pages,
and what every answer has in common. It reads no environment; config.py does.
"""

from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, abort, g, request
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response

from comanage import clock, database, one_moment, pages
from comanage.actions import statement_signature
from comanage.actions.seals import Seals
from comanage.actions.sign_in import Limits
from comanage.jobs.messenger import messenger
from comanage.pages import compressed, display, ended, navigation, person, proof, refused, sent
from comanage.readers.template import refuse_unsafe_xml
from config import Settings

ROOT = Path(__file__).resolve().parents[1]
LARGEST_REQUEST = 6 * 1024 * 1024  # a workbook of 5 MB, and the form around it
LARGEST_FORM = 1024 * 1024
FORMS_LAST = 12 * 60 * 60  # seconds; as long as a sign-in
LOOPBACK = ("127.0.0.1", "localhost", "::1")
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
A_YEAR = "max-age=31536000"


def create_app(settings: Settings) -> Flask:
    """Build the web application.

    Args:
        settings: What the installation decides for itself; see config.py.

    Raises:
        NotReady: The signing key cannot be used.
        UnusableSettings: A file of the settings is not there, or others can read it.
    """
    refuse_unsafe_xml()
    clock.keep(settings.zone)
    app = Flask(__name__, static_folder=ROOT / "static", template_folder=ROOT / "templates")
    _configure(app, settings)
    engine = database.connect(settings.database_url)
    signing = settings.signing_file()  # read once: the app is started again for another one
    statement_signature.check(signing)
    database.bind(
        engine,
        pictures=settings.pictures,
        paper=settings.paper,
        signing=lambda: signing,
        least_count=settings.least_count,
    )
    app.extensions["engine"] = engine
    app.extensions["messenger"] = messenger(settings.jobs_url)
    app.extensions["wake"] = app.extensions["messenger"].send
    app.before_request(_from_a_known_host)
    app.before_request(_at_one_moment)
    app.teardown_request(_moment_over)
    app.before_request(person.admit)  # first, so that a refused form still shows who is there
    app.before_request(sent.look_through)
    app.before_request(sent.from_our_pages)
    CSRFProtect(app)
    app.before_request(ended.resume)  # after it, so that no other site can send a password ...
    app.before_request(proof.ask)  # ... or a proof
    app.after_request(_with_headers)
    app.after_request(compressed.compress)
    display.register(app)
    navigation.register(app)
    refused.register(app)
    for blueprint in pages.BLUEPRINTS:
        app.register_blueprint(blueprint)
    person.check_declared(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    host = urlsplit(settings.address).hostname or "127.0.0.1"
    keys = settings.secret_keys()
    app.config.update(
        SECRET_KEY=keys[0],
        SECRET_KEY_FALLBACKS=[*keys[1:]],  # of forms and cookies from before the key changed
        WTF_CSRF_SECRET_KEY=[*reversed(keys)],  # itsdangerous signs with the last
        SESSION_COOKIE_NAME="__Host-form" if settings.over_https else "comanage-form",
        SESSION_COOKIE_SECURE=settings.over_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SIGN_IN_COOKIE="__Host-session" if settings.over_https else "comanage-session",
        KNOWN_COOKIE="__Host-known" if settings.over_https else "comanage-known",
        OVER_HTTPS=settings.over_https,
        HOSTS=frozenset({host, *(LOOPBACK if host in LOOPBACK else ())}),
        ADDRESS=settings.address,
        PICTURES=settings.pictures,
        SEALS=Seals(keys),
        LIMITS=Limits(
            idle=timedelta(minutes=settings.idle_minutes),
            idle_sooner=timedelta(minutes=settings.idle_minutes_approving),
        ),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=sent.MOST_FIELDS,
        WTF_CSRF_TIME_LIMIT=FORMS_LAST,
        TIME_ZONE=settings.time_zone,
        VERSION=version("comanage"),
    )
    app.jinja_env.undefined = StrictUndefined
    app.url_map.converters["int"] = sent.RowId


def _from_a_known_host() -> None:
    """Refuse a request that was sent to another name than ours."""
    if (urlsplit(f"//{request.host}").hostname or "") not in person.setting("HOSTS", frozenset):
        abort(400, "This installation is not reached by that name.")


def _at_one_moment() -> None:
    """Let a page that changes nothing be of one moment."""
    if request.method in {"GET", "HEAD"}:
        g.moment = one_moment.begin()


def _moment_over(_error: BaseException | None) -> None:
    if moment := g.pop("moment", None):
        one_moment.leave(moment)


def _with_headers(answer: Response) -> Response:
    """Give every answer the headers that tell browsers what it may do, and what to keep."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if person.setting("OVER_HTTPS", bool):
        answer.headers["Strict-Transport-Security"] = A_YEAR
    if request.endpoint == "static":
        answer.headers["Cache-Control"] = f"public, {A_YEAR}, immutable"
    else:
        answer.headers["Cache-Control"] = "no-store"
    return answer
