"""The manifest of a backup: what its database holds, so that a restored copy is held to it.

It is gathered by plain counting from whatever tables there are, so that a backup made by
an earlier version can be restored, and held to its manifest, before it is brought up to date.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Self

from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Connection, Select, Table, column, func, inspect, select, table
from sqlalchemy.orm import Session

from comanage.records.audit_entry import AuditEntry, linked
from comanage.records.base import Base, Cents
from comanage.records.statement import Statement
from comanage.rules import chain
from comanage.rules.chain import Verdict

DOCUMENT = "document"  # the table whose rows are files, under their SHA-256
NOT_AS_MADE = "{} should be {}, and comes to {}."
BENT_FILE = "The document {} does not hold the bytes of its name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a database holds.

    Attributes:
        revision: The revision of its tables.
        entries: The number of the last entry of the audit log; 0 where there is none.
        head: Its hash.
        rows: How many rows each table holds.
        cents: The sum of each column of money, as text, by table and column.
        documents: One SHA-256 over the names of all documents, in order.
        statements: The same over those that were issued as statements, in the order of issue.
    """

    revision: str
    entries: int
    head: str
    rows: dict[str, int]
    cents: dict[str, str]
    documents: str
    statements: str

    @classmethod
    def gathered(cls, connection: Connection) -> Self:
        """Count what a database holds."""
        there = inspect(connection)
        names = sorted(there.get_table_names())
        head = _head(connection) if _has_chain(connection) else chain.NOTHING
        return cls(
            revision=",".join(MigrationContext.configure(connection).get_current_heads()),
            entries=head.number,
            head=head.hash,
            rows={name: _rows(connection, name) for name in names},
            cents=dict(_cents(connection, names)),
            documents=_digest(_names(connection, DOCUMENT, "sha256") if DOCUMENT in names else ()),
            statements=_digest(
                _names(connection, Statement.__tablename__, "document_sha256", by="id")
                if Statement.__tablename__ in names
                else ()
            ),
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a manifest from its JSON.

        Raises:
            ValueError: It is none.
        """
        told = json.loads(text)
        names = {each.name for each in fields(cls)}
        if not isinstance(told, dict) or not names <= told.keys():
            raise ValueError("This is no manifest.")
        return cls(**{name: told[name] for name in names})

    @property
    def told(self) -> dict[str, object]:
        """The manifest as plain values."""
        return asdict(self)

    def differences(self, other: "Manifest") -> list[str]:
        """List, as sentences, in what another database differs from this one."""
        found = []
        for each in fields(self):
            wanted, has = getattr(self, each.name), getattr(other, each.name)
            if isinstance(wanted, dict):
                found += [
                    NOT_AS_MADE.format(f"{each.name} of {name}", wanted.get(name), has.get(name))
                    for name in sorted(wanted.keys() | has.keys())
                    if wanted.get(name) != has.get(name)
                ]
            elif wanted != has:
                found.append(NOT_AS_MADE.format(each.name, wanted, has))
        return found


def chain_of(connection: Connection) -> Verdict:
    """Look through the audit log of a database, where it has one that is a chain."""
    if not _has_chain(connection):
        return Verdict(chain.NOTHING)
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        return chain.checked(linked(session))


def bent_documents(connection: Connection) -> list[str]:
    """List, as sentences, the documents whose bytes do not give their names."""
    if not inspect(connection).has_table(DOCUMENT):
        return []
    kept = table(DOCUMENT, column("sha256"), column("content"))
    return [
        BENT_FILE.format(name)
        for name, content in connection.execute(select(kept.c.sha256, kept.c.content))
        if hashlib.sha256(content).hexdigest() != name
    ]


def _has_chain(connection: Connection) -> bool:
    there = inspect(connection)
    if not there.has_table(AuditEntry.__tablename__):
        return False
    return any(each["name"] == "hash" for each in there.get_columns(AuditEntry.__tablename__))


def _head(connection: Connection) -> chain.Head:
    log = AuditEntry.__table__
    found = connection.execute(select(log.c.id, log.c.hash).order_by(log.c.id.desc()).limit(1))
    row = found.first()
    return chain.Head(row.id, row.hash) if row else chain.NOTHING


def _rows(connection: Connection, name: str) -> int:
    return connection.execute(select(func.count()).select_from(table(name))).scalar_one()


def _cents(connection: Connection, names: list[str]) -> Iterable[tuple[str, str]]:
    """Sum every column of money that this version knows of and the database has."""
    there = inspect(connection)
    for known in Base.metadata.sorted_tables:
        if known.name not in names:
            continue
        has = {each["name"] for each in there.get_columns(known.name)}
        for name in _money(known):
            if name in has:
                total = func.sum(column(name, BigInteger))
                summed = connection.execute(select(total).select_from(table(known.name))).scalar()
                yield f"{known.name}.{name}", str(summed or 0)


def _money(known: Table) -> list[str]:
    return [each.name for each in known.columns if isinstance(each.type, Cents)]


def _names(connection: Connection, name: str, told: str, *, by: str = "") -> list[str]:
    query: Select[str] = select(column(told)).select_from(table(name)).order_by(column(by or told))
    return list(connection.execute(query).scalars())


def _digest(names: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
