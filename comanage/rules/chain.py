"""The chain: audit entries linked by their hashes, so that none is changed without a trace.

Each entry carries the hash of its own content together with the hash of the entry
before it. Changing, deleting or moving one breaks every link after it. What a chain
alone cannot show is that its end was cut off, or that all of it was written anew; for
that, the number and hash of the last entry (the head) are kept outside as an anchor.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

PRINTED = re.compile(r"(\d{1,9}):([0-9a-f]{16,64})", re.ASCII)
BEGINNING = "0" * 64  # what the first entry names as the hash before it


@dataclass(frozen=True, slots=True)
class Head:
    """An entry's place in the chain; the last one's, kept outside, is an anchor.

    Attributes:
        number: The entry's number, from 1; 0 stands for an empty log.
        hash: Its hash, 64 hexadecimal digits; of a printed one, how it begins.
    """

    number: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it was stored.

    Attributes:
        number: Its number, from 1, without a gap.
        previous: The hash it names as the one before it.
        hash: The hash it carries.
        content: What it tells, each value a text, a number or None.
    """

    number: int
    previous: str
    hash: str
    content: Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of looking through a chain.

    Attributes:
        head: The last entry whose links all hold.
        broken_at: The number of the first entry that does not fit; 0 where every one does.
        why: What is wrong there, as a sentence; empty where nothing is.
    """

    head: Head
    broken_at: int = 0
    why: str = ""


NOTHING = Head(0, BEGINNING)


def sealed(number: int, previous: str, content: Mapping[str, str | int | None]) -> str:
    """Give the hash of an entry: over its number, the hash before it, and what it tells.

    Args:
        number: The entry's number.
        previous: The hash of the entry before; BEGINNING for the first.
        content: What the entry tells.

    >>> sealed(1, BEGINNING, {"act": "demo"})[:12]
    '8a0ebe04244f'
    """
    whole = {"number": number, "previous": previous, "content": dict(content)}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def instant(moment: datetime) -> str:
    """Write an instant as the chain holds it: in UTC, to the microsecond.

    >>> instant(datetime(2027, 7, 14, 9, 30, tzinfo=UTC))
    '2027-07-14T09:30:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def line(entry: Entry) -> str:
    """Write an entry as one line of an exported log: everything that its hash covers, and the hash.

    Whatever was typed stands there in ASCII with escapes, so that no line feed, colour or
    direction of a text can pass for another line.
    """
    whole = {
        "number": entry.number,
        "previous": entry.previous,
        "hash": entry.hash,
        "content": dict(entry.content),
    }
    return json.dumps(whole, ensure_ascii=True, separators=(",", ":"))


def read(text: str) -> Entry | None:
    """Read a line of an exported log; None for what is no such line.

    >>> read(line(Entry(number=1, previous=BEGINNING, hash="f" * 64, content={}))).number
    1
    """
    try:
        found = json.loads(text)
        entry = Entry(**found)
    except (ValueError, TypeError, RecursionError):
        return None
    whole = isinstance(entry.content, dict) and isinstance(entry.number, int)
    return entry if whole and not isinstance(entry.number, bool) else None


def printed(text: str) -> Head | None:
    """Read a head as documents print it, NUMBER:HASH with 16 digits or more; None for what is none.

    >>> printed("170:482b6a7661ea8289")
    Head(number=170, hash='482b6a7661ea8289')
    """
    found = PRINTED.fullmatch(text.strip().lower())
    return Head(int(found[1]), found[2]) if found else None


def checked(
    entries: Iterable[Entry], anchors: Iterable[Head] = (), *, since: Head = NOTHING
) -> Verdict:
    """Look through a chain in its order, and hold it to heads that were kept outside.

    Args:
        entries: Every entry, by its number; those after `since`, where that is given.
        anchors: Heads written down elsewhere at some time.
        since: A head up to which the chain was looked through before.

    Returns:
        The verdict; the first entry that does not fit is named.
    """
    kept: dict[int, set[str]] = {}
    for anchor in anchors:
        kept.setdefault(anchor.number, set()).add(anchor.hash)
    head = since
    for entry in entries:
        if why := _misfit(entry, head, kept):
            return Verdict(head, max(head.number + 1, 1), why)
        head = Head(entry.number, entry.hash)
    later = sorted(number for number in kept if number > head.number)
    if later:
        why = f"Entry {later[-1]} was once the last one, and is gone: the end was cut off."
        return Verdict(head, head.number + 1, why)
    return Verdict(head)


def _misfit(entry: Entry, head: Head, kept: Mapping[int, set[str]]) -> str:
    expected = head.number + 1
    if entry.number != expected:
        return f"Entry {expected} is missing; entry {entry.number} stands in its place."
    if entry.previous != head.hash:
        return f"Entry {expected} does not follow from the entry before it."
    if sealed(entry.number, entry.previous, entry.content) != entry.hash:
        return f"Entry {expected} was changed: it does not give the hash it carries."
    if any(not entry.hash.startswith(hash_kept) for hash_kept in kept.get(expected, ())):
        return f"Entry {expected} is another one than the one whose hash was kept outside."
    return ""
