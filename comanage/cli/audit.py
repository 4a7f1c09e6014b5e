"""comanage audit: the log is exported, anchored, and looked through, on any copy."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import URL, inspect, make_url
from sqlalchemy.orm import Session

from comanage import database, whole_file
from comanage.actions import anchors as act
from comanage.actions import audit_log
from comanage.cli.doorway import FILE, looking, settings, text_of
from comanage.database_words import in_words
from comanage.records import anchor as kept_anchors
from comanage.records.audit_entry import AuditEntry, linked
from comanage.refusals import Faulty, NotFound, NotReady, Refusal
from comanage.rules import chain
from comanage.rules.chain import Entry, Head

NO_LOG = "This database has no audit log."
NOT_A_LINE = "Line {} is no entry of an exported log."
NO_HEAD = "“{}” is no printed head. Give its number and hash, such as 170:482b6a7661ea8289."
NOT_ALL = "{} The {} before it hold."
NO_ANCHOR = (
    "An end that was cut off, or a log that was written anew from its first entry, shows only"
    " beside an anchor that was kept outside: give it with --anchor FILE."
)
OF_PERSON = click.option(
    "--as", "email", metavar="E-MAIL", help="The person who answers for this, if any."
)


@click.group()
def audit() -> None:
    """Export the audit log, anchor it outside, and look whether every entry still holds."""


@audit.command()
@click.option(
    "--database",
    "url",
    metavar="URL|FILE",
    help="The database, or a copy of its SQLite file; this installation's if left out.",
)
@click.option("--file", "export", type=FILE, metavar="FILE", help="An exported log instead.")
@click.option(
    "--anchor",
    "anchors",
    type=FILE,
    multiple=True,
    help="An anchor that was kept outside; may be given several times.",
)
@click.option(
    "--head",
    "printed",
    multiple=True,
    metavar="NUMBER:HASH",
    help="A head as a statement prints it, with its 16 digits; may be given several times.",
)
@click.option("--key", default="", metavar="HEX", help="The public key that anchors must carry.")
def verify(
    url: str | None,
    export: Path | None,
    *,
    anchors: Sequence[Path],
    printed: Sequence[str],
    key: str,
) -> None:
    """Look through the whole log; say which entry is the first that does not hold.

    It only reads, needs no app, and works on any copy of the database or on an export.
    """
    if url and export:
        raise click.UsageError("Give --database or --file, not both.")
    heads = [head_of(file, key) for file in anchors] + [printed_head(text) for text in printed]
    if export:
        verdict = chain.checked(_exported(export), heads)
    else:
        with _copy(url or settings().database_url) as session:
            verdict = chain.checked(linked(session), [*heads, *_own(session)])
    if verdict.why:
        raise Refusal(NOT_ALL.format(verdict.why, _entries(verdict.head.number)))
    click.echo(f"{_entries(verdict.head.number)} looked through: every one holds.")
    click.echo(f"The last one is entry {verdict.head.number}, hash {verdict.head.hash}.")
    click.echo(f"Heads given that fit: {len(heads)}." if heads else NO_ANCHOR)


@audit.command()
@click.argument("file", type=FILE)
@OF_PERSON
def export(file: Path, email: str | None) -> None:
    """Write the whole log to FILE as JSON, one entry a line."""
    with looking(email, noting=True) as (session, actor):
        audit_log.export(session, actor, place=str(file))
    with (
        looking(email) as (session, _),
        whole_file.appearing(file, mode=0o600) as made,
        made.open("w", encoding="ascii") as lines,
    ):
        lines.writelines(f"{chain.line(entry)}\n" for entry in linked(session))
    click.echo(str(file))


@audit.command()
@click.argument("file", type=FILE)
@OF_PERSON
def anchor(file: Path, email: str | None) -> None:
    """Write the number and hash of the last entry to FILE, signed, to be kept outside."""
    key = settings().anchor_key()
    with looking(email, noting=True) as (session, actor):
        made = act.anchor(session, actor, key, place=str(file))
        whole_file.write(file, made.text.encode())
    click.echo(f"{file}: entry {made.head.number}, hash {made.head.hash}.")
    click.echo(f"Signed with the key {made.key}.")


@contextmanager
def _copy(given: str) -> Iterator[Session]:
    """Open a database, or a file of SQLite, of any version, to read its log and nothing else."""
    absolute = str(Path(given).absolute())
    url = make_url(given) if "://" in given else URL.create("sqlite", database=absolute)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise NotFound(f"There is no file {url.database}.")
    engine = database.connect_to_read(url)
    try:
        with in_words():
            if not inspect(engine).has_table(AuditEntry.__tablename__):
                raise NotReady(NO_LOG)
            with Session(engine) as session:
                yield session
    finally:
        engine.dispose()


def _own(session: Session) -> list[Head]:
    """List the anchors that the database itself remembers; whoever can bend it can bend them."""
    if not inspect(session.connection()).has_table(kept_anchors.Anchor.__tablename__):
        return []
    return [Head(each.entry_number, each.entry_hash) for each in kept_anchors.every(session)]


def head_of(file: Path, key: str) -> Head:
    """Read the head that an anchor holds.

    Raises:
        Refusal: It is no anchor, is not signed as it says, or carries another key.
    """
    try:
        return act.read(text_of(file), key=key)
    except Faulty as why:
        raise Faulty(fault.within(str(file)) for fault in why.faults) from why
    except Refusal as why:
        raise Refusal(f"{file}: {why.sentence}") from why


def printed_head(text: str) -> Head:
    """Read a head as documents print it.

    Raises:
        Refusal: It is none.
    """
    head = chain.printed(text)
    if head is None:
        raise Refusal(NO_HEAD.format(text))
    return head


def _exported(file: Path) -> Iterator[Entry]:
    for number, line in enumerate(text_of(file).splitlines(), 1):
        entry = chain.read(line)
        if entry is None:
            raise Refusal(NOT_A_LINE.format(number))
        yield entry


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
