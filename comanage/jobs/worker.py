"""A worker: takes jobs one after the other, and works on each until it ends or is not its own."""

import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from sqlalchemy.orm import Session

from comanage.actions import job_work
from comanage.actions.batches.batch import Part
from comanage.actions.job_work import Taken, Work
from comanage.database import reading, transaction
from comanage.database_words import BUSY, TOO_LARGE, passes
from comanage.jobs.messenger import Messenger
from comanage.refusals import Conflict, Faulty, Refusal

LASTS = timedelta(seconds=60)  # how long a job is a worker's that says nothing
PATIENCE = 12  # how often a step is stored anew that had to wait too long for its turn
LOOK_AGAIN = 1.0  # seconds until it is tried again to give a job back
UNFORESEEN = "Something went wrong that nobody foresaw. The log of worker {} tells more of job {}."
log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class Worker:
    """Works jobs off, until it is told to stop."""

    def __init__(self, messenger: Messenger, *, lasts: timedelta = LASTS) -> None:
        """Give it a name of its own, and what wakes it.

        Args:
            messenger: What wakes it.
            lasts: After how long without a word of it another worker takes over its job.
        """
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self.messenger = messenger
        self.lasts = lasts
        self.stopped = Event()

    def stop(self) -> None:
        """End after the part that is being made; the job goes back to whoever works on."""
        self.stopped.set()

    def work(self) -> None:
        """Work jobs off as they come."""
        while not self.stopped.is_set():
            try:
                self.work_off()
            except Refusal as why:  # the database is gone for a while
                log.warning(why.sentence)
            except Exception:
                log.exception("worker %s", self.name)
            self.messenger.wait(self.stopped)

    def work_off(self) -> int:
        """Work until no job is free any more, and say how many were worked on."""
        count = 0
        while not self.stopped.is_set():
            work = self._take()
            if work is None:
                break
            self.work_on(work)
            count += 1
        return count

    def _take(self) -> Work | None:
        """Take a job, in a turn among the writers only where there is one."""
        with reading() as session:
            if not job_work.waits(session):
                return None
        return _stored(lambda session: job_work.take(session, self.name, self.lasts))

    def work_on(self, work: Work) -> None:
        """Bring a job that this worker took to its end, or give it back."""
        with suppress(Taken), self._holding(work):
            try:
                if self._make(work):
                    with reading() as session:
                        file = job_work.joined(session, work)
                    _stored(lambda session: job_work.finish(session, work, file))
                else:
                    _stored(lambda session: job_work.give_back(session, work, counts=False))
            except Refusal as why:
                if passes(why):
                    self._leave(work, why)
                else:
                    self._fail(work, _in_one(why))
            except Taken:
                raise
            except Exception:
                log.exception("job %s", work.job.id)
                self._fail(work, UNFORESEEN.format(self.name, work.job.id))

    def _make(self, work: Work) -> bool:
        """Make every part that is lacking; say whether all are made, and not whether to stop."""
        lacking = _stored(lambda session: job_work.lacking(session, work))
        for number, name in lacking:
            if self.stopped.is_set():
                return False
            with reading() as session:
                part = job_work.made(session, work, name)
            self._keep(work, number, part)
        return True

    def _keep(self, work: Work, number: int, part: Part) -> None:
        _stored(lambda session: job_work.keep(session, work, number, part))

    def _fail(self, work: Work, why: str) -> None:
        _stored(lambda session: job_work.fail(session, work, why))

    def _leave(self, work: Work, why: Refusal) -> None:
        """Give a job back that the database was not there for; its parts stay, for whoever goes on.

        Where the database does not come back in time, the job is taken from this worker instead.
        """
        log.warning("job %s: %s", work.job.id, why.sentence)
        counts = why.sentence in TOO_LARGE
        ends = monotonic() + self.lasts.total_seconds()
        while True:
            try:
                return _stored(lambda session: job_work.give_back(session, work, counts=counts))
            except Refusal as again:
                if not passes(again) or monotonic() > ends or self.stopped.wait(LOOK_AGAIN):
                    return log.warning("job %s: %s", work.job.id, again.sentence)

    @contextmanager
    def _holding(self, work: Work) -> Iterator[None]:
        """Say from time to time that the job is being worked on."""
        over = Event()

        def hold() -> None:
            with suppress(Taken):
                while not over.wait(self.lasts.total_seconds() / 4):
                    with suppress(Refusal):
                        _stored(lambda session: job_work.hold_on(session, work, self.lasts))

        thread = Thread(target=hold, name=f"job {work.job.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@contextmanager
def working(messenger: Messenger, *, here: bool) -> Iterator[None]:
    """Work jobs off in a thread of this process meanwhile.

    Args:
        messenger: What wakes the worker.
        here: False where workers elsewhere do it, so that nothing happens here.
    """
    worker = Worker(messenger)
    thread = Thread(target=worker.work, name="worker", daemon=True)
    if here:
        thread.start()
    try:
        yield
    finally:
        worker.stop()
        if here:
            thread.join()


def _stored(step: Callable[[Session], Answer]) -> Answer:
    """Do a step in a transaction of its own; where others are storing for long, do it again.

    Raises:
        Refusal: It was refused, or the database is not there, or others are storing for too long.
    """
    for _ in range(PATIENCE):
        try:
            with transaction() as session:
                return step(session)
        except Conflict as why:
            if why.sentence != BUSY:
                raise
    with transaction() as session:
        return step(session)


def _in_one(why: Refusal) -> str:
    """Give all that a refusal says as one text."""
    if isinstance(why, Faulty) and why.faults:
        return " ".join(str(fault) for fault in why.faults)
    return why.sentence
