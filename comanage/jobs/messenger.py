"""The messenger: wakes a worker when a job was asked for. It carries nothing that anybody relies on.

What it carries is the number of a job, as digits, through one of huey's storages: in memory where
the app works its jobs off itself, in Redis or in a PostgreSQL where workers run elsewhere. Nothing
is pickled, so whoever can write there can wake a worker, and nothing else. A message that gets lost
costs some seconds: workers look at the jobs themselves from time to time. Nor does one wait for long
where nobody answers: a page that asks for a job is not held up by what would wake a worker.
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
ANSWERS_WITHIN = 2.0  # seconds that a Redis gets; more than the one that it waits for a message
NO_REDIS = "COMANAGE_JOBS names a Redis, and the package for it is not there: pip install redis."
NO_ADDRESS = "COMANAGE_JOBS is not the address of a Redis, such as redis://HOST:6379/0."
NOT_THERE = "The PostgreSQL that COMANAGE_JOBS names cannot be reached."
NOT_REACHED = (
    "What wakes the workers cannot be reached, so they look for jobs every {:.0f} seconds."
)
REACHED = "What wakes the workers is reached again."
log = logging.getLogger(__name__)


class Messages(Protocol):
    """What a messenger needs of a storage of huey's."""

    def enqueue(self, data: bytes) -> None:
        """Put a message at the end."""

    def dequeue(self) -> bytes | None:
        """Take the first message; None where there is none, at once or after a second."""

    def close(self) -> object:
        """Let go of what was opened to reach it."""


class InRedis:
    """Messages in a Redis, which need not be there yet."""

    def __init__(self, address: str) -> None:
        """Say where it is, and let it have no more than its time to answer.

        Raises:
            ValueError: The address is none.
        """
        patience = {"socket_timeout": ANSWERS_WITHIN, "socket_connect_timeout": ANSWERS_WITHIN}
        self.pool = storage.ConnectionPool.from_url(address, **patience)
        self.kept = storage.RedisStorage(QUEUE, connection_pool=self.pool)

    def enqueue(self, data: bytes) -> None:
        """Put a message at the end."""
        self.kept.enqueue(data)

    def dequeue(self) -> bytes | None:
        """Take the first message; None where none came within a second.

        huey's own way gives None for a Redis that does not answer, too.
        """
        found: tuple[bytes, bytes] | None = self.kept.conn.brpop(self.kept.queue_key, timeout=1)
        return found[1] if found else None

    def close(self) -> None:
        """Let go of every connection."""
        self.pool.disconnect()


class Messenger:
    """Wakes workers, in this process or wherever its messages are read."""

    def __init__(self, messages: Messages) -> None:
        """Keep where messages are put and taken."""
        self.messages = messages
        self.reached = True  # until it is known better

    def send(self, job_id: int) -> bool:
        """Wake a worker for a job; where that fails, one finds the job by itself.

        Returns:
            Whether what wakes workers was reached.
        """
        try:
            self.messages.enqueue(str(job_id).encode())
        except Exception:  # noqa: BLE001 - each storage fails in its own way
            self._tell(reached=False)
        else:
            self._tell(reached=True)
        return self.reached

    def close(self) -> None:
        """Let go of what was opened; whoever waited or sent does so."""
        self.messages.close()

    def wait(self, stopped: Event, seconds: float = LOOK_EVERY) -> None:
        """Wait until a message comes, the time is over, or the worker is to stop."""
        until = time.monotonic() + seconds
        while not stopped.is_set() and (left := until - time.monotonic()) > 0:
            try:
                found = self.messages.dequeue()
            except Exception:  # noqa: BLE001 - as above
                self._tell(reached=False)
                stopped.wait(until - time.monotonic())
                return
            self._tell(reached=True)
            if found is not None:
                return
            stopped.wait(min(PAUSE, left))

    def _tell(self, *, reached: bool) -> None:
        """Put into the log that what wakes workers went away or came back, once each time."""
        if reached is not self.reached:
            log.warning(REACHED if reached else NOT_REACHED.format(LOOK_EVERY))
        self.reached = reached


def messenger(address: str) -> Messenger:
    """Make the messenger that a setting names.

    Args:
        address: COMANAGE_JOBS: redis://HOST or rediss://HOST, postgresql://HOST/NAME, or empty for
            messages within this process.

    Raises:
        NotReady: The package that reaches it is not installed, the address is none, or a
            PostgreSQL is not there.
    """
    if not address:
        return Messenger(storage.MemoryStorage(QUEUE))
    if address.startswith(("redis://", "rediss://")):
        if storage.Redis is None:
            raise NotReady(NO_REDIS)
        try:
            return Messenger(InRedis(address))
        except ValueError as why:
            raise NotReady(NO_ADDRESS) from why
    plain = address.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        return Messenger(_in_postgresql(plain))
    except Exception as why:
        raise NotReady(NOT_THERE) from why


def _in_postgresql(dsn: str) -> Messages:
    """Reach a PostgreSQL; of two that begin at once and create its tables, one has to try again."""
    found: Messages
    try:
        found = storage.PostgresStorage(QUEUE, dsn=dsn)
    except Exception:  # noqa: BLE001 - what the driver says of a table that is there by now
        found = storage.PostgresStorage(QUEUE, dsn=dsn)
    return found
