"""Together: parts of a page that do not wait for one another ask the database together.

Each part reads for itself, as if it were alone. Where it asks something it is stopped; what all of
them were stopped at is asked as one statement; then each goes on with its own rows. So a page
costs as many statements as its longest chain of questions has links, however many parts it is
put together from.

Source: S. Marlow and others, "There is no fork: an abstraction for efficient, concurrent, and
concise data access", ICFP 2014.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from itertools import chain, islice
from typing import Any, Generic, ParamSpec, TypeVar

from greenlet import getcurrent, greenlet
from sqlalchemy import FrozenResult, Result
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.cache_key import HasCacheKey

from comanage.asked_as_one import Question, Row, answer, answer_alone, fetched
from comanage.refusals import Refusal

Rows = Sequence[Row]
P = ParamSpec("P")
T = TypeVar("T")

MOST_IDLE = 9  # rounds, then parts wait for what nobody asks; two may pass while answers are made
KNOWN = "known"  # where a session that is read at one moment keeps the answers it gave


class _NotNeeded(Exception):
    """Ends a part that is not read any further; a part may not catch it."""


class _Reading(greenlet):
    """A part while it is read: it stops where it asks something, and goes on with the rows."""

    def __init__(self, reader: Callable[[], object]) -> None:
        super().__init__(reader)
        self.gr_context = copy_context()
        self.rows: list[Rows] = []  # what it is handed next

    def goes_on(self) -> list[Question] | None:
        """Go on from here; give what is asked next, or None where it came to its end."""
        self.parent = getcurrent()
        rows, self.rows = self.rows, []
        asked: list[Question] = self.switch(rows) if self else self.switch()
        return None if self.dead else asked


def _handed(questions: list[Question]) -> list[Rows]:
    """Stop the part that is read until the rows of questions are there."""
    here = getcurrent()
    if here.parent is None:
        raise LookupError("Only a part that is read waits for others.")
    rows: list[Rows] = here.parent.switch(questions)
    return rows


class Answers:
    """The answers that a session gave, by what it was asked: each question is asked once."""

    def __init__(self, session: Session) -> None:
        """Begin without an answer."""
        self._session = session
        self._given: dict[object, FrozenResult[Any]] = {}
        self._asked: set[object] = set()  # by parts that wait for its rows
        self._idle = 0  # rounds in which nobody asked anything
        self._later: dict[_Reading, list[Question]] = {}  # with what each asked last

    def __call__(self, asked: ORMExecuteState) -> Result[Any] | None:
        """Answer from what is known; what loads a part of a record on demand is asked as ever."""
        if not asked.is_select or asked.is_column_load or asked.is_relationship_load:
            return None
        question = _question(asked)
        if question is None:
            return None
        if question not in self._given:
            if isinstance(getcurrent(), _Reading):
                self._answer(question, asked)
            elif self._later:
                self.read([partial(self._answer, question, asked)])
            else:
                self._given[question] = answer_alone(asked)
        return self._given[question]()

    def ahead(self, reader: Callable[[], object]) -> None:
        """Have what a reader will ask later asked beside what is asked first; it may fail then."""
        self._later[_Reading(partial(_harmlessly, reader))] = []

    def read(self, readers: Iterable[Callable[[], object]]) -> None:
        """Read parts to their ends."""
        parts = [_Reading(reader) for reader in readers]
        try:
            while asked := _go_on(parts):
                self._hand_out(asked)
        finally:
            _end(parts)

    def close(self) -> None:
        """Let go of what was to be read later."""
        _end(self._later)

    def _answer(self, question: object, asked: ORMExecuteState) -> None:
        while question in self._asked:  # by another part
            _handed([])
        if question not in self._given:
            self._asked.add(question)
            try:
                self._given[question] = answer(asked, _rows)
            finally:
                self._asked.discard(question)

    def _hand_out(self, asked: Mapping[_Reading, list[Question]]) -> None:
        """Give parts the rows that they ask for, and with them those that are read later."""
        if isinstance(getcurrent(), _Reading):
            _hand(asked, _handed([*chain.from_iterable(asked.values())]))
            return
        self._come_further([part for part, questions in self._later.items() if not questions])
        later = {part: questions for part, questions in self._later.items() if questions}
        questions = [*chain.from_iterable((*asked.values(), *later.values()))]
        self._idle = 0 if questions else self._idle + 1
        if self._idle > MOST_IDLE:
            raise LookupError("Parts of a page wait for one another.")
        _hand({**asked, **later}, fetched(self._session.connection(), questions))
        self._come_further(later)

    def _come_further(self, parts: Iterable[_Reading]) -> None:
        """Let parts that are read later go on, and keep what they ask next."""
        for part in parts:
            questions = part.goes_on()
            if questions is None:
                del self._later[part]
            else:
                self._later[part] = questions


def _hand(asked: Mapping[_Reading, list[Question]], rows: Iterable[Rows]) -> None:
    """Give each part the rows of its own questions."""
    rest = iter(rows)
    for part, questions in asked.items():
        part.rows = [*islice(rest, len(questions))]


def _rows(question: Question) -> Rows:
    return _handed([question])[0]


def _go_on(parts: Iterable[_Reading]) -> dict[_Reading, list[Question]]:
    """Let each part go on; give what those ask that did not come to their ends."""
    asked = {part: part.goes_on() for part in parts if not part.dead}
    return {part: questions for part, questions in asked.items() if questions is not None}


def _end(parts: Iterable[_Reading]) -> None:
    """End parts that are not needed any more."""
    for part in parts:
        if part:  # begun, and not at its end
            part.parent = getcurrent()
            with suppress(_NotNeeded):
                part.throw(_NotNeeded)


def _harmlessly(reader: Callable[[], object]) -> None:
    with suppress(Refusal, SQLAlchemyError):
        reader()


class Part(Generic[T]):
    """A part that is read together with others."""

    def __init__(self, together: "Together", reader: Callable[[], T]) -> None:
        """Set out a part; nothing is read yet."""
        self._together = together
        self._reader = reader
        self._found: list[T] = []

    def read(self) -> None:
        """Read it to its end."""
        if not self._found:
            self._found.append(self._reader())

    @property
    def given(self) -> T:
        """What the part came to; the first part that is asked for it has all of them read."""
        if not self._found:
            self._together.read()
        return self._found[0]


class Together:
    """Parts that are read together.

    Where a session is not of one moment, the parts are read one after the other.
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
        if self._answers is not None:
            self._answers.read([part.read for part in self._parts])
        else:
            for part in self._parts:
                part.read()


def read_ahead(session: Session, *readers: Callable[[], object]) -> None:
    """Have what readers ask asked together, before it is asked where it is needed, one by one.

    A reader may fail: it fails where it is needed too. Where a session is not of one moment,
    nothing would be remembered, and nothing is read.
    """
    answers: Answers | None = session.info.get(KNOWN)
    if answers is not None:
        answers.read([partial(_harmlessly, reader) for reader in readers])


def _question(asked: ORMExecuteState) -> object:
    """Name a question by its statement and all its values; None where it has no name."""
    statement = asked.statement
    # The key that SQLAlchemy's own examples of caching know a statement by.
    named = statement._generate_cache_key() if isinstance(statement, HasCacheKey) else None  # noqa: SLF001
    if named is None:
        return None
    values = tuple(repr(each.effective_value) for each in named.bindparams)
    return named.key, values, repr(asked.parameters)
