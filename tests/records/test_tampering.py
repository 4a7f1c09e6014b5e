"""Tampering: whoever may drop the triggers bends the log of a real database, and is found."""

from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from comanage.database import transaction
from comanage.records import guarding
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry, linked, note
from comanage.rules.chain import Head, checked, sealed
from tests.records.refused import rows

COUNT, KEPT = 12, 9  # entries, and the one whose hash is kept outside
LOG = AuditEntry.__table__
TOLD = [column.name for column in LOG.c if column.name not in {"id", "previous_hash", "hash"}]
TEXTS = ("role", "act", "before", "after", "reason", "request_id", "address")
A_ROW = st.integers(1, COUNT)
HARD = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def log(engine):
    """A database whose log has some entries, and the head that is kept outside."""
    with transaction() as session:
        for number in range(COUNT):
            note(session, None, Act.FIGURE_VERIFIED, object_id=number, after={"value": number})
        session.flush()
        kept = session.get_one(AuditEntry, KEPT)
        anchor = Head(kept.id, kept.hash)
        first = dict(next(linked(session)).content)
    return engine, anchor, first


@contextmanager
def bent(engine):
    """Open the database as who administers it: nothing stops a change, and it is undone after."""
    with engine.connect() as connection, connection.begin() as changes:
        guarding.forget(connection, "audit_entry")
        yield connection
        changes.rollback()


def verdict(connection, *anchors):
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        return checked(linked(session), anchors)


def row_of(connection, number):
    return dict(connection.execute(select(LOG).where(LOG.c.id == number)).mappings().one())


def moved(connection, old, new):
    connection.execute(update(LOG).where(LOG.c.id == old).values(id=new))


def written_anew(connection, since, change):
    """Write the log anew from an entry on, with hashes that fit."""
    previous = connection.scalar(select(LOG.c.hash).where(LOG.c.id == since - 1)) or "0" * 64
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        content = {each.number: each.content for each in linked(session)}
    for number in range(since, COUNT + 1):
        told = dict(content[number]) | (change if number == since else {})
        new = sealed(number, previous, told)
        values = {"previous_hash": previous, "hash": new} | (change if number == since else {})
        connection.execute(update(LOG).where(LOG.c.id == number).values(values))
        previous = new


@pytest.mark.trust("F2")
@HARD
@given(number=A_ROW, column=st.sampled_from(TEXTS), value=st.text("abc \n'é😀", max_size=9))
def test_an_entry_that_was_edited_is_named(log, number, column, value):
    with bent(log[0]) as connection:
        before = row_of(connection, number)[column]
        connection.execute(update(LOG).where(LOG.c.id == number).values({column: value}))
        assert verdict(connection).broken_at == (0 if value == before else number)


@pytest.mark.trust("F2")
@HARD
@given(number=A_ROW, column=st.sampled_from(["object_id", "hash", "previous_hash", "at"]))
def test_an_entry_whose_instant_object_or_hash_was_edited_is_named(log, number, column):
    with bent(log[0]) as connection:
        other = {"object_id": "999", "at": "'2020-01-01 00:00:00.000000'"}.get(
            column, f"'{'f' * 64}'"
        )
        statement = f"UPDATE audit_entry SET {column} = {other} WHERE id = {number}"  # noqa: S608
        connection.execute(text(statement))
        assert verdict(connection).broken_at == number


@pytest.mark.trust("F2")
@HARD
@given(gone=st.sets(st.integers(1, COUNT - 1), min_size=1))
def test_of_entries_that_were_deleted_the_first_is_named(log, gone):
    with bent(log[0]) as connection:
        connection.execute(delete(LOG).where(LOG.c.id.in_(gone)))
        assert verdict(connection).broken_at == min(gone)


@pytest.mark.trust("F2")
@HARD
@given(pair=st.lists(A_ROW, min_size=2, max_size=2, unique=True), whole=st.booleans())
def test_of_two_entries_that_were_swapped_the_first_is_named(log, pair, whole):
    """Either their places are swapped, or all that they tell, with their hashes where they were."""
    one, other = sorted(pair)
    with bent(log[0]) as connection:
        if whole:
            moved(connection, one, 999)
            moved(connection, other, one)
            moved(connection, 999, other)
        else:
            told = {number: row_of(connection, number) for number in pair}
            for number, taken in ((one, other), (other, one)):
                values = {name: told[taken][name] for name in TOLD}
                connection.execute(update(LOG).where(LOG.c.id == number).values(values))
        assert verdict(connection).broken_at == one


@pytest.mark.trust("F2")
@HARD
@given(place=st.integers(0, COUNT), fits=st.booleans())
def test_an_entry_that_was_slipped_in_is_named_or_the_one_after_it(log, place, fits):
    with bent(log[0]) as connection:
        new = row_of(connection, 1) | {"id": place + 1, "reason": "slipped in"}
        for number in range(COUNT, place, -1):
            moved(connection, number, number + 1)
        if fits:
            previous = row_of(connection, place)["hash"] if place else "0" * 64
            told = log[2] | {"reason": "slipped in"}
            new |= {"previous_hash": previous, "hash": sealed(place + 1, previous, told)}
        connection.execute(insert(LOG).values(new))
        found = verdict(connection).broken_at
        last = place == COUNT and fits  # an entry that was added as the program adds them
        assert found == (0 if last else place + 2 if fits else place + 1)


@pytest.mark.trust("F2")
@pytest.mark.parametrize("place", [0, -5])
def test_an_entry_before_the_first_is_found(log, place):
    with bent(log[0]) as connection:
        connection.execute(insert(LOG).values(row_of(connection, 1) | {"id": place}))
        assert verdict(connection).broken_at == 1


@pytest.mark.trust("F2")
@pytest.mark.parametrize(("column", "value"), [("at", "long ago"), ("hash", b"\xff"),
                                               ("object_id", "Ada"), ("reason", b"\xff\xfe")])  # fmt: skip
def test_an_entry_that_can_no_longer_be_read_is_named(log, column, value):
    engine = log[0]
    sqlite = engine.dialect.name == "sqlite"
    how = f"UPDATE audit_entry SET {column} = {'?' if sqlite else '%s'} WHERE id = 5"  # noqa: S608
    with bent(engine) as connection:
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(how, (value,))
            broken = 5
        except DBAPIError:
            broken = 0  # the columns of PostgreSQL do not take just anything
        assert verdict(connection).broken_at == broken
        assert broken or not sqlite


@pytest.mark.trust("F3")
@HARD
@given(left=st.integers(0, COUNT - 1))
def test_an_end_that_was_cut_off_is_found_by_an_anchor_alone(log, left):
    engine, anchor, _ = log
    with bent(engine) as connection:
        connection.execute(delete(LOG).where(LOG.c.id > left))
        assert verdict(connection).broken_at == 0
        found = verdict(connection, anchor)
        assert found.broken_at == (left + 1 if left < KEPT else 0)


@pytest.mark.trust("F3")
@HARD
@given(since=A_ROW)
def test_a_log_that_was_written_anew_is_found_by_an_anchor_alone(log, since):
    engine, anchor, _ = log
    with bent(engine) as connection:
        written_anew(connection, since, {"reason": "as if it had always been so"})
        assert verdict(connection).broken_at == 0
        found = verdict(connection, anchor)
        assert found.broken_at == (KEPT if since <= KEPT else 0)


@pytest.mark.trust("F2", "F3")
def test_what_was_tried_is_undone_and_the_log_holds(log):
    engine, anchor, _ = log
    with bent(engine) as connection:
        connection.execute(delete(LOG))
    assert len(rows(engine, "audit_entry")) == COUNT
    with engine.connect() as connection:
        assert verdict(connection, anchor).head.number == COUNT
