"""Renewals: kept for good, joined to their term, and the only way a term moves once terms are locked."""

from datetime import date
from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.records.agreement import Agreement
from comanage.records.guards import IN_THE_WAY
from comanage.records.participant import of_agreement
from comanage.rules.documents import DocumentKind
from tests.makers import (
    make_agreement_document,
    make_renewal,
    make_signed,
    make_termination,
)
from tests.records.refused import inserting, refusal, refused, replacing, rows, run, without_help

TABLE = "agreement_renewal"
ENDS, LAST = date(2027, 12, 31), date(2028, 12, 31)
NEVER = {
    # what is refused with:              the SQL that tries it
    "agreement_renewal_never_changed":   "UPDATE agreement_renewal SET last_day = '2030-12-31'",
    "agreement_renewal_never_deleted":   "DELETE FROM agreement_renewal",
}  # fmt: skip
MADE = {
    # what is refused with: what the next renewal would be
    "agreement_renewal_number_once": {"number": 1},
    "agreement_renewals_count_from_one": {"number": 0},
    "agreement_renewal_looks_ahead": {"last_day": LAST},
    "agreement_renewal_says_what_the_review_found": {"review": ""},
    "agreement_renewal_joins_its_term": {"last_day_before": ENDS},
    "agreement_renewal_signed_in_time": {"signed_document_id": None},
}
MOVES = "UPDATE agreement SET ends = '{}' WHERE id = 1"


@pytest.fixture
def renewed(settled):
    """The settled agreement with a renewal by a signed amendment, its term moved."""
    with transaction() as session:
        made = SimpleNamespace(**vars(settled))
        made.agreement = session.get_one(Agreement, settled.agreement.id)
        made.paper = make_signed(
            session, made.agreement, kind=DocumentKind.AMENDMENT, on=date(2027, 12, 1)
        )
        made.renewal = make_renewal(session, made.agreement, LAST, signed=made.paper)
        made.agreement.ends = LAST
    return made


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_is_renewed_stays(engine, renewed, name, statement):
    assert refusal(engine, statement) == name


def test_rows_do_not_give_way_to_others_or_to_emptying(engine, renewed):
    before = rows(engine, TABLE)
    if engine.dialect.name == "postgresql":
        assert refusal(engine, f"TRUNCATE {TABLE} CASCADE") == "agreement_renewal_never_emptied"
    else:
        replace = f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}"  # noqa: S608
        assert without_help(engine, replace) in {
            name for name, guarded, _ in IN_THE_WAY if guarded == TABLE
        }
        again = replacing(renewed.renewal, id=999, last_day_before=LAST, last_day=date(2029, 1, 1))
        assert without_help(engine, again) == "agreement_renewal_number_once"
    assert rows(engine, TABLE) == before != []


@pytest.mark.parametrize(("name", "changes"), MADE.items(), ids=MADE)
def test_a_renewal_that_cannot_be_is_refused(engine, renewed, name, changes):
    following = {"id": 999, "number": 2, "last_day_before": LAST, "last_day": date(2029, 12, 31)}
    assert refusal(engine, inserting(renewed.renewal, **following | changes)) == name


def test_a_term_moves_only_from_its_last_day_to_the_one_on_record(engine, renewed):
    for day in ("2028-12-30", "2029-12-31", "2027-12-31"):
        assert refusal(engine, MOVES.format(day)) == "agreement_term_stays"
    moved = "UPDATE agreement SET starts = '2026-12-31' WHERE id = 1"
    assert refusal(engine, moved) == "agreement_term_stays"


def test_a_term_does_not_move_without_a_renewal(engine, settled):
    assert refusal(engine, MOVES.format("2028-12-31")) == "agreement_term_stays"


def test_one_that_was_terminated_is_not_renewed(settled):
    with transaction() as session:
        agreement = session.get_one(Agreement, settled.agreement.id)
        paper = make_signed(session, agreement)
        make_termination(session, agreement, date(2027, 9, 30))
    with refused("agreement_renewal_of_none_that_was_terminated") as session:
        make_renewal(session, agreement, LAST, signed=paper)
    with transaction() as session:
        make_termination(session, agreement, None, number=2)
        make_renewal(session, agreement, LAST, signed=paper)


def test_it_rests_on_papers_of_its_own_agreement(settled):
    with transaction() as session:
        paper = make_signed(session, settled.agreement)
        told = make_signed(session, settled.other)
    with refused("agreement_renewal_on_papers_of_its_own") as session:
        make_renewal(session, settled.agreement, LAST, signed=paper, review_document_id=told.id)


def test_it_rests_on_a_paper_that_every_party_signed_by_the_last_day(settled):
    early, late = date(2027, 12, 31), date(2028, 1, 1)
    with transaction() as session:
        one, two = of_agreement(session, settled.agreement.id)
        papers = [
            make_agreement_document(session, settled.agreement, kind, signed_by=signed_by)
            for kind, signed_by in (
                (DocumentKind.AMENDMENT, [(one, early), (two, early)]),
                (DocumentKind.AMENDMENT, [(None, early), (two, early)]),
                (DocumentKind.AMENDMENT, [(None, early), (one, early), (two, late)]),
                (DocumentKind.AMENDMENT, [(None, late), (one, early), (two, early)]),
                (DocumentKind.EXHIBIT, [(None, early), (one, early), (two, early)]),
            )
        ]
        good = make_signed(session, settled.agreement, on=early)
    for paper in papers:
        with refused("agreement_renewal_signed_in_time") as session:
            make_renewal(session, settled.agreement, LAST, signed=paper)
    with transaction() as session:
        make_renewal(session, settled.agreement, LAST, signed=good)


def test_one_that_renews_itself_needs_no_signed_paper(engine, settled):
    with refused("agreement_renewal_signed_in_time") as session:
        make_renewal(session, settled.agreement, LAST)
    run(engine, "UPDATE agreement SET renewal = 'automatic', notice_days = 30 WHERE id = 1")
    with transaction() as session:
        make_renewal(session, settled.agreement, LAST)
