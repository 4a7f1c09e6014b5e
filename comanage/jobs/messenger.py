"""The messenger: wakes a worker when a job was asked for. It carries nothing that anybody relies on.

What it carries is the number of a job, as digits, through one of huey's storages: in memory where
the app works its jobs off itself, in Redis or in a PostgreSQL where workers run elsewhere. Nothing
is pickled, so whoever can write there can wake a worker, and nothing else. A message that gets lost
costs some seconds: workers look at the jobs themselves from time to time.
"""

import logging
import time
from threading import Event
from typing import Protocol

from huey import storage

from comanage.refusals import NotReady

QUEUE = "comanage"
LOOK_EVERY = 2.0  # seconds between two looks at the jobs where nothing wakes a worker
PAUSE = 0.2  # seconds between two looks at messages in memory
NO_REDIS = "COMANAGE_JOBS names a Redis, and the package for it is not there: pip install redis."
NOT_THERE = "The PostgreSQL that COMANAGE_JOBS names cannot be reached."
NOT_REACHED = (
    "What wakes the workers cannot be reached, so they look for jobs every {:.0f} seconds."
)
log = logging.getLogger(__name__)


class Messages(Protocol):
    """What a messenger needs of a storage of huey's."""

    def enqueue(self, data: bytes) -> None:
        """Put a message at the end."""

    def dequeue(self) -> bytes | None:
        """Take the first message; None where there is none, at once or after a second."""

    def close(self) -> object:
        """Let go of what was opened to reach it."""


class Messenger:
    """Wakes workers, in this process or wherever its messages are read."""

    def __init__(self, messages: Messages) -> None:
        """Keep where messages are put and taken."""
        self.messages = messages

    def send(self, job_id: int) -> None:
        """Wake a worker for a job; where that fails, one finds the job by itself."""
        try:
            self.messages.enqueue(str(job_id).encode())
        except Exception:  # noqa: BLE001 - each storage fails in its own way
            log.warning(NOT_REACHED.format(LOOK_EVERY))

    def close(self) -> None:
        """Let go of what was opened; whoever waited or sent does so."""
        self.messages.close()

    def wait(self, stopped: Event, seconds: float = LOOK_EVERY) -> None:
        """Wait until a message comes, the time is over, or the worker is to stop."""
        until = time.monotonic() + seconds
        while not stopped.is_set() and (left := until - time.monotonic()) > 0:
            try:
                if self.messages.dequeue() is not None:
                    return
            except Exception:  # noqa: BLE001 - as above
                log.warning(NOT_REACHED.format(LOOK_EVERY))
                stopped.wait(left)
                return
            stopped.wait(min(PAUSE, left))


def messenger(address: str) -> Messenger:
    """Make the messenger that a setting names.

    Args:
        address: COMANAGE_JOBS: redis://HOST or rediss://HOST, postgresql://HOST/NAME, or empty for
            messages within this process.

    Raises:
        NotReady: The package that reaches it is not installed, or a PostgreSQL is not there.
    """
    if not address:
        return Messenger(storage.MemoryStorage(QUEUE))
    if address.startswith(("redis://", "rediss://")):
        if storage.Redis is None:
            raise NotReady(NO_REDIS)
        return Messenger(storage.RedisStorage(QUEUE, url=address))
    plain = address.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        return Messenger(storage.PostgresStorage(QUEUE, dsn=plain))
    except Exception as why:
        raise NotReady(NOT_THERE) from why
