"""Release: what the database asks of a settlement before any of it is payable."""

import pytest
from sqlalchemy import literal_column

from comanage.database import transaction
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose
from tests.makers import (
    approve,
    make_person,
    make_settlement,
    make_signature,
    release,
    stored,
)
from tests.records.refused import inserting, refusal, refused, run
from tests.records.signed import LIFT, control


@pytest.fixture
def approved(signed):
    with transaction() as session:
        approve(session, session.get_one(Settlement, signed.final.id), make_person(session))
        session.merge(signed.open_period).state = "locked"
    return signed


def test_a_release_is_signed_by_whoever_releases(engine, approved):
    statement = (
        "UPDATE settlement SET state = 'released', released_by_id = :who,"
        " released_at = approved_at WHERE id = :id"
    )
    run(engine, LIFT)
    values = {"who": approved.releaser.id, "id": approved.final.id}
    assert refusal(engine, statement, **values) == "settlement_released_with_its_signature"


def test_a_signature_is_for_a_purpose_that_there_is(engine, approved):
    other = {"purpose": literal_column("'applause'"), "person_id": approved.releaser.id}
    statement = inserting(approved.signature, id=999, **other)
    assert refusal(engine, statement) == "signature_purpose_is_known"


def test_what_is_held_is_not_released(approved):
    with refused("settlement_not_released_while_held") as session:
        release(session, session.get_one(Settlement, approved.final.id), approved.releaser)


def test_where_a_reviewer_is_asked_for_nothing_is_released_before(engine, approved):
    run(engine, LIFT)
    with transaction() as session:
        review = {"independent_review": True}
        stored(session, control(approved.agreement, approved.approver, 2, **review))
    with refused("settlement_released_after_its_review") as session:
        release(session, session.get_one(Settlement, approved.final.id), approved.releaser)
    with transaction() as session:
        final = session.get_one(Settlement, approved.final.id)
        make_signature(session, final, make_person(session), Purpose.REVIEW)
        release(session, final, approved.releaser)


def test_what_no_longer_stands_is_not_released(engine, approved):
    run(engine, LIFT)
    with transaction() as session:
        make_settlement(
            session,
            approved.agreement,
            period="2027-Q2",
            replaces=session.get_one(Settlement, approved.final.id),
        )
    with refused("settlement_released_while_it_stands") as session:
        release(session, session.get_one(Settlement, approved.final.id), approved.releaser)
