"""What was refused, and who looked at money: each leaves an entry in the log, and none a trace of a patient."""

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from comanage.database import reading, transaction
from comanage.database_words import FULL
from comanage.pages import person as doors
from comanage.records.audit_entry import latest
from comanage.refusals import NotReady
from comanage.rules.signoff import Role
from tests.actions.releasing import make_approved, release
from tests.actions.settling import PERIOD, without_layout
from tests.makers import make_person, make_role, make_service_line
from tests.pages.browser import Browser, words

AT = f"/agreements/1/settlements/{PERIOD}"


@pytest.fixture
def made(app, monkeypatch):
    """An approved quarter, and browsers of its people and of a stranger."""
    without_layout(monkeypatch)
    found = make_approved()
    with transaction() as session:
        stranger = make_person(session)
        make_role(
            session, stranger, Role.ADMINISTRATOR, service_line=make_service_line(session, "CARDIO")
        )
    found.stranger_at = Browser(app, stranger)
    for name in ("administrator", "releaser", "compliance", "leader"):
        person = SimpleNamespace(id=getattr(found, name).person_id)
        setattr(found, f"{name}_at", Browser(app, person))
    return found


def newest():
    """Give the act, what is told of it, and the reason of the newest entry."""
    with reading() as session:
        entry = latest(session, limit=1)[0]
        return entry.act, json.loads(entry.after or "{}"), entry.reason


@pytest.mark.trust("B8")
def test_whoever_asks_for_what_is_anothers_is_told_there_is_none_and_noted(made):
    for path in ("/agreements/1", AT, "/agreements/1/statements/1.pdf", "/agreements/999"):
        assert made.stranger_at.client.get(path).status_code == 404
        act, told, reason = newest()
        assert (act, told) == ("person:right:refuse", {"path": path})
        assert reason


@pytest.mark.trust("B8")
def test_a_step_out_of_its_order_is_noted_with_why(app, made):
    app.config["WTF_CSRF_ENABLED"] = False
    sent = {"number": "1", "key": "a-key-of-a-press"}
    assert made.administrator_at.client.post(f"{AT}/finalize", data=sent).status_code == 409
    act, told, reason = newest()
    assert (act, told) == ("person:step:refuse", {"path": f"{AT}/finalize"})
    assert "settlement" in reason.lower()


@pytest.mark.trust("B8", "C1")
def test_a_form_that_was_forged_is_noted(made):
    assert made.releaser_at.client.post(f"{AT}/release", data={"number": "1"}).status_code == 400
    act, told, _ = newest()
    assert (act, told) == ("person:step:refuse", {"path": f"{AT}/release"})


@pytest.mark.trust("H6")
def test_a_path_or_a_filter_that_may_be_about_a_patient_is_not_kept(made):
    path = "/agreements/1/settlements/MRN-1234567-123-45-6789"
    assert made.stranger_at.client.get(path).status_code == 404
    assert newest()[1] == {"path": "/agreements/<int:agreement_id>/settlements/<code>"}
    assert made.compliance_at.client.get("/audit?act=123-45-6789").status_code == 200
    with reading() as session:
        assert not any("123-45" in f"{row.after}{row.reason}" for row in latest(session, limit=9))


@pytest.mark.trust("H4", "H6")
@pytest.mark.parametrize("file", ["/payments.csv", "/payouts.csv"])
def test_what_a_file_is_narrowed_by_is_looked_through_before_the_log_keeps_it(made, file):
    page = made.compliance_at.client.get(f"{file}?period=for 123-45-6789")
    assert page.status_code == 422
    assert "looks like a social security number" in words(page.text)
    assert "123-45" not in page.text
    assert made.compliance_at.client.get(f"{file}?period=2027-Q1").status_code == 200
    with reading() as session:
        told = [str(row.after) for row in latest(session, limit=9)]
    assert '"period": "2027-Q1"' in told[0]
    assert not any("123-45" in each for each in told)


@pytest.mark.trust("G3")
def test_a_refusal_that_cannot_be_noted_is_a_refusal_still(made, monkeypatch):
    @contextmanager
    def full():
        raise NotReady(FULL)
        yield

    monkeypatch.setattr(doors, "transaction", full)
    assert made.leader_at.client.get("/people").status_code == 403


@pytest.mark.parametrize(
    ("path", "act"),
    [
        ("/payouts", "payout:records:read"),
        ("/payments", "payment:list:read"),
        ("/payments/1", "payment:record:read"),
        ("/agreements/1/ledger", "agreement:ledger:read"),
    ],
)
@pytest.mark.trust("F6")
def test_a_look_at_money_is_noted(made, path, act):
    release(made)
    made.compliance_at.get(path)
    with reading() as session:
        entry = latest(session, limit=1)[0]
    assert (entry.act, entry.person_id) == (act, made.compliance.person_id)
    assert entry.object_id == (1 if path == "/payments/1" else None)
    assert entry.agreement_id == (1 if "agreements" in path else None)
