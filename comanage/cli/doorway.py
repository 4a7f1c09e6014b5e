"""The doorway of every command: files in, an open installation, who acts, refusals out."""

import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from comanage import clock, database, database_words, whole_file
from comanage.access import Actor, Held, agreements_seen, held_by
from comanage.actions import refusals_noted
from comanage.records import person as people
from comanage.refusals import Faulty, NotFound, NotReady, Refusal
from comanage.rules.signoff import Role
from comanage.statements.packets import packet_zip
from comanage.statements.words import plain
from config import Settings, UnusableSettings

REFUSED = 1  # the exit status; click itself gives 2 for wrong use
HERE = "command line"  # stands in the audit log where a page notes a network address
NO_DATABASE = "There is no database {} yet: run comanage init."
OPERATOR = Actor(None, "operator", (Held(Role.COMPLIANCE),), address=HERE)
LARGEST = packet_zip.MOST + 1_000_000  # bytes; no device is read for ever
TOO_LARGE = "{} is larger than a gigabyte, which no file of this program is."
FILE = click.Path(path_type=Path)  # looked at by contents_of, which refuses in words


class Doorway(click.Group):
    """The group of all commands: it says every refusal in sentences, and no traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; turn a refusal into its sentences and exit status 1."""
        try:
            with clock.within(clock.zone()):  # what a command chooses ends with it
                return super().invoke(ctx)
        except (Refusal, UnusableSettings) as refused:
            found = sentences(refused)
        except DatabaseError:
            found = [database_words.NOT_THERE]
        except BrokenPipeError:
            raise  # whoever read the output has seen enough; click ends the program
        except OSError as why:
            found = [f"{why.filename or 'A file'} cannot be used: {why.strerror}."]
        for sentence in found:
            click.echo(plain(sentence), err=True)
        raise click.exceptions.Exit(REFUSED)


def sentences(refused: Refusal | UnusableSettings) -> list[str]:
    """Give every sentence of a refusal, one a line."""
    if isinstance(refused, UnusableSettings):
        return list(refused.sentences)
    if isinstance(refused, Faulty) and refused.faults:
        return [str(fault) for fault in refused.faults]
    return [refused.sentence]


def contents_of(file: Path) -> bytes:
    """Read a file whole.

    Raises:
        NotFound: There is no such file.
        Refusal: It cannot be read, or is larger than any file that the product takes or makes.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise Refusal(TOO_LARGE.format(file))
        with file.open("rb") as source:
            content = source.read(LARGEST + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file {file}.") from None
    except OSError as why:
        raise Refusal(f"{file} cannot be read: {why.strerror}.") from why
    if len(content) > LARGEST:
        raise Refusal(TOO_LARGE.format(file))
    return content


def text_of(file: Path) -> str:
    """Read a file as text.

    Raises:
        Refusal: It cannot be read, or is not UTF-8.
    """
    try:
        return contents_of(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{file} is not UTF-8 text. Save it again as UTF-8.") from None


def keep(file: Path, contents: bytes) -> None:
    """Write a file whole, or not at all.

    Raises:
        Refusal: It cannot be written.
    """
    whole_file.write(file, contents)


def settings() -> Settings:
    """Read the settings of this installation from the environment; from here on its days count."""
    chosen = Settings.from_environment(os.environ)
    clock.keep(chosen.zone)
    return chosen


def today() -> date:
    """Say which day it is at the hospital, in a command that opens no database."""
    settings()
    return clock.today()


@contextmanager
def opened(url: str, *, migrate: bool = False, chosen: Settings | None = None) -> Iterator[Engine]:
    """Open a database for what a command does, and let go of it at the end.

    Args:
        url: Where it is.
        migrate: True to bring it to the tables of this version first.
        chosen: The settings, where the command does what they decide about.

    Raises:
        NotReady: It cannot be reached, or is not migrated.
    """
    engine = database.connect(url)
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not migrate and not Path(file).exists():
        raise NotReady(NO_DATABASE.format(file))  # SQLite would make an empty one
    try:
        if migrate and not up_to_date(engine):
            database.upgrade(engine)
        database.ready(engine)
        with using(engine, chosen):
            yield engine
    finally:
        engine.dispose()


def using(engine: Engine, chosen: Settings | None) -> AbstractContextManager[None]:
    """Choose an engine, with what the settings decide about."""
    if chosen is None:
        return database.using(engine)
    return database.using(
        engine,
        pictures=chosen.pictures,
        paper=chosen.paper,
        signing=chosen.signing_file,
        least_count=chosen.least_count,
    )


def up_to_date(engine: Engine) -> bool:
    """Say whether a database has the tables of this version, or could be brought to them.

    Raises:
        NotReady: It cannot be reached, is newer, or has lost its safeguards.
    """
    try:
        database.ready(engine)
    except NotReady as why:
        if why.sentence != database_words.NOT_MIGRATED:
            raise
        return False
    return True


@contextmanager
def acting(email: str) -> Iterator[tuple[Session, Actor]]:
    """Open the one transaction of a command that a person answers for.

    Args:
        email: Of a person with an open account. Whoever may read the data folder is
            trusted to name that person; the audit log says "command line".

    Raises:
        NotFound: Nobody with an open account has this address.
    """
    with _heard(email), database.transaction() as session:
        yield session, actor(session, email)


@contextmanager
def looking(email: str | None, *, noting: bool = False) -> Iterator[tuple[Session, Actor]]:
    """Open a session of a command that changes nothing.

    Args:
        email: Of the person whose view it is; None for everything, which whoever may
            read the data folder can read anyway.
        noting: True where what is looked at is told in the audit log.

    Raises:
        NotFound: Nobody with an open account has this address.
    """
    door = database.transaction if noting else database.reading
    with _heard(email), door() as session:
        yield session, actor(session, email) if email else OPERATOR


@contextmanager
def _heard(email: str | None) -> Iterator[None]:
    """Open the installation, and note where a person is refused what their role does not open."""
    chosen = settings()
    with opened(chosen.database_url, chosen=chosen):
        try:
            yield
        except refusals_noted.WEIGHS as refused:
            with suppress(Refusal), database.transaction() as session:
                who = actor(session, email) if email else OPERATOR
                asked = click.get_current_context().command_path
                refusals_noted.refused(session, who, asked, refused)
            raise


def actor(session: Session, email: str) -> Actor:
    """Find whoever acts, with the roles that person holds now."""
    found = people.by_email(session, email)
    if found is None or not found.active:
        raise NotFound(f"Nobody with an open account has the address {email}.")
    held = held_by(session, found.id)
    return Actor(found.id, found.name, held, address=HERE, request_id=secrets.token_hex(8))


def agreement_id(session: Session, actor: Actor, code: str) -> int:
    """Find an agreement that a person may see, by its code.

    Raises:
        NotFound: There is none, or the person may see nothing of it.
    """
    for agreement in agreements_seen(session, actor):
        if agreement.code == code:
            return agreement.id
    raise NotFound(f"There is no agreement {code}.")


as_person = click.option(
    "--as", "email", required=True, metavar="E-MAIL", help="The person who answers for this."
)
as_reader = click.option(
    "--as", "email", metavar="E-MAIL", help="Show what this person may see, not everything."
)
of_agreement = click.option(
    "--agreement", "code", required=True, metavar="CODE", help="The agreement, by its code."
)
of_period = click.option(
    "--period", required=True, metavar="CODE", help="The performance period, such as 2027-Q1."
)
