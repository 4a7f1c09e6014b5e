"""What happens meanwhile: people change, duties are handed over, clocks jump, programs end, and rows are bent."""

from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from comanage import clock
from comanage.rules.signoff import Role
from tests.machine.money import Money

GIVEN = (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.RELEASER, Role.COMPLIANCE)
POINTS = {
    # where the program may end: what somebody does then
    "commit:before": ("enter", "verify", "calculate", "finalize", "approve", "release", "request"),
    "commit:after": ("enter", "verify", "calculate", "finalize", "approve", "release", "request"),
    "approve:noted": ("approve",),
    "approve:payouts-written": ("approve",),
    "statement:document-stored": ("approve",),
    "statement:issued": ("approve",),
    "release:signed": ("release",),
    "release:payments-made": ("release",),
    "release:set-off": ("release",),
    "request:files-kept": ("request",),
}
JUMPS = (timedelta(-3), timedelta(hours=-7), timedelta(minutes=-1), timedelta(minutes=6),
         timedelta(hours=13), timedelta(40))  # fmt: skip
BENDING = (
    "UPDATE figure SET value = '99' WHERE state = 'locked'",
    "UPDATE figure SET state = 'verified' WHERE state = 'locked'",
    "UPDATE settlement SET earned_cents = earned_cents + 1 WHERE approved_by_id IS NOT NULL",
    "UPDATE settlement SET state = 'final' WHERE state = 'released'",
    "UPDATE payment SET amount_cents = amount_cents + 1 WHERE amount_cents > 0",
    "UPDATE payment SET state = 'payable', request_id = NULL WHERE state = 'requested'",
    "DELETE FROM payment",
    "DELETE FROM signature",
    "UPDATE payout_record SET payable_cents = payable_cents + 1",
    "UPDATE audit_entry SET reason = 'another' WHERE id > 3",
    "DELETE FROM audit_entry WHERE id > 3",
)


class Staff(Money):
    """The people, the clock, the program and its database."""

    def change_role(self, chance):
        """Give a role or end one, or ask for it where it takes two."""
        person, system = chance.choice(sorted(self.names)), self.who(Role.SYSTEM, chance)
        own = [key for key, row in self.books.role_held.items() if row["person_id"] == person]
        if own and chance.random() < 0.3:
            self.send("change_role", system, f"/people/{person}/roles/{chance.choice(own)}/end")
        else:
            role = str(chance.choice(GIVEN))
            self.send("change_role", system, f"/people/{person}/roles", role=role)

    def confirm_role(self, chance):
        """Confirm what another asked for; where nobody did, ask for something."""
        waiting = [key for key, row in self.books.role_change.items() if row["outcome"] is None]
        if waiting:
            path = f"/people/changes/{chance.choice(waiting)}/confirm"
            self.send("confirm_role", self.who(Role.SYSTEM, chance), path)
        else:
            self.change_role(chance)

    def delegate(self, chance):
        """Hand a duty over: mostly the own one, to somebody without it."""
        role, today = chance.choice(GIVEN), clock.today()
        giver, taker = (
            self.who(role, chance),
            chance.choice((self.people["Una"], chance.choice(sorted(self.names)))),
        )
        fields = {"role": str(role), "taker_id": str(taker), "reason": "On leave.",
                  "starts": today.isoformat(),
                  "ends": (today + timedelta(chance.choice((0, 10, 90)))).isoformat()}  # fmt: skip
        if chance.random() < 0.3:
            fields["giver_id"], giver = str(giver), self.who(Role.SYSTEM, chance)
        self.send("delegate", giver, "/delegations", **fields)

    def take_back(self, chance):
        """Take a duty back."""
        open_ones = [row for row in self.books.delegation.values() if row["ended_on"] is None]
        if open_ones:
            row = chance.choice(open_ones)
            who = row["giver_id"] if chance.random() < 0.8 else self.who(Role.SYSTEM, chance)
            self.send("take_back", who, f"/delegations/{row['id']}/end")

    def clock_jumps(self, chance):
        """Move the clock, forward or back."""
        self.clock.move(chance.choice(JUMPS))
        self.place.accepted["clock_jumps"] += 1

    def crash(self, chance):
        """End the program while somebody does something, and start it again."""
        point = chance.choice(sorted(POINTS))
        fit = [name for name in POINTS[point] if self.sensible.get(name)]
        self.place.crash_at = point
        try:
            getattr(self, chance.choice(fit or POINTS[point]))(chance)
        finally:
            self.place.crash_at = ""

    def bend(self, chance):
        """Change a row that stays, past the program; the database refuses."""
        try:
            with self.place.engine.begin() as connection:
                connection.exec_driver_sql(chance.choice(BENDING))
        except DBAPIError:
            self.place.accepted["bend"] += 1
        else:
            self.place.refused["bend"] += 1  # there was no such row yet; else a law notices
