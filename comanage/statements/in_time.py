"""In time: work that takes too long is ended, in whatever thread it runs.

What lays out and writes documents are libraries that know of no limit. Each is pure Python and
touches no database, so an exception that is raised in its thread ends it; where the library
takes that for a fault of its own and goes on, it is raised again.
"""

import ctypes
from collections.abc import Callable
from threading import Event, Lock, Thread, get_ident
from typing import TypeVar

from comanage.refusals import TooMuch

SECONDS = 60  # for one document; a cell of a table takes about a thousandth of one
AGAIN = 1.0  # seconds until it is raised again
TOO_LONG = (
    "Writing this document takes more than {:.0f} seconds, so it was ended, and nothing was stored."
    " Ask for help."
)
Made = TypeVar("Made")


class Ended(BaseException):
    """The time is over; no Exception, since libraries catch those."""


def in_time(work: Callable[[], Made]) -> Made:
    """Do some work, and end it where it takes too long.

    Args:
        work: What is done; it changes nothing that outlives it.

    Raises:
        TooMuch: It took too long.
    """
    seconds = SECONDS
    watch = _Watch(seconds)
    try:
        try:
            return work()
        finally:
            watch.over()
    except Ended:
        watch.over()  # it may have come in the middle of the first one
        raise TooMuch(TOO_LONG.format(seconds)) from None


class _Watch:
    """Watches the thread that makes it, until it is over."""

    def __init__(self, seconds: float) -> None:
        self._watched = ctypes.c_ulong(get_ident())
        self._over, self._lock = Event(), Lock()
        Thread(target=self._watch, args=(seconds,), name="in time", daemon=True).start()

    def over(self) -> None:
        """Raise nothing from here on."""
        with self._lock:
            self._over.set()
            _raise(self._watched, None)

    def _watch(self, seconds: float) -> None:
        while not self._over.wait(seconds):
            with self._lock:
                if not self._over.is_set():
                    _raise(self._watched, Ended)
            seconds = AGAIN


def _raise(thread: ctypes.c_ulong, what: type[BaseException] | None) -> None:
    """Raise an exception in a thread, at its next step; with None, take back what waits to be raised."""
    raised = None if what is None else ctypes.py_object(what)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, raised)
