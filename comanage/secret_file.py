"""Secrets that are kept in a file: whole or not at all, and for the eyes of the owner alone."""

import os
import secrets
from pathlib import Path


def keep(file: Path, secret: str) -> None:
    """Write a secret whole or not at all; of two first runs at once, the earlier one counts."""
    kept(file, f"{secret}\n".encode("ascii"))


def kept(file: Path, secret: bytes) -> bool:
    """Write a secret whole or not at all, and say whether it was written: never over a file."""
    made = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(secret)
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(made, file)
        except FileExistsError:
            return False
        return True
    finally:
        made.unlink()


def fault(file: Path) -> str:
    """Say why a secret cannot be read from a file; empty where it can."""
    if not file.is_file():
        return f"There is no file {file}."
    if file.stat().st_mode & 0o077:
        return f"Others can read {file}. Run: chmod 600 '{file}'"
    return ""
