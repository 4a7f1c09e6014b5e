"""comanage packet: all that an agreement and some days left behind, as one zip for a reviewer."""

from pathlib import Path

import click

from comanage.actions import jobs
from comanage.actions.job_work import Work, take_this
from comanage.cli.doorway import (
    FILE,
    acting,
    agreement_id,
    as_person,
    keep,
    looking,
    opened,
    settings,
)
from comanage.jobs.messenger import messenger
from comanage.jobs.worker import Worker
from comanage.records.job import JobKind, JobState
from comanage.refusals import Busy, Conflict

AT_WORK = (
    "A packet of this agreement is being made (job {}). Wait until it is done, then ask again."
)
NO_FILE = "No packet came of job {}: it is {}."


@click.command()
@click.argument("agreement", metavar="AGREEMENT")
@click.option("--from", "first", required=True, metavar="DAY", help="The first day.")
@click.option("--to", "last", required=True, metavar="DAY", help="The last day.")
@as_person
@click.option("--out", "file", type=FILE, required=True, help="The file to write.")
def packet(agreement: str, *, first: str, last: str, email: str, file: Path) -> None:
    """Write the audit packet of AGREEMENT: every period that overlaps the days, with its proof.

    It is a zip that holds a verify.py, which needs nothing but Python.
    """
    worker = Worker(messenger(""))
    work = _taken(worker, email, agreement, {"first": first, "last": last})
    chosen = settings()
    with opened(chosen.database_url, chosen=chosen):
        worker.work_on(work)
    with looking(email) as (session, actor):
        job = jobs.seen(session, actor, work.job.id)
    if job.state is not JobState.DONE:
        raise Conflict(job.fault or NO_FILE.format(job.id, job.state))
    with acting(email) as (session, actor):
        made = jobs.file(session, actor, job.id)
        keep(file, made.content)
    click.echo(str(file))
    click.echo(f"SHA-256 {job.document_sha256}")


def _taken(worker: Worker, email: str, agreement: str, days: dict[str, str]) -> Work:
    """Ask for the packet, and take it before anybody else does."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, agreement)
        job = jobs.ask(session, actor, JobKind.PACKET, agreement_id=at, arguments=days)
        work = take_this(session, job, worker.name, worker.lasts)
        if work is None:
            raise Busy(AT_WORK.format(job.id))
    return work
