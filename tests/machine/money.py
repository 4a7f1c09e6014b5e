"""What people do to money: release, request, pay, take back, send twice; and open a period again."""

from comanage import clock
from comanage.rules.signoff import Role
from tests.machine.work import Work


class Money(Work):
    """Payments, and the way back to the figures behind them."""

    def release(self, chance):
        """Release a settlement."""
        period, code = self.where("release", chance)
        latest = self.books.latest(period)
        path = f"{self.settlements(code)}/release"
        self.send_keyed(
            "release", chance, path, period=period, number=str(latest["number"] if latest else 1)
        )

    def request(self, chance):
        """Ask accounts payable to pay what is payable, or what is not."""
        self.send_keyed(
            "request", chance, "/payments/requests", payments=self.lines("payable", chance)
        )

    def send_keyed(self, name, chance, path, *, period=None, **fields):
        """Send a form that carries a key, and keep it, to be sent again."""
        who, key = self.who(Role.RELEASER, chance, period), f"key-of-step-{self.steps:06}"
        answer = self.send(name, who, path, key=key, **fields)
        self.keyed = (name, who, path, fields | {"key": key}, answer)

    def send_again(self, chance):
        """Press the button once more: the answer is the same, and nothing is done twice."""
        if self.keyed is None:
            return
        name, who, path, fields, answer = self.keyed
        count = self.counted()
        again = self.send("send_again", who, path, **fields)
        if answer is None or answer.status_code != 303 or again is None:
            self.keyed = None  # it crashed, or was refused then and may be right by now
            return
        if again.status_code not in {303, 403, 404}:
            self.refute(f"{name} with the same key: {again.status}", "once")
        if self.counted() != count:
            self.refute(f"{name} with the same key did more", "once")

    def counted(self):
        """Count what keys are to keep from being done twice."""
        tables = ("payment", "payment_release", "payment_request")
        with self.place.engine.connect() as connection:
            return [
                connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608
                for table in tables
            ]

    def pay(self, chance):
        """Record what was requested as paid."""
        number = max((row["number"] for row in self.books.payment_request.values()), default=1)
        chosen, today = self.lines("requested", chance), clock.today().isoformat()
        who = self.who(Role.RELEASER, chance, self.where("pay", chance)[0])
        path = f"/payments/requests/{number}/paid"
        self.send("pay", who, path, payments=chosen, on=today, reference=f"Check {self.steps}")

    def payment_comes_back(self, chance):
        """Record that a payment came back unpaid."""
        self.one_line("payment_comes_back", "return", chance, reason="The account is closed.")

    def repay(self, chance):
        """Record that a group paid back what it owes, or more than that."""
        debts = [row["id"] for row in self.books.payment.values() if row["amount_cents"] < 0]
        cents, today = chance.choice(("0.01", "500", "90,000")), clock.today().isoformat()
        self.one_line(
            "repay", "repaid", chance, among=debts, cents=cents, on=today, reference="Wire 7"
        )

    def one_line(self, name, act, chance, *, among=(), **fields):
        """Do something to one payment."""
        line = chance.choice(list(among) or list(self.books.payment) or [1])
        self.send(name, self.who(Role.RELEASER, chance), f"/payments/{line}/{act}", **fields)

    def lines(self, state, chance):
        """Choose payments: mostly all that stand so, else any."""
        every = self.books.payment
        fit = [
            key for key, row in every.items() if row["state"] == state and row["amount_cents"] > 0
        ]
        return fit if fit and chance.random() < 0.8 else [chance.choice([*every, 1])]

    def hold(self, chance):
        """Stop a release."""
        self.step("hold", "hold", Role.COMPLIANCE, chance, near="release", reason="A question.")

    def lift_hold(self, chance):
        """Lift a stop."""
        self.step(
            "lift_hold", "lift-hold", Role.COMPLIANCE, chance, near="release", reason="Answered."
        )

    def ask_to_reopen(self, chance):
        """Ask to open a locked period."""
        _, code = self.where("ask_to_reopen", chance)
        path = f"{self.settlements(code)}/unlock"
        self.send("ask_to_reopen", self.who(Role.COMPLIANCE, chance), path, reason="A late report.")

    def reopen(self, chance):
        """Open it, as the second person."""
        self.decide_on_opening("reopen", "confirm", chance)

    def leave_closed(self, chance):
        """Refuse to open it."""
        self.decide_on_opening("leave_closed", "refuse", chance)

    def decide_on_opening(self, name, word, chance):
        """Decide on opening a period."""
        _, code = self.where("reopen", chance)
        role = chance.choice((Role.COMPLIANCE, Role.APPROVER))
        self.send(name, self.who(role, chance), f"{self.settlements(code)}/unlock/{word}")
