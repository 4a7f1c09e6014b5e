"""Names of the files in a packet: safe on every system, and each there once.

It is part of a packet's own verify.py (see packet_verify.py).
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 90  # signs of a file's name, without its folder
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)
NAMELESS = "file"


class Names:
    """Gives names, and remembers those that it gave."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, folder: str, name: str) -> str:
        """Give the path of a file: in a folder of ours, under a name that may be anybody's.

        Args:
            folder: The folder, one of ours.
            name: What it should be called.

        >>> names = Names()
        >>> names("evidence", "../../etc/passwd"), names("evidence", "ETC-passwd")
        ('evidence/etc-passwd', 'evidence/ETC-passwd-2')
        """
        stem, dot, ending = safe(name).rpartition(".")
        stem, ending = (stem, f".{ending}") if dot else (ending, "")
        path, count = f"{folder}/{stem}{ending}", 1
        while path.casefold() in self._given:
            count += 1
            path = f"{folder}/{stem}-{count}{ending}"
        self._given.add(path.casefold())
        return path


def safe(name: str) -> str:
    r"""Write a name with signs that no system takes for anything else.

    >>> safe("Q1 r\u00e9sum\u00e9\x00 <final>.pdf"), safe("..."), safe("con.csv")
    ('Q1-resume-final.pdf', 'file', 'con-.csv')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[.-]*\.[.-]*", ".", UNSAFE.sub("-", plain)).strip(".-_")
    stem, dot, ending = plain.rpartition(".")
    stem, ending = (stem, ending[:12].rstrip("-")) if dot else (ending, "")
    if not stem:
        return NAMELESS
    stem = stem[: LONGEST - len(ending) - 1].rstrip(".-")
    if stem.partition(".")[0].casefold() in DEVICES:
        stem = stem.replace(stem.partition(".")[0], f"{stem.partition('.')[0]}-", 1)
    return f"{stem}{dot and '.'}{ending}"


# What Windows takes for a device, whatever ending it has.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{it}{at}" for it in ("com", "lpt") for at in "0123456789")}
)
