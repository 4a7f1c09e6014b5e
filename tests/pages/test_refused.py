"""What every answer has in common: headers, pages for every refusal, and nothing of the inside."""

import pytest

from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.makers import make_installation, make_person, make_role
from tests.pages.browser import Browser, words

NOWHERE = ("default-src", "base-uri", "frame-ancestors")
OURS = ("script-src", "style-src", "font-src", "connect-src", "form-action")  # from here alone


@pytest.fixture
def ada(app):
    with transaction() as session:
        make_installation(session)
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR)
    return Browser(app, person)


@pytest.mark.parametrize("path", ["/login", "/", "/nothing", "/static/comanage.css", "/people"])
@pytest.mark.trust("C2", "C3")
def test_every_answer_carries_the_headers_that_keep_browsers_safe(ada, path):
    with ada.client.get(path) as answer:
        headers = answer.headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    refused, ours = dict.fromkeys(NOWHERE, "'none'"), dict.fromkeys(OURS, "'self'")
    assert policy == refused | ours | {"img-src": "'self' data:"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert ("no-store" in headers["Cache-Control"]) is not path.startswith("/static")


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing", 404), ("/people", 403), ("/logout", 405)]
)
@pytest.mark.trust("C11")
def test_a_refusal_is_a_page_with_a_reference(ada, path, status):
    page = words(ada.get(path, status).text)
    assert "Reference" in page
    assert "Go to the start page" in page


@pytest.mark.trust("C11")
def test_a_failure_shows_a_reference_and_nothing_of_its_cause(app, ada, caplog, monkeypatch):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(**_):
        raise ZeroDivisionError("SELECT secret FROM /srv/place")

    monkeypatch.setitem(app.view_functions, "home.start", fail)
    from comanage.pages import person  # noqa: PLC0415 - only to let the failing page in

    person._declared[fail] = person._declared[app.view_functions["agreements.every"]]
    page = ada.get("/", 500).text
    for word in ("ZeroDivision", "SELECT", "/srv", "Traceback", "secret"):
        assert word not in page
    reference = page.partition("<code>")[2].partition("</code>")[0]
    assert len(reference) == 16
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.trust("G7")
def test_a_database_that_is_gone_is_told_in_words(app, ada, monkeypatch):
    from comanage import database  # noqa: PLC0415 - the engines that are bound

    monkeypatch.setattr(database, "_bound", [])
    page = words(Browser(app).get("/login", 503).text)
    assert "No database is open" in page


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:8000"]
)
@pytest.mark.trust("C10")
def test_a_request_to_another_host_is_refused(app, host):
    answer = app.test_client().get("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
@pytest.mark.trust("C10")
def test_this_machine_is_known_by_its_names(app, host):
    assert app.test_client().get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://localhost:9999", "http://localhost.evil.example", "null", "",
     "http://evil@localhost", "//localhost"],
)  # fmt: skip
@pytest.mark.trust("C1")
def test_a_change_that_another_site_sends_is_refused_whatever_its_token(ada, origin):
    form = {"csrf_token": ada.token()}
    answer = ada.client.post("/logout", data=form, headers={"Origin": origin})
    assert answer.status_code == 400
    assert "was not sent from a page of ours" in words(answer.text)
    ada.get("/")
    assert ada.client.get("/", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize("origin", ["http://localhost", "http://127.0.0.1:8000"])
@pytest.mark.trust("C1")
def test_a_page_of_ours_is_known_by_the_name_it_was_reached_by_and_by_its_address(ada, origin):
    form = {"csrf_token": ada.token()}
    assert ada.client.post("/logout", data=form, headers={"Origin": origin}).status_code == 303


@pytest.mark.parametrize(
    "path", ["source/package.json", "./source/build.mjs", "source/./comanage.scss", "source"]
)
def test_what_the_style_sheet_is_made_from_is_handed_to_nobody(app, path):
    assert app.test_client().get(f"/static/{path}").status_code == 404


@pytest.mark.trust("C13")
def test_too_large_a_request_is_refused_with_its_limit(ada):
    form = {"csrf_token": ada.token(), "name": "x" * (7 * 1024 * 1024)}
    answer = ada.client.post("/groups", data=form)
    assert answer.status_code == 413
    assert "5 MB" in words(answer.text)


def test_help_is_open_to_everyone_and_holds_no_foreign_markup(app):
    browser = Browser(app)
    page = browser.get("/help").text
    assert "Getting started" in page
    for name in ("methods", "money", "scorecards"):
        text = browser.get(f"/help/{name}").text
        assert " style=" not in text
        assert "<script" not in text.replace("<script src=", "")
    browser.get("/help/nothing", 404)
    browser.get("/help/..%2f..%2fconfig", 404)


DEAD = {"csrf_token": "dead", "name": "Spine", "why": "Asked for by the board", "step": "save",
        "password": "never shown", "rows-0-measure": "SSI", "rows-0-value": "27.1"}  # fmt: skip


@pytest.mark.parametrize(
    "sent_by",
    [{"Origin": "http://localhost"}, {"Referer": "http://localhost/people"},
     {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}],
)  # fmt: skip
@pytest.mark.trust("C1")
def test_what_was_typed_on_a_page_of_ours_is_shown_where_its_token_is_dead(ada, sent_by):
    answer = ada.client.post("/agreements/new", data=DEAD, headers=sent_by)
    page = words(answer.text)
    assert answer.status_code == 400
    for kept in ("name: Spine", "Asked for by the board", "SSI: value 27.1"):
        assert kept in page
    assert "never shown" not in answer.text
    assert "save" not in page
    assert 'name="why"' not in answer.text  # it is there to be read, and no press sends it


@pytest.mark.parametrize(
    "sent_by",
    [{}, {"Origin": "null"}, {"Origin": "http://localhost:9999"}, {"Referer": "http://evil.example/"},
     {"Origin": "http://evil.example", "Referer": "http://localhost/"}, {"Referer": "localhost"},
     {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}],
)  # fmt: skip
@pytest.mark.trust("C1")
def test_nothing_of_a_form_with_a_dead_token_is_shown_where_no_page_of_ours_sent_it(ada, sent_by):
    answer = ada.client.post("/agreements/new", data=DEAD, headers=sent_by)
    assert answer.status_code == 400
    assert "Asked for by the board" not in answer.text
    assert "Spine" not in answer.text


@pytest.mark.trust("C1")
def test_whoever_is_not_signed_in_is_shown_nothing_of_a_form_with_a_dead_token(app):
    answer = app.test_client().post("/login", data=DEAD, headers={"Origin": "http://localhost"})
    assert answer.status_code == 400
    assert "Asked for by the board" not in answer.text
