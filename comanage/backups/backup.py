"""A backup: one file with the copy of a database and its manifest, made whole and restored whole.

It holds no key: the secret key and the key of the anchors stay in the data folder.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, inspect, make_url

from comanage import clock, database, whole_file
from comanage.backups import copying
from comanage.backups.manifest import Manifest, bent_documents, chain_of
from comanage.refusals import Conflict, Fault, Faulty, Refusal
from comanage.rules.chain import instant

MANIFEST = "manifest.json"
COPY = {"sqlite": "comanage.sqlite", "postgresql": "comanage.dump"}
NOT_ONE = "{} is no backup of comanage, or it is damaged."
ANOTHER_KIND = "This backup is of {}, and the database here is {}: restore it to one of its kind."
IN_USE = (
    "The database {} holds something already. A backup is restored into an empty one:"
    " set COMANAGE_DATA to another folder, or COMANAGE_DATABASE_URL to an empty database."
)

LEFT_BEHIND = (
    "{} was left behind by another database and would be read as a part of the restored one."
    " Move it away, or set COMANAGE_DATA to another folder."
)
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database


def make(engine: Engine, file: Path, *, version: str) -> Manifest:
    """Write a backup of a database that may be in use.

    Args:
        engine: The database.
        file: The backup; it appears whole or not at all, and its owner alone can read it.
        version: Of comanage, for whoever finds the file.

    Raises:
        NotReady: What copying takes is not installed.
        Refusal: The copy, or the file, could not be written.
    """
    kind = engine.dialect.name
    with whole_file.appearing(file, mode=0o600) as made, _apart(file.parent) as apart:
        copied = apart / COPY[kind]
        manifest = copying.copy(engine, copied)
        about = {
            "comanage": version,
            "made at": instant(clock.now()),
            "kind": kind,
            "sha256": _sha256(copied),
            "holds": manifest.told,
        }
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, json.dumps(about, indent=1, sort_keys=True))
            packed.write(copied, COPY[kind])
    return manifest


def restore(file: Path, url: str) -> Manifest:
    """Restore a backup into an empty database, and hold what is there then to its manifest.

    Args:
        file: The backup.
        url: The database: a file of SQLite that is not there yet, or an empty PostgreSQL.

    Raises:
        Conflict: The database is not empty, or is of another kind.
        Faulty: What was restored differs from the manifest; for SQLite, nothing is kept of it.
        NotReady: The program that restores is not installed.
        Refusal: The file is no whole backup, or could not be read.
    """
    address = make_url(url)
    with _apart(file.parent) as apart:
        kind, copied, manifest = _unpacked(file, apart)
        if kind != address.get_backend_name():
            raise Conflict(ANOTHER_KIND.format(kind, address.get_backend_name()))
        if kind == "sqlite":
            _held_to(manifest, URL.create("sqlite", database=str(copied)))
            _move_in(copied, Path(str(address.database)))
            _held_to(manifest, address)
        else:
            _refuse_in_use(address)
            copying.put_back(copied, address)
            _held_to(manifest, address)
    return manifest


@contextmanager
def _apart(folder: Path) -> Iterator[Path]:
    """Give a folder that its owner alone can look into, and that is gone afterwards."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".comanage-") as made:
            yield Path(made)
    except OSError as why:
        raise Refusal(whole_file.CANNOT.format(why.filename or folder, why.strerror)) from why


def _unpacked(file: Path, apart: Path) -> tuple[str, Path, Manifest]:
    """Unpack a backup, and see that its copy is the one that was packed."""
    try:
        with zipfile.ZipFile(file) as packed:
            about = json.loads(packed.read(MANIFEST))
            kind, manifest = about["kind"], Manifest.read(json.dumps(about["holds"]))
            copied = apart / COPY[kind]
            with packed.open(COPY[kind]) as content, copied.open("wb") as to:
                shutil.copyfileobj(content, to)
        whole = _sha256(copied) == about["sha256"]
    except FileNotFoundError:
        raise Refusal(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError) as why:
        raise Refusal(NOT_ONE.format(file)) from why
    if not whole:
        raise Refusal(NOT_ONE.format(file))
    return kind, copied, manifest


def _held_to(manifest: Manifest, address: URL) -> None:
    """Refuse a restored database that does not come to what its manifest says."""
    engine = database.connect_to_read(address)
    try:
        with engine.connect() as connection:
            found = manifest.differences(Manifest.gathered(connection))
            found += [why] if (why := chain_of(connection).why) else []
            found += bent_documents(connection)
        if database.migrated(engine):
            found += [
                f"The trigger {name} is missing." for name in database.triggers_missing(engine)
            ]
    finally:
        engine.dispose()
    if found:
        raise Faulty(Fault("", sentence) for sentence in found)


def _move_in(copied: Path, to: Path) -> None:
    if to.exists() and to.stat().st_size:
        raise Conflict(IN_USE.format(to))
    left = [each for ending in BESIDE if (each := to.with_name(to.name + ending)).exists()]
    if left:  # it would be taken for a part of the database that moves in
        raise Conflict(LEFT_BEHIND.format(left[0]))
    with whole_file.appearing(to, mode=0o600) as made:
        shutil.copyfile(copied, made)


def _refuse_in_use(address: URL) -> None:
    engine = database.connect(address)
    try:
        if inspect(engine).get_table_names():
            raise Conflict(IN_USE.format(address.database))
    finally:
        engine.dispose()


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
