"""The payout records of a packet, held to its statements, its settlements and each other."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from comanage.rules.numbers import plain_money, printed
from comanage.statements.carried import WHOLE, Carried
from comanage.statements.exports.formats import PAYOUT_FORMATS
from comanage.statements.exports.payout_columns import COLUMNS, TOTAL
from comanage.statements.exports.payouts import zulu
from comanage.statements.formula_guard import guarded
from comanage.statements.packets import payouts_read
from comanage.statements.packets.packet_answers import rows_of
from comanage.statements.packets.packet_chain import Differs
from comanage.statements.packets.packet_statements import statements_of

JSON, CSV, XLSX = "payouts/payouts.json", "payouts/payouts.csv", "payouts/payouts.xlsx"
FORMATS = {f"payouts/payouts.{form.suffix}": form for form in PAYOUT_FORMATS.values()}
SETTLEMENTS = "records/settlement.csv"
RECORDS, SIGNATURES = "records/payout_record.csv", "records/signature.csv"
STATEMENT_ROWS = "records/statement.csv"
UNREADABLE = "{} is not written as a packet has it."
OTHERWISE = "{}, payout record {}: {} is {}, and {} by {}."
NO_STATEMENT = "{}, payout record {}: no statement of the packet has the SHA-256 {}…"
COUNTED = "{} has payout record {} {} times, and {} {} times."
TOTALS = "{}, total: {} is {}, and the rows come to {}."
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
    except Differs as found:
        return found.verdict.why
    except (
        ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError,
        csv.Error,
    ):  # fmt: skip
        return UNREADABLE.format(JSON)


def written_again(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Write payout records again in every format, as this version does, from the rows of the JSON.

    Raises:
        ValueError: The JSON is not written as a packet has it.
        LookupError: Likewise.
        TypeError: Likewise.
        ArithmeticError: Likewise.
    """
    lines = payouts_read.read(files[JSON])
    return {path: form.write(lines) for path, form in FORMATS.items()}


def _differing(files: Mapping[str, bytes]) -> Iterator[str]:
    rows = _rows(files)
    yield from _each_once(rows, files)
    yield from _as_csv(rows, files)
    told = {sha256: (each.path, each.held) for sha256, each in statements_of(files).items()}
    settled = {row["id"]: row for row in _csv(files, SETTLEMENTS)}
    beside = _beside(files)
    for row in rows:
        if row["statement_sha256"] and row["statement_sha256"] not in told:
            yield NO_STATEMENT.format(JSON, row["payout_id"], row["statement_sha256"][:16])
            continue
        path, held = told.get(row["statement_sha256"], ("", None))
        if held is not None:
            yield from _held_to(row, path, _of_statement(held))
        yield from _held_to(row, SETTLEMENTS, _of_settlement(settled[row["settlement_id"]]))
        yield from _held_to(row, SIGNATURES, beside.approvals(settled[row["settlement_id"]]))
        replaced = beside.replaced(settled[row["settlement_id"]])
        if "counted" in row:  # packets of an earlier version say nothing of it
            replaced["counted"] = "no" if replaced["replaced_by_settlement"] else "yes"
        yield from _held_to(row, SETTLEMENTS, replaced)
        yield from _held_to(row, STATEMENT_ROWS, beside.statement(row["statement_sha256"]))
    named = {row["statement_sha256"] for row in rows}
    for sha256, (path, held) in sorted(told.items()):
        if held is not None and held.reader != WHOLE and sha256 not in named:
            yield NO_ROW.format(JSON, path)
    by_id = {row["payout_id"]: row for row in rows}
    for stored in _csv(files, RECORDS):
        cents = {name: plain_money(int(stored[column])) for column, name in CENTS.items()}
        told_of = {**cents, "left_because": stored["left_because"]}
        yield from _held_to(by_id[stored["id"]], RECORDS, told_of)
    yield from _added_up(rows, files)


def _rows(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Read the rows of the JSON, every cell as text."""
    found: list[dict[str, Any]] = payouts_read.told(files[JSON])["rows"]
    return [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in found
    ]


def _csv(files: Mapping[str, bytes], path: str) -> list[dict[str, str]]:
    return rows_of(path, files[path].decode())


def _as_csv(rows: list[dict[str, str]], files: Mapping[str, bytes]) -> Iterator[str]:
    """Hold the CSV to the JSON; a text may be guarded, and the totals come last."""
    told = payouts_read.told(files[JSON])
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


def _each_once(rows: list[dict[str, str]], files: Mapping[str, bytes]) -> Iterator[str]:
    """Hold the payout records to those in records/: every one of them, once."""
    ids = [row["payout_id"] for row in rows]
    known = [row["id"] for row in _csv(files, RECORDS)]
    for one in sorted({*ids, *known}):
        if ids.count(one) != known.count(one) or ids.count(one) > 1:
            yield COUNTED.format(JSON, one, ids.count(one), RECORDS, known.count(one))


def _added_up(rows: list[dict[str, str]], files: Mapping[str, bytes]) -> Iterator[str]:
    """Hold the totals to the rows that count: where a packet does not say it of each, to all."""
    told = payouts_read.told(files[JSON])["totals"]
    if rows and {*told} != {column.head for column in COLUMNS if column.added} & {*rows[0]}:
        yield UNREADABLE.format(JSON)
    counted = [row for row in rows if row.get("counted", "yes") == "yes"]
    for name, total in told.items():
        added = plain_money(int(sum(Decimal(row[name]) for row in counted) * 100))
        if added != total:
            yield TOTALS.format(JSON, name, total, added)


class _Beside(NamedTuple):
    """The rows in records/ that payout records follow from."""

    signatures: list[dict[str, str]]
    settlements: list[dict[str, str]]
    statements: dict[str, str]

    def approvals(self, settled: Mapping[str, str]) -> dict[str, str]:
        """Name who signed the approval of a settlement, each with the role."""
        of = ("approval", settled["id"], settled["round"], settled["document_hash"])
        names = [
            f"{one['printed_name']}, {one['role']}"
            for one in self.signatures
            if (one["purpose"], one["settlement_id"], one["round"], one["document_hash"]) == of
        ]
        return {"approvals": "; ".join(names)}

    def replaced(self, settled: Mapping[str, str]) -> dict[str, str]:
        """Give the numbers of the approved settlements of a period before and after one."""
        row = sorted(
            int(one["number"])
            for one in self.settlements
            if one["period_id"] == settled["period_id"] and one["approved_at"]
        )
        at = row.index(int(settled["number"]))
        before, after = row[at - 1 : at] if at else [], row[at + 1 : at + 2]
        return {
            "replaces_settlement": "".join(map(str, before)),
            "replaced_by_settlement": "".join(map(str, after)),
        }

    def statement(self, sha256: str) -> dict[str, str]:
        """Give the number of a group's statement."""
        return {"statement_number": self.statements[sha256]} if sha256 else {}


def _beside(files: Mapping[str, bytes]) -> _Beside:
    statements = {row["document_sha256"]: row["id"] for row in _csv(files, STATEMENT_ROWS)}
    return _Beside(_csv(files, SIGNATURES), _csv(files, SETTLEMENTS), statements)


def _of_statement(held: Carried) -> dict[str, str]:
    facts, payout = held.facts, held.payout
    period = held.terms.period(held.settlement.period)
    told = {
        "agreement_code": facts.agreement,
        "group_code": held.reader,
        "period_code": held.settlement.period,
        "scorecard_version": str(facts.scorecard),
        "scorecard_sha256": facts.scorecard_hash,
        "settlement_number": str(facts.number),
        "approved_at": zulu(facts.issued_at),
    }
    if period is not None:
        days = {"period_start": period.starts, "period_end": period.ends}
        told |= {name: day.isoformat() for name, day in days.items()}
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
        "released_at": _to_the_second(row["released_at"]),
        "state": row["state"],
        "agreement_id": row["agreement_id"],
    }


def _to_the_second(instant: str) -> str:
    return f"{instant.partition('.')[0]}Z" if instant else ""


def _held_to(row: Mapping[str, str], path: str, told: Mapping[str, str]) -> Iterator[str]:
    for name, cell in told.items():
        if cell not in {row.get(name), guarded(row.get(name, ""))}:
            yield OTHERWISE.format(JSON, row["payout_id"], name, row.get(name), cell, path)
