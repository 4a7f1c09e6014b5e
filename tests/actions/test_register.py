"""The register: where every agreement stands, who sees how much of it, and its file with history."""

import csv
import io
from datetime import date

import pytest
from python_calamine import load_workbook
from sqlalchemy import event

from comanage import clock
from comanage.actions import agreement_course, agreement_documents, register
from comanage.records.audit_entry import latest
from comanage.refusals import NotAllowed, NotFound
from comanage.rules.signoff import Role
from tests.actions.filing import NOW, document, make_filing
from tests.makers import make_actor, make_agreement, make_opinion, make_scorecard, make_signed


@pytest.fixture
def filing(session):
    with clock.fixed(NOW):
        yield make_filing(session)


def test_an_agreement_is_told_with_all_that_a_reviewer_asks_first(session, filing):
    make_scorecard(session, filing.agreement)
    make_signed(session, filing.agreement, on=date(2026, 12, 10))
    make_opinion(session, filing.agreement, valid_until=date(2028, 10, 31))
    (line,) = register.lines(session, filing.ada)
    assert (line.title, line.sponsor, line.service_line) == (
        "Orthopedic co-management", "Larkspur Ridge", "Orthopedics",
    )  # fmt: skip
    assert line.groups == ("Copper Hand & Spine", "Granite Fork Bone & Joint")
    assert (line.legal_basis, line.status_words) == ("unstated", "in force")
    assert (line.starts, line.ends) == (date(2027, 1, 1), date(2027, 12, 31))
    assert (line.signed_on, line.fmv_until) == (date(2026, 12, 10), date(2028, 10, 31))


def test_an_unsigned_agreement_is_a_draft_and_a_terminated_one_ends_sooner(session, filing):
    (line,) = register.lines(session, filing.ada)
    assert (line.status, line.signed_on, line.fmv_until) == ("draft", None, None)
    agreement_course.end(
        session, filing.ada, filing.id, last_day=date(2027, 2, 28), reason="Notice."
    )
    (line,) = register.lines(session, filing.ada)
    assert (line.status, line.ends) == ("terminated", date(2027, 2, 28))


def test_a_leader_is_told_of_the_own_group_and_nothing_of_the_valuation(session, filing):
    make_scorecard(session, filing.agreement)
    make_opinion(session, filing.agreement)
    (line,) = register.lines(session, filing.leader)
    assert (line.groups, line.fmv_until) == (("Granite Fork Bone & Joint",), None)


def test_it_is_narrowed_by_service_line_and_status(session, filing):
    other = make_agreement(session)
    make_signed(session, other)
    every = register.lines(session, filing.cora)
    assert len(every) == 2
    assert [each.id for each in register.narrowed(every, line=filing.line.id)] == [filing.id]
    assert [each.id for each in register.narrowed(every, status="in force")] == [other.id]
    assert register.narrowed(every, line=filing.line.id, status="in force") == []


def test_many_agreements_take_as_many_queries_as_one(session, engine, filing):
    def count():
        sent = []
        event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
        register.lines(session, filing.cora)
        return len(sent)

    one = count()
    for _ in range(3):
        make_agreement(session)
    session.expire_all()
    assert count() <= 2 * one


def test_the_file_holds_the_register_and_its_history(session, filing):
    agreement_documents.add(session, filing.ada, filing.id, document(title="=Signed"))
    agreement_course.end(
        session, filing.ada, filing.id, last_day=date(2027, 9, 30), reason="Notice."
    )
    name, media_type, content = register.file(session, filing.cora, "csv")
    assert (name, media_type) == ("register.csv", "text/csv; charset=utf-8")
    now, _, past = content.decode().partition("\r\n\r\n")
    (line,) = csv.DictReader(io.StringIO(now))
    assert (line["agreement_code"], line["last_day"], line["signed_on"]) == (
        "ORTHO-27", "2027-09-30", "2026-12-10",
    )  # fmt: skip
    events = list(csv.DictReader(io.StringIO(past)))
    assert [(each["what"], each["by"]) for each in events] == [
        ("document added", "Ada Marsh"), ("terminated", "Ada Marsh"),
    ]  # fmt: skip
    assert "title: =Signed" in events[0]["details"]
    assert events[1]["details"] == "last day: 2027-09-30; reason: Notice."
    assert events[0]["at"] == "2027-04-02T09:30:00Z"


def test_the_workbook_holds_the_same_in_two_sheets(session, filing):
    agreement_documents.add(session, filing.ada, filing.id, document())
    _, _, content = register.file(session, filing.cora, "xlsx")
    book = load_workbook(io.BytesIO(content))
    assert book.sheet_names == ["Register", "History"]
    heads, row = book.get_sheet_by_name("Register").to_python()
    assert dict(zip(heads, row, strict=True))["signed_on"] == date(2026, 12, 10)
    assert len(book.get_sheet_by_name("History").to_python()) == 2


def test_what_a_spreadsheet_would_run_is_text(session, filing):
    filing.agreement.title = "=1+1"
    session.flush()
    _, _, content = register.file(session, filing.cora, "csv")
    assert ",'=1+1," in content.decode()
    _, _, content = register.file(session, filing.cora, "xlsx")
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_name("Register").to_python()
    assert rows[1][1] == "=1+1"


def test_handing_the_register_out_is_noted(session, filing):
    register.file(session, filing.cora, "csv", line=filing.line.id)
    entry = latest(session, limit=1)[0]
    assert (entry.act, entry.person_id) == ("agreement:register:export", filing.cora.person_id)
    assert "ORTHO-27" in entry.after


@pytest.mark.parametrize("role", [Role.LEADER, Role.VERIFIER, Role.SYSTEM], ids=str)
def test_whoever_may_not_export_it_gets_none(session, filing, role):
    with pytest.raises(NotAllowed):
        register.file(session, make_actor(session, role, group=filing.granite), "csv")


def test_there_are_two_formats(session, filing):
    with pytest.raises(NotFound):
        register.file(session, filing.cora, "pdf")
