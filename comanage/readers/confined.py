"""Confined: a file is read by a process of its own, with little time and memory.

However a file is made, the most it can cost is one short-lived process, and there are
never more than a few of them at once. That process gets the bytes and nothing else: no
environment, no database, no key.
"""

import gc
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from comanage.readers.looked import Looked, refused
from comanage.readers.reader import Found, Row, Table
from comanage.refusals import Busy, Fault, NotReady

SECONDS = 20  # of a processor
BUSIER = 3  # times as long it may take by the clock, on a machine that has other things to do
MEMORY = 512 * 1024 * 1024
AT_ONCE = 2  # files; half of what the server does at once is left for everybody else
PATIENCE = 0.5  # seconds that a file waits for its turn, and a thread of the server with it
BUSY = "Other files are being looked through. Nothing of yours was kept; try again in a moment."
TOO_MUCH = "The file takes too much work to read. Copy the figures alone to a new one."
TOO_HARD = "The file takes too much work to look through. Save a plainer copy of it."
NOT_STARTED = (
    "The file was not read: what reads files could not start on this machine. Nothing is said of the"
    " file. Tell your system administrator; the log of the server says why."
)
BEGUN = "begun\n"  # what the other process says once it is about to read
READ = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from {} import read_here; "
    "from comanage.readers.confined import reading; reading(read_here, {!r})"
)
LOOK = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from {} import look; "
    "from comanage.readers.confined import looking; looking(look)"
)
_turns = BoundedSemaphore(AT_ONCE)


def read(reader: str, data: bytes, known: Collection[str]) -> Found:
    """Read the rows of a file, and look for patients, in a process that cannot harm this one.

    Args:
        reader: The module whose `read_here` knows its kind; this process need not load it.
        data: Its bytes.
        known: The columns that the layout declares.

    Raises:
        Busy: Others are being read.
    """
    told = answer(READ.format(reader, sorted(known)), data)
    if told is None:
        return Table(), [Fault("", TOO_MUCH)]
    columns = dict.fromkeys(told["columns"])
    rows = tuple(Row(at, dict(zip(columns, cells, strict=True))) for at, cells in told["rows"])
    said = (told["read_as"], told["heading"], tuple(told["titles"]))
    found = Table(tuple(told["columns"]), rows, *said)
    return found, [Fault(place, sentence) for place, sentence in told["faults"]]


def look_through(reader: str, data: bytes) -> Looked:
    """Look through a file in a process that cannot harm this one.

    Args:
        reader: The module whose `look` knows its kind; this process never loads it.
        data: Its bytes.

    Raises:
        Busy: Others are being looked through.
    """
    told = answer(LOOK.format(reader), data)
    if told is None:
        return refused(TOO_HARD)
    faults = tuple(Fault(place, sentence) for place, sentence in told["faults"])
    return Looked(
        faults,
        pictures=told["pictures"],
        silent=told["silent"],
        named=tuple(told["named"]),
        carried=tuple(told["carried"]),
    )


def reading(read_here: Callable[[bytes, Collection[str]], Found], known: Collection[str]) -> None:
    """Read a file from the standard input and write what was found: the other process."""
    limited(MEMORY)
    begin()
    found, faults = read_here(sys.stdin.buffer.read(), known)
    told = {
        "columns": found.columns,
        "rows": [(row.number, [*row.cells.values()]) for row in found.rows],
        "read_as": found.read_as,
        "heading": found.heading,
        "titles": found.titles,
        "faults": [(fault.place, fault.sentence) for fault in faults],
    }
    json.dump(told, sys.stdout)


def looking(look: Callable[[bytes], Looked]) -> None:
    """Look through a file from the standard input and write what was found: the other process."""
    limited(MEMORY)
    begin()
    found = look(sys.stdin.buffer.read())
    told = {
        "faults": [(fault.place, fault.sentence) for fault in found.faults],
        "pictures": found.pictures,
        "silent": found.silent,
        "named": found.named,
        "carried": found.carried,
    }
    json.dump(told, sys.stdout)


def limited(memory: int) -> None:
    """Limit this process to little time, and to some bytes of memory."""
    gc.disable()  # it lives for one file, and would spend half its time on looking for what to free
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def begin() -> None:
    """Say that all is there that reads, so that what fails from here on is for the file's sake."""
    sys.stderr.write(BEGUN)
    sys.stderr.flush()


def answer(start: str, data: bytes) -> Any:  # noqa: ANN401 - what our own process wrote
    """Give what the other process found; None where it was too much for it.

    Raises:
        Busy: Others are being read.
        NotReady: The other process could not start, which is no fault of the file.
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy(BUSY)
    house = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(  # noqa: S603 - this Python, with words of our own
            [sys.executable, "-I", "-c", start, str(house)],
            input=data,
            capture_output=True,
            timeout=SECONDS * BUSIER,
            env={},
            check=True,
        )
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as why:
        if BEGUN.encode() in why.stderr:
            return None
        raise _not_started(why.stderr.decode(errors="replace")) from why
    except OSError as why:
        raise _not_started(str(why)) from why
    finally:
        _turns.release()
    return json.loads(done.stdout)


def _not_started(why: str) -> NotReady:
    logging.getLogger(__name__).error("What reads files could not start: %s", why.strip())
    return NotReady(NOT_STARTED)
