"""The board reads the records: each row that a safeguard rests on turns it, and is named."""

from dataclasses import replace
from datetime import date

import pytest

from comanage import clock
from comanage.actions import alerts, oversight
from comanage.database import reading, transaction
from comanage.records.document import Checked, Document
from comanage.records.guarding import lifted
from comanage.records.oversight_limit import Limit
from comanage.rules.compliance import ComplianceClass
from comanage.rules.documents import DocumentKind
from comanage.rules.funding.savings_share import Item, SavingsShare
from comanage.rules.numbers import exact
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.reference import Reference, Shelf
from tests.actions.boards import added, rulings, says, stands
from tests.actions.settling import make_ready
from tests.makers import (
    NOW,
    make_agreement,
    make_agreement_document,
    make_base_fee,
    make_document,
    make_duty,
    make_evidence,
    make_limit,
    make_opinion,
    make_scorecard,
    make_signed,
    make_termination,
    stored,
)
from tests.makers.figure_work import make_alert
from tests.statements import samples

CLASSES = {"implant": ComplianceClass.COST}
ITEM = Item("IMPLANT", exact("5400"), exact("1"), exact("400"), exact("4000"), "CASES")
SAVINGS = replace(samples.TERMS, funding=SavingsShare(exact("0.5"), (ITEM,)))
ON_COST = replace(
    samples.TERMS,
    domains=tuple(
        replace(
            domain,
            measures=tuple(replace(each, compliance=CLASSES.get(each.code, each.compliance))
                           for each in domain.measures),
        )
        for domain in samples.TERMS.domains
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    """Hold the clock in the first year of the agreement."""
    with clock.fixed(NOW.replace(month=9, day=1)):
        yield


@pytest.fixture
def ready(engine):
    """An agreement with a locked scorecard and verified figures, and nothing on file."""
    del engine
    with transaction() as session:
        return make_ready(session)


def test_1_the_agreement_is_written_signed_by_all_and_in_force(ready):
    assert stands(ready, 1).word is Word.MISSING
    added(make_agreement_document, ready.agreement, signed_by=[(None, date(2026, 12, 2))])
    ((word, sentence, _, at),) = rulings(ready, 1)
    assert (word, at.shelf) == ("missing", Shelf.DOCUMENT)
    assert ready.groups["GRANITE"].name in sentence
    signed = added(make_signed, ready.agreement, title="The agreement")
    ((word, _, record, at),) = rulings(ready, 1)
    assert (word, at) == ("in place", Reference(Shelf.DOCUMENT, signed.id))
    assert "The agreement (SHA-256 " in record
    assert "signed by Signer 1, 12 Dec 2026" in record
    added(make_termination, ready.agreement, date(2027, 8, 31))
    ((word, sentence, _, _),) = rulings(ready, 1)
    assert (word, sentence) == ("blocked", "It was terminated as of 31 Aug 2027.")


def test_3_the_duty_list_and_its_limits_are_read(engine, ready):
    assert rulings(ready, 3)[0][:2] == (
        "missing", "No duty list is on file: say what the base fee is paid for."
    )  # fmt: skip
    added(make_duty, ready.agreement, "ROUNDS", name="Quality rounds")
    found = rulings(ready, 3)[0]
    assert (found[0], "Quality rounds" in found[1]) == ("missing", True)
    assert found[3] == Reference(Shelf.DUTIES)
    for party in ready.participants.values():
        added(make_base_fee, ready.agreement, party, most_a_year=6000)
    ((word, sentence, record, at),) = rulings(ready, 3)
    assert (word, sentence) == ("in place", "1 duty is listed, with limits.")
    assert (record, at) == ("Duty list", Reference(Shelf.DUTIES))
    with engine.begin() as connection, lifted(connection, "scorecard"):
        connection.exec_driver_sql("UPDATE scorecard SET base_fee_cents = 0")
    assert says(ready, 3, "does not apply", "No base fee is paid")


def test_5_each_version_is_signed_before_its_first_period(engine, ready):
    found = rulings(ready, 5)[-1]
    assert found[0] == "in place"
    assert found[2].startswith(f"Scorecard, version 1, SHA-256 {ready.scorecard.terms_hash[:12]}")
    assert found[3] == Reference(Shelf.SCORECARD, 1)
    late = "UPDATE scorecard_step SET signed_on = '2027-01-02' WHERE step = 'sign'"
    with engine.begin() as connection, lifted(connection, "scorecard_step"):
        connection.exec_driver_sql(late)
    assert says(ready, 5, "missing", "was signed on 2 Jan 2027, after the period")
    with engine.begin() as connection, lifted(connection, "scorecard_step"):
        connection.exec_driver_sql("DELETE FROM scorecard_step WHERE step = 'sign'")
    assert "No signature is recorded under version 1" in rulings(ready, 5)[0][1]


def test_6_the_opinion_that_stands_and_holds_is_named(ready):
    assert says(ready, 6, "missing", "No opinion of fair market value is on file: add it.")
    opinion = added(make_opinion, ready.agreement, valid_until=date(2027, 8, 31))
    assert says(ready, 6, "missing", "held until 31 Aug 2027, and no cap by value limits")
    later = added(make_opinion, ready.agreement, firm="Birch", replaces=opinion)
    found = next(each for each in rulings(ready, 6) if each[0] == "in place")
    assert found[2:] == (
        "Opinion of Birch, 2 Nov 2026", Reference(Shelf.DOCUMENT, later.agreement_document_id)
    )  # fmt: skip


def test_10_an_alert_blocks_until_somebody_has_looked_into_it(engine):
    del engine
    with transaction() as session:
        ready = make_ready(session, terms=ON_COST)
    assert says(ready, 10, "in place", "No alert of a monitoring measure is open.")
    alert = added(make_alert, ready.figures["turnover"])
    found = rulings(ready, 10)[0]
    assert found[:2] == ("blocked", "Nobody has looked into: Transfers in 2027-Q1.")
    assert found[3] == Reference(Shelf.ALERTS)
    with transaction() as session:
        alerts.answer(
            session, ready.compliance, ready.id, alert_id=alert.id, text="The other campus closed."
        )
    assert "No alert of a monitoring measure is open, and 1 looked into." in told(ready, 10)


def test_18_where_no_savings_are_shared_nothing_is_told(ready):
    assert says(ready, 18, "does not apply", "No share of savings")


def test_18_patients_are_told_where_savings_are_shared(engine):
    del engine
    with transaction() as session:
        ready = make_ready(session, terms=SAVINGS, figures=())
    assert stands(ready, 18).word is Word.MISSING
    made = added(
        make_agreement_document, ready.agreement, DocumentKind.DISCLOSURE, title="Notice",
        expires_on=date(2027, 9, 1),
    )  # fmt: skip
    ((word, _, record, at),) = rulings(ready, 18)
    assert (word, at) == ("in place", Reference(Shelf.DOCUMENT, made.id))
    assert record.startswith("Notice (SHA-256 ")
    with clock.fixed(NOW.replace(month=9, day=2)):
        assert stands(ready, 18).word is Word.MISSING


def test_21_the_approval_of_the_board_is_on_file(ready):
    assert says(ready, 21, "missing", "No approval by the board")
    made = added(make_agreement_document, ready.agreement, DocumentKind.BOARD_APPROVAL)
    told_at = ("in place", "The approval of the board is on file.", made.id)
    assert told_at in {(word, told, at.key) for word, told, _, at in rulings(ready, 21)}


def test_24_a_file_that_was_declared_and_not_scanned_is_named(ready):
    assert says(ready, 24, "in place", "No file was sent yet.")
    with transaction() as session:
        scanned = kept(session, ready, "report.csv", Checked.SCANNED)
        make_evidence(session, ready.figures["turnover"], document=scanned)
    assert "1 file was scanned." in told(ready, 24)
    with transaction() as session:
        picture = kept(session, ready, "scan.png", Checked.DECLARED)
        make_agreement_document(session, ready.agreement, document=picture)
    assert stands(ready, 24).word is Word.MISSING
    assert "Look at: scan.png." in told(ready, 24)


def test_24_a_file_whose_pictures_were_not_looked_at_is_named(ready):
    with transaction() as session:
        for name, how in (("report.csv", Checked.SCANNED), ("logo.pdf", Checked.IN_PART)):
            made = kept(session, ready, name, how)
            make_evidence(session, ready.figures["turnover"], document=made)
    assert stands(ready, 24).word is Word.IN_PLACE
    assert told(ready, 24).endswith(
        "2 files were scanned. Only the text was scanned, and not the pictures beside it, of: logo.pdf."
    )


def test_26_the_log_is_looked_through_and_its_head_is_named(engine, ready):
    with transaction() as session:
        oversight.place_hold(session, ready.compliance, ready.id, reason="Matter 12")
    ((word, sentence, record, at),) = rulings(ready, 26)
    assert (word, at) == ("in place", Reference(Shelf.LOG))
    assert record.startswith("entry 1, ")
    assert "Matter 12" in sentence
    with engine.begin() as connection, lifted(connection, "audit_entry"):
        connection.exec_driver_sql("UPDATE audit_entry SET reason = 'Another'")
    ((word, sentence, _, _),) = rulings(ready, 26)
    assert (word, sentence) == ("blocked", "The audit log does not hold at entry 1.")


def test_26_records_that_are_kept_for_too_few_years_are_told(ready):
    added(make_limit, ready.agreement, Limit.RETENTION_YEARS, 5)
    assert says(ready, 26, "missing", "Records are kept for 5 years; 6 are the fewest.")


def test_the_terms_of_a_draft_and_of_a_locked_version_are_named(ready):
    assert rulings(ready, 7)[0][2:] == (
        "Scorecard, version 1", Reference(Shelf.SCORECARD, 1)
    )  # fmt: skip
    with transaction() as session:
        ready.id = make_agreement(session, "BARE").id
    assert rulings(ready, 7) == [("missing", "No terms are drafted yet.", "", None)]


def test_a_limit_of_another_agreement_changes_nothing_here(ready):
    with transaction() as session:
        other = make_agreement(session, "OTHER")
        oversight.set_limit(
            session, ready.compliance, other.id, Limit.DAYS_TO_SETTLE, amount=30, reason="7.2"
        )
        make_signed(session, other)
        make_opinion(session, other)
    assert {stands(ready, number).word for number in (1, 27)} == {Word.MISSING}
    assert "No opinion of fair market value is on file: add it." in told(ready, 6)


def test_the_overview_takes_as_many_queries_for_one_agreement_as_for_three(ready, queries):
    def count():
        before = len(queries)
        with reading() as session:
            oversight.overview(session, ready.compliance)
        return len(queries) - before

    count()
    few = count()
    with transaction() as session:
        for code in ("SECOND", "THIRD"):
            other = make_agreement(session, code, service_line=ready.line)
            make_scorecard(session, other)
            make_signed(session, other)
            make_opinion(session, other)
    assert count() == few


def told(ready, number):
    return " ".join(each[1] for each in rulings(ready, number))


def kept(session, ready, name, checked):
    made = make_document(session, name.encode(), name=name)
    columns = {column.name: getattr(made, column.name) for column in Document.__table__.columns}
    session.expunge(made)
    again = columns | {"sha256": made.sha256[::-1], "checked": checked,
                       "kept_by_id": ready.administrator.person_id}  # fmt: skip
    return stored(session, Document(**again))
