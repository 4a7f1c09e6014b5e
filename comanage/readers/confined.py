"""Confined: a file is read by a process of its own, with little time and memory.

However a file is made, the most it can cost is one short-lived process. That
process gets the bytes and nothing else: no environment, no database, no key.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comanage.readers.archive import unpacked
from comanage.readers.looked import Looked, refused
from comanage.readers.reader import Found, Row, Table, table
from comanage.readers.workbook import lines
from comanage.readers.workbook_words import beside
from comanage.refusals import Fault

SECONDS = 20
MEMORY = 512 * 1024 * 1024
TOO_MUCH = "The workbook takes too much work to read. Copy the figures alone to a new workbook."
TOO_HARD = "The file takes too much work to look through. Save a plainer copy of it."
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from comanage.readers.confined import child; child()"
)
LOOK = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from {} import look; "
    "from comanage.readers.confined import looking; looking(look)"
)


def read(data: bytes) -> Found:
    """Read the rows of a workbook in a process that cannot harm this one."""
    told = _told(START, data)
    if told is None:
        return Table(), [Fault("", TOO_MUCH)]
    columns = dict.fromkeys(told["columns"])
    rows = tuple(Row(at, dict(zip(columns, cells, strict=True))) for at, cells in told["rows"])
    found = Table(tuple(told["columns"]), rows, told["read_as"], told["heading"])
    return found, [Fault(place, sentence) for place, sentence in told["faults"]]


def look_through(reader: str, data: bytes) -> Looked:
    """Look through a file in a process that cannot harm this one.

    Args:
        reader: The module whose `look` knows its kind; this process never loads it.
        data: Its bytes.
    """
    told = _told(LOOK.format(reader), data)
    if told is None:
        return refused(TOO_HARD)
    faults = tuple(Fault(place, sentence) for place, sentence in told["faults"])
    return Looked(faults, pictures=told["pictures"], silent=told["silent"])


def child() -> None:
    """Read a workbook from the standard input and write what was found: the other process."""
    limited()
    found, faults = _read(sys.stdin.buffer.read())
    told = {
        "columns": found.columns,
        "rows": [(row.number, [*row.cells.values()]) for row in found.rows],
        "read_as": found.read_as,
        "heading": found.heading,
        "faults": [(fault.place, fault.sentence) for fault in faults],
    }
    json.dump(told, sys.stdout)


def looking(look: Callable[[bytes], Looked]) -> None:
    """Look through a file from the standard input and write what was found: the other process."""
    limited()
    found = look(sys.stdin.buffer.read())
    told = {
        "faults": [(fault.place, fault.sentence) for fault in found.faults],
        "pictures": found.pictures,
        "silent": found.silent,
    }
    json.dump(told, sys.stdout)


def limited() -> None:
    """Limit this process to little time and memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _told(start: str, data: bytes) -> Any:  # noqa: ANN401 - what our own process wrote
    """Give what the other process found; None where it was too much for it."""
    house = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(  # noqa: S603 - this Python, with words of our own
            [sys.executable, "-I", "-c", start, str(house)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    return json.loads(done.stdout)


def _read(data: bytes) -> Found:
    parts, faults = unpacked(data)
    if faults:
        return Table(), faults
    found, faults = lines(parts)
    faults = faults or beside(parts)
    return (Table(), faults) if faults else table(found, "an Excel workbook", ragged=True)
