"""The table of measures in the manual, written from the data: `python -m tests.library.table` prints it."""

import sys

from comanage.library import collection
from comanage.library.measure import Origin
from comanage.rules.measure import Status

HEAD = ("| measure | usual levels, their origin, and payment |", "|---|---|")
STATUS = {
    Status.CONTRACTUAL: "paid on",
    Status.REPORTING: "reported only",
    Status.ALTERNATE: "alternate",
}


def table():
    """Write the table, a row a measure."""
    return "\n".join([*HEAD, *(row(each) for each in collection.measures())])


def row(found):
    """Write the row of a measure."""
    levels = found.levels
    told = [f"{found.unit}, {found.direction}", found.levels_in_words()]
    if levels is not None:
        published = levels.origin is Origin.PUBLISHED
        told.append(f"published {levels.year}" if published else "typical value")
    status = STATUS[found.status]
    if found.only_under:
        status += ", but for a value-based legal basis"
    if found.retired:
        status += ", retired"
    elif found.topped_out:
        status += ", topped out"
    name = f"{found.number}. {found.name}, `{found.code}`"
    return f"| {name} | {'. '.join(each[:1].upper() + each[1:] for each in (*told, status))}. |"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
