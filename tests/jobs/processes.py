"""Workers as processes of their own, and what they are given to do."""

import json
import signal
import time
from contextlib import contextmanager
from types import SimpleNamespace

from sqlalchemy import select

from comanage.actions import jobs as act
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.job import Job, JobKind
from tests.crash.ending import begun

PATIENCE = 60  # seconds
SILENT = "1"  # after how many seconds a worker that says nothing is followed


def until(holds):
    """Wait until something holds."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "it never came to hold"
        time.sleep(0.1)


@contextmanager
def at_work(database, folder, count=1, **settings):
    """Run some workers, each in a process of its own, and stop them at the end as a machine would."""
    given = {"module": "tests.jobs.working", "url": database, "data": folder} | settings
    running = [begun("jobs", "work", "--silent", SILENT, **given) for _ in range(count)]
    for each in running:
        each.name = each.program.stdout.readline().split()[1]
    made = SimpleNamespace(programs=running, ended=[])
    try:
        yield made
    finally:
        for each in running:
            if each.program.poll() is None:
                each.program.send_signal(signal.SIGTERM)
        made.ended = [each.done() for each in running]


def ask_for_the_log(wakes, who):
    """Ask for an export of the log, and wake whoever works."""
    with transaction() as session:
        job = act.ask(session, who, JobKind.LOG)
    wakes.send(job.id)


def every_job():
    with reading() as session:
        return session.scalars(select(Job).order_by(Job.id)).all()


def finished():
    """Give what the log tells of each job that was done."""
    with reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.JOB_DONE))
        return [json.loads(each.after) for each in entries]
