"""The files of an audit packet: of one agreement and some days, as they are stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.actions.amendments import changes_of
from comanage.records import kept_tables
from comanage.records import scorecard as scorecards
from comanage.records.document import Document
from comanage.records.kept_tables import KeptTable
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import Settlement
from comanage.rules.periods import in_words
from comanage.statements.exports import records_csv
from comanage.statements.packets.packet import PacketFile
from comanage.statements.packets.packet_names import Names

# table: the folder of its files, what a file of it is, and the column of the name it was sent
# under for this row. Where there is none, the file is named after the row: the name under which
# the same bytes were kept first may be another agreement's.
HOLDERS = {
    "statement": ("statements", "Statement", None),
    "agreement_document": ("documents", "Document", "file_name"),
    "figure_evidence": ("evidence", "Evidence", "name"),
    "dispute": ("disputes", "Dispute", None),
    "dispute_step": ("disputes", "Step of a dispute", None),
    "meeting": ("meetings", "Meeting", None),
    "declaration": ("safeguards", "Declaration", None),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of an agreement and some days.

    Attributes:
        tables: The rows, by table.
        versions: The versions of its scorecard that govern one of the days, the first one first.
    """

    tables: Mapping[str, KeptTable]
    versions: Sequence[Scorecard]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """List the rows of a table, each by the names of its columns."""
        return [*self.tables[table].each()]


@dataclass(slots=True)
class Files:
    """Makes the files of a packet.

    Attributes:
        session: A session to read with.
        kept: What is stored.
        whole: Whether their bytes are read; they are empty where they are only counted.
        names: Gives their names.
    """

    session: Session
    kept: Kept
    whole: bool = True
    names: Names = field(default_factory=Names)

    def every(self) -> list[PacketFile]:
        """Make them all but the payout records and the log."""
        return [
            *self._documents(),
            *self._terms(),
            *self._settlements(),
            *self._records(),
        ]

    def _documents(self) -> Iterator[PacketFile]:
        held = {row["document_sha256"] for table in HOLDERS for row in self.kept.rows(table)} - {
            None
        }
        query = select(Document).where(Document.sha256.in_(sorted(held)))
        documents = {each.sha256: each for each in self.session.scalars(query)}
        for table, (folder, words, name) in HOLDERS.items():
            for row in self.kept.rows(table):
                if (sha256 := row["document_sha256"]) is None:
                    continue
                kept = documents[sha256]
                named = row[name] if name else ""
                called = named or f"{table.replace('_', '-')}{PurePath(kept.name).suffix}"
                if table == "statement":
                    called = kept.name
                path = self.names(folder, f"{row['id']}-{called}")
                content = kept.content if self.whole else b""
                yield PacketFile(path, content, f"{words} {row['id']}{_of(row)}")

    def _terms(self) -> Iterator[PacketFile]:
        for version in self.kept.versions:
            about = f"Terms of version {version.number}, from {version.effective_on} on"
            path = self.names("terms", f"version-{version.number}.json")
            yield PacketFile(path, version.terms.encode(), about)
            if version.number > 1:
                path = self.names("terms", f"version-{version.number}-changes.txt")
                about = f"What version {version.number} changed, in words"
                content = self._changes(version) if self.whole else b""
                yield PacketFile(path, content, about)

    def _changes(self, version: Scorecard) -> bytes:
        lines = [f"What version {version.number} changes of the one before it.",
                 f"Why: {version.reason}", ""]  # fmt: skip
        lines += [str(each) for each in changes_of(self.session, version)]
        return "".join(f"{each}\n" for each in lines).encode()

    def _settlements(self) -> Iterator[PacketFile]:
        rows = self.kept.rows("settlement")
        texts = self._texts([row["id"] for row in rows]) if self.whole else {}
        for row in rows:
            document, figures = texts.get(row["id"], (b"", b""))
            called = f"{row['period']}-settlement-{row['number']}"
            about = f"Settlement {row['number']} of {row['period']}, {row['state']}"
            path = self.names("settlements", f"{called}.json")
            yield PacketFile(path, document, f"{about}: every step")
            path = self.names("settlements", f"{called}-figures.json")
            yield PacketFile(path, figures, f"{about}: its figures as they stood")

    def _texts(self, settlement_ids: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
        """Give the document and the figures of settlements, by their ids."""
        query = select(Settlement).where(Settlement.id.in_(settlement_ids))
        found = self.session.scalars(query)
        return {each.id: (each.document.encode(), each.figures.encode()) for each in found}

    def _records(self) -> Iterator[PacketFile]:
        for name in self.kept.tables:
            path = self.names("records", f"{name}.csv")
            if not self.whole:
                yield PacketFile(path, b"", "Rows of a table")
                continue
            table = self.kept.tables[name]
            content = records_csv.write(table.heads, table.rows)
            count = len(table.rows)
            yield PacketFile(path, content, "1 row" if count == 1 else f"{count} rows")


def kept(session: Session, agreement_id: int, first: date, last: date) -> Kept:
    """Read what is stored of an agreement and some days."""
    versions = scorecards.versions(session, agreement_id)
    ends = scorecards.last_days(versions)
    governing = [
        each
        for each in reversed(versions)
        if not each.being_made and each.effective_on is not None
        and each.effective_on <= min(last, ends[each.number] or last)
        and (ends[each.number] or last) >= first
    ]  # fmt: skip
    return Kept(kept_tables.of_agreement(session, agreement_id, first, last), governing)


def _of(row: Mapping[str, Any]) -> str:
    """Say what a file is of, as far as its row tells."""
    if "figure_id" in row and "system" in row:
        return f" of figure {row['figure_id']}"
    if whose := row.get("participant"):
        return f" for {whose}"
    if "title" in row:
        return f": {row['title']}"
    return f", {in_words(row['day'])}" if "day" in row else ""
