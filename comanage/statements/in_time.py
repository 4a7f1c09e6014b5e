"""In time: work that takes too long is ended.

What lays out and writes documents are libraries that know of no limit. Each is pure Python and
touches no database, so it is done in a thread of its own, and an exception that is raised there
ends it; where the library takes that for a fault of its own and goes on, it is raised again.
"""

import ctypes
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from threading import Thread
from typing import Generic, TypeVar

from comanage.refusals import TooMuch

SECONDS = 60  # for one document; a cell of a table takes about a thousandth of one
AGAIN = 1.0  # seconds until it is raised again
TOO_LONG = (
    "Writing this document takes more than {:.0f} seconds, so it was ended, and nothing was stored."
    " Ask for help."
)
Made = TypeVar("Made")


class Ended(SystemExit):
    """The time is over; no Exception, since libraries catch those, and what lets a thread end quietly."""


def in_time(work: Callable[[], Made]) -> Made:
    """Do some work in a thread of its own, and end it where it takes too long.

    Whoever asks waits in their own thread, which nothing is ever raised in: however late on a
    busy machine the end comes, it can meet nobody but the work.

    Args:
        work: What is done; it changes nothing that outlives it.

    Raises:
        TooMuch: It took too long.
    """
    seconds = SECONDS
    done = _Done[Made]()
    # With what the asking thread knows of where it is, such as the page it makes.
    thread = Thread(target=copy_context().run, args=(done.by, work), name="in time", daemon=True)
    thread.start()
    thread.join(seconds)
    while thread.is_alive():
        done.end(thread)
        thread.join(AGAIN)
    if isinstance(done.fault, Ended) or not (done.made or done.fault):
        raise TooMuch(TOO_LONG.format(seconds)) from None
    if done.fault:
        raise done.fault
    return done.made[0]


class _Done(Generic[Made]):
    """What came of the work: one thing made, or a fault."""

    def __init__(self) -> None:
        self.made: list[Made] = []
        self.fault: BaseException | None = None
        self._over = False

    def by(self, work: Callable[[], Made]) -> None:
        """Do the work, in its thread."""
        with suppress(Ended):  # it may come in the midst of noting the one before
            try:
                self.made.append(work())
            except BaseException as fault:  # noqa: BLE001 - it is raised again where it is waited for
                self.fault = fault
            self._over = True

    def end(self, thread: Thread) -> None:
        """End the work, unless it is over; where that is so just now, only its thread is ended."""
        if thread.ident is not None and not self._over:
            _raise(ctypes.c_ulong(thread.ident), Ended)


def _raise(thread: ctypes.c_ulong, what: type[BaseException]) -> None:
    """Raise an exception in a thread, at its next step; in one that has ended, nowhere."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(what))
