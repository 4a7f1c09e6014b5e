"""What people do to figures and settlements, in the right order or in any other."""

from comanage import database
from comanage.rules.signoff import Role
from tests.machine.books import Books
from tests.machine.desk import Desk
from tests.machine.hospital import MEASURES

VALUES = ("84", "85", "87.5", "90", "94.9", "95", "99")  # on, below and between the levels


class Work(Desk):
    """Figures entered and verified; settlements calculated, made final, approved, returned."""

    def enter(self, chance):
        """Type what was not given yet, and mostly submit it at once."""
        self.type("enter", chance, submit=chance.random() < 0.8)

    def edit(self, chance):
        """Type over what stands as a draft or came back."""
        self.type("edit", chance, submit=chance.random() < 0.5)

    def correct(self, chance):
        """Put another figure in the place of a verified or a locked one."""
        self.type("correct", chance, submit=chance.random() < 0.8)

    def type(self, name, chance, *, submit):
        """Fill the grid of a period and send it, with what the page would carry."""
        period, code = self.where(name, chance)
        standing = {row["measure_id"]: row for row in self.books.standing(period)}
        fields = {}
        chosen = MEASURES if name == "enter" else [chance.choice(MEASURES)]
        for at, measure in enumerate(chosen):
            seen = standing.get(self.measures()[measure])
            fields |= {
                f"rows-{at}-measure": measure,
                f"rows-{at}-value": chance.choice(VALUES),
                f"rows-{at}-source": "Quality report",
                f"rows-{at}-note": f"As of step {self.steps}.",
                f"rows-{at}-seen": str(seen["id"]) if seen else "",
                f"rows-{at}-correcting": "yes" if name == "correct" else "",
            }
        who = self.who(Role.ADMINISTRATOR, chance, period)
        self.send(name, who, self.figures(code), **fields)
        if submit:
            self.hand_in(who, period, code)

    def submit(self, chance):
        """Submit the drafts, with nothing newly typed."""
        period, code = self.where("submit", chance)
        self.hand_in(self.who(Role.ADMINISTRATOR, chance), period, code)

    def hand_in(self, who, period, code):
        """Submit the drafts of a period as somebody has just looked at them."""
        with database.reading() as session:
            standing = Books(session.connection(), after=self.head.number).standing(period)
        drafts = [row["id"] for row in standing if row["state"] == "draft"]
        self.send("submit", who, f"{self.figures(code)}/check", figures=drafts)

    def verify(self, chance):
        """Verify what waits, or some figure that does not."""
        self.decide("verify", chance, step="verify")

    def send_back(self, chance):
        """Send figures back to whoever entered them."""
        self.decide("send_back", chance, step="return", reason="The report says 90.")

    def decide(self, name, chance, **fields):
        """Decide on the figures that wait to be verified, or on one that does not."""
        period, code = self.where("verify", chance)
        standing = self.books.standing(period)
        waiting = [row["id"] for row in standing if row["state"] == "submitted"]
        chosen = waiting or [row["id"] for row in standing][:1]
        who = self.who(Role.VERIFIER, chance, period)
        self.send(name, who, f"{self.figures(code)}/verify", figures=chosen, **fields)

    def calculate(self, chance):
        """Settle a period: calculate it from its verified figures."""
        _, code = self.where("calculate", chance)
        who = self.who(Role.ADMINISTRATOR, chance)
        self.send("calculate", who, f"{self.settlements(code)}/calculate")

    def finalize(self, chance):
        """Make a settlement final."""
        self.step("finalize", "finalize", Role.ADMINISTRATOR, chance)

    def approve(self, chance):
        """Approve a settlement."""
        self.step("approve", "approve", Role.APPROVER, chance)

    def send_settlement_back(self, chance):
        """Return a final settlement with a reason."""
        self.step(
            "send_settlement_back",
            "return",
            Role.APPROVER,
            chance,
            near="approve",
            reason="Look once more.",
        )

    def step(self, name, word, role, chance, *, near=None, **fields):
        """Take a step of a settlement: mostly of the one that stands, sometimes of an old one."""
        period, code = self.where(near or name, chance)
        latest = self.books.latest(period)
        number = latest["number"] if latest else 1
        number = number if chance.random() < 0.9 else max(number - 1, 1)
        path = f"{self.settlements(code)}/{word}"
        return self.send(name, self.who(role, chance, period), path, number=str(number), **fields)

    def measures(self):
        """Give the ids of the measures by their codes: they were stored in this order."""
        return {measure: at for at, measure in enumerate(MEASURES, 1)}

    @staticmethod
    def figures(code):
        """Give the address of a period's figures."""
        return f"/agreements/1/figures/{code}"

    @staticmethod
    def settlements(code):
        """Give the address of a period's settlement."""
        return f"/agreements/1/settlements/{code}"
