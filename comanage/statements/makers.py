"""Makers: the code and the libraries that a statement was laid out with.

The same makers give the same bytes, so a statement can be held to the last byte where they
are the same, and to its amounts where they are not.
"""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from comanage.statements.press import ROOT, TEMPLATES, versions

CODE = ("rules", "charts", "statements")


@cache
def makers() -> str:
    """Name them, as "0f3a… weasyprint 70.0, pango 1.50.12"; the same as long as none changes.

    Raises:
        NotReady: The machine lacks Pango; the sentence says what to run.
    """
    return f"{code()} {versions()}"


@cache
def code() -> str:
    """Name the code alone: what writes packets and needs no library that lays anything out."""
    digest = hashlib.sha256()
    for file in _files():
        digest.update(f"{file.relative_to(ROOT).as_posix()}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def of_workbooks() -> str:
    """Name the code and the library that write workbooks."""
    return f"comanage {code()} xlsxwriter {metadata.version('xlsxwriter')}"


def _files() -> list[Path]:
    package = Path(__file__).resolve().parents[1]
    found = [file for part in CODE for file in (package / part).rglob("*.py")]
    found += [file for file in (TEMPLATES / "statements").rglob("*.*") if file.is_file()]
    return sorted([*found, package / "time_zone.py"])
