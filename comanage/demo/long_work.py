"""Long work of the demo: a job that is done, and one that failed since its workers ended."""

from datetime import date, timedelta

from comanage.actions import job_work, jobs
from comanage.demo.acting import acting
from comanage.demo.calendar import Course
from comanage.demo.health_system import Cast
from comanage.records.job import JobKind
from comanage.rules.signoff import Role

ASKED = date(2026, 10, 12)
DAY = timedelta(days=1)
LASTS = timedelta(minutes=1)  # so long a job is one worker's
WORKER = "worker of the demo"
FORMAT = {"format": "csv"}


def live(told: Cast) -> Course:
    """Make the payout records for compliance, and let the log that was asked for then fail."""
    yield ASKED
    with acting(told, Role.COMPLIANCE, ASKED) as (session, actor):
        jobs.ask(session, actor, JobKind.PAYOUTS, arguments=FORMAT)
        work = job_work.take(session, WORKER, LASTS)
        if work is None:
            raise LookupError("No job waits.")
        for number, name in job_work.lacking(session, work):
            job_work.keep(session, work, number, job_work.made(session, work, name))
        job_work.finish(session, work, job_work.joined(session, work))
    yield ASKED + DAY
    with acting(told, Role.COMPLIANCE, ASKED + DAY) as (session, actor):
        jobs.ask(session, actor, JobKind.LOG)
    for tried in range(job_work.MOST_TRIES + 1):  # each worker ended before it was done
        yield ASKED + (tried + 1) * DAY
        with acting(told, Role.COMPLIANCE, ASKED + (tried + 1) * DAY) as (session, _):
            job_work.take(session, WORKER, LASTS)
