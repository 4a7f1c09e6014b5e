"""Rows of a packet that its log tells of: signatures, disputes, settlements, statements, payments.

A row of which no entry tells, or that says otherwise, is found; so is an entry without its row. It
is part of a packet's own verify.py (see packet_verify.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from comanage.statements.formula_guard import guarded
from comanage.statements.packets.packet_answers import (
    APPROVE,
    CALCULATE,
    ISSUED,
    Asked,
    disputed,
    periods_of,
    rows_of,
)
from comanage.statements.packets.packet_chain import LOG, Differs, Log, Told

RECORDS = "records/{}.csv"
OTHERWISE = "says something else than the log does, or something of which no entry tells."
TWICE = "stands there twice."
NO_ROW = "tells of a row of {} that is not there, or says something else."
WITHIN = timedelta(minutes=10)  # between what an act stores and what it notes
PURPOSES = {
    "settlement:version:sign": "approval",
    "settlement:version:review": "review",
    "settlement:version:release": "release",
}
SIGNED = {
    "printed name": "printed_name", "role": "role", "meaning": "meaning", "document": "document_hash",
}  # fmt: skip
CALCULATED = {
    "document": "document_hash", "figures": "figures_hash", "number": "number", "period": "period",
    "possible_cents": "possible_cents", "earned_cents": "earned_cents",
}  # fmt: skip
CLAIMED = {"figure": "figure_id", "ground": "ground", "sha256": "document_sha256"}
TAKEN = {"state": "state", "finding": "finding", "sha256": "document_sha256"}
RELEASED = ("settlement:version:release", "settlement:held part:release")
PAID, SENT_BACK = "payment:line:pay", "payment:line:return"
STEPS = (
    "dispute:claim:answer", "dispute:answer:accept", "dispute:answer:appeal",
    "dispute:appeal:decide", "dispute:claim:withdraw",
)  # fmt: skip


class Expected(NamedTuple):
    """A row of which an entry tells: what stands in its columns, and whether it must be there."""

    entry: int
    row: Mapping[str, object]
    due: bool


def rows_told(log: Log, asked: Asked, text: Callable[[str], str]) -> None:
    """Hold rows to the entries that tell of them.

    Text gives what stands in a file, by its path; nothing where there is none.
    """
    found = {"signature": _signatures(log, asked), "settlement": _settlements(log, asked),
             "dispute": _disputes(log, asked), "dispute_step": _steps(log, asked),
             "statement": _statements(log)}  # fmt: skip
    for table, told in found.items():
        path = RECORDS.format(table)
        _held_to(path, rows_of(path, text(path)), [*told])
    path = RECORDS.format("payment")
    rows = rows_of(path, text(path))  # what a base fee pays is told by its work, and by no payment
    _held_to(path, [row for row in rows if row["settlement_id"]], [*_payments(log, asked)])


def _held_to(path: str, rows: list[dict[str, str]], told: list[Expected]) -> None:
    ids = set()
    for number, row in enumerate(rows, 2):
        if not any(_fits(row, each) for each in told):
            raise Differs(f"{path}, line {number},", OTHERWISE)
        if row.get("id") in ids:
            raise Differs(f"{path}, line {number},", TWICE)
        ids.add(row.get("id"))
    for each in told:
        if each.due and not any(_fits(row, each) for row in rows):
            raise Differs(f"{LOG}, entry {each.entry},", NO_ROW.format(path))


def _fits(row: Mapping[str, str], told: Expected) -> bool:
    """Say whether a row is the one that an entry tells of; a text may be guarded."""
    for column, value in told.row.items():
        if isinstance(value, datetime):
            if not _about_then(row.get(column), value):
                return False
            continue
        text = "" if value is None else str(value)
        if row.get(column) not in {text, guarded(text)}:
            return False
    return True


def _about_then(text: str | None, noted: datetime) -> bool:
    """Say whether an instant is that of its entry, which is noted in the course of the same act."""
    return bool(text) and abs(_instant(str(text)) - noted) <= WITHIN


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007 - all of them in UTC


def _taken(after: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """Take from an entry what stands in columns; what it does not tell cannot be held to it."""
    return {column: after[name] for name, column in columns.items() if name in after}


def _signatures(log: Log, asked: Asked) -> Iterator[Expected]:
    of = periods_of(log)["settlement"]
    for number, act, said, after in log.told:
        if act in PURPOSES:
            whose = {"settlement_id": said["object"], "person_id": said["person"]}
            row = {"purpose": PURPOSES[act], "at": _instant(said["at"]), **whose,
                   **_taken(after, SIGNED)}  # fmt: skip
            yield Expected(number, row, of.get(said["object"]) in asked.periods)


def _settlements(log: Log, asked: Asked) -> Iterator[Expected]:
    of = periods_of(log)["settlement"]
    acts = {(each.act, each.said["object"]): each.said for each in log.told}
    for number, act, said, after in log.told:
        if act == CALCULATE:
            own = said["object"]
            row = {"id": own, "calculated_by_id": said["person"],
                   "calculated_at": _instant(said["at"]), **_taken(after, CALCULATED)}  # fmt: skip
            for step in ("approve", "release"):
                done = acts.get((f"settlement:version:{step}", own))
                row[f"{step}d_by_id"] = done and done["person"]
                row[f"{step}d_at"] = done and _instant(done["at"])
                row |= {"state": f"{step}d"} if done else {}
            yield Expected(number, row, of.get(own) in asked.periods)


def _disputes(log: Log, asked: Asked) -> Iterator[Expected]:
    due = disputed(log, asked)
    for number, act, said, after in log.told:
        if act == "dispute:claim:raise":
            own = {"id": said["object"], "raised_by_id": said["person"], "words": said["reason"],
                   "raised_at": _instant(said["at"])}  # fmt: skip
            yield Expected(number, {**own, **_taken(after, CLAIMED)}, said["object"] in due)


def _steps(log: Log, asked: Asked) -> Iterator[Expected]:
    due = disputed(log, asked)
    for number, act, said, after in log.told:
        if act in STEPS:
            own = {"dispute_id": said["object"], "by_id": said["person"], "words": said["reason"],
                   "at": _instant(said["at"])}  # fmt: skip
            yield Expected(number, {**own, **_taken(after, TAKEN)}, said["object"] in due)


def _statements(log: Log) -> Iterator[Expected]:
    """Go through the statements; that none is missing shows by their files."""
    approved: object = None
    for number, act, said, after in log.told:
        approved = said["object"] if act == APPROVE else approved
        if act == ISSUED:
            row = {"id": said["object"], "document_sha256": after.get("sha256"),
                   "participant": after.get("group"), "settlement_id": approved,
                   "issued_at": _instant(said["at"])}  # fmt: skip
            yield Expected(number, row, due=False)


def _payments(log: Log, asked: Asked) -> Iterator[Expected]:
    """Go through the payments of settlements: as released, and paid or not, as was noted last."""
    of = periods_of(log)["settlement"]
    last = {each.said["object"]: each for each in log.told if each.act in {PAID, SENT_BACK}}
    for number, act, said, after in log.told:
        for each in after.get("payments", ()) if act in RELEASED else ():
            row = {"id": each["payment"], "settlement_id": said["object"], "kind": each["kind"],
                   "participant_id": each["participant"], "amount_cents": each["cents"],
                   **_paid(last.get(each["payment"]))}  # fmt: skip
            yield Expected(number, row, of.get(said["object"]) in asked.periods)


def _paid(last: Told | None) -> dict[str, object]:
    """Give what a row says of its being paid, by what was noted last of the payment."""
    if last is None or last.act != PAID:
        return {"paid_on": None, "paid_reference": None, "paid_by_id": None}
    return {"state": last.after["state"], "paid_on": last.after["on"],
            "paid_reference": last.after["reference"], "paid_by_id": last.said["person"]}  # fmt: skip
