"""The log of a packet: whether its links fit, read without the product (see packet_verify.py).

Entries of other agreements stand in it without what they tell: their hash is checked from the state
that SHA-256 has where that ends, on plain Python, since no library hands such a state out.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

LOG = "log/chain.jsonl"
HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
PRINTED = re.compile(r"(\d{1,9}):([0-9a-f]{16,64})", re.ASCII)
BEGINNING = "0" * 64
LINES = [("number", "previous", "hash", "content"), ("number", "previous", "hash", "withheld")]
FEWEST = 26  # signs of a withheld entry that are shown: the end of the hash before, and two more
MATCH, ALTERED, NOT_OURS = "MATCH, UNSIGNED", "ALTERED", "NOT OURS"
ONES = 0xFFFFFFFF
# The first 32 bits behind the point of the square and the cube roots of the first primes.
PRIMES = [each for each in range(2, 312) if all(each % by for by in range(2, each))]


class Verdict(NamedTuple):
    """What came of looking through a packet: the verdict, its sentence, and what else to know."""

    word: str
    why: str
    more: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it holds together."""
        return self.word == MATCH

    @property
    def text(self) -> str:
        """The whole of it, as it is printed."""
        return "\n".join(map(_on_one_line, (f"{self.word}: {self.why}", *self.more)))


def _on_one_line(text: str) -> str:
    """Leave of a text, which a file may have brought along, the signs that are to be seen."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


class Differs(Exception):
    """The first thing that is not as a packet has it: where, and what."""

    def __init__(self, where: str, what: str, word: str = ALTERED) -> None:
        super().__init__(where, what)
        self.verdict = Verdict(word, f"{where} {what}")


class Head(NamedTuple):
    """An entry of the log: its number, and its hash or how that begins."""

    number: int
    hash: str


class Told(NamedTuple):
    """What an entry of the packet's own agreement tells: the act, all of it, and what came of it."""

    number: int
    act: str
    said: Mapping[str, Any]
    after: Mapping[str, Any]


class Log(NamedTuple):
    """The log of a packet: the hash of each entry, and what those tell that tell anything."""

    hashes: dict[int, str]
    told: tuple[Told, ...]


def _root(of: int, power: int) -> int:
    """Give the largest whole number whose power is not above another."""
    found = 0
    for bit in range(47, -1, -1):
        if (found | 1 << bit) ** power <= of:
            found |= 1 << bit
    return found


START = struct.pack(">8I", *(_root(each << 64, 2) & ONES for each in PRIMES[:8]))
CONSTANTS = [_root(each << 96, 3) & ONES for each in PRIMES]


def head_of(anchor: str, place: str = "The anchor") -> Head:
    """Read an anchor: the text of its file, or NUMBER:HASH as a statement prints it."""
    found = PRINTED.fullmatch(anchor.strip().lower())
    if found:
        return Head(int(found[1]), found[2])
    number = re.search(r"^entry: (\d{1,9})\s*$", anchor, re.MULTILINE | re.ASCII)
    hashed = re.search(r"^hash: ([0-9a-f]{64})\s*$", anchor, re.MULTILINE | re.ASCII)
    if not number or not hashed:
        raise Differs(place, "names no entry of a log and its hash.")
    return Head(int(number[1]), hashed[1])


def log_of(text: str) -> Log:
    """Look through the links of the log, line by line."""
    hashes: dict[int, str] = {}
    tells: list[Told] = []
    last: Head | None = None
    for at, line in enumerate(text.rstrip("\n").split("\n"), 1):
        try:
            entry = json.loads(line)
            number, before, own, told = entry.values()
            linked = last is None or (number, before) == (last.number + 1, last.hash)
            begun = last is not None or (number == 1) == (before == BEGINNING)
            named = tuple(entry) in LINES and type(number) is int
            fits = named and linked and begun and HEX.fullmatch(before) and own == _sealed(entry)
            if fits and "content" in entry:
                tells.append(Told(number, str(told["act"]), told, _after(told["after"])))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error):
            fits = None
        if not fits or line != json.dumps(entry, separators=(",", ":")):
            raise Differs(f"{LOG}, line {at},", "does not fit: it was changed, or is not the next.")
        last = Head(number, own)
        hashes[number] = own
    return Log(hashes, tuple(tells))


def _after(text: str | None) -> dict[str, Any]:
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def _sealed(entry: Mapping[str, Any]) -> str:
    """Give the hash of an entry: from what it tells, or from where its withheld part ends."""
    tail = f',"number":{entry["number"]},"previous":"{entry["previous"]}"}}'
    if "withheld" not in entry:
        told = json.dumps(entry["content"], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(f'{{"content":{told}{tail}'.encode()).hexdigest()
    state, covered, length = entry["withheld"]
    shown = length - covered
    if covered % 64 or not FEWEST <= shown <= len(tail):
        raise ValueError(shown)
    rest = tail[-shown:].encode() + b"\x80"
    rest += bytes(-(len(rest) + 8) % 64) + struct.pack(">Q", length * 8)
    return absorbed(bytes.fromhex(state), rest).hex()


def absorbed(state: bytes, text: bytes) -> bytes:
    """Take whole blocks of 64 bytes into a state of SHA-256 (FIPS 180-4, section 6.2.2)."""
    held = struct.unpack(">8I", state)
    for at in range(0, len(text), 64):
        words = list(struct.unpack(">16I", text[at : at + 64]))
        for i in range(16, 64):
            one, other = words[i - 15], words[i - 2]
            words.append((words[i - 16] + words[i - 7] + (_turn(one, 7) ^ _turn(one, 18) ^ one >> 3)
                          + (_turn(other, 17) ^ _turn(other, 19) ^ other >> 10)) & ONES)  # fmt: skip
        a, b, c, d, e, f, g, h = held
        for word, constant in zip(words, CONSTANTS):  # noqa: B905 - Python 3.8 has no strict
            first = h + (_turn(e, 6) ^ _turn(e, 11) ^ _turn(e, 25)) + (e & f ^ ~e & g)
            first += constant + word
            then = (_turn(a, 2) ^ _turn(a, 13) ^ _turn(a, 22)) + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, h = (
                (first + then) & ONES, a, b, c, (d + first) & ONES, e, f, g
            )  # fmt: skip
        held = tuple((x + y) & ONES for x, y in zip(held, (a, b, c, d, e, f, g, h)))  # noqa: B905
    return struct.pack(">8I", *held)


def _turn(word: int, by: int) -> int:
    return (word >> by | word << (32 - by)) & ONES


def goes_through(log: Log, head: Head, place: str) -> None:
    """Hold the log to the hash of one entry that was kept elsewhere."""
    if head.number not in log.hashes:
        ends = f"{min(log.hashes)} to {max(log.hashes)}"
        raise Differs(place, f"names entry {head.number}; the log of this packet has {ends}.")
    if not log.hashes[head.number].startswith(head.hash):
        raise Differs(place, f"holds another hash of entry {head.number} than the log does.")
