"""What people are told when a database refuses, has gone, or is not as this version needs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from comanage.records import constraints
from comanage.refusals import Conflict, NotReady, Refusal

CHANGED_MEANWHILE = (
    "Someone else changed this after you opened it, so nothing was stored. "
    "Load the page again and see what they did."
)
BUSY = "Someone else is storing something at this moment, so nothing was stored. Try again."
NOT_MIGRATED = "The database is not migrated: run comanage upgrade."
NEWER = "The database was made by a newer comanage: install that version."
UNGUARDED = "The database has lost safeguards ({}): restore it from a backup."
NOT_THERE = (
    "The database cannot be reached: check COMANAGE_DATABASE_URL, that it runs, and that its disk has"
    " room."
)
BROKEN = (
    "The link to the database broke. Look whether what you sent was stored; if not, send it again."
)
SLOW = "The database took too long to answer, so nothing was stored. Try again in a minute."
FULL = "The disk of the database is full, so nothing was stored. Make room on it, and try again."
DAMAGED = "The file of the database is damaged, or is no database: restore it from a backup."


class Busy(Conflict):
    """Someone else is storing something; the same is taken a moment later."""

    title = "Try again in a moment"


# What a database says, by its SQLSTATE or by how its message begins; and what people are told.
SAID = (
    (("40001", "40P01", "55P03", "database is locked"), Busy(BUSY)),
    (("42P01", "no such table"), NotReady(NOT_MIGRATED)),
    (("53100", "database or disk is full", "disk I/O error"), NotReady(FULL)),
    (("57014",), NotReady(SLOW)),
    (("database disk image is malformed", "file is not a database"), NotReady(DAMAGED)),
    (("unable to open database", "connection "), NotReady(NOT_THERE)),
    (("57P0", "08", "25P03"), NotReady(BROKEN)),
)
# What is over after a while, without anybody having asked for something wrong; some of it may be
# met each time by work that is too large for the database.
PASSING = frozenset({BUSY, NOT_THERE, BROKEN, SLOW, FULL})
TOO_LARGE = frozenset({SLOW, FULL})


@contextmanager
def in_words() -> Iterator[None]:
    """Say in words what the database refuses; leave faults of the program as they are."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict(CHANGED_MEANWHILE) from error
    except DBAPIError as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def passes(why: Refusal) -> bool:
    """Say whether a refusal is only about the database at that moment: the same may go well later.

    >>> passes(NotReady(BROKEN)), passes(NotReady(NOT_MIGRATED)), passes(Conflict(BUSY))
    (True, False, True)
    """
    return why.sentence in PASSING


def _refusal(error: DBAPIError) -> Refusal | None:
    if isinstance(error, IntegrityError):
        sentence = constraints.sentence(error)
        return Conflict(sentence) if sentence else None
    said = getattr(error.orig, "sqlstate", None) or str(error.orig)
    for beginnings, refusal in SAID:
        if said.startswith(beginnings):
            return _passing(type(refusal)(refusal.sentence))
    return _passing(NotReady(BROKEN)) if error.connection_invalidated else None


def _passing(made: Refusal) -> Refusal:
    made.passing = passes(made)
    return made
