"""One moment: a page is read through one session, and asks each question once.

Many parts put a page together, and each of them reads for itself. Through one session they all
see the same moment, so that no figure of a page is newer than another; and because nothing
changes in that moment, the answer to a question is good for as long as the page is made.

It is for requests that change nothing. What a request does write down, such as that somebody
read a payment, ends the moment: whatever is read after it is read anew.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import FrozenResult, Result, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.cache_key import HasCacheKey

Opening = Callable[[], AbstractContextManager[Session]]

_now: ContextVar["Moment | None"] = ContextVar("moment", default=None)


class Moment:
    """The sessions that a page is read with: one, unless the page wrote something on the way."""

    def __init__(self) -> None:
        """Begin without a session: it is opened when something is read."""
        self._opened = ExitStack()
        self._session: Session | None = None

    @contextmanager
    def reading(self, opening: Opening) -> Iterator[Session]:
        """Give the session of this moment; one that failed is not used again.

        Args:
            opening: Opens a session that can change nothing.
        """
        if self._session is None:
            self._session = self._opened.enter_context(opening())
            event.listen(self._session, "do_orm_execute", _Answers())
        try:
            yield self._session
        except SQLAlchemyError:
            self.end()
            raise

    def end(self) -> None:
        """Let what is read from now on be read anew; what was read stays usable until close()."""
        self._session = None

    def close(self) -> None:
        """Let go of everything that was read."""
        self._session = None
        self._opened.close()


class _Answers:
    """The answers that a session gave, by what it was asked."""

    def __init__(self) -> None:
        self._given: dict[object, FrozenResult[Any]] = {}

    def __call__(self, asked: ORMExecuteState) -> Result[Any] | None:
        """Answer from what is known; what loads a part of a record on demand is asked as ever."""
        if not asked.is_select or asked.is_column_load or asked.is_relationship_load:
            return None
        question = _question(asked)
        if question is None:
            return None
        if question not in self._given:
            self._given[question] = asked.invoke_statement().freeze()
        return self._given[question]()


def begin() -> Moment:
    """Begin a moment: every reading() sees it until it is left."""
    moment = Moment()
    _now.set(moment)
    return moment


def leave(moment: Moment) -> None:
    """Leave a moment, and close what it had open."""
    _now.set(None)
    moment.close()


def current() -> Moment | None:
    """Give the moment that is read in; None where each reading stands for itself."""
    return _now.get()


def _question(asked: ORMExecuteState) -> object:
    """Name a question by its statement and all its values; None where it has no name."""
    statement = asked.statement
    # The key that SQLAlchemy's own examples of caching know a statement by.
    named = statement._generate_cache_key() if isinstance(statement, HasCacheKey) else None  # noqa: SLF001
    if named is None:
        return None
    values = tuple(repr(each.effective_value) for each in named.bindparams)
    return named.key, values, repr(asked.parameters)
