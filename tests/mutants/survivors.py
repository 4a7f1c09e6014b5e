"""Survivors: the list of mutants that no test notices, each with its reason."""

from pathlib import Path

LIST = Path(__file__).with_name("survivors.md")
COLUMNS = 5  # file, function, line, change, reason


def listed():
    """Read the list: each survivor's reason by its key."""
    return {key: reason for key, reason in rows() if reason}


def rows():
    """Read every row of the table below its head."""
    found = map(read, LIST.read_text(encoding="utf-8").splitlines())
    return [each for each in found if each is not None]


def read(line):
    """Read one row: the key of a survivor and its reason; None where a line is no row."""
    cells = [cell.strip() for cell in line.replace(r"\|", "\0").strip("|").split("|")]
    if not line.startswith("| `") or len(cells) != COLUMNS:
        return None
    *key, reason = [cell.strip("`").replace("\0", "|") for cell in cells]
    return tuple(key), reason


def row(key, reason=""):
    """Write a row of the table."""
    cells = [f"`{part}`" if part else "" for part in key]
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in [*cells, reason]) + " |"
