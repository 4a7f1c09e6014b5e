"""Constraints in words: which rule of the database refused, and what to tell a person."""

import re

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from comanage.records.base import Base
from comanage.records.sentences import SENTENCES
from comanage.records.sentences.shared import NAMES_SOMETHING_GONE, NEVER_CHANGES, TABLE_KEY


def sentence(error: IntegrityError) -> str | None:
    """Put a refusal of the database in words; None for one that is a fault of the program."""
    name = name_of(error)
    return None if name is None else sentence_for(name)


def sentence_for(name: str) -> str | None:
    """Give the sentence of a constraint or trigger by its name."""
    if name in SENTENCES:
        return SENTENCES[name]
    if name.endswith(("_never_changed", "_never_deleted", "_never_emptied")):
        return NEVER_CHANGES
    if name.endswith("_key"):
        return TABLE_KEY
    if name.endswith(("_exists", "_of_its_agreement")):
        return NAMES_SOMETHING_GONE
    return None


def name_of(error: IntegrityError) -> str | None:
    """Find the name of the constraint or trigger behind an error, on either database."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if isinstance(named, str):
        return named
    message = str(error.orig)
    if message == "FOREIGN KEY constraint failed":
        return "reference_exists"  # SQLite does not say which
    if found := re.fullmatch(
        r"(?:CHECK constraint failed: |UNIQUE constraint failed: index ')?(\w+)'?", message
    ):
        return found[1]
    if found := re.fullmatch(r"UNIQUE constraint failed: (.+)", message):
        return _unique_over(found[1].split(", "))
    return None


def _unique_over(columns: list[str]) -> str | None:
    """Find the unique constraint or index over some columns, written table.column."""
    table = Base.metadata.tables[columns[0].partition(".")[0]]
    wanted = {column.partition(".")[2] for column in columns}
    for rule in uniques(table):
        if {column.name for column in rule.columns} == wanted:
            return str(rule.name)
    return None


def uniques(table: Table) -> list[PrimaryKeyConstraint | UniqueConstraint | Index]:
    """List what a table may hold once only."""
    return [
        rule
        for rule in (*table.constraints, *table.indexes)
        if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint)
        or (isinstance(rule, Index) and rule.unique)
    ]
