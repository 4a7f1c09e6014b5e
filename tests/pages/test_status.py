"""The status page, /healthz, and the watch over the log that pages keep."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from comanage import clock, database
from comanage.actions import anchors
from comanage.actions import backups as act
from comanage.actions.chain_watch import ANEW, AT_ONCE, NOW_AND_THEN, Watch
from comanage.database import reading, transaction
from comanage.records import guarding
from comanage.records.acts import Act
from comanage.records.audit_entry import head, note
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_installation, make_person, make_role
from tests.pages.browser import Browser, words

KEY = "11" * 32


@pytest.fixture
def compliance(app):
    """The browser of a compliance officer."""
    with transaction() as session:
        make_installation(session)
        person = make_person(session, "Cora Lind")
        make_role(session, person, Role.COMPLIANCE)
    return Browser(app, person)


def bend(app, statement):
    """Change the log as who administers the database can."""
    engine = app.extensions["engine"]
    with engine.begin() as connection, guarding.lifted(connection, "audit_entry"):
        connection.execute(text(statement))


def told(count):
    with transaction() as session:
        for _ in range(count):
            note(session, None, Act.AGREEMENT_CHANGED)


@pytest.mark.trust("G10")
def test_healthz_answers_anyone_with_one_word_and_nothing_else(app, client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.data) == (200, b"ok\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.trust("G10")
def test_healthz_says_no_when_the_database_is_gone(app, client, tmp_path):
    database.bind(database.connect("sqlite:////nowhere/at/all.sqlite"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert b"ok\n" not in answer.data


@pytest.mark.trust("G10")
def test_the_page_says_how_the_installation_is_and_what_is_to_be_seen_to(
    app, compliance, monkeypatch
):
    page = words(compliance.get("/status").text)
    assert "To be seen to: Last backup, Last anchor, Time zone." in page
    monkeypatch.setitem(app.config, "TIME_ZONE", "America/New_York")
    assert "never, to be seen to" in page
    assert "every trigger stands as agreed" in page
    assert "MB" in page
    with transaction() as session:
        keeper = make_actor(session, Role.SYSTEM)
        act.made(session, keeper, head(session), place="today.zip")
        anchors.anchor(session, keeper, KEY, place="today.txt")
    page = words(compliance.get("/status").text)
    assert "Everything is as it should be." in page
    assert "Last backup today Last anchor today" in page
    later = clock.now() + timedelta(days=8)
    with clock.fixed(later), transaction() as session:
        person = make_person(session)
        make_role(session, person, Role.SYSTEM)
    with clock.fixed(later):
        page = words(Browser(app, person).get("/status").text)
    assert "To be seen to: Last backup, Last anchor." in page
    assert "Last backup 8 days ago, to be seen to" in page


@pytest.mark.trust("G10")
def test_a_safeguard_that_went_away_is_named(app, compliance):
    on = "" if app.extensions["engine"].dialect.name == "sqlite" else " ON figure"
    with app.extensions["engine"].begin() as connection:
        connection.execute(text(f"DROP TRIGGER figure_never_deleted{on}"))
    page = words(compliance.get("/status").text)
    assert "missing: figure_never_deleted, to be seen to" in page


@pytest.mark.trust("F2", "G10")
def test_a_broken_log_is_said_on_every_page_of_those_who_may_read_it(app, compliance):
    with transaction() as session:
        approver = make_person(session)
        make_role(session, approver, Role.APPROVER)
    assert "no longer holds together" not in compliance.get("/agreements").text
    bend(app, "UPDATE audit_entry SET reason = 'bent' WHERE id = 1")
    app.extensions["chain watch"] = Watch()  # as when the app is started again
    for path in ("/agreements", "/", "/status", "/audit"):
        page = words(compliance.get(path).text)
        assert "The audit log no longer holds together. Entry 1 was changed" in page, path
    assert "no longer holds" not in Browser(app, approver).get("/agreements").text


@pytest.mark.trust("F2")
def test_the_watch_goes_on_where_it_ended_and_begins_anew_each_day(app):
    watch = Watch()
    told(10)
    with reading() as session:
        seen = watch.look(session, most=4)
        assert (seen.verdict.head.number, seen.last, seen.whole) == (4, 10, False)
        assert watch.look(session, most=4).verdict.head.number == 7  # it begins with the last one
        assert watch.look(session).whole
    bend(app, "UPDATE audit_entry SET reason = 'bent' WHERE id = 3")
    told(2)
    with reading() as session:
        seen = watch.look(session)
        assert (seen.verdict.head.number, seen.whole) == (12, True)  # it looks forward
    with clock.fixed(clock.now() + ANEW), reading() as session:
        seen = watch.look(session)
        assert (seen.verdict.broken_at, seen.whole) == (3, False)
    bend(app, "UPDATE audit_entry SET reason = '' WHERE id = 3")
    with reading() as session:
        assert watch.look(session).verdict.broken_at == 3  # it does not forget


@pytest.mark.trust("F3")
def test_the_watch_notices_an_end_that_was_cut_off_since(app):
    watch = Watch()
    told(5)
    with reading() as session:
        assert watch.look(session).whole
    bend(app, "DELETE FROM audit_entry WHERE id > 3")
    with reading() as session:
        assert "the end was cut off" in watch.look(session).verdict.why


@pytest.mark.trust("F3")
def test_the_watch_notices_a_last_entry_that_was_written_anew(app):
    watch = Watch()
    told(5)
    with reading() as session:
        assert watch.look(session).whole
    bend(app, "UPDATE audit_entry SET reason = 'bent' WHERE id = 5")
    with reading() as session:
        assert watch.look(session).verdict.broken_at == 5


def test_a_glance_asks_again_only_after_a_while(app, monkeypatch):
    watch, looks = Watch(), []
    look = watch.look
    monkeypatch.setattr(watch, "look", lambda session: looks.append(1) or look(session))
    told(1)
    with reading() as session:
        watch.glance(session)
        watch.glance(session)
        assert len(looks) == 1
        with clock.fixed(clock.now() + NOW_AND_THEN):
            watch.glance(session)
    assert len(looks) == 2
    assert AT_ONCE >= 1000


def test_the_log_page_is_narrowed_by_person_act_agreement_and_day(app, compliance):
    with transaction() as session:
        ada = make_person(session, "Ada Marsh")
        actor = make_actor(session, Role.SYSTEM, person=ada)
        note(session, actor, Act.GROUP_ADDED, reason="by Ada")
        note(session, None, Act.GROUP_ADDED, reason="by nobody")
    today = clock.today()
    for query, shown, hidden in (
        (f"person={ada.id}", ["by Ada"], ["by nobody"]),
        ("act=group:record:add", ["by Ada", "by nobody"], ["person:sign-in:begin 1"]),
        (f"since={today}&until={today}", ["by Ada"], []),
        (f"since={today + timedelta(days=1)}", ["No entry is like that."], ["by Ada"]),
        (f"until={today - timedelta(days=1)}", ["No entry is like that."], ["by Ada"]),
        ("act=person:", ["person:sign-in:begin 1"], ["by Ada", "by nobody"]),
        ("act=payment:", ["No entry is like that."], ["by Ada"]),
        ("agreement=99", ["No entry is like that."], ["by Ada"]),
        ("person=Ada&since=never&agreement=9999999999999", ["by Ada", "by nobody"], []),
    ):
        page = words(compliance.get(f"/audit?{query}").text)
        assert [each for each in shown if each not in page] == [], query
        assert [each for each in hidden if each in page] == [], query


@pytest.mark.trust("F6")
def test_looking_into_the_log_is_an_entry_that_says_what_was_sought(app, compliance):
    compliance.get("/audit?act=group:record:add")
    page = words(compliance.get("/audit").text)
    assert "log:entries:read" in page
    assert "act: group:record:add" in page


def test_the_log_page_says_whether_the_chain_holds_and_the_last_anchor(app, compliance):
    page = words(compliance.get("/audit").text)
    assert "holds, looked through" in page
    assert "None yet: run comanage audit anchor FILE" in page
    with transaction() as session:
        anchors.anchor(session, make_actor(session, Role.SYSTEM), KEY, place="the auditor")
    assert "written to the auditor" in words(compliance.get("/audit").text)


def test_older_entries_keep_what_is_sought(app, compliance):
    told(130)
    page = compliance.get("/audit?act=agreement:record:change").text
    assert "act=agreement%3Arecord%3Achange&amp;before=" in page
