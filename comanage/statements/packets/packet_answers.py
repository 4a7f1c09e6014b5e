"""Which files a packet may hold, and whether its log and its files answer each other, by their hashes.

A file that the log names must be there, and a file of which the log keeps the hash must be named.
It is part of a packet's own verify.py (see packet_verify.py).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from comanage.statements.formula_guard import guarded
from comanage.statements.packets.packet_chain import LOG, Differs, Log
from comanage.statements.packets.packet_names import safe
from comanage.statements.packets.packet_tables import TABLES

ROOT = ("index.html", "manifest.json", "verify.py")
CALCULATE, APPROVE = "settlement:version:calculate", "settlement:version:approve"
ISSUED, LOCK = "statement:document:issue", "scorecard:version:lock"
EVIDENCE, MEETINGS = "figure:evidence:add", ("meeting:record:make", "meeting:record:correct")
RAISED = "dispute:claim:raise"
PERIODS = "records/performance_period.csv"
ANY = r"[^/]+"
# folder: what a file in it is called
CALLED = {
    "statements": r"[^/]+\.pdf",
    "workbooks": r"[^/]+\.xlsx",
    "payouts": r"payouts\.(csv|json|xlsx)",
    "terms": r"version-[0-9]+(\.json|-changes\.txt)",
    "settlements": r"[^/]+\.json",
    "documents": ANY,
    "evidence": ANY,
    "disputes": ANY,
    "meetings": ANY,
    "safeguards": ANY,
    "records": rf"({'|'.join(TABLES)})\.csv",
    "log": r"chain\.jsonl|anchors\.csv",
}
NO_PLACE = "is no file that a packet has: its folder or the end of its name is none of a packet's."
UNNAMED = {
    "statements": "was not issued: no entry of the log names its SHA-256.",
    "terms": "was not locked: no entry of the log names its SHA-256.",
    "settlements": "was not calculated: no entry of the log names its SHA-256.",
    "documents": "was not added: no entry of the log names its SHA-256.",
    "evidence": "was not added: no entry of the log names its SHA-256.",
    "disputes": "was not handed in: no entry of the log names its SHA-256.",
    "meetings": "was not recorded: no entry of the log names its SHA-256.",
    "safeguards": "was not declared: no entry of the log names its SHA-256.",
}
TWO_COLUMNS = "has two columns of one name."
OTHER_CELLS = "has more or fewer cells than there are columns."
MISNAMED = "is another file than its name says: the log names its SHA-256 with another number."
MISSING = "names a file of {}/ with the SHA-256 {}…, and the packet does not hold it."


class Asked(NamedTuple):
    """What a packet is of: the first and the last day, and the codes of its periods."""

    first: date
    last: date
    periods: frozenset[str]


class Named(NamedTuple):
    """A file that an entry of the log names: its folder and SHA-256, and whether it must be there.

    Its name is one that fits the pattern.
    """

    entry: int
    folder: str
    sha256: str
    due: bool
    pattern: str = ".*"


def rows_of(path: str, text: str) -> list[dict[str, str]]:
    """Read a table of a packet: each column has one name, and each row a cell for each column."""
    lines = [*csv.reader(io.StringIO(text, newline=""))]
    heads = lines[0] if lines else []
    if len({*heads}) < len(heads):
        raise Differs(path, TWO_COLUMNS)
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(heads):
            raise Differs(f"{path}, line {number},", OTHER_CELLS)
    return [dict(zip(heads, line)) for line in lines[1:]]  # noqa: B905 - Python 3.8 has no strict


def in_place(path: str) -> None:
    """Hold the name of a file to those that a packet has."""
    folder, _, name = path.partition("/")
    if path not in ROOT and not re.fullmatch(CALLED.get(folder, r"(?!)"), name, re.ASCII):
        raise Differs(path, NO_PLACE)


def answered(log: Log, hashes: Mapping[str, str], asked: Asked) -> None:
    """Hold the log and the files of a packet to each other, by the hashes.

    Hashes are those of the files by their paths.
    """
    named = [*_named(log, asked)]
    bare = _without_hash(log)
    known: dict[tuple[str, str], list[str]] = {}
    for each in named:
        known.setdefault((each.folder, each.sha256), []).append(each.pattern)
    for path, sha256 in sorted(hashes.items()):
        folder, _, name = path.partition("/")
        if folder not in UNNAMED or path.endswith("-changes.txt") or folder in bare:
            continue
        if (folder, sha256) not in known:
            raise Differs(path, UNNAMED[folder])
        if not any(re.fullmatch(each, name, re.DOTALL) for each in known[folder, sha256]):
            raise Differs(path, MISNAMED)
    held = {(path.partition("/")[0], sha256) for path, sha256 in hashes.items()}
    for each in named:
        if each.due and (each.folder, each.sha256) not in held:
            place = f"{LOG}, entry {each.entry},"
            raise Differs(place, MISSING.format(each.folder, each.sha256[:16]))


def _without_hash(log: Log) -> frozenset[str]:
    """Name the folders whose files an older version put into the log without their hashes."""
    found = any(_of_dispute(each.act) and "sha256" not in each.after for each in log.told)
    return frozenset({"disputes"} if found else ())


def periods_of(log: Log) -> dict[str, dict[int, str]]:
    """Give the period of each settlement and each figure that the log tells it of, by their ids."""
    settlements: dict[int, str] = {}
    figures: dict[int, str] = {}
    approved = 0
    locked: Sequence[int] = ()
    for _, act, said, after in log.told:
        period = str(after.get("period", ""))
        if act == CALCULATE and period:
            settlements[said["object"]] = period
        elif act == APPROVE:
            approved = said["object"]
        elif act == "figure:value:lock":
            locked = after.get("figures", ())
        elif act == "period:state:lock":
            settlements.setdefault(approved, period)
            figures.update(dict.fromkeys(locked, period))
        elif act in {EVIDENCE, RAISED} and period:
            figures[int(after.get("figure", 0))] = period
    return {"settlement": settlements, "figure": figures}


def _named(log: Log, asked: Asked) -> Iterator[Named]:
    """Go through the files that entries of the log name."""
    yield from _settled(log, asked)
    yield from _sent(log, asked)


def _settled(log: Log, asked: Asked) -> Iterator[Named]:
    """Go through terms, settlements and statements; a statement is of what was approved before it."""
    of = periods_of(log)["settlement"]
    terms, approved = _governing(log, asked), 0
    for number, act, said, after in log.told:
        if act == APPROVE:
            approved = said["object"]
        elif act == ISSUED:
            due = of.get(approved) in {None, *asked.periods}
            yield Named(number, "statements", str(after.get("sha256")), due, f"{said['object']}-.*")
        elif act == CALCULATE:
            due = of.get(said["object"]) in asked.periods
            called = f"{after.get('period')}-settlement-{after.get('number')}"
            for name, ending in (("document", ""), ("figures", "-figures")):
                pattern = _called(f"{called}{ending}.json")
                yield Named(number, "settlements", str(after.get(name)), due, pattern)
        elif act == LOCK:
            governs, pattern = (
                after.get("number") in terms,
                _called(f"version-{after.get('number')}.json"),
            )
            yield Named(number, "terms", str(after.get("hash")), governs, pattern)


def _called(name: str) -> str:
    """Give the pattern of a name; one that another file has already is counted on."""
    stem, dot, ending = safe(name).rpartition(".")
    return rf"{re.escape(stem)}(-[0-9]+)?{re.escape(dot + ending)}"


def _sent(log: Log, asked: Asked) -> Iterator[Named]:
    """Go through the files that people sent; evidence that stays elsewhere has none."""
    of, disputes = periods_of(log)["figure"], disputed(log, asked)
    for number, act, said, after in log.told:
        sha256 = str(after.get("file" if act in MEETINGS else "sha256") or "")
        if act in {"agreement:document:add", "safeguard:declaration:make"} and sha256:
            folder = "documents" if act.startswith("agreement:") else "safeguards"
            yield Named(number, folder, sha256, True, f"{said['object']}-.*")
        elif act == EVIDENCE and "checked" in after:
            yield Named(number, "evidence", sha256, of.get(after["figure"]) in asked.periods)
        elif act in MEETINGS and sha256:
            day = date.fromisoformat(str(after["day"]))
            yield Named(number, "meetings", sha256, asked.first <= day <= asked.last)
        elif _of_dispute(act) and sha256:
            yield Named(number, "disputes", sha256, said["object"] in disputes)


def _of_dispute(act: str) -> bool:
    return act.startswith("dispute:") and not act.endswith(":read")


def disputed(log: Log, asked: Asked) -> frozenset[int]:
    """Give the ids of the disputes that are of a packet's periods, as far as the log tells."""
    of = periods_of(log)["figure"]
    return frozenset(
        each.said["object"]
        for each in log.told
        if each.act == RAISED and of.get(each.after.get("figure", 0)) in asked.periods
    )


def periods_told(log: Log, asked: Asked, terms: Sequence[str], rows: str) -> None:
    """Hold the periods of a packet to its terms: what overlaps its days and was settled is of it.

    Terms are the texts of the versions that govern its days, rows those of records/.
    """
    days: dict[str, list[tuple[date, date]]] = {}
    for text in terms:
        for each in json.loads(text)["periods"]:
            begins, ends = (date.fromisoformat(str(each[name])) for name in ("starts", "ends"))
            days.setdefault(str(each["code"]), []).append((begins, ends))
    settled = {str(each.after.get("period")) for each in log.told if each.act == CALCULATE}
    for code, spans in sorted(days.items()):
        overlaps = any(begins <= asked.last and ends >= asked.first for begins, ends in spans)
        if overlaps and code in settled and code not in asked.periods:
            raise Differs("manifest.json", f"leaves out {code}, which overlaps its days.")
        if not overlaps and code in asked.periods:
            raise Differs("manifest.json", f"names {code}, which does not overlap its days.")
    codes = {row["code"] for row in rows_of(PERIODS, rows)}
    for code in sorted(asked.periods):
        if code not in codes and guarded(code) not in codes:
            raise Differs("manifest.json", f"names {code}, of which {PERIODS} has no row.")


def _governing(log: Log, asked: Asked) -> frozenset[int]:
    """Give the numbers of the versions of the scorecard that govern one of the days."""
    locks = {}
    for each in log.told:
        if each.act == LOCK and each.after.get("effective on"):
            begins = date.fromisoformat(str(each.after["effective on"]))
            locks[int(each.after.get("number", 0))] = begins
    found = set()
    for number, begins in locks.items():
        later = [day for other, day in locks.items() if other > number]
        ended = min(later) if later else None  # the first day on which it no longer governs
        governs = begins <= asked.last and (ended is None or (begins < ended > asked.first))
        if governs and (ended is None or ended > begins):
            found.add(number)
    return frozenset(found)


def asked_of(manifest: Mapping[str, Any]) -> Asked:
    """Read from a manifest what its packet is of."""
    first, last = (date.fromisoformat(str(manifest[name])) for name in ("from", "to"))
    return Asked(first, last, frozenset(map(str, manifest["periods"])))
