"""Together: parts that do not wait for one another ask as one, and chains as often as they are long."""

from contextvars import ContextVar

import pytest
from sqlalchemy import select

from comanage import one_moment
from comanage.database import reading, transaction
from comanage.records.person import Person
from comanage.refusals import NotFound
from comanage.together import Together, read_ahead
from tests.makers import make_person
from tests.moments import within_a_moment

NAMES = ("Ana", "Ben", "Cleo")


@pytest.fixture
def people(engine):
    """Three people, by name."""
    del engine
    with transaction() as session:
        return {
            name: make_person(session, name=name, email=f"{name}@x.example".lower()).id
            for name in NAMES
        }


def name_of(session, number):
    return session.scalar(select(Person.name).where(Person.id == number))


def number_of(session, name):
    return session.scalar(select(Person.id).where(Person.name == name))


def next_name(session, name):
    """Ask twice, the second time for what the first answer says."""
    return name_of(session, number_of(session, name) + 1)


def sent(queries):
    return [query for query in queries if query.startswith("SELECT")]


def test_parts_ask_as_one(people, queries):
    with within_a_moment() as session:
        each = Together(session)
        parts = [each.part(name_of, session, number) for number in people.values()]
        queries.clear()
        assert [part.given for part in parts] == [*NAMES]
    assert len(sent(queries)) == 1


def test_parts_take_as_many_statements_as_the_longest_of_them_has_questions(people, queries):
    with within_a_moment() as session:
        each = Together(session)
        short = each.part(name_of, session, people["Ana"])
        longer = [each.part(next_name, session, name) for name in ("Ana", "Ben")]
        queries.clear()
        assert (short.given, *(part.given for part in longer)) == ("Ana", "Ben", "Cleo")
    assert len(sent(queries)) == 2


def test_a_part_may_be_put_together_from_parts(people, queries):
    def both(session):
        each = Together(session)
        parts = [each.part(next_name, session, name) for name in ("Ana", "Ben")]
        return [part.given for part in parts]

    with within_a_moment() as session:
        each = Together(session)
        inner, outer = each.part(both, session), each.part(name_of, session, people["Ana"])
        queries.clear()
        assert (inner.given, outer.given) == (["Ben", "Cleo"], "Ana")
    assert len(sent(queries)) == 2


def test_what_one_part_asks_is_known_to_another(people, queries):
    with within_a_moment() as session:
        each = Together(session)
        same = [each.part(name_of, session, people["Ana"]) for _ in range(2)]
        queries.clear()
        assert [part.given for part in same] == ["Ana", "Ana"]
        assert name_of(session, people["Ana"]) == "Ana"
    assert len(sent(queries)) == 1


def test_a_part_is_begun_once_and_read_once(people):
    begun = []

    def counted(session, name):
        begun.append(name)
        return next_name(session, name)

    with within_a_moment() as session:
        part = Together(session).part(counted, session, "Ana")
        assert part.given == part.given == "Ben"
    assert begun == ["Ana"]


def test_two_parts_that_wait_for_the_same_answer_get_it(people, queries):
    with within_a_moment() as session:
        each = Together(session)
        parts = [each.part(next_name, session, "Ana") for _ in range(3)]
        queries.clear()
        assert [part.given for part in parts] == ["Ben"] * 3
    assert len(sent(queries)) == 2
    assert not any("UNION ALL" in query for query in sent(queries))  # each is asked once


def test_a_part_knows_what_its_request_knows(people):
    known = ContextVar("known", default="")
    known.set("here")
    with within_a_moment() as session:
        each = Together(session)
        parts = [each.part(lambda: (name_of(session, 1), known.get())) for _ in range(2)]
        assert [part.given[1] for part in parts] == ["here", "here"]


def test_a_session_whose_part_refused_can_be_asked_on(people):
    def refused():
        raise NotFound("There is none.")

    with within_a_moment() as session:
        each = Together(session)
        waits, _ = each.part(next_name, session, "Ana"), each.part(refused)
        with pytest.raises(NotFound):
            _ = waits.given
        again = Together(session)
        parts = [again.part(next_name, session, name) for name in ("Ana", "Ben")]
        assert [part.given for part in parts] == ["Ben", "Cleo"]


def test_what_a_part_refuses_is_refused(people):
    def refused(session):
        name_of(session, people["Ana"])
        raise NotFound("There is none.")

    with within_a_moment() as session:
        each = Together(session)
        first, last = each.part(name_of, session, people["Ben"]), each.part(refused, session)
        with pytest.raises(NotFound):
            _ = first.given
        with pytest.raises(NotFound):
            _ = last.given


def test_outside_a_moment_parts_are_read_one_after_the_other(people, queries):
    with reading() as session:
        each = Together(session)
        parts = [each.part(name_of, session, number) for number in people.values()]
        queries.clear()
        assert [part.given for part in parts] == [*NAMES]
    assert len(sent(queries)) == len(NAMES)


def test_what_is_read_ahead_is_known_where_it_is_needed(people, queries):
    with within_a_moment() as session:
        queries.clear()
        read_ahead(
            session,
            lambda: next_name(session, "Ana"),
            lambda: name_of(session, people["Cleo"]),
        )
        assert len(sent(queries)) == 2
        assert next_name(session, "Ana") == "Ben"
        assert name_of(session, people["Cleo"]) == "Cleo"
    assert len(sent(queries)) == 2


def test_what_fails_when_read_ahead_fails_where_it_is_needed(people):
    def refused(session):
        name_of(session, people["Ana"])
        raise NotFound("There is none.")

    with within_a_moment() as session:
        read_ahead(session, lambda: refused(session))
        with pytest.raises(NotFound):
            refused(session)


def test_nothing_is_read_ahead_where_nothing_would_be_remembered(people, queries):
    with reading() as session:
        queries.clear()
        read_ahead(session, lambda: name_of(session, people["Ana"]))
    assert sent(queries) == []


def test_what_comes_later_is_asked_beside_what_is_asked_first(people, queries):
    moment = one_moment.begin()
    try:
        moment.ahead(lambda session: next_name(session, "Ana"))
        with reading() as session:
            queries.clear()
            assert name_of(session, people["Cleo"]) == "Cleo"
            assert len(sent(queries)) == 1
            assert name_of(session, people["Ana"]) == "Ana"
            assert len(sent(queries)) == 2
            assert next_name(session, "Ana") == "Ben"
        assert len(sent(queries)) == 2
    finally:
        one_moment.leave(moment)


def test_what_comes_later_may_fail_without_harm(people):
    def refused(session):
        raise NotFound("There is none.")

    moment = one_moment.begin()
    try:
        moment.ahead(refused)
        with reading() as session:
            assert name_of(session, people["Ana"]) == "Ana"
    finally:
        one_moment.leave(moment)


def test_what_was_to_come_later_may_be_left_where_it_is(people):
    left = []

    def last_word(session):
        try:
            next_name(session, "Ana")
        finally:
            left.append(True)

    moment = one_moment.begin()
    moment.ahead(last_word)
    with reading() as session:
        assert name_of(session, people["Ana"]) == "Ana"
    assert left == []
    one_moment.leave(moment)
    assert left == [True]


def test_after_a_change_everything_is_asked_anew(people):
    moment = one_moment.begin()
    try:
        with reading() as session:
            read_ahead(session, lambda: name_of(session, people["Ana"]))
        with transaction() as session:
            session.get_one(Person, people["Ana"]).name = "Anna"
        with reading() as session:
            each = Together(session)
            parts = [each.part(name_of, session, people[name]) for name in ("Ana", "Ben")]
            assert [part.given for part in parts] == ["Anna", "Ben"]
    finally:
        one_moment.leave(moment)
