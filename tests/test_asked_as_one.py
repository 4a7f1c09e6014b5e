"""Asked as one: several questions, one statement, and the answers that each would have had alone."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload, undefer

from comanage.database import reading, transaction
from comanage.records.base import Base
from comanage.records.figure import Figure
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import Person
from comanage.together import Together
from tests.actions.settling import make_ready
from tests.makers import make_person, make_settlement
from tests.moments import within_a_moment
from tests.statements import samples

RECORDS = sorted(Base.registry.mappers, key=lambda each: each.class_.__name__)


def rows(session, question):
    return session.execute(question).unique().all()


def asked_in(session, *questions):
    """Ask questions of a session as one; give the rows of each."""
    each = Together(session)
    parts = [each.part(rows, session, question) for question in questions]
    return [part.given for part in parts]


def as_one(*questions):
    with within_a_moment() as session:
        return asked_in(session, *questions)


def alone(*questions):
    with reading() as session:
        return [session.execute(question).unique().all() for question in questions]


def sent(queries):
    return [query for query in queries if query.startswith("SELECT")]


def values(found):
    """Give the values of records by their columns, with their types."""
    return [
        [(name, type(value), value) for name, value in sorted(columns(row[0]).items())]
        for row in found
    ]


def columns(record):
    return {each.key: getattr(record, each.key) for each in type(record).__mapper__.column_attrs}


@pytest.fixture
def filled(engine):
    """A database with records of many kinds."""
    del engine
    with transaction() as session:
        made = make_ready(session, figures=samples.FIGURES)
        make_settlement(session, made.agreement, period="2027-Q1")


def test_records_of_every_kind_come_with_the_values_and_types_that_they_have_alone(filled, queries):
    questions = [
        select(each.class_).options(undefer("*")).order_by(*each.primary_key) for each in RECORDS
    ]
    assert len(questions) > 60
    queries.clear()
    with within_a_moment() as session:
        found = [values(each) for each in asked_in(session, *questions)]
    assert len(sent(queries)) == 1
    with reading() as session:
        expected = [values(session.execute(each).unique().all()) for each in questions]
    assert found == expected
    assert sum(map(bool, found)) >= 18  # kinds of which there is one


def test_an_answer_keeps_its_order_and_its_limit(filled):
    questions = [
        select(Person).order_by(Person.id.desc()).limit(2),
        select(Figure.id).order_by(Figure.id.desc()),
        select(Person.id).order_by(Person.name),
    ]
    people, figures, by_name = as_one(*questions)
    assert [row[0].id for row in people] == sorted((row[0].id for row in people), reverse=True)
    assert len(people) == 2
    assert [figures, by_name] == alone(*questions[1:])
    assert len(figures) > 1 < len(by_name)


def test_values_of_one_name_stay_with_their_own_question(filled):
    questions = [select(Person.name).where(Person.id == number) for number in (1, 2)]
    questions += [
        select(PerformancePeriod.code).where(PerformancePeriod.starts <= day).order_by("code")
        for day in (date(2027, 1, 1), date(2027, 12, 31))
    ]
    questions += [select(Person.id).where(Person.id.in_(some)) for some in ([1], [1, 2], [])]
    found = as_one(*questions)
    assert found == alone(*questions)
    assert found[0] != found[1]
    assert found[-1] == []


def test_more_values_than_a_statement_takes_go_out_in_two(filled, queries):
    many = range(1, 20_000)
    questions = [
        select(Person.id).where(Person.id.in_(many)).order_by(each)
        for each in (Person.id, Person.id.desc())
    ]
    questions.append(select(Person.name).where(Person.id == 1))
    queries.clear()
    found = as_one(*questions)
    assert len(sent(queries)) == 2
    assert found[0] == found[1][::-1] == alone(questions[0])[0]
    assert found[2] == alone(questions[2])[0]


def test_rows_of_a_table_are_as_wide_as_they_are_alone(filled):
    table = Person.__table__
    questions = [select(table.c.name, table.c.active).order_by(table.c.id), select(Figure)]
    names, _ = as_one(*questions)
    assert [tuple(row) for row in names] == [tuple(row) for row in alone(questions[0])[0]]
    assert {len(row) for row in names} == {2}


def test_a_percent_sign_and_a_count_come_as_they_are(filled):
    questions = [
        select(func.count(Person.id)),
        select(Person.name).where(Person.name.like("%a%")).order_by(Person.id),
    ]
    assert as_one(*questions) == alone(*questions)


def test_what_is_joined_to_a_record_comes_along(filled, queries):
    question = select(Figure).options(joinedload(Figure.measure)).order_by(Figure.id)
    with within_a_moment() as session:
        found, _ = asked_in(session, question, select(Person.id))
        queries.clear()
        assert all(row[0].measure.code for row in found)
    assert sent(queries) == []


def test_a_record_is_one_and_the_same_in_every_answer(filled):
    both = select(Person).order_by(Person.id), select(Person).where(Person.id == 1)
    with within_a_moment() as session:
        everyone, one = asked_in(session, *both)
        assert one == [everyone[0]]
        assert session.get(Person, 1) is one[0][0]


def test_what_was_read_at_this_moment_is_not_read_over(filled):
    again = select(Figure).execution_options(populate_existing=True).order_by(Figure.id)
    with within_a_moment() as session:
        first = session.scalars(again.options(joinedload(Figure.measure))).first()
        asked_in(session, again, select(Person.id))
        assert "measure" in first.__dict__


def test_one_question_is_asked_as_it_is(filled, queries):
    queries.clear()
    assert as_one(select(Person.id).order_by(Person.id)) == alone(
        select(Person.id).order_by(Person.id)
    )
    assert len(set(sent(queries))) == 1


def test_what_the_database_refuses_is_told_as_ever(engine):
    del engine
    broken = select(func.no_such_function(Person.id))
    with transaction() as session:
        make_person(session)
    with pytest.raises(DBAPIError):
        as_one(broken, select(Person.id))
