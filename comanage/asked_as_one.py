"""Asked as one: several questions reach the database as one statement; each has its own answer.

The statement is the questions beside each other, SELECT 0, ... UNION ALL SELECT 1, ..., with the
place of the question before each of its rows. Each answer is then made of its rows as SQLAlchemy
makes it of rows that a driver fetched: types, records and what is joined to them, all as ever.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import URL, Connection, Dialect, Engine, FrozenResult, event
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.pool import NullPool

Row = Sequence[Any]
Ask = Callable[["Question"], Sequence[Row]]
Values = Sequence[Any] | Mapping[str, Any]

WITH_TYPES = "comanage_with_types"  # of a statement on PostgreSQL: rows within its rows keep theirs
BINARY = 1  # how psycopg names the format in which a row within a row has them
ASK = "comanage_ask"  # of a statement whose rows are fetched elsewhere: gives them
# What was read at this moment has not changed since.
SAME: dict[str, Any] = {"populate_existing": False}
NUMERIC = 1700  # how PostgreSQL numbers that type; SQLAlchemy looks at it where a column is one
MOST_VALUES = 32_000  # in a statement: SQLite takes 32,766, PostgreSQL 65,535
NAMED = re.compile(r"%\((\w+)\)s")  # what stands for a value in a statement of psycopg

_engines: dict[str, Engine] = {}  # one for each kind of database, whose dialects are alike


class Question(NamedTuple):
    """A question as it is sent.

    Attributes:
        statement: In SQL.
        values: What stands for its marks, by place or by name.
        width: How many columns its answer has.
    """

    statement: str
    values: Values
    width: int


class _HasFormat(Protocol):
    """What of a cursor of psycopg is set here."""

    format: int


class _Driver:
    """What SQLAlchemy takes for a connection of a driver: it has its rows from elsewhere."""

    def cursor(self) -> "_Cursor":
        return _Cursor()

    def commit(self) -> None:
        """Change nothing."""

    rollback = close = commit


class _Cursor:
    """What SQLAlchemy takes for a cursor: it gives rows that were fetched with those of others."""

    arraysize, rowcount = 1, -1
    description: Sequence[Sequence[Any]] | None = None
    rows: Sequence[Row] = ()

    def execute(self, statement: str, values: Values = ()) -> None:
        """Do nothing: the rows are there."""

    def fetchall(self) -> Sequence[Row]:
        """Give all rows."""
        return self.rows

    def close(self) -> None:
        """Do nothing."""


def keep_types(engine: Engine) -> None:
    """Have PostgreSQL send the rows of several questions so that each value keeps its type."""
    event.listen(engine, "before_cursor_execute", _keep_types)


def answer(asked: ORMExecuteState, ask: Ask) -> FrozenResult[Any]:
    """Answer a question of a session from rows that are fetched with those of other questions.

    Args:
        asked: The question, as the session was asked it.
        ask: Gives the rows of questions as they are sent.
    """
    bind = {"bind": _elsewhere(asked.session.get_bind().dialect)}
    return asked.invoke_statement(bind_arguments=bind, execution_options=SAME | {ASK: ask}).freeze()


def answer_alone(asked: ORMExecuteState) -> FrozenResult[Any]:
    """Answer a question of a session as it is."""
    return asked.invoke_statement(execution_options=SAME).freeze()


def fetched(connection: Connection, questions: Sequence[Question]) -> list[list[Row]]:
    """Fetch the rows of each question with one statement, or more where it would hold too many values.

    Args:
        connection: Where they are asked.
        questions: The questions as they are sent.
    """
    if not questions:
        return []
    if len(questions) == 1:
        ((statement, values, _),) = questions
        return [[*connection.exec_driver_sql(statement, values)]]
    each = (_fetched(connection, some) for some in _within_bounds(questions))
    return [*chain.from_iterable(each)]


def _within_bounds(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    """Split questions where one statement would hold more values than databases take."""
    some: list[Question] = []
    for each in questions:
        if some and sum(len(one.values) for one in (*some, each)) > MOST_VALUES:
            yield some
            some = []
        some.append(each)
    yield some


def _fetched(connection: Connection, questions: Sequence[Question]) -> list[list[Row]]:
    """Fetch the rows of each question."""
    rows: list[list[Row]] = [[] for _ in questions]
    if connection.dialect.name == "postgresql":
        sent = connection.exec_driver_sql(
            *_records(questions), execution_options={WITH_TYPES: True}
        )
        for place, row in sent:
            rows[place].append(row)
    else:
        for place, *row in connection.exec_driver_sql(*_columns(questions)):
            rows[place].append(row[: questions[place].width])
    return rows


def _columns(questions: Sequence[Question]) -> tuple[str, tuple[Any, ...]]:
    """Put questions into one statement of SQLite, where a column may hold values of every type."""
    widest = max(each.width for each in questions)
    parts = (
        f"SELECT {place}, q.*{', NULL' * (widest - each.width)} FROM ({each.statement}) AS q"  # noqa: S608 - SQLAlchemy wrote it
        for place, each in enumerate(questions)
    )
    return " UNION ALL ".join(parts), tuple(chain.from_iterable(each.values for each in questions))


def _records(questions: Sequence[Question]) -> tuple[str, dict[str, Any]]:
    """Put questions into one statement of PostgreSQL, each row as a record, which has its types."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for place, each in enumerate(questions):
        named = NAMED.sub(rf"%(q{place}_\1)s", each.statement)
        parts.append(f"SELECT {place}, ROW(q.*) FROM ({named}) AS q")  # noqa: S608 - SQLAlchemy wrote it
        values |= {f"q{place}_{name}": value for name, value in dict(each.values).items()}
    return " UNION ALL ".join(parts), values


def _elsewhere(dialect: Dialect) -> Engine:
    """Give the engine whose rows are fetched elsewhere."""
    if dialect.name not in _engines:
        engine = Engine(NullPool(_driver), dialect, URL.create(dialect.name))
        event.listen(engine, "before_cursor_execute", _take)
        _engines[dialect.name] = engine
    return _engines[dialect.name]


def _driver() -> DBAPIConnection:
    return cast("DBAPIConnection", _Driver())


def _take(
    _connection: Connection,
    cursor: _Cursor,
    statement: str,
    values: Values,
    context: DefaultExecutionContext,
    *_rest: object,
) -> None:
    columns = context.result_column_struct
    width = len(columns[0]) if columns else 0
    cursor.description = [(f"c{place}", NUMERIC, *(None,) * 5) for place in range(width)]
    cursor.rows = context.execution_options[ASK](Question(statement, values, width))


def _keep_types(
    _connection: Connection,
    cursor: _HasFormat,
    _statement: str,
    _values: Values,
    context: DefaultExecutionContext,
    *_rest: object,
) -> None:
    if context.execution_options.get(WITH_TYPES):
        cursor.format = BINARY
