"""Files that people are handed appear whole or not at all, whatever happens meanwhile."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comanage import crash
from comanage.refusals import Refusal

CANNOT = "{} cannot be written: {}."


@contextmanager
def appearing(file: Path, *, mode: int = 0o666) -> Iterator[Path]:
    """Give a place beside a file to write to; what was written there then takes its name.

    Args:
        file: Where it is to stand; an earlier file there is replaced, whole.
        mode: Who may read it; what the owner's umask takes away is taken away.

    Raises:
        Refusal: It cannot be written; the earlier file, if any, still stands.
    """
    made = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        made.touch(mode=mode)
        yield made
        _to_disk(made)
        crash.point("file:written")
        made.replace(file)
        crash.point("file:named")
        _to_disk(file.parent)
    except OSError as why:
        raise Refusal(CANNOT.format(file, why.strerror or why)) from why
    finally:
        made.unlink(missing_ok=True)


def write(file: Path, contents: bytes) -> None:
    """Write a file whole.

    Raises:
        Refusal: It cannot be written.
    """
    with appearing(file) as made:
        made.write_bytes(contents)


def _to_disk(place: Path) -> None:
    """Wait until a file, or the names in a folder, would outlast a power cut."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
