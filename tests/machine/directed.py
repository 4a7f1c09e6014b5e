"""The machine on a string: its own acts, in a written order and by named people."""

from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from comanage import clock
from tests.machine.hospital import MEASURES, PERIODS
from tests.machine.machine import Machine


class Third:
    """A chance that is none: the same figures (80 % of the pool is earned), the newest of all."""

    @staticmethod
    def random():
        """Say what makes acts usual."""
        return 0.6

    @staticmethod
    def choice(offered):
        """Take the fourth of what is offered, or the last."""
        return [*offered][:4][-1]


class First(Third):
    """The first of all that is offered."""

    @staticmethod
    def choice(offered):
        """Take it."""
        return next(iter(offered))


class Lowest(Third):
    """The last measure, and for it the lowest value."""

    @staticmethod
    def choice(offered):
        """Take it."""
        return offered[-1 if offered is MEASURES else 0]


class Directed(Machine):
    """A machine that does what it is told."""

    def follow(self, plan):
        """Take the steps of a plan, such as "enter Ada; verify Ben", with the laws after each."""
        self.open("blank")
        self.every_law_holds()
        for line in filter(None, plan.split("; ")):
            self.actor, self.period = None, PERIODS[0]
            act, *rest = line.split(" ")
            if rest and rest[-1] in PERIODS:
                self.period = rest.pop()
            self.actor = self.people.get(rest[0]) if rest else None
            getattr(self, f"told_{act}", lambda *_, act=act: getattr(self, act)(Third))(*rest[1:])
            self.every_law_holds()

    def where(self, name, chance):
        """Give the period of the plan."""
        rows = self.books.performance_period
        return next((key, row["code"]) for key, row in rows.items() if row["code"] == self.period)

    def who(self, role, chance, period=None):
        """Give the person of the plan."""
        return self.actor

    def told_give(self, person, role):
        """Give somebody a role."""
        self.send("give", self.actor, f"/people/{self.people[person]}/roles", role=role)

    def told_hand(self, taker, role):
        """Hand a duty over."""
        days = {"starts": clock.today(), "ends": clock.today() + timedelta(9)}
        fields = {name: day.isoformat() for name, day in days.items()} | {"reason": "On leave."}
        taker = str(self.people[taker])
        role = role.replace("_", " ")
        self.send("hand", self.actor, "/delegations", role=role, taker_id=taker, **fields)

    def told_enter_more(self):
        """Enter figures that earn the whole pool."""
        self.enter_all("99")

    def told_enter_less(self):
        """Enter figures that earn half of the pool."""
        self.enter_all("85")

    def told_edit_first(self):
        """Type the first measure over."""
        self.edit(First)

    def told_repay(self):
        """Pay a cent of a debt back."""
        self.repay(First)

    def told_correct_less(self):
        """Correct the last measure to what earns nothing."""
        self.correct(Lowest)

    def enter_all(self, value):
        """Enter the same for every measure."""
        fields = {}
        for at, measure in enumerate(MEASURES):
            row = {"measure": measure, "value": value, "source": "Quality report"}
            fields |= {f"rows-{at}-{name}": typed for name, typed in row.items()}
        self.send("enter", self.actor, self.figures(self.period), **fields)
        self.hand_in(self.actor, self.where("submit", First)[0], self.period)

    def told_ask(self):
        """Ask accounts payable for the first two payments, with a new key."""
        key = f"key-of-step-{self.steps:06}"
        self.send("ask", self.actor, "/payments/requests", payments=["1", "2"], key=key)

    def told_die(self, point, act):
        """End the program at a point of an act, and start it again."""
        self.place.crash_at = point
        getattr(self, act)(Third)

    def told_bend(self, *words):
        """Change a row past the program; one that stays where no words say which."""
        if not words:
            self.bend(Third)
            return
        try:
            with self.place.engine.begin() as connection:
                connection.exec_driver_sql(" ".join(words))
        except DBAPIError:
            self.place.accepted["bend"] += 1
