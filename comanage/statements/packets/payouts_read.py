"""Payout records read from their JSON, strictly, so that every format can be written again."""

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from comanage.statements.exports.payouts import Grounds, PayoutLine

TWICE = "One object names {} twice."


def read(content: bytes) -> list[PayoutLine]:
    """Read payout records as `payouts_json` writes them; what follows from others is left to it.

    Raises:
        ValueError: It is not JSON, or an object names something twice.
        LookupError: A column is missing.
        TypeError: A cell is not of its column's kind.
        ArithmeticError: A number is none.
    """
    return [_line(row) for row in told(content)["rows"]]


def told(content: bytes) -> dict[str, Any]:
    """Read the JSON of payout records as it stands.

    Raises:
        ValueError: It is not JSON, or an object names something twice.
        TypeError: It is no object.
    """
    found = json.loads(content, object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise TypeError(type(found))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(TWICE.format(next(name for name in names if names.count(name) > 1)))
    return found


def _line(row: dict[str, Any]) -> PayoutLine:
    return PayoutLine(
        agreement=row["agreement_code"],
        title=row["agreement_title"],
        service_line=row["service_line"],
        group=row["group_code"],
        group_name=row["group_name"],
        period=row["period_code"],
        starts=date.fromisoformat(row["period_start"]),
        ends=date.fromisoformat(row["period_end"]),
        scorecard=row["scorecard_version"],
        scorecard_hash=row["scorecard_sha256"],
        settlement=row["settlement_number"],
        state=row["state"],
        pool=_cents(row["pool"]),
        earned=_cents(row["earned"]),
        share=Fraction(row["share"]),
        payable=_cents(row["payable"]),
        approved_by=row["approved_by"],
        approved_at=datetime.fromisoformat(row["approved_at"]),
        statement_sha256=row["statement_sha256"],
        advanced=_cents(row["paid_before"]),
        recover=_cents(row["owed_back"]),
        left=_cents(row["left_by_correction"]),
        left_because=row["left_because"],
        grounds=_grounds(row),
    )


def _grounds(row: dict[str, Any]) -> Grounds:
    released, year, opinion, held = (
        row[name]
        for name in ("released_at", "contract_year_start", "fmv_opinion_on", "release_held_at")
    )
    cap, left = row["fmv_cap"], row["fmv_left"]
    return Grounds(
        payout=row["payout_id"],
        agreement=row["agreement_id"],
        settlement=row["settlement_id"],
        settlement_hash=row["settlement_sha256"],
        figures_hash=row["figures_sha256"],
        approvals=(row["approvals"],) if row["approvals"] else (),
        replaces=row["replaces_settlement"],
        replaced_by=row["replaced_by_settlement"],
        released_by=row["released_by"],
        released_at=None if released is None else datetime.fromisoformat(released),
        payments=(row["payment_ids"],) if row["payment_ids"] else (),
        payment_states=(row["payment_states"],) if row["payment_states"] else (),
        released=_cents(row["released"]),
        year_starts=None if year is None else date.fromisoformat(year),
        fmv_firm=row["fmv_opinion_by"],
        fmv_on=None if opinion is None else date.fromisoformat(opinion),
        fmv_cap=None if cap is None else _cents(cap),
        fmv_left=None if left is None else _cents(left),
        statement=row["statement_number"],
        held_by=row["release_held_by"],
        held_at=None if held is None else datetime.fromisoformat(held),
    )


def _cents(dollars: str) -> int:
    return int(Decimal(dollars) * 100)
