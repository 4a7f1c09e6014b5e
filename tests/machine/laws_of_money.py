"""Laws of money and of time: caps, cents, what is paid once, what stays, what follows on what."""

from collections import Counter

from tests.machine.hospital import OPINION, WHOLE_CAP, YEAR_CAP

STEPS = {
    # written out once more, so that a mistake in the program's own table shows
    "figure": {
        (None, "draft"), (None, "submitted"), ("draft", "submitted"), ("submitted", "verified"),
        ("submitted", "returned"), ("verified", "returned"), ("verified", "locked"),
    },
    "settlement": {
        (None, "preliminary"), ("preliminary", "final"), ("final", "preliminary"),
        ("final", "approved"), ("approved", "released"),
    },
    "payment": {
        (None, "payable"), ("payable", "requested"), ("requested", "paid"),
        ("requested", "payable"), ("paid", "payable"),
    },
}  # fmt: skip
ONLY_MOVES = {
    # what of a row may change once it stands so; all else, and every other table, stays
    "figure": ("state", "verified_by_id", "verified_for_id", "verified_at"),
    "settlement": ("state", "round", "approved_by_id", "released_by_id"),
    "payment": ("state", "request_id"),
}
STAY = (
    "signature", "settlement_figure", "payout_record", "statement", "payment_release",
    "payment_request", "payment_request_line", "payment_return", "recovery", "given_key",
)  # fmt: skip


def steps_in_order(before, now):
    """Figures, settlements and payments take the steps there are; periods open and lock by two."""
    for table, allowed in STEPS.items():
        for row, was in now.moved(table, before, "state"):
            if (was, row["state"]) not in allowed:
                yield f"{table}: from {was} to {row['state']}"
    approved = {row["period_id"] for row, _ in now.moved("settlement", before, "approved_by_id")}
    opened = {row["period_id"] for row, _ in now.moved("period_unlock", before, "confirmed_by_id")}
    for row, _ in now.moved("performance_period", before, "state"):
        if row["id"] not in (approved if row["state"] == "locked" else opened):
            yield f"a period {row['state']} by nobody"


def what_stands_stays(before, now):
    """Nothing of a row changes but its steps; what is locked, approved or paid does not at all."""
    for table, moves in ONLY_MOVES.items():
        rows = getattr(now, table)
        for key, old in getattr(before, table).items():
            new = rows.get(key)
            if new is None:
                yield f"a row of {table} is gone"
            elif any(new[name] != old[name] for name in old if name not in moves):
                yield f"a row of {table} changed"
            elif old["state"] == "locked" and new != old:
                yield "a locked figure changed"
    for table in STAY:
        rows = getattr(now, table)
        if any(rows.get(key) != old for key, old in getattr(before, table).items()):
            yield f"a row of {table} changed or is gone"
    for row, was in now.moved("settlement", before, "approved_by_id"):
        if was is not None:
            yield f"the approval of settlement {row['number']} changed"


def nothing_new_in_a_locked_period(before, now):
    """No figure is entered, returned or verified while its period is locked."""
    locked = {
        key
        for key, row in now.performance_period.items()
        if row["state"] == before.performance_period[key]["state"] == "locked"
    }
    if any(row["period_id"] in locked for row, _ in now.moved("figure", before, "state")):
        yield "a figure in a locked period"


def within_the_caps(before, now):
    """What was paid or is committed stays within the fair market value and both caps."""
    if not now.new("payment", before):
        return
    debts = [row for row in now.payment.values() if row["amount_cents"] < 0]
    open_debts = sum(-row["amount_cents"] - now.recovered(row["id"]) for row in debts)
    left = sum(row["amount_cents"] for row in now.payment.values()) + open_debts
    for name, cap in (("year", YEAR_CAP), ("whole", WHOLE_CAP), ("opinion", OPINION)):
        if left > cap:
            yield f"above the {name} cap"


def no_cent_unexplained(before, now):
    """Pool, earned and owed add up for each settlement."""
    owed = Counter()
    for row in now.payout_record.values():
        owed[row["settlement_id"]] += row["payable_cents"] - row["recover_cents"]
    for row in now.settlement.values():
        if not 0 <= row["earned_cents"] <= row["possible_cents"]:
            yield "more earned than there is"
        if row["approved_by_id"] is not None and owed[row["id"]] != row["earned_cents"]:
            yield "the groups are owed another sum than was earned"


def every_line_is_explained(before, now):
    """What was set off, asked for and is left of each line adds up to it."""
    asked = {
        (row["request_id"], row["payment_id"]): row["cents"]
        for row in now.payment_request_line.values()
    }
    for row in now.payment.values():
        taken, cents = now.recovered(row["id"]), row["amount_cents"]
        if taken > abs(cents):
            yield "more taken back or set off than there is"
        open_still = cents < 0 or row["state"] == "payable"
        if not open_still and asked.get((row["request_id"], row["id"])) != cents - taken:
            yield "asked for another sum than is due"


def lines_come_to_what_is_due(before, now):
    """All lines of a group for a period come to what its last released settlement owes it."""
    lines, due = Counter(), Counter()
    codes = {key: row["code"] for key, row in now.performance_period.items()}
    last = {
        row["period_id"]: row["id"]
        for row in sorted(now.settlement.values(), key=lambda row: row["number"])
        if row["state"] == "released"
    }
    for row in now.payout_record.values():
        period = now.settlement[row["settlement_id"]]["period_id"]
        if last.get(period) == row["settlement_id"]:
            due[codes[period], row["participant_id"]] += row["payable_cents"] - row["recover_cents"]
    for row in now.payment.values():
        lines[row["period"], row["participant_id"]] += row["amount_cents"]
    if any(lines[key] != due[key] for key in lines | due):
        yield "the lines of a group are not what it is due"


def nothing_is_paid_twice(before, now):
    """One line of a settlement to a group, one release of a settlement, one request of a line."""
    back = {(row["request_id"], row["payment_id"]) for row in now.payment_return.values()}
    counted = {
        "lines of one settlement to one group": Counter(
            (row["settlement_id"], row["participant_id"])
            for row in now.payment.values()
            if row["kind"] != "reversal"
        ),
        "releases of one settlement": Counter(
            row["settlement_id"] for row in now.payment_release.values()
        ),
        "requests of one payment": Counter(
            row["payment_id"]
            for row in now.payment_request_line.values()
            if (row["request_id"], row["payment_id"]) not in back
        ),
    }
    yield from (name for name, found in counted.items() if any(n > 1 for n in found.values()))


def nothing_held_is_released(before, now):
    """What compliance holds is not released."""
    for row, _ in now.moved("settlement", before, "released_by_id"):
        if before.held(row["id"]):
            yield "released while it was held"


def every_act_is_noted(before, now):
    """As many releases, approvals and payments stand in the log as there are in the tables."""
    noted = Counter(row["act"] for row in now.entries)
    for act, rows in (
        ("settlement:version:release", now.new("payment_release", before)),
        (
            "settlement:version:sign",
            [r for r in now.new("signature", before) if r["purpose"] == "approval"],
        ),
        ("figure:value:enter", now.new("figure", before)),
        ("payment:request:make", now.new("payment_request", before)),
    ):
        if noted[act] != len(rows):
            yield f"{len(rows)} times {act}, {noted[act]} times in the log"


LAWS = (
    steps_in_order, what_stands_stays, nothing_new_in_a_locked_period, within_the_caps,
    no_cent_unexplained, every_line_is_explained, lines_come_to_what_is_due,
    nothing_is_paid_twice, nothing_held_is_released, every_act_is_noted,
)  # fmt: skip
