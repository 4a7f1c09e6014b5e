"""Together: parts of a page that do not wait for one another ask the database together.

Each part reads for itself, as if it were alone. A part that asks what is not known yet is left
there; what all of them were left at is asked as one statement; then they begin again and come
further, since what they asked before is known. So a page costs as many statements as its longest
chain of questions has links, however many parts it is put together from.

Source: S. Marlow and others, "There is no fork: an abstraction for efficient, concurrent, and
concise data access", ICFP 2014.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Generic, ParamSpec, TypeVar

from sqlalchemy import FrozenResult, Result
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.cache_key import HasCacheKey

from comanage.asked_as_one import answers
from comanage.refusals import Refusal

P = ParamSpec("P")
T = TypeVar("T")
Wanted = dict[object, ORMExecuteState]

KNOWN = "known"  # where a session that is read at one moment keeps the answers it gave


class _Unanswered(BaseException):
    """A part asks what is not known yet; no part may catch that."""


class Answers:
    """The answers that a session gave, by what it was asked: each question is asked once."""

    def __init__(self) -> None:
        """Begin without an answer."""
        self._given: dict[object, FrozenResult[Any]] = {}
        self._wanted: Wanted | None = None  # what parts were left at, while parts are read
        self._ahead: list[Callable[[], object]] = []

    def __call__(self, asked: ORMExecuteState) -> Result[Any] | None:
        """Answer from what is known; what loads a part of a record on demand is asked as ever."""
        if not asked.is_select or asked.is_column_load or asked.is_relationship_load:
            return None
        question = _question(asked)
        if question is None:
            return None
        if question not in self._given:
            self.ask({question: asked})
        return self._given[question]()

    def ahead(self, reader: Callable[[], object]) -> None:
        """Have what a reader will ask later asked beside what is asked first; it may fail then."""
        self._ahead.append(reader)

    @contextmanager
    def left_open(self) -> Iterator[Wanted]:
        """Gather meanwhile what is not known, and leave whoever asks it there."""
        before, self._wanted = self._wanted, {}
        try:
            yield self._wanted
        finally:
            self._wanted = before

    def ask(self, wanted: Wanted) -> None:
        """Ask what is wanted as one statement; within a part, leave that to whoever began the part."""
        if self._wanted is not None:
            self._wanted |= wanted
            raise _Unanswered
        wanted = self._with_what_comes_later(wanted)
        self._given |= dict(zip(wanted, answers([*wanted.values()]), strict=True))

    def until_all(self, readers: Iterable[Callable[[], bool]]) -> None:
        """Let each reader go on until all say that they came to their ends."""
        rest = [*readers]
        while rest:
            with self.left_open() as wanted:
                rest = [go_on for go_on in rest if not go_on()]
            if wanted:
                self.ask(wanted)

    def _with_what_comes_later(self, wanted: Wanted) -> Wanted:
        with self.left_open() as later:
            self._ahead = [reader for reader in self._ahead if not _to_its_end(reader)]
        return wanted | later


class Part(Generic[T]):
    """A part that is read together with others."""

    def __init__(self, together: "Together", reader: Callable[[], T]) -> None:
        """Set out a part; nothing is read yet."""
        self._together = together
        self._reader = reader
        self._found: list[T] = []

    def go_on(self) -> bool:
        """Read as far as the answers go; say whether that is to the end."""
        with suppress(_Unanswered):
            if not self._found:
                self._found.append(self._reader())
            return True
        return False

    @property
    def given(self) -> T:
        """What the part came to; the first part that is asked for it has all of them read."""
        if not self._found:
            self._together.read()
        return self._found[0]


class Together:
    """Parts that are read together.

    A part may be begun several times: it reads, and changes nothing. Where a session is not of
    one moment, the parts are read one after the other.
    """

    def __init__(self, session: Session) -> None:
        """Begin without a part."""
        self._answers: Answers | None = session.info.get(KNOWN)
        self._parts: list[Part[Any]] = []

    def part(self, reader: Callable[P, T], *given: P.args, **named: P.kwargs) -> Part[T]:
        """Add what is read by calling a reader with what is given."""
        made = Part(self, lambda: reader(*given, **named))
        self._parts.append(made)
        return made

    def read(self) -> None:
        """Read all parts to their ends.

        Raises:
            Refusal: What a part refuses.
        """
        if self._answers is None:
            for part in self._parts:
                part.go_on()
        else:
            self._answers.until_all(part.go_on for part in self._parts)


def read_ahead(session: Session, *readers: Callable[[], object]) -> None:
    """Have what readers ask asked together, before it is asked where it is needed, one by one.

    A reader may fail: it fails where it is needed too. Where a session is not of one moment,
    nothing would be remembered, and nothing is read.
    """
    answers: Answers | None = session.info.get(KNOWN)
    if answers is not None:
        answers.until_all(partial(_to_its_end, reader) for reader in readers)


def _to_its_end(reader: Callable[[], object]) -> bool:
    """Let a reader go as far as it comes; say whether that is to its end, which a failure is too."""
    try:
        reader()
    except _Unanswered:
        return False
    except (Refusal, SQLAlchemyError):
        return True
    return True


def _question(asked: ORMExecuteState) -> object:
    """Name a question by its statement and all its values; None where it has no name."""
    statement = asked.statement
    # The key that SQLAlchemy's own examples of caching know a statement by.
    named = statement._generate_cache_key() if isinstance(statement, HasCacheKey) else None  # noqa: SLF001
    if named is None:
        return None
    values = tuple(repr(each.effective_value) for each in named.bindparams)
    return named.key, values, repr(asked.parameters)
