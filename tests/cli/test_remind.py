"""comanage remind: prints who is reminded of what, and mails it once a day, over TLS."""

import smtplib
from datetime import UTC, date, datetime

import pytest

from comanage.actions import owners
from comanage.cli import post
from comanage.cli.post import Server
from comanage.clock import fixed
from comanage.database import reading, transaction
from comanage.records.reminder import sent
from comanage.rules.numbers import exact
from tests.actions.at_work import at_work
from tests.actions.on_duty import attest, log, on_duty
from tests.makers import NOW

LINE = "  Orthopedic co-management, 2027-Q1: Screening, not entered; due 20 Apr 2027, 12 days late"
TODAY = date(2027, 5, 2)
URL = "smtps://clerk:s%40cret@mail.larkspur.example?from=comanage@larkspur.example"


@pytest.fixture(autouse=True)
def _in_may():
    with fixed(datetime(2027, 5, 2, 6, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def owned(run, engine, monkeypatch):
    """A command line, and an agreement whose screening figure is overdue."""
    del engine
    monkeypatch.delenv("COMANAGE_SMTP_URL", raising=False)
    with transaction() as session:
        work = at_work(session)
        owners.assign(
            session, work.administrator, work.id, ["SCREENING"],
            owner_id=work.administrator.person_id, lag=exact("20"),
        )  # fmt: skip
    run.owner = work.administrator.person_id
    return run


@pytest.fixture
def mailbox(monkeypatch):
    """A mail server that keeps what it is handed, without a network."""
    kept = []

    class Fake:
        fails = False

        def __init__(self, host, port, **how):
            kept.append(("opened", type(self).__name__, host, port, bool(how.get("context"))))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def starttls(self, *, context):
            kept.append(("encrypted", bool(context)))

        def login(self, user, password):
            kept.append(("signed in", user, password))

        def send_message(self, message):
            if Fake.fails:
                raise smtplib.SMTPServerDisconnected("gone")
            kept.append((message["From"], message["To"], message["Subject"],
                         message.get_content()))  # fmt: skip

    monkeypatch.setattr(post.smtplib, "SMTP_SSL", type("AtOnce", (Fake,), {}))
    monkeypatch.setattr(post.smtplib, "SMTP", type("Later", (Fake,), {}))
    return kept, Fake


def test_without_a_mail_server_it_prints_and_keeps_nothing(owned):
    out = owned("remind")
    assert LINE in out
    assert "No message was sent: COMANAGE_SMTP_URL names no mail server." in out
    with reading() as session:
        assert sent(session, TODAY) == {}


def test_nobody_to_remind_is_said(run, engine):
    del engine
    assert run("remind") == "Nobody has to be reminded today.\n"


def test_each_owner_is_mailed_one_message_and_that_once_a_day(owned, mailbox, monkeypatch):
    kept, _ = mailbox
    monkeypatch.setenv("COMANAGE_SMTP_URL", URL)
    assert LINE in owned("remind")
    opened, signed_in, message = kept
    assert opened == ("opened", "AtOnce", "mail.larkspur.example", 465, True)
    assert signed_in == ("signed in", "clerk", "s@cret")
    assert message[:3] == (
        "comanage@larkspur.example", "service-line.administrator@larkspur.example",
        "Figures: 1 overdue",
    )  # fmt: skip
    assert LINE.strip() in message[3]
    assert owned("remind") == "Nobody has to be reminded today.\n"
    with fixed(datetime(2027, 5, 3, 6, 0, tzinfo=UTC)):
        assert "13 days late" in owned("remind")
    assert len(kept) == 6


def test_a_message_that_did_not_go_out_is_tried_again(owned, mailbox, monkeypatch):
    kept, fake = mailbox
    monkeypatch.setenv("COMANAGE_SMTP_URL", URL)
    fake.fails = True
    said = owned("remind", status=1)
    assert "did not take the message" in said
    assert "s@cret" not in said
    with reading() as session:
        assert sent(session, TODAY) == {}
    fake.fails = False
    assert LINE in owned("remind")
    assert kept[-1][2] == "Figures: 1 overdue"


def test_a_server_elsewhere_is_spoken_to_over_tls_alone(mailbox):
    kept, _ = mailbox
    Server("smtp://mail.larkspur.example").send("a@x.example", "s", "t")
    assert kept[:2] == [
        ("opened", "Later", "mail.larkspur.example", 587, False),
        ("encrypted", True),
    ]
    assert kept[2][0] == "comanage@mail.larkspur.example"
    kept.clear()
    Server("smtp://localhost:25").send("a@x.example", "s", "t")
    assert [each[0] for each in kept] == ["opened", "comanage@localhost"]


def test_whoever_approves_hours_is_mailed_and_nothing_of_it_that_a_person_wrote(
    run, engine, mailbox, monkeypatch
):
    del engine
    kept, _ = mailbox
    monkeypatch.setenv("COMANAGE_SMTP_URL", URL)
    with fixed(NOW), transaction() as session:
        made = on_duty(session)
        log(session, made, done="Agenda of the new clinic")
        attest(session, made)
    out = run("remind")
    assert "  Orthopedic co-management, March 2027: hours of Dr. Ann Ito" in out
    subjects = {message[2] for message in kept if len(message) == 4}
    assert subjects == {"Months of hours: 1 to approve"}
    assert "new clinic" not in out
    assert not any("new clinic" in str(message) for message in kept)
