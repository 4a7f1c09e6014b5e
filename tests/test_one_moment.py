"""One moment: a page is read through one session, and asks each question once."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from comanage import one_moment
from comanage.database import reading, transaction
from comanage.records.person import Person
from tests.makers import make_person

ASKED = select(Person).order_by(Person.id)


@contextmanager
def within_a_moment():
    moment = one_moment.begin()
    try:
        yield moment
    finally:
        one_moment.leave(moment)


def names():
    with reading() as session:
        return [person.name for person in session.scalars(ASKED)]


def named(name):
    with transaction() as session:
        make_person(session, name=name, email=f"{name}@x.example".lower())


def asked(queries):
    return sum(query.startswith("SELECT") for query in queries)


def test_what_is_read_twice_is_asked_once(engine, queries):
    del engine
    named("Ana")
    queries.clear()
    with within_a_moment():
        assert names() == names() == ["Ana"]
    assert asked(queries) == 1


def test_another_value_is_another_question(engine, queries):
    del engine
    named("Ana")
    named("Ben")
    queries.clear()
    with within_a_moment(), reading() as session:
        for name in ("Ana", "Ben"):
            query = select(Person.name).where(Person.name == name)
            assert session.scalars(query).all() == [name]
        listed = [
            session.scalars(select(Person.id).where(Person.id.in_(ids))).all()
            for ids in ([1], [1, 2])
        ]
    assert [len(each) for each in listed] == [1, 2]
    assert asked(queries) == 4


def test_an_answer_may_be_read_in_several_ways(engine):
    del engine
    named("Ana")
    with within_a_moment(), reading() as session:
        (first,) = session.scalars(ASKED).all()
        assert session.scalars(ASKED).one() is first
        assert session.execute(ASKED).one() == (first,)


def test_all_parts_of_a_page_see_the_same_moment(engine):
    named("Ana")
    with within_a_moment():
        with reading() as first:
            assert first.scalar(text("SELECT count(*) FROM person")) == 1
        with engine.begin() as connection:  # somebody else, meanwhile
            connection.execute(text("UPDATE person SET name = 'Ben'"))
        assert names() == ["Ana"]
    assert names() == ["Ben"]


def test_what_is_read_after_a_change_of_its_own_is_read_anew(engine):
    del engine
    named("Ana")
    with within_a_moment():
        assert names() == ["Ana"]
        named("Ben")
        assert names() == ["Ana", "Ben"]


def test_what_was_read_before_a_change_stays_usable(engine):
    del engine
    named("Ana")
    with within_a_moment():
        with reading() as session:
            ana = session.scalars(ASKED).one()
        named("Ben")
        names()
        assert ana.roles == []  # loaded on demand, from the session that it came from


def test_a_session_that_failed_is_not_used_again(engine):
    del engine
    named("Ana")
    with within_a_moment():
        assert names() == ["Ana"]
        with pytest.raises((OperationalError, ProgrammingError)), reading() as session:
            session.execute(text("SELECT nothing FROM person"))
        named("Ben")
        assert names() == ["Ana", "Ben"]


def test_without_a_moment_each_reading_stands_for_itself(engine, queries):
    del engine
    named("Ana")
    queries.clear()
    assert names() == names()
    assert asked(queries) == 2


def test_a_moment_that_is_over_has_nothing_open(engine):
    with within_a_moment() as moment:
        names()
        assert engine.pool.checkedout() == 1
    assert engine.pool.checkedout() == 0
    assert one_moment.current() is None
    assert moment is not one_moment.current()


@pytest.mark.parametrize(("method", "within"), [("GET", True), ("HEAD", True), ("POST", False)])
def test_only_a_request_that_changes_nothing_is_of_one_moment(app, client, method, within):
    seen = []

    def look(answer):
        seen.append(one_moment.current())
        return answer

    app.after_request_funcs[None].append(look)
    try:
        client.open("/login", method=method)
    finally:
        app.after_request_funcs[None].remove(look)
    assert [each is not None for each in seen] == [within]
    assert one_moment.current() is None
