"""Audit packets: whole, of one agreement alone, for compliance alone, and noted."""

import csv
import hashlib
import io
import json
from datetime import date
from types import SimpleNamespace

import pytest

from comanage.actions import anchors, packets
from comanage.actions.batches.audit_packet import PACKET
from comanage.actions.batches.batch import Asked
from comanage.database import reading, transaction
from comanage.records.base import Base
from comanage.records.kept_tables import BELONGS, LEFT_OUT
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules.documents import DocumentKind
from comanage.rules.signoff import Role
from comanage.statements.exports.formats import PAYOUT_FORMATS
from comanage.statements.packets.packet import verify
from comanage.statements.packets.packet_chain import LOG
from comanage.statements.packets.packet_tables import TABLES
from tests.actions.logged import as_noted
from tests.actions.releasing import make_approved, release
from tests.actions.settling import without_layout
from tests.makers import (
    make_actor,
    make_agreement_document,
    make_document,
    make_evidence,
    make_meeting,
    make_service_line,
)
from tests.pages.canaries import planted
from tests.pages.looked_into import found
from tests.statements.packets.packeted import unzipped

FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)
KEY = "5" * 64


@pytest.fixture
def made(engine, monkeypatch):
    """A quarter that was released, with statements of one line."""
    without_layout(monkeypatch)
    ready = make_approved()
    release(ready)
    with transaction() as session:
        as_noted(session, ready.compliance, ready.id)
    return ready


def packet(made, who=None, *, agreement_id=None, first=FIRST, last=LAST):
    """Make a packet as a job does, at one moment."""
    days = {"first": first and first.isoformat(), "last": last and last.isoformat()}
    wanted = Asked(0, agreement_id or made.id, {name: day for name, day in days.items() if day})
    with reading() as session:
        actor = who or made.compliance
        PACKET.reach(session, actor, wanted)
        wanted = wanted._replace(arguments=PACKET.settle(session, actor, wanted))
        names = PACKET.parts(session, actor, wanted)
        return PACKET.join(wanted, [PACKET.make(session, actor, wanted, name) for name in names])


def inside(made, **given):
    return unzipped(packet(made, **given).content)


def rows(files, table):
    text = files[f"records/{table}.csv"].decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def lacks(files):
    return {
        each["what"]: each["why"] for each in json.loads(files["manifest.json"])["not_provided"]
    }


@pytest.mark.trust("F8")
def test_a_packet_of_a_released_quarter_holds_and_has_its_statements(made):
    ready = packet(made)
    assert verify(ready.content).holds
    files = unzipped(ready.content)
    issued = [each for each in files if each.startswith("statements/")]
    assert len(issued) == 1 + len(made.groups)  # the agreement's own, too
    assert {hashlib.sha256(files[each]).hexdigest() for each in issued} == {
        each["document_sha256"] for each in rows(files, "statement")
    }
    assert {f"payouts/payouts.{suffix}" for suffix in PAYOUT_FORMATS} <= files.keys()
    assert files["payouts/payouts.csv"].decode().count("\r\n") == 2 + len(made.groups)


@pytest.mark.trust("F8")
def test_the_same_days_at_the_same_head_of_the_log_give_the_same_bytes(made):
    assert packet(made).content == packet(made).content


def test_figures_have_their_counts_and_whoever_stood_by_them(made):
    figures = rows(inside(made), "figure")
    assert any(each["numerator"] and each["denominator"] for each in figures)
    assert {each["entered_by"] for each in figures} == {made.administrator.name}
    assert {each["verified_by"] for each in figures} == {made.verifier.name}
    assert {each["period"] for each in figures} == {"2027-Q1"}


def test_signatures_payments_and_terms_are_there(made):
    files = inside(made)
    assert {each["purpose"] for each in rows(files, "signature")} == {"approval", "release"}
    assert len(rows(files, "payment")) == len(made.groups)
    terms = files["terms/version-1.json"]
    assert {each["terms_hash"] for each in rows(files, "scorecard")} == {
        hashlib.sha256(terms).hexdigest()
    }
    (settled,) = rows(files, "settlement")
    assert settled["document_hash"] == hashlib.sha256(
        files["settlements/2027-Q1-settlement-1.json"]
    ).hexdigest()  # fmt: skip


@pytest.mark.trust("B2")
def test_nobody_but_compliance_makes_one_and_outsiders_see_nothing(made):
    for role in ("administrator", "verifier", "approver", "releaser", "reviewer", "leader"):
        actor = getattr(made, role)
        for act in (packets.gathered, packets.look):
            with reading() as session, pytest.raises(NotAllowed):
                act(session, actor, made.id, first=FIRST, last=LAST)
        with pytest.raises(NotAllowed):
            packet(made, actor)
    with transaction() as session:
        elsewhere = make_service_line(session, "CARDIO")
        other = make_actor(session, Role.COMPLIANCE, service_line=elsewhere)
    for stranger in (other, made.stranger, made.system):
        with pytest.raises(NotFound):
            packet(made, stranger)


def test_days_that_are_lacking_or_run_backward_are_refused_at_their_field(made):
    with pytest.raises(Faulty) as refused:
        packet(made, first=LAST, last=FIRST)
    assert [fault.place for fault in refused.value.faults] == ["last"]
    with pytest.raises(Faulty) as refused:
        packet(made, first=None, last=None)
    assert [fault.place for fault in refused.value.faults] == ["first", "last"]


def test_other_days_leave_out_what_is_not_of_them(made):
    with transaction() as session:
        make_meeting(session, made.agreement, day=date(2027, 3, 9))
    files = inside(made, first=date(2028, 1, 1), last=date(2028, 1, 31))
    for table in ("figure", "settlement", "statement", "payment", "meeting"):
        assert rows(files, table) == []
    assert lacks(files)["Performance periods"] == "None is on record for these days."
    assert len(rows(inside(made), "meeting")) == 1


@pytest.mark.trust("F8")
def test_what_is_missing_is_listed_with_the_reason(made):
    with transaction() as session:
        make_evidence(session, made.figures["turnover"], system="Registry", report="Q1 turnover",
                      run_on=date(2027, 4, 2))  # fmt: skip
    found_lacking = lacks(inside(made))
    assert found_lacking["FMV opinion"] == "There is none in the file of the agreement."
    assert not any(what.startswith("Workbook") for what in found_lacking)
    assert "Anchors of the log" in found_lacking
    assert any(
        what.endswith(f"(evidence of figure {made.figures['turnover'].id})")
        and why == "It is not kept here: Q1 turnover in Registry, run on 2 Apr 2027."
        for what, why in found_lacking.items()
    )
    assert any(what.startswith("Evidence of casemix") for what in found_lacking)
    assert not any(what.startswith("Evidence of turnover") for what in found_lacking)
    with transaction() as session:
        make_agreement_document(session, made.agreement, kind=DocumentKind.FMV_OPINION)
        anchors.anchor(session, made.compliance, KEY, place="elsewhere")
    assert not {"FMV opinion", "Anchors of the log"} & lacks(inside(made)).keys()


def test_the_page_says_the_same_as_the_packet(made):
    with reading() as session:
        summary = packets.look(session, made.compliance, made.id, first=FIRST, last=LAST)
    files = inside(made)
    counts = dict(summary.counts)
    for folder, words in packets.FOLDERS.items():
        if folder not in {"payouts", "log"}:
            assert counts.get(words, 0) == sum(each.startswith(f"{folder}/") for each in files)
    assert {each.what for each in summary.lacking} <= lacks(files).keys()


def test_names_that_lead_elsewhere_or_stand_twice_become_safe_ones(made):
    with transaction() as session:
        for count, name in enumerate(
            ("../../evil.csv", "x" * 110 + ".csv", "same.csv", "same.csv")
        ):
            kept = make_document(session, b"a,%d" % count)
            make_evidence(session, made.figures["turnover"], name=name, document=kept)
        as_noted(session, made.compliance, made.id)
    ready = packet(made)
    assert verify(ready.content).holds
    names = [each for each in unzipped(ready.content) if each.startswith("evidence/")]
    assert len(names) == 4
    assert any(each.endswith(".evil.csv") for each in names)
    assert not any(".." in each for each in names)


@pytest.mark.trust("F3")
def test_an_anchor_of_ours_holds_the_packet_that_comes_after_it(made):
    with transaction() as session:
        kept = anchors.anchor(session, made.compliance, KEY, place="elsewhere").text
    ready = packet(made)
    found_so = verify(ready.content, [kept])
    assert (found_so.holds, "goes through" in found_so.text) == (True, True)
    assert not verify(ready.content, [kept.replace("hash: ", "hash: 0")]).holds


@pytest.mark.trust("B2")
def test_no_row_file_or_entry_of_another_agreement_gets_in(engine):
    made = planted(paid=True)
    with reading() as session:
        other = session.scalar(
            Base.metadata.tables["agreement"].select().where(
                Base.metadata.tables["agreement"].c.code == "CARDIO"
            ).with_only_columns(Base.metadata.tables["agreement"].c.id)
        )  # fmt: skip
    own, elsewhere = (
        canaries_in(packet(made, agreement_id=each).content, made.canaries)
        for each in (made.id, other)
    )
    assert own & elsewhere == set()
    assert {"the words of a dispute", "the text of evidence", "the work that was done",
            "what the other group is owed", "the reference of a payment"} <= own  # fmt: skip
    assert {"work elsewhere", "the minutes of a meeting", "what is owed elsewhere",
            "the text of a statement", "the title of an agreement"} <= elsewhere  # fmt: skip
    assert "the vendor number" not in own | elsewhere


def canaries_in(zipped, canaries):
    """Name the canaries that stand in any file of a packet, or in its bytes."""
    kinds = {"csv": "text/csv", "html": "text/html"}
    answers = [SimpleNamespace(headers={}, data=held, mimetype=kinds.get(name.rpartition(".")[2], ""))
               for name, held in unzipped(zipped).items()]  # fmt: skip
    return set().union(*(found(each, canaries) for each in answers))


def test_every_table_is_in_the_packet_or_says_why_it_is_not():
    tables = set(Base.metadata.tables)
    assert tables == {"agreement"} | BELONGS.keys() | LEFT_OUT.keys()
    assert not BELONGS.keys() & LEFT_OUT.keys()
    assert sorted(TABLES) == sorted({"agreement"} | BELONGS.keys())


def test_entries_of_other_agreements_show_their_place_alone(made):
    with transaction() as session:
        anchors.anchor(session, made.compliance, KEY, place="elsewhere")
    log = inside(made)[LOG].decode().splitlines()
    shown = [json.loads(each) for each in log]
    assert {each["content"]["agreement"] for each in shown if "content" in each} == {made.id}
    assert any("withheld" in each for each in shown)
