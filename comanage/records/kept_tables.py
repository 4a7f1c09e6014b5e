"""What every table tells of one agreement and some days, row by row, as it is stored.

Each table stands here with what its rows belong to, or with why none of it is given away. A row
of another agreement is never among them. Beside the id of a person, a group or a period stands
the name or the code it is known by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Table, and_, false, or_, select
from sqlalchemy.orm import Session

from comanage.records.base import Base

AGREEMENT = "agreement"
# table: the columns by which a row belongs to rows given before, each with their table
BELONGS = {
    "participant": {"agreement_id": AGREEMENT},
    "agreement_renewal": {"agreement_id": AGREEMENT},
    "termination": {"agreement_id": AGREEMENT},
    "agreement_document": {"agreement_id": AGREEMENT},
    "document_signer": {"agreement_document_id": "agreement_document"},
    "fmv_opinion": {"agreement_id": AGREEMENT},
    "declaration": {"agreement_id": AGREEMENT},
    "legal_hold": {"agreement_id": AGREEMENT},
    "outlook_switch": {"agreement_id": AGREEMENT},
    "oversight_limit": {"agreement_id": AGREEMENT},
    "payment_control": {"agreement_id": AGREEMENT},
    "physician_status": {"agreement_id": AGREEMENT},
    "measure": {"agreement_id": AGREEMENT},
    "stewardship": {"agreement_id": AGREEMENT},
    "figure_policy": {"agreement_id": AGREEMENT},
    "scorecard": {"agreement_id": AGREEMENT},
    "scorecard_drafter": {"scorecard_id": "scorecard"},
    "scorecard_step": {"scorecard_id": "scorecard"},
    "performance_period": {"agreement_id": AGREEMENT},
    "figure": {"period_id": "performance_period"},
    "figure_evidence": {"figure_id": "figure"},
    "finding": {"figure_id": "figure"},
    "claim_sample": {"figure_id": "figure"},
    "sample_result": {"sample_id": "claim_sample"},
    "monitor_alert": {"figure_id": "figure"},
    "alert_answer": {"alert_id": "monitor_alert"},
    "settlement": {"period_id": "performance_period"},
    "settlement_figure": {"settlement_id": "settlement"},
    "signature": {"settlement_id": "settlement"},
    "settlement_return": {"settlement_id": "settlement"},
    "acceptance": {"settlement_id": "settlement"},
    "period_unlock": {"period_id": "performance_period"},
    "payout_record": {"settlement_id": "settlement"},
    "statement": {"settlement_id": "settlement"},
    "dispute": {"settlement_id": "settlement"},
    "dispute_step": {"dispute_id": "dispute"},
    "duty": {"agreement_id": AGREEMENT},
    "base_fee_terms": {"agreement_id": AGREEMENT},
    "base_fee_level": {"terms_id": "base_fee_terms"},
    "time_entry": {"agreement_id": AGREEMENT},
    "month_attestation": {"agreement_id": AGREEMENT},
    "attested_entry": {"attestation_id": "month_attestation"},
    "month_decision": {"attestation_id": "month_attestation"},
    "base_fee_earned": {"attestation_id": "month_attestation"},
    "release_hold": {"settlement_id": "settlement", "base_fee_earned_id": "base_fee_earned"},
    "meeting": {"agreement_id": AGREEMENT},
    "meeting_attendance": {"meeting_id": "meeting"},
    "meeting_decision": {"meeting_id": "meeting"},
    "payment": {"agreement_id": AGREEMENT},
    "payment_return": {"payment_id": "payment"},
    "recovery": {"debt_id": "payment", "against_id": "payment"},
    "payment_request_line": {"payment_id": "payment"},
    "payment_release": {"agreement_id": AGREEMENT},
    "held_part": {"release_id": "payment_release"},
}
LEFT_OUT = {
    "anchor": "is of the whole installation; it is given beside the log",
    "audit_entry": "is the log, which is given as such",
    "delegation": "is of no agreement; whose duty it was stands with what was done",
    "document": "is the files, which are given as such",
    "figure_draft": "is what somebody typed and has not entered, and nobody else reads it",
    "given_key": "only keeps requests from being done twice",
    "installation": "is named in the manifest",
    "invitation": "is of people, and of no agreement",
    "job": "is work of the program; what it made is given as such",
    "job_part": "is work of the program; what it made is given as such",
    "payment_request": "sums up several agreements; its number stands with its lines",
    "person": "is of no agreement; names stand beside what people did",
    "physician_group": "is of no agreement; codes stand beside the ids",
    "recovery_code": "is a secret",
    "refused_tries": "is of sign-ins",
    "reminder": "holds what was due in several agreements",
    "role_change": "is of people, and of no agreement",
    "role_held": "is of people, and of no agreement",
    "second_factor": "is a secret",
    "service_line": "is of no agreement; its code stands beside the id",
    "sign_in": "is a secret",
    "vendor_number": "is of a group's own accounts",
}
# Texts that are files of their own.
FILES = {("scorecard", "terms"), ("settlement", "document"), ("settlement", "figures")}
# what a row is known by, by its table
KNOWN_BY = {
    "person": "name",
    "participant": "code",
    "physician_group": "name",
    "service_line": "code",
    "measure": "code",
    "performance_period": "code",
    "duty": "code",
    "payment_request": "number",
}


@dataclass(frozen=True, slots=True)
class KeptTable:
    """Rows of one table: its name, the names of the columns, and the rows in the order of their keys."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]

    def each(self) -> Iterator[dict[str, Any]]:
        """Go through the rows, each by the names of its columns."""
        return (dict(zip(self.heads, row, strict=True)) for row in self.rows)


def of_agreement(
    session: Session, agreement_id: int, first: date, last: date
) -> Mapping[str, KeptTable]:
    """Give every row of an agreement, by table: of these days, where a row is of days.

    Each table is read when it is first asked for: whoever looks at some of them reads no other.

    Args:
        session: A session to read with.
        agreement_id: The agreement.
        first: The first day.
        last: The last day. Hours count by whole months, figures and money by whole periods.
    """
    tables = Base.metadata.tables
    own = {AGREEMENT: tables[AGREEMENT].c.id == agreement_id}
    for name, belongs in BELONGS.items():
        table = tables[name]
        of = [
            table.c[column].in_(select(tables[other].c.id).where(own[other]))
            for column, other in belongs.items()
        ]
        own[name] = and_(or_(false(), *of), *_of_days(table, first, last))
    return _Tables(session, own)


class _Tables(Mapping[str, KeptTable]):
    """The tables by their names, each read once, when it is first asked for."""

    def __init__(self, session: Session, own: Mapping[str, ColumnElement[bool]]) -> None:
        self._session, self._own = session, own
        self._known: dict[str, KeptTable] = {}

    def __getitem__(self, name: str) -> KeptTable:
        if name not in self._known:
            table = Base.metadata.tables[name]
            self._known[name] = _read(self._session, table, self._own[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def _of_days(table: Table, first: date, last: date) -> list[ColumnElement[bool]]:
    """Write that the rows of a table are of some days; nothing where they are of none."""
    column = table.c
    if table.name in {"performance_period", "month_attestation", "payment"}:
        return [column.starts <= last, column.ends >= first]
    if table.name in {"time_entry", "meeting"}:
        return [column.day >= first, column.day <= last]
    return []


def _read(session: Session, table: Table, own: ColumnElement[bool]) -> KeptTable:
    """Read rows, each id with what it is known by."""
    heads: list[str] = []
    chosen: list[ColumnElement[object]] = []
    rows: FromClause = table
    for column in table.columns:
        if (table.name, column.name) in FILES:
            continue
        heads.append(column.name)
        chosen.append(column)
        if (other := _known(column)) is not None:
            named = other.alias()
            rows = rows.outerjoin(named, named.c.id == column)
            heads.append(column.name.removesuffix("_id"))
            chosen.append(named.c[KNOWN_BY[other.name]])
    query = select(*chosen).select_from(rows).where(own).order_by(*table.primary_key.columns)
    found = session.execute(query).all()
    return KeptTable(table.name, tuple(heads), [tuple(row) for row in found])


def _known(column: Column[object]) -> Table | None:
    """Find the table that a column names rows of, where they are known by a name or code."""
    for key in column.foreign_keys:
        if key.column.table.name in KNOWN_BY and key.column.name == "id":
            return key.column.table
    return None
