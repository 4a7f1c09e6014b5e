"""The file of an SQLite database: held on to only as long as it lies where it lay.

A file can be moved or deleted while it is open. What is written then goes with it, without
an error; and whoever connects anew makes an empty file in its place. Both are refused.
A new file can be read by its owner alone, wherever it lies, and so can what SQLite keeps beside it.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from comanage.database_words import NOT_THERE
from comanage.refusals import NotReady

OWN = 0o600  # of a file that is made: its owner reads and writes it, and nobody else
OPENED = "comanage_file"  # of a connection: which file it opened


def prepare(wait_seconds: int) -> Callable[[Any, object], None]:
    """Give what sets, with every connection, what SQLite forgets; transactions are begun by hand.

    Args:
        wait_seconds: How long one writer waits for another.
    """

    def on_connecting(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {wait_seconds * 1000}",
            "journal_mode = WAL",  # readers and the writer do not wait for each other
            "foreign_keys = ON",
            "recursive_triggers = ON",  # INSERT OR REPLACE fires the triggers of what it deletes
        ):
            connection.execute(f"PRAGMA {pragma}")

    return on_connecting


def watch(engine: Engine) -> None:
    """Look before each use of a connection whether its file is still there.

    The first connection may make the file; later ones find it, or are refused.
    """
    name = engine.url.database
    if not name or name == ":memory:":
        return
    file, opened = Path(name), set[tuple[int, int] | None]()

    def found(*_: Any) -> None:  # noqa: ANN401 - what SQLAlchemy hands over
        if file.exists():
            return
        if opened:
            raise NotReady(NOT_THERE)
        with suppress(OSError):  # where it cannot be made, connecting says so
            file.touch(mode=OWN)  # what SQLite puts beside it is read by no more people

    def keep(_: object, record: Any) -> None:  # noqa: ANN401
        record.info[OPENED] = _of(file)
        opened.add(record.info[OPENED])

    def look(_: object, record: Any, __: object) -> None:  # noqa: ANN401
        found()
        if record.info[OPENED] != _of(file):
            raise DisconnectionError  # another file lies there now: connect to that

    event.listen(engine, "do_connect", found)
    event.listen(engine, "connect", keep)
    event.listen(engine, "checkout", look)


def _of(file: Path) -> tuple[int, int] | None:
    """Name a file by its device and number, which another file in its place does not share."""
    try:
        told = file.stat()
    except FileNotFoundError:
        return None
    return told.st_dev, told.st_ino
