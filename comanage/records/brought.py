"""Brought along: what belongs to records, read in a query of its own and put where they look for it.

A join would repeat a record for each of what belongs to it, and a query that follows upon the
records would wait for them; this one goes to the database together with theirs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.attributes import set_committed_value

Row = TypeVar("Row")
Own = TypeVar("Own")


def put(
    relation: InstrumentedAttribute[list[Own]],
    rows: Iterable[Row],
    found: Iterable[Own],
    *,
    key: Callable[[Row], int],
    of: Callable[[Own], int],
) -> None:
    """Give each record what is its own.

    Args:
        relation: Where the records look for it.
        rows: The records.
        found: What belongs to any of them, in the order that they are to have it in.
        key: What a record is known by.
        of: What the record is known by that it belongs to.
    """
    owned: dict[int, list[Any]] = defaultdict(list)
    for each in found:
        owned[of(each)].append(each)
    for row in rows:
        set_committed_value(row, relation.key, [*owned[key(row)]])
