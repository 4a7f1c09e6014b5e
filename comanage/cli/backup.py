"""comanage backup, restore and upgrade: what keeps an installation through mishaps and versions."""

from importlib.metadata import version
from pathlib import Path

import click
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from comanage import clock, database
from comanage.access import require
from comanage.actions import backups as act
from comanage.backups import backup as backups
from comanage.backups import copying
from comanage.backups.manifest import Manifest, chain_of
from comanage.cli.doorway import FILE, OPERATOR, looking, opened, settings, up_to_date
from comanage.records.scorecard import Scorecard, locked_documents
from comanage.refusals import Fault, Faulty, NotReady, Refusal
from comanage.rights import Right
from comanage.rules import canonical, examples
from comanage.rules.chain import Head
from comanage.rules.terms import Terms

KEYS = "It holds no keys: keep a copy of secret-key and anchor-key of {} elsewhere."
OLDER = "It was made by an earlier version, and is brought up to date."
UNSAVED = "{} Or make a copy yourself, and run: comanage upgrade --no-backup"
BROKEN = "The audit log does not hold after the upgrade: {} Restore the backup."
OF_PERSON = click.option(
    "--as", "email", metavar="E-MAIL", help="The person who answers for this, if any."
)


@click.command()
@click.argument("file", type=FILE)
@OF_PERSON
def backup(file: Path, email: str | None) -> None:
    """Write a backup of the database to FILE, while it may be in use."""
    chosen = settings()
    with looking(email) as (_, actor):
        require(actor, Right.INSTALLATION_KEEP)
    with opened(chosen.database_url) as engine:
        held = backups.make(engine, file, version=version("comanage"))
    with looking(email, noting=True) as (session, actor):
        act.made(session, actor, _head(held), place=str(file))
    _say(file, held)
    click.echo(KEYS.format(chosen.data))


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Restore the backup FILE into an empty data folder or database, and check it whole.

    The audit log, the sums of money, the safeguards and every document are held to what the
    backup says they were. Everyone signs in again.
    """
    chosen = settings()
    chosen.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = backups.restore(file, chosen.database_url)
    engine = database.connect(chosen.database_url)
    older = not database.migrated(engine)
    engine.dispose()
    _say(file, held)
    if older:
        click.echo(OLDER)
    with opened(chosen.database_url, migrate=older), database.transaction() as session:
        act.restored(session, OPERATOR, _head(held), place=str(file))
    click.echo("It is restored, and everything is as the backup says. Everyone signs in again.")


@click.command()
@click.option("--no-backup", is_flag=True, help="Go on without one: you have made a copy yourself.")
def upgrade(*, no_backup: bool) -> None:
    """Bring the database to this version: make a backup, migrate, check safeguards and audit log.

    First the worked examples of every locked scorecard are calculated. Where one comes out
    differently than the contract says, nothing is changed.
    """
    chosen = settings()
    chosen.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = database.connect(chosen.database_url)
    try:
        already = up_to_date(engine)
        if found := broken_examples(engine):
            raise Faulty(found)
        if already:
            click.echo("The database is up to date.")
            return
        before = _kept(engine, chosen.data, no_backup=no_backup)
        database.upgrade(engine)
        database.ready(engine)
        _looked_through(engine)
        with database.using(engine), database.transaction() as session:
            act.upgraded(session, OPERATOR, before=before, after=database.revision(engine))
    finally:
        engine.dispose()
    click.echo("The database was brought up to date.")


def broken_examples(engine: Engine) -> list[Fault]:
    """List the worked examples of locked scorecards that this version calculates differently."""
    if not inspect(engine).has_table(Scorecard.__tablename__):
        return []
    found: list[Fault] = []
    with Session(engine) as session:
        for code, number, document in locked_documents(session):
            terms, unread = canonical.read(Terms, document)
            faults = unread if terms is None else examples.faults(terms)
            found += [fault.within(f"{code}, version {number}") for fault in faults]
    return found


def _kept(engine: Engine, data: Path, *, no_backup: bool) -> str:
    """Make a backup of a database that holds something; give the revision of its tables."""
    before = database.revision(engine)
    if no_backup or not inspect(engine).get_table_names():
        return before
    if not copying.can_copy(engine):
        raise NotReady(UNSAVED.format(copying.LACKS.format(copying.DUMP)))
    file = data / f"before-upgrade-{clock.now():%Y%m%dT%H%M%SZ}.zip"
    backups.make(engine, file, version=version("comanage"))
    click.echo(f"A backup of the database as it was is kept in {file}.")
    return before


def _looked_through(engine: Engine) -> None:
    with engine.connect() as connection:
        if why := chain_of(connection).why:
            raise Refusal(BROKEN.format(why))


def _head(held: Manifest) -> Head:
    return Head(held.entries, held.head)


def _say(file: Path, held: Manifest) -> None:
    rows = sum(held.rows.values())
    click.echo(f"{file}: {rows} rows in {len(held.rows)} tables, revision {held.revision}.")
    click.echo(f"Its audit log ends with entry {held.entries}, hash {held.head}.")
