"""Guards: what the database refuses, whoever asks and by whatever way.

Constraints say what a row may be; these say what may never happen to it. Both
databases get the same list, one file a family of tables. A migration that rebuilds
a table on SQLite loses the table's triggers without a word, so
database.triggers_missing compares the database with this list.

A trigger refuses with a name, as a constraint does; comanage/records/sentences has
the sentence, and trigger_text.py writes the SQL.
"""

from comanage.records.guards import (
    agreements,
    audit,
    base_fee_releases,
    base_fees,
    disputes,
    documents,
    evidence,
    figure_work,
    figures,
    hours,
    in_stead,
    jobs,
    meetings,
    oversight,
    payments,
    people,
    physicians,
    releases,
    role_changes,
    scorecards,
    settlements,
    signing,
    unlocks,
)
from comanage.records.guards.guard import Event, Trigger

EVERY = (
    agreements.GUARDS,
    audit.GUARDS,
    base_fee_releases.GUARDS,
    base_fees.GUARDS,
    disputes.GUARDS,
    documents.GUARDS,
    evidence.GUARDS,
    figure_work.GUARDS,
    figures.GUARDS,
    hours.GUARDS,
    in_stead.GUARDS,
    jobs.GUARDS,
    meetings.GUARDS,
    oversight.GUARDS,
    role_changes.GUARDS,
    payments.GUARDS,
    people.GUARDS,
    physicians.GUARDS,
    releases.GUARDS,
    scorecards.GUARDS,
    settlements.GUARDS,
    signing.GUARDS,
    unlocks.GUARDS,
)

APPEND_ONLY = tuple(table for each in EVERY for table in each.append_only)
NEVER_DELETED = (*APPEND_ONLY, *(table for each in EVERY for table in each.never_deleted))
NEVER_EMPTIED = (*NEVER_DELETED, *(table for each in EVERY for table in each.never_emptied))
IN_THE_WAY = tuple(way for each in EVERY for way in each.in_the_way)

TRIGGERS = (
    *(Trigger(f"{table}_never_changed", table, Event.UPDATE) for table in APPEND_ONLY),
    *(Trigger(f"{table}_never_deleted", table, Event.DELETE) for table in NEVER_DELETED),
    *(trigger for each in EVERY for trigger in each.triggers),
)
SQLITE_ONLY = tuple(
    Trigger(
        f"{says}_not_written_over",
        table,
        Event.INSERT,
        f"EXISTS (SELECT 1 FROM {table} WHERE {same})",  # noqa: S608 - the words of the guards
        says,
    )
    for says, table, same in IN_THE_WAY
)
POSTGRESQL_ONLY = tuple(
    Trigger(f"{table}_never_emptied", table, Event.TRUNCATE) for table in NEVER_EMPTIED
)


def expected(dialect: str) -> tuple[Trigger, ...]:
    """List the triggers that a database must have.

    Args:
        dialect: "sqlite" or "postgresql".
    """
    return TRIGGERS + (SQLITE_ONLY if dialect == "sqlite" else POSTGRESQL_ONLY)
