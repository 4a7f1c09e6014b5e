"""The payout records of a packet, held to its statements, its settlements and each other."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from comanage.rules.numbers import plain_money, printed
from comanage.statements import carried
from comanage.statements.carried import WHOLE, Carried
from comanage.statements.carried_in import carried_in
from comanage.statements.formula_guard import guarded
from comanage.statements.payout_columns import TOTAL
from comanage.statements.payouts import zulu

JSON, CSV, XLSX = "payouts/payouts.json", "payouts/payouts.csv", "payouts/payouts.xlsx"
STATEMENTS, SETTLEMENTS = "statements/", "records/settlement.csv"
RECORDS = "records/payout_record.csv"
UNREADABLE = "{} is not written as a packet has it."
OTHERWISE = "{}, payout record {}: {} is {}, and {} by {}."
NO_STATEMENT = "{}, payout record {}: no statement of the packet has the SHA-256 {}…"
NO_ROW = "{} names no payout record of {}."
CENTS = {
    "payable_cents": "payable", "recover_cents": "owed_back", "advanced_cents": "paid_before",
    "left_cents": "left_by_correction",
}  # fmt: skip


def differs(files: Mapping[str, bytes]) -> str:
    """Name the first payout record that does not follow from the packet; nothing where all do.

    Args:
        files: The files of a packet that holds together, by their paths.
    """
    try:
        return next(_differing(files), "")
    except (ValueError, TypeError, LookupError, AttributeError, csv.Error):
        return UNREADABLE.format(JSON)


def _differing(files: Mapping[str, bytes]) -> Iterator[str]:
    rows = _rows(files)
    yield from _as_csv(rows, files)
    told = _statements(files)
    settled = {row["id"]: row for row in _csv(files, SETTLEMENTS)}
    for row in rows:
        if row["statement_sha256"] and row["statement_sha256"] not in told:
            yield NO_STATEMENT.format(JSON, row["payout_id"], row["statement_sha256"][:16])
            continue
        path, held = told.get(row["statement_sha256"], ("", None))
        if held is not None:
            yield from _held_to(row, path, _of_statement(held))
        yield from _held_to(row, SETTLEMENTS, _of_settlement(settled[row["settlement_id"]]))
    named = {row["statement_sha256"] for row in rows}
    for sha256, (path, held) in sorted(told.items()):
        if held is not None and held.reader != WHOLE and sha256 not in named:
            yield NO_ROW.format(JSON, path)
    by_id = {row["payout_id"]: row for row in rows}
    for stored in _csv(files, RECORDS):
        cents = {name: plain_money(int(stored[column])) for column, name in CENTS.items()}
        yield from _held_to(by_id[stored["id"]], RECORDS, cents)


def _rows(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Read the rows of the JSON, every cell as text."""
    found: list[dict[str, Any]] = json.loads(files[JSON])["rows"]
    return [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in found
    ]


def _csv(files: Mapping[str, bytes], path: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(files[path].decode(), newline=""))]


def _as_csv(rows: list[dict[str, str]], files: Mapping[str, bytes]) -> Iterator[str]:
    """Hold the CSV to the JSON; a text may be guarded, and the totals come last."""
    told = json.loads(files[JSON])
    heads = [column["name"] for column in told["columns"]]
    totals = dict.fromkeys(heads, "") | told["totals"] | {heads[0]: TOTAL}
    lines = _csv(files, CSV)
    for number, row in enumerate([*rows, totals]):
        line = lines[number] if number < len(lines) else {}
        for name, cell in row.items():
            if line.get(name) not in {cell, guarded(cell)}:
                which = row["payout_id"] or TOTAL.lower()
                yield OTHERWISE.format(CSV, which, name, line.get(name), cell, JSON)
    if len(lines) != len(rows) + 1:
        yield UNREADABLE.format(CSV)


def _statements(files: Mapping[str, bytes]) -> dict[str, tuple[str, Carried | None]]:
    """Read what the statements carry, by the SHA-256 of their files."""
    found: dict[str, tuple[str, Carried | None]] = {}
    for path, content in sorted(files.items()):
        if path.startswith(STATEMENTS):
            try:
                held, _ = carried.read(carried_in(content).decode())
            except ValueError:
                held = None
            found[hashlib.sha256(content).hexdigest()] = (path, held)
    return found


def _of_statement(held: Carried) -> dict[str, str]:
    facts, payout = held.facts, held.payout
    told = {
        "agreement_code": facts.agreement,
        "group_code": held.reader,
        "period_code": held.settlement.period,
        "scorecard_version": str(facts.scorecard),
        "scorecard_sha256": facts.scorecard_hash,
        "settlement_number": str(facts.number),
        "approved_at": zulu(facts.issued_at),
    }
    if payout is None:
        return told
    amounts = {
        "payable": payout.payable, "owed_back": payout.recover, "paid_before": payout.advanced,
        "left_by_correction": payout.left, "earned_by_group": payout.earned,
    }  # fmt: skip
    told |= {name: plain_money(cents) for name, cents in amounts.items()}
    return told | {"share": printed(payout.share)}


def _of_settlement(row: Mapping[str, str]) -> dict[str, str]:
    return {
        "pool": plain_money(int(row["possible_cents"])),
        "earned": plain_money(int(row["earned_cents"])),
        "settlement_sha256": row["document_hash"],
        "figures_sha256": row["figures_hash"],
        "approved_by": row["approved_by"],
        "released_by": row["released_by"],
    }


def _held_to(row: Mapping[str, str], path: str, told: Mapping[str, str]) -> Iterator[str]:
    for name, cell in told.items():
        if row.get(name) != cell:
            yield OTHERWISE.format(JSON, row["payout_id"], name, row.get(name), cell, path)
