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
from functools import partial

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from comanage.together import KNOWN, Answers

Opening = Callable[[], AbstractContextManager[Session]]

_now: ContextVar["Moment | None"] = ContextVar("moment", default=None)


class Moment:
    """The sessions that a page is read with: one, unless the page wrote something on the way."""

    def __init__(self) -> None:
        """Begin without a session: it is opened when something is read."""
        self._opened = ExitStack()
        self._ahead: list[Callable[[Session], object]] = []
        self._session: Session | None = None

    @contextmanager
    def reading(self, opening: Opening) -> Iterator[Session]:
        """Give the session of this moment; one that failed is not used again.

        Args:
            opening: Opens a session that can change nothing.
        """
        if self._session is None:
            self._session = self._opened.enter_context(opening())
            answers = Answers(self._session)
            for reader in self._ahead:
                answers.ahead(partial(reader, self._session))
            self._session.info[KNOWN] = answers
            event.listen(self._session, "do_orm_execute", answers)
        try:
            yield self._session
        except SQLAlchemyError:
            self.end()
            raise

    def ahead(self, reader: Callable[[Session], object]) -> None:
        """Have what a reader will ask later asked beside what the page asks from now on."""
        self._ahead.append(reader)
        if self._session is not None:
            self._session.info[KNOWN].ahead(partial(reader, self._session))

    def end(self) -> None:
        """Let what is read from now on be read anew; what was read stays usable until close()."""
        if self._session is not None:
            self._session.info[KNOWN].close()
        self._session = None

    def close(self) -> None:
        """Let go of everything that was read."""
        self.end()
        self._opened.close()


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
