"""A moment to read in, as a request that changes nothing has it."""

from contextlib import contextmanager

from comanage import one_moment
from comanage.database import reading


@contextmanager
def within_a_moment():
    """Open a session that reads at one moment, and leave the moment after it."""
    moment = one_moment.begin()
    try:
        with reading() as session:
            yield session
    finally:
        one_moment.leave(moment)
