"""comanage jobs: a worker that works jobs off, on this machine or another, and how jobs stand."""

import signal
from datetime import timedelta

import click

from comanage import server_log
from comanage.actions import jobs as act
from comanage.cli.doorway import as_reader, looking, opened, settings
from comanage.jobs.messenger import messenger
from comanage.jobs.worker import LASTS, Worker
from comanage.records import job as kept

MOST = 100  # jobs that are listed
NONE = "There is no job."


@click.group()
def jobs() -> None:
    """Work off what takes longer than a page may, and say how it stands."""


@jobs.command()
@click.option("--once", is_flag=True, help="End as soon as no job waits, for a timer.")
@click.option(
    "--silent",
    type=click.IntRange(1, 3600),
    default=int(LASTS.total_seconds()),
    show_default=True,
    metavar="SECONDS",
    help="After how long without a word of it another worker takes over its job.",
)
def work(silent: int, *, once: bool) -> None:
    """Work jobs off until it is stopped; a job that is not done then goes back to the others."""
    chosen = settings()
    with opened(chosen.database_url, chosen=chosen):
        server_log.to_stderr()
        wakes = messenger(chosen.jobs_url)
        worker = Worker(wakes, lasts=timedelta(seconds=silent))
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: worker.stop())
        click.echo(f"Worker {worker.name} works.")
        if once:
            worker.work_off()
        else:
            worker.work()
        wakes.close()
    click.echo(f"Worker {worker.name} has stopped.")


@jobs.command(name="list")
@as_reader
def show(email: str | None) -> None:
    """List the newest jobs, and how far each is."""
    with looking(email) as (session, actor):
        found = act.listed(session, actor) if email else kept.newest(session, limit=MOST)
        for job in found:
            far = act.counted(job)
            words = [str(job.state), *([far] if far else []), job.fault or job.file_name or ""]
            click.echo(f"{job.id}  {act.title(job)}: {', '.join(filter(None, words))}")
    if not found:
        click.echo(NONE)
