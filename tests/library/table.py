"""The table of measures in the manual, written from the data: `python -m tests.library.table` prints it."""

import sys

from comanage.library import collection
from comanage.library.measure import Origin
from comanage.rules.measure import Status

HEAD = ("| no. | measure | key, version | unit, better | usual levels | from | payment |",
        "|---|---|---|---|---|---|---|")  # fmt: skip
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
    origin = "" if levels is None else "typical"
    if levels is not None and levels.origin is Origin.PUBLISHED:
        origin = f"published {levels.year}"
    status = STATUS[found.status]
    if found.only_under:
        status += ", but for a value-based legal basis"
    if found.retired:
        status += "; retired"
    elif found.topped_out:
        status += "; topped out"
    cells = (found.number, f"{found.name} `{found.code}`", f"{found.specification}, {found.version}",
             f"{found.unit}, {found.better}", found.levels_in_words(), origin, status)  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
