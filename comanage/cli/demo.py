"""comanage demo: the invented health system, built once and served on this machine."""

from pathlib import Path

import click
from sqlalchemy import inspect

from comanage import clock, database
from comanage.cli.doorway import opened, settings
from comanage.cli.installation import is_loopback, run
from comanage.demo.build import build, built_edition
from comanage.demo.health_system import cast, edition
from comanage.records.installation import current
from comanage.refusals import Refusal
from config import Settings

NO_DEMO = "{} holds records that are not the demo's. Move it away, or set COMANAGE_DATA."
OUTSIDE = "The demo listens on this machine alone, since its passwords are known: {} is another."
EARLIER = "The demo was made by another version of comanage, so it is built anew."
WIDEST = 34  # of an address, so that roles stand below each other


@click.command()
@click.option("--build-only", is_flag=True, help="Build the demo, and stop.")
@click.option("--fresh", is_flag=True, help="Build it anew; what was tried in it is lost.")
def demo(*, build_only: bool, fresh: bool) -> None:
    """Build the demo health system and serve it on this machine.

    It is kept in a folder of its own, with what you try in it, until it is built anew.
    """
    chosen = settings().for_demo()
    clock.keep(chosen.zone)
    if not is_loopback(chosen.host):
        raise Refusal(OUTSIDE.format(chosen.host))
    chosen.secret_key()
    stands = _stands(chosen)
    if fresh or not stands:
        _build(chosen)
    told = cast()
    click.echo(f"{told.installation}, an invented health system. Everyone's password is:")
    click.echo(f"  {told.password}")
    for who in (*told.people, told.first):
        click.echo(f"  {who.email:<{WIDEST}} {who.role}")
    if not build_only:
        run(chosen)


def _stands(chosen: Settings) -> bool:
    """Say whether the demo of this version stands already.

    Raises:
        Refusal: Other records stand in its place.
    """
    if not _file(chosen).exists():
        return False
    engine = database.connect(chosen.database_url)
    try:
        if not inspect(engine).get_table_names():
            return False
        with database.using(engine), database.reading() as session:
            here = current(session)
            if here is None or not here.is_demo:
                raise Refusal(NO_DEMO.format(_file(chosen)))
            same = database.migrated(engine) and built_edition(session) == edition()
    finally:
        engine.dispose()
    if not same:
        click.echo(EARLIER)
    return same


def _build(chosen: Settings) -> None:
    """Build beside the place and then move in, so that no half-built demo is ever found."""
    kept, building = _file(chosen), _file(chosen).with_name("building.sqlite")
    _remove(building)
    click.echo("Building the demo; this takes half a minute.")
    with opened(f"sqlite:///{building}", migrate=True):
        build(say=lambda line: click.echo(f"  {line}"))
    _remove(kept)
    building.rename(kept)


def _file(chosen: Settings) -> Path:
    return chosen.data / "comanage.sqlite"


def _remove(file: Path) -> None:
    """Remove an SQLite file with what SQLite keeps beside it."""
    for beside in ("", "-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
