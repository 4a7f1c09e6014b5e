"""Fields that a form does not have: no state, no name, no role and no amount comes from a browser."""

import io
import subprocess

import pikepdf
import pytest
from sqlalchemy import select

from comanage.database import reading, transaction
from comanage.records.agreement import Agreement
from comanage.records.base import Base
from comanage.records.figure import Figure
from comanage.records.payout_record import PayoutRecord
from comanage.records.person import Person, RoleHeld
from comanage.records.settlement import Settlement
from comanage.rules.in_force import Renewal
from comanage.rules.numbers import money, plain_money
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.makers import make_actor, make_person, make_role
from tests.pages.browser import Browser
from tests.statements import samples

COLUMNS = sorted({column.name for table in Base.metadata.tables.values() for column in table.c})
FORGED = dict.fromkeys(COLUMNS, "9")
PAYABLE = {
    code: settle(samples.TERMS, samples.FIGURES, PERIOD).payout(code).payable
    for code in ("GRANITE", "COPPER")
}


@pytest.fixture
def ready(app, monkeypatch, request):
    """An agreement whose first quarter can be settled; its own layout where a test reads PDFs."""
    app.config["WTF_CSRF_ENABLED"] = False  # tests/pages/test_outsiders.py looks at the tokens
    if "pdf" not in request.fixturenames:
        without_layout(monkeypatch)
    with transaction() as session:
        return make_ready(session)


@pytest.fixture
def pdf():
    """Asked for by the tests that look into the PDFs themselves."""


def browser_of(app, actor):
    with reading() as session:
        return Browser(app, session.get_one(Person, actor.person_id))


def rows(kind):
    """Give every row of a table, by its id."""
    with reading() as session:
        found = session.execute(select(kind.__table__)).mappings().all()
        return {row["id"]: dict(row) for row in found}


def changed(before, after):
    """Name the columns in which rows of a table differ."""
    return {
        (key, name)
        for key, row in after.items()
        for name, held in row.items()
        if key in before and before[key][name] != held
    }


@pytest.mark.trust("B7")
def test_a_figure_takes_its_state_and_its_people_from_nobodys_browser(app, ready):
    boxes = {"numerator", "denominator", "baseline", "absent", "seen", "correcting", "participant"}
    forged = {f"rows-0-{name}": "9" for name in COLUMNS if name not in boxes}
    real = {"measure": "turnover", "value": "27", "source": "Log", "note": "Recount",
            "seen": str(ready.figures["turnover"].id), "correcting": "yes"}  # fmt: skip
    sent = FORGED | forged | {f"rows-0-{name}": text for name, text in real.items()}
    before = rows(Figure)
    path = f"/agreements/{ready.id}/figures/{PERIOD}"
    answer = browser_of(app, ready.administrator).client.post(path, data=sent)
    assert answer.status_code == 303
    after = rows(Figure)
    (new,) = after.keys() - before.keys()
    stored = after[new]
    assert (new, stored["state"], stored["revision"]) == (max(before) + 1, FigureState.DRAFT, 1)
    assert stored["entered_by_id"] == ready.administrator.person_id
    assert stored["agreement_id"] == ready.id
    assert [stored[name] for name in ("verified_by_id", "verified_at", "submitted_at")] == [
        None
    ] * 3
    assert changed(before, after) == set()


@pytest.mark.trust("B7")
def test_an_agreement_changes_in_its_title_alone(app, ready):
    before = rows(Agreement)
    stays = {"title": "Renamed", "sponsor": before[ready.id]["sponsor"], "notice_days": "",
             "renewal": Renewal.NONE}  # fmt: skip
    sent = FORGED | stays | {"revision": str(before[ready.id]["revision"])}
    del sent["verifier_may_approve"]
    path = f"/agreements/{ready.id}/change"
    assert browser_of(app, ready.administrator).client.post(path, data=sent).status_code == 303
    assert changed(before, rows(Agreement)) == {(ready.id, "title"), (ready.id, "revision")}


def test_who_may_approve_does_not_change_once_a_scorecard_is_locked(app, ready):
    before = rows(Agreement)
    sent = {"title": "Renamed", "renewal": Renewal.NONE, "verifier_may_approve": "y"}
    sent["revision"] = str(before[ready.id]["revision"])
    path = f"/agreements/{ready.id}/change"
    answer = browser_of(app, ready.administrator).client.post(path, data=sent)
    assert answer.status_code == 422
    assert "who may approve was agreed with it" in answer.text
    assert changed(before, rows(Agreement)) == set()


@pytest.mark.trust("B7")
def test_a_person_changes_in_the_name_alone_and_nobodys_roles_do(app, ready):
    with transaction() as session:
        system = make_actor(session, Role.SYSTEM)
    people, roles = rows(Person), rows(RoleHeld)
    path = f"/people/{ready.approver.person_id}/name"
    sent = FORGED | {"name": "Cara Ruiz", "active": "", "role": Role.SYSTEM.value, "revision": "1"}
    assert browser_of(app, system).client.post(path, data=sent).status_code == 303
    assert changed(people, rows(Person)) == {
        (ready.approver.person_id, "name"),
        (ready.approver.person_id, "name_revision"),
    }
    assert rows(RoleHeld) == roles


@pytest.mark.trust("B7")
def test_an_approval_takes_its_amounts_and_its_approver_from_nobodys_browser(app, ready):
    finalized(ready)
    before = rows(Settlement)
    path = f"/agreements/{ready.id}/settlements/{PERIOD}/approve"
    sent = FORGED | {"number": "1", "state": "preliminary"}
    assert browser_of(app, ready.approver).client.post(path, data=sent).status_code == 303
    (stored,) = rows(Settlement).values()
    assert stored["state"] is SettlementState.APPROVED
    assert stored["approved_by_id"] == ready.approver.person_id
    columns = {name for _, name in changed(before, rows(Settlement))}
    assert columns == {"state", "approved_by_id", "approved_at", "revision"}
    paid = sorted(row["payable_cents"] for row in rows(PayoutRecord).values())
    assert paid == sorted(PAYABLE.values())


@pytest.mark.trust("B7")
def test_the_own_password_is_all_that_an_account_page_changes(app, ready):
    before = rows(Person), rows(RoleHeld)
    path, sent = "/account", FORGED | {"present": "not it", "password": "x" * 20}
    assert browser_of(app, ready.leader).client.post(path, data=sent).status_code == 422
    assert (rows(Person), rows(RoleHeld)) == before


@pytest.mark.trust("B5")
def test_whoever_entered_stays_barred_after_the_role_was_changed(app, ready):
    finalized(ready)
    with transaction() as session:
        person = session.get_one(Person, ready.administrator.person_id)
        person_roles = select(RoleHeld).where(RoleHeld.person_id == person.id)
        for held in session.scalars(person_roles):
            session.delete(held)
        for role in (Role.VERIFIER, Role.APPROVER):
            make_role(session, person, role)
    browser = Browser(app, person)
    path = f"/agreements/{ready.id}/settlements/{PERIOD}/approve"
    assert browser.client.post(path, data={"number": "1"}).status_code == 403
    ids = [figure.id for figure in ready.figures.values()]
    path = f"/agreements/{ready.id}/figures/{PERIOD}/verify"
    answer = browser.client.post(path, data={"step": "return", "figures": ids, "reason": "No"})
    assert answer.status_code == 403
    assert {row["state"] for row in rows(Figure).values()} == {FigureState.VERIFIED}


@pytest.mark.parametrize("step", ["approve", "calculate", "finalize"])
@pytest.mark.trust("D9", "E1")
def test_no_step_is_taken_twice_or_before_its_time(app, ready, step):
    at = {"approve": ready.approver, "calculate": ready.administrator}.get(step)
    browser = browser_of(app, at or ready.administrator)
    path = f"/agreements/{ready.id}/settlements/{PERIOD}/{step}"
    if step != "calculate":
        assert browser.client.post(path, data={"number": "1"}).status_code == 404
    finalized(ready)
    if step == "approve":
        assert browser.client.post(path, data={"number": "2"}).status_code == 409
    approved(ready)
    before = rows(Settlement), rows(PayoutRecord)
    assert browser.client.post(path, data={"number": "1"}).status_code == 409
    assert (rows(Settlement), rows(PayoutRecord)) == before


def test_a_leader_who_is_an_executive_too_sees_no_draft(app, ready):
    administrator = browser_of(app, ready.administrator)
    path = f"/agreements/{ready.id}/scorecard"
    amended = administrator.client.post(f"{path}/next", data={"reason": "A new benchmark."})
    assert amended.status_code == 303
    with transaction() as session:
        make_role(session, session.get_one(Person, ready.leader.person_id), Role.EXECUTIVE)
    assert "Version 1" in browser_of(app, ready.leader).get(path).text


@pytest.mark.trust("B3")
def test_a_leaders_pdf_holds_no_other_groups_dollars_in_its_words_or_its_streams(app, pdf, ready):
    finalized(ready)
    approved(ready)
    with transaction() as session:
        stranger = make_person(session)
        make_role(session, stranger, Role.PHYSICIAN, group=ready.groups["GRANITE"])
    forms = (money(PAYABLE["COPPER"]), plain_money(PAYABLE["COPPER"]), str(PAYABLE["COPPER"]))
    seen = 0
    for number in (1, 2, 3):
        path = f"/agreements/{ready.id}/statements/{number}.pdf"
        Browser(app, stranger).get(path, 403)
        answer = browser_of(app, ready.leader).client.get(path)
        if answer.status_code == 200:
            seen += 1
            held = everything(answer.data, path)
            assert money(PAYABLE["GRANITE"]) in held
            assert [form for form in forms if form in held] == []
    assert seen == 1


def everything(content, name):
    """Unpack a PDF: its words, its streams and its attachments."""
    run = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    with pikepdf.open(io.BytesIO(content)) as opened:
        streams = [each.read_bytes() for each in opened.objects if is_text(each)]
    assert streams, name
    return run.stdout.decode() + b"".join(streams).decode("latin-1")


def is_text(held):
    return isinstance(held, pikepdf.Stream) and held.get("/Subtype") != "/Image"
