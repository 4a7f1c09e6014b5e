"""What a guard is: a refusal of the database, and the tables that only grow."""

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """What is about to happen to a row."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    TRUNCATE = "TRUNCATE"  # of a whole table; PostgreSQL only


@dataclass(frozen=True, slots=True)
class Trigger:
    """One refusal.

    Attributes:
        name: What is promised, in words.
        table: The table it guards.
        event: What it refuses.
        when: The condition, in SQL that both databases read; empty for always.
        says: The name it refuses with; empty for its own.
        days: Whether it reads on which day an instant was, which PostgreSQL would otherwise tell
            by the time zone and the style of whatever session asks.
    """

    name: str
    table: str
    event: Event
    when: str = ""
    says: str = ""
    days: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """The guards of one family of tables.

    Attributes:
        append_only: Tables whose rows are never changed, deleted or written over.
        never_deleted: Tables whose rows may move on, but are never deleted.
        never_emptied: Tables that are not emptied as a whole, though single rows may go.
        triggers: The refusals that depend on the row, on either database.
        in_the_way: What INSERT OR REPLACE would do away with on SQLite, where it fires no DELETE
            trigger unless the connection asks for it: the name that is refused with, the table,
            and the condition that finds the row in the way of NEW.
    """

    append_only: tuple[str, ...] = ()
    never_deleted: tuple[str, ...] = ()
    never_emptied: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    in_the_way: tuple[tuple[str, str, str], ...] = ()


def day_of(column: str) -> str:
    """Write, in SQL, the day of an instant or a date as text that can be compared."""
    return f"substr(CAST({column} AS TEXT), 1, 10)"


def earliest_day(instant: str) -> str:
    """Write, in SQL, the earliest day that an instant is of anywhere, as text to be compared.

    A database does not know the hospital's zone. It refuses what comes before this day, which is
    too early in every zone, and leaves the hours between to the program, which knows. The last
    place on earth where a day ends is 12 hours behind UTC.
    """
    return day_of(f"(({instant} AT TIME ZONE 'UTC') - INTERVAL '12 hours')")


def latest_day(instant: str) -> str:
    """Write, in SQL, the latest day that an instant is of anywhere: days begin 14 hours before UTC."""
    return day_of(f"(({instant} AT TIME ZONE 'UTC') + INTERVAL '14 hours')")


def changed(*columns: str) -> str:
    """Write, in SQL, that one of some columns changes."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"
