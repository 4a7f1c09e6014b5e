"""The books: what the tables hold, read by plain queries that share nothing with the program."""

from datetime import UTC, date, datetime

COLUMNS = {
    "role_held": "id, person_id, role",
    "person": "id, name, active",
    "delegation": "id, giver_id, taker_id, role, starts, ends, agreed_by_id, agreed_at, ended_on",
    "role_change": "id, person_id, change, role, asked_by_id, decided_by_id, outcome",
    "performance_period": "id, code, state",
    "period_unlock": (
        "id, period_id, asked_by_id, asked_at, confirmed_by_id, confirmed_at, refused_by_id"
    ),
    "release_hold": "id, settlement_id, lifted_by_id",
    "figure": (
        "id, period_id, measure_id, participant_id, value, source, note, state, entered_by_id,"
        " entered_for_id, entered_at, verified_by_id, verified_for_id, verified_at, replaces_id"
    ),
    "settlement": (
        "id, period_id, number, state, round, document_hash, document, possible_cents,"
        " earned_cents, approved_by_id, released_by_id, replaces_id"
    ),
    "signature": "id, settlement_id, round, purpose, person_id, for_id, document_hash, at",
    "payout_record": "id, settlement_id, participant_id, payable_cents, recover_cents",
    "statement": "id, settlement_id, participant_id, document_sha256",
    "payment_release": "id, settlement_id, released_by_id, cents",
    "payment": (
        "id, release_id, participant_id, settlement_id, period, kind, sequence, amount_cents,"
        " reverses_id, corrects_id, state, request_id"
    ),
    "payment_request": "id, number, cents",
    "payment_return": "id, payment_id, request_id",
    "recovery": "id, debt_id, against_id, cents",
}
PAIRS = {
    "settlement_figure": "settlement_id, figure_id",
    "payment_request_line": "request_id, payment_id, cents",
    "given_key": "key, object_id",
}
ENTRIES = "SELECT id, act, person_id, object_id, previous_hash, hash FROM audit_entry WHERE id > {}"


class Books:
    """Every table that the laws look at, by the ids of its rows; the log from an entry on."""

    def __init__(self, connection, *, after=0):
        """Read them."""
        for table, columns in (COLUMNS | PAIRS).items():
            names = columns.split(", ")
            sent = f"SELECT {columns} FROM {table}"  # noqa: S608 - the words above
            rows = [
                dict(zip(names, row, strict=True))
                for row in connection.exec_driver_sql(sent).fetchall()
            ]
            key = (lambda row: row["id"]) if table in COLUMNS else (lambda row: (*row.values(),))
            setattr(self, table, {key(row): row for row in sorted(rows, key=key)})
        names = ("id", "act", "person_id", "object_id", "previous_hash", "hash")
        rows = connection.exec_driver_sql(ENTRIES.format(after) + " ORDER BY id").fetchall()
        self.entries = [dict(zip(names, row, strict=True)) for row in rows]

    def new(self, table, before):
        """List the rows of a table that were not there before."""
        old = getattr(before, table)
        return [row for key, row in getattr(self, table).items() if key not in old]

    def moved(self, table, before, column):
        """List the rows of a table in which a column changed, each with what it held before."""
        old = getattr(before, table)
        both = (
            (row, old[key][column] if key in old else None)
            for key, row in getattr(self, table).items()
        )
        return [(row, was) for row, was in both if row[column] != was]

    def holders(self, role, on):
        """Give who may act in a role on a day, and for whom; None for themselves."""
        own = {(row["person_id"], None) for row in self.role_held.values() if row["role"] == role}
        givers = {person for person, _ in own}
        return own | {
            (row["taker_id"], row["giver_id"])
            for row in self.delegation.values()
            if row["role"] == role
            and row["giver_id"] in givers
            and row["ended_on"] is None
            and day(row["starts"]) <= on <= day(row["ends"])
        }

    def latest(self, period_id):
        """Find the last settlement of a period."""
        found = [row for row in self.settlement.values() if row["period_id"] == period_id]
        return max(found, key=lambda row: row["number"], default=None)

    def standing(self, period_id):
        """List the figures of a period that no other one replaces."""
        own = [row for row in self.figure.values() if row["period_id"] == period_id]
        replaced = {row["replaces_id"] for row in own}
        return [row for row in own if row["id"] not in replaced]

    def used(self, settlement_id):
        """Give the ids of the figures that a settlement was made from."""
        return {
            row["figure_id"]
            for row in self.settlement_figure.values()
            if row["settlement_id"] == settlement_id
        }

    def waiting(self, period_id):
        """List the requests to open a period that nobody decided on."""
        return [
            row
            for row in self.period_unlock.values()
            if row["period_id"] == period_id
            and row["confirmed_by_id"] is row["refused_by_id"] is None
        ]

    def held(self, settlement_id):
        """Say whether a stop stands that keeps a settlement from being released."""
        return any(
            row["settlement_id"] == settlement_id and row["lifted_by_id"] is None
            for row in self.release_hold.values()
        )

    def recovered(self, payment_id):
        """Count what was set off against a line or of it, or repaid."""
        return sum(
            row["cents"]
            for row in self.recovery.values()
            if payment_id in {row["debt_id"], row["against_id"]}
        )


def day(value):
    """Give the day of what a database holds as a day or an instant, in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)[:10]
