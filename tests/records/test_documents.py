"""Documents, opinions of value and terminations: kept for good, and what is looked up from them."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import literal_column

from comanage.database import transaction
from comanage.records import agreement_document, fmv_opinion, termination
from comanage.records.fmv_opinion import standing
from comanage.records.in_force import course_of, courses, in_force_on
from comanage.records.participant import of_agreement
from comanage.rules.documents import DocumentKind
from comanage.rules.fair_value import opinion_on
from comanage.rules.in_force import Status, Why, signed_on, status
from tests.makers import (
    make_agreement,
    make_agreement_document,
    make_document,
    make_opinion,
    make_signed,
    make_termination,
)
from tests.records.refused import (
    gives_no_way,
    inserting,
    refusal,
    refused,
    replacing,
    run,
    without_help,
)

NEVER = {
    # what is refused with:              the SQL that tries it
    "agreement_document_never_changed":  "UPDATE agreement_document SET title = 'another'",
    "agreement_document_never_deleted":  "DELETE FROM agreement_document",
    "document_signer_never_changed":     "UPDATE document_signer SET signed_on = '2026-01-01'",
    "document_signer_never_deleted":     "DELETE FROM document_signer",
    "fmv_opinion_never_changed":         "UPDATE fmv_opinion SET high_cents = 1",
    "fmv_opinion_never_deleted":         "DELETE FROM fmv_opinion",
    "termination_never_changed":         "UPDATE termination SET last_day = NULL",
    "termination_never_deleted":         "DELETE FROM termination",
    "agreement_term_stays":              "UPDATE agreement SET ends = '2029-12-31' WHERE id = 1",
}  # fmt: skip
AGREEMENT = {
    # what is refused with: what an agreement would be
    "agreement_renewal_is_known": "renewal = 'tacit'",
    "agreement_notice_goes_with_automatic_renewal": "renewal = 'automatic'",
    "agreement_notice_not_below_zero": "renewal = 'automatic', notice_days = -1",
}
SIGNED = literal_column("'signed'")  # no kind of anything
DOCUMENTS = {
    # what is refused with: what another document would be
    "agreement_document_has_a_title": {"title": ""},
    "agreement_document_kind_is_known": {"kind": SIGNED},
    "agreement_document_signers_not_below_zero": {"signers": -1},
    "agreement_document_expires_after_it_takes_effect": {
        "effective_on": date(2027, 2, 1), "expires_on": date(2027, 1, 31),
    },
    "agreement_document_valuation_stays_with_the_sponsor": {
        "kind": DocumentKind.FMV_OPINION, "for_all_parties": True,
    },
}  # fmt: skip
SIGNERS = {
    # what is refused with: what the first signer would be
    "document_signer_has_a_name": {"name": ""},
    "document_signer_says_in_what_capacity": {"capacity": ""},
    "document_signers_count_from_one": {"number": 0},
    "document_signer_signed_before_it_was_added": {"number": 4},
}
OPINIONS = {
    # what is refused with: what another opinion would be
    "fmv_opinion_names_its_firm": {"firm": ""},
    "fmv_opinion_runs_forward": {"valid_until": date(2026, 11, 1)},
    "fmv_opinion_range_not_below_zero": {"low_cents": -1},
    "fmv_opinion_range_runs_upward": {"low_cents": 70_000_001},
    "fmv_opinion_caps_above_zero": {"low_cents": 0, "high_cents": 0},
    "fmv_opinion_rests_on_its_document": {"agreement_document_id": 1},
}
TERMINATIONS = {
    # what is refused with: what the next termination would be
    "termination_number_once_an_agreement": {"number": 1},
    "terminations_count_from_one": {"number": 0},
    "termination_says_why": {"reason": ""},
    "termination_within_the_term": {"last_day": date(2028, 1, 1)},
    "termination_after_what_was_settled": {"last_day": date(2026, 12, 31)},
}
TABLES = ("agreement_document", "document_signer", "fmv_opinion", "termination")


@pytest.fixture
def filed(settled):
    """The settled agreement with its signed document, an opinion, and a termination."""
    with transaction() as session:
        made = SimpleNamespace(**vars(settled))
        made.document = make_signed(session, settled.agreement)
        made.opinion = make_opinion(session, settled.agreement)
        made.termination = make_termination(session, settled.agreement, date(2027, 9, 30))
        made.signer = made.document.signed_by[0]
    return made


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_is_on_file_stays(engine, filed, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("table", TABLES)
def test_rows_do_not_give_way_to_others_or_to_emptying(engine, filed, table):
    gives_no_way(engine, table)


@pytest.mark.parametrize(("name", "changes"), AGREEMENT.items(), ids=AGREEMENT)
def test_an_agreement_renews_in_one_of_three_ways(engine, filed, name, changes):
    assert refusal(engine, f"UPDATE agreement SET {changes}") == name  # noqa: S608


@pytest.mark.parametrize(("name", "changes"), DOCUMENTS.items(), ids=DOCUMENTS)
def test_a_document_that_cannot_be_is_refused(engine, filed, name, changes):
    assert refusal(engine, inserting(filed.document, id=999, **changes)) == name


@pytest.mark.parametrize(("name", "changes"), SIGNERS.items(), ids=SIGNERS)
def test_a_signer_that_cannot_be_is_refused(engine, filed, name, changes):
    with engine.begin() as connection:  # of three signers, none is stored yet
        connection.execute(inserting(filed.document, id=999))
    statement = inserting(filed.signer, **{"agreement_document_id": 999} | changes)
    assert refusal(engine, statement) == name


def test_nobody_signs_a_document_that_is_on_file(engine, filed):
    with transaction() as session:
        unsigned = make_agreement_document(session, filed.agreement)
    late = inserting(filed.signer, agreement_document_id=unsigned.id)
    assert refusal(engine, late) == "document_signer_signed_before_it_was_added"


def test_a_signer_signs_for_a_party_of_the_agreement(filed):
    with refused("document_signer_of_its_agreement") as session:
        stranger = of_agreement(session, filed.other.id)[0]
        make_agreement_document(session, filed.agreement, signed_by=[(stranger, date(2026, 12, 1))])


@pytest.mark.parametrize(("name", "changes"), OPINIONS.items(), ids=OPINIONS)
def test_an_opinion_that_cannot_be_is_refused(engine, filed, name, changes):
    assert refusal(engine, inserting(filed.opinion, id=999, **changes)) == name


@pytest.mark.parametrize(("name", "changes"), TERMINATIONS.items(), ids=TERMINATIONS)
def test_a_termination_that_cannot_be_is_refused(engine, filed, name, changes):
    if name == "termination_after_what_was_settled":  # a period before the term never is
        run(engine, "UPDATE performance_period SET state = 'locked' WHERE code = '2027-Q4'")
        changes = {"last_day": date(2027, 9, 30)}
    assert (
        refusal(engine, inserting(filed.termination, **{"id": 999, "number": 2} | changes)) == name
    )


def test_a_document_is_replaced_once_by_one_of_its_kind_and_agreement(engine, filed):
    with transaction() as session:
        later = make_agreement_document(session, filed.agreement, replaces=filed.document)
    assert without_help(engine, replacing(later, id=999)) == "agreement_document_replaced_once"
    with refused("agreement_document_replaces_its_own_kind") as session:
        make_agreement_document(session, filed.agreement, DocumentKind.EXHIBIT, replaces=later)
    with refused("agreement_document_replaces_its_own_kind") as session:
        make_agreement_document(session, filed.other, replaces=later)


def test_an_opinion_is_replaced_once_within_its_agreement(engine, filed):
    with transaction() as session:
        later = make_opinion(session, filed.agreement, replaces=filed.opinion)
    assert without_help(engine, replacing(later, id=999)) == "fmv_opinion_replaced_once"
    with refused("fmv_opinion_replaces_one_of_its_agreement") as session:
        make_opinion(session, filed.other, replaces=later)


def test_a_termination_does_not_give_way_to_one_of_its_number(engine, filed):
    again = replacing(filed.termination, id=999)
    assert without_help(engine, again) == "termination_number_once_an_agreement"


def test_the_term_moves_while_no_scorecard_was_locked(engine, filed):
    move = "UPDATE agreement SET ends = '2028-12-31' WHERE id = :id"
    assert run(engine, move, id=filed.other.id) == 1


def test_an_agreement_is_in_force_once_every_party_has_signed(session):
    agreement = make_agreement(session)
    first, second = of_agreement(session, agreement.id)
    make_agreement_document(session, agreement, signed_by=[(None, date(2026, 12, 1))])
    day = date(2027, 3, 1)
    assert [bar.why for bar in in_force_on(session, agreement, day).bars] == [Why.UNSIGNED]
    for party, on in ((first, date(2026, 12, 4)), (second, date(2027, 1, 8))):
        make_agreement_document(session, agreement, signed_by=[(None, on), (party, on)])
    assert in_force_on(session, agreement, day).holds
    assert signed_on(course_of(session, agreement)) == date(2027, 1, 8)
    assert not in_force_on(session, agreement, date(2027, 1, 7)).holds


@pytest.mark.parametrize("kind", [DocumentKind.EXHIBIT, DocumentKind.OTHER])
def test_only_an_agreement_or_its_amendment_makes_it_signed(session, kind):
    agreement = make_agreement(session)
    make_signed(session, agreement, kind=kind)
    assert not in_force_on(session, agreement, date(2027, 3, 1)).holds


def test_the_signatures_of_a_replaced_document_no_longer_count(session):
    agreement = make_agreement(session)
    signed = make_signed(session, agreement)
    make_agreement_document(session, agreement, replaces=signed)
    assert not in_force_on(session, agreement, date(2027, 3, 1)).holds
    assert [
        each.id for each in agreement_document.standing(session, [agreement.id])[agreement.id]
    ] == [signed.id + 1]
    assert len(agreement_document.of_agreement(session, agreement.id)) == 2


def test_the_newest_word_on_the_end_of_an_agreement_counts(session):
    agreement = make_agreement(session)
    make_signed(session, agreement)
    day = date(2027, 8, 1)
    for number, (last_day, stands) in enumerate(
        [
            (date(2027, 6, 30), Status.TERMINATED),
            (None, Status.IN_FORCE),
            (date(2027, 7, 31), Status.TERMINATED),
        ],
        1,
    ):
        make_termination(session, agreement, last_day, number=number)
        assert status(course_of(session, agreement), day) is stands
    assert [each.number for each in termination.of_agreement(session, agreement.id)] == [3, 2, 1]
    assert not in_force_on(session, agreement, day).holds


def test_courses_of_many_agreements_are_gathered_at_once(session):
    agreements = [make_agreement(session) for _ in range(3)]
    make_signed(session, agreements[1])
    found = courses(session, agreements)
    assert [signed_on(found[each.id]) is not None for each in agreements] == [False, True, False]
    assert [len(found[each.id].parties) for each in agreements] == [3, 3, 3]


def test_the_cap_is_the_high_end_of_the_opinion_that_holds(session):
    agreement = make_agreement(session)
    assert holding(session, agreement.id, date(2027, 3, 1)) is None
    wrong = make_opinion(session, agreement, high_cents=99_000_000)
    make_opinion(session, agreement, replaces=wrong)
    make_opinion(
        session, agreement, opinion_on=date(2027, 6, 1), valid_until=date(2027, 12, 31),
        high_cents=80_000_000,
    )  # fmt: skip
    caps = [
        holding(session, agreement.id, day)
        for day in (date(2026, 11, 1), date(2027, 5, 31), date(2027, 6, 1), date(2028, 1, 1))
    ]
    assert [cap and cap.high_cents for cap in caps] == [None, 70_000_000, 80_000_000, 70_000_000]
    assert len(fmv_opinion.of_agreement(session, agreement.id)) == 3


def test_a_document_may_stand_in_two_agreements(session):
    shared = make_document(session, b"%PDF-1.7 a master agreement")
    for _ in range(2):
        agreement = make_agreement(session)
        made = make_agreement_document(session, agreement, document=shared)
        assert made.document is shared


def holding(session, agreement_id, day):
    """Give the opinion that holds on a day."""
    return opinion_on(standing(session, [agreement_id]).get(agreement_id, ()), day)
