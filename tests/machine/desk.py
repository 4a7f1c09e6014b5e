"""The desk of the machine: who acts, through which browser, and what came of it."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from hypothesis.stateful import RuleBasedStateMachine, invariant

from comanage import clock, database
from comanage.access import Actor
from comanage.actions import sign_in
from comanage.records.audit_entry import linked
from comanage.rules import chain
from tests.machine import laws_of_money, laws_of_people
from tests.machine.books import Books
from tests.machine.hospital import PERIODS, people
from tests.machine.place import Clock, Killed
from tests.pages.browser import COOKIE, Browser, words

BEGINS = datetime(2027, 8, 2, 10, tzinfo=UTC)  # both periods are over
STEP = timedelta(seconds=5)
NEW_TO_IT, WITH_THE_ROLE = 0.55, 0.85  # how often who acts is chosen so
FRESH = timedelta(minutes=4)  # how old a sign-in may be that somebody goes on with
SAID_NO = (403, 404, 409, 422)


class Broken(AssertionError):
    """A law does not hold."""


class Desk(RuleBasedStateMachine):
    """What all rules share."""

    def __init__(self, place):
        """Sit down at a place."""
        super().__init__()
        self.place, self.steps = place, 0
        self.sensible, self.detours = defaultdict(list), defaultdict(list)
        self.clock, self.books, self.keyed = Clock(BEGINS), None, None

    def open(self, kept):
        """Begin with a database as it was kept."""
        self.place.begin(kept)
        self.clients, self.signed_in = {}, {}
        with database.transaction() as session:
            self.people = people(session)
        self.names = {number: name for name, number in self.people.items()}
        self.books, self.head = None, chain.NOTHING

    def teardown(self):
        """Go, once the whole log was looked through."""
        try:
            if self.books is not None:
                with database.reading() as session:
                    self.refute(chain.checked(linked(session)).why, "the chain")
        finally:
            self.clock.close()

    @invariant()
    def every_law_holds(self):
        """Read the books after each step, and hold them to the laws."""
        if not self.people_are_there():
            return
        before = self.books
        with database.reading() as session:
            now = Books(session.connection(), after=self.head.number)
            after = self.head.number or None
            verdict = chain.checked(linked(session, after=after), since=self.head)
        self.refute(verdict.why, "the chain")
        self.books, self.head = now, verdict.head
        for law in (*laws_of_people.LAWS, *laws_of_money.LAWS) if before else ():
            for sentence in law(before, now):
                self.refute(sentence, law.__name__)
        self.steps += 1
        self.look_ahead()
        self.clock.move(STEP)

    def people_are_there(self):
        """Say whether the run has begun."""
        return hasattr(self, "people")

    @staticmethod
    def refute(sentence, law=""):
        """Stop the run where something is said against it."""
        if sentence:
            raise Broken(f"{law}: {sentence}")

    def look_ahead(self):
        """Say of each period which steps are sensible next."""
        self.sensible, self.detours = defaultdict(list), defaultdict(list)
        for key, row in self.books.performance_period.items():
            if row["code"] in PERIODS:
                for name in next_of(self.books, key, locked=row["state"] == "locked"):
                    self.sensible[name].append(key)
                for name in detours_of(self.books, key):
                    self.detours[name].append(key)

    def where(self, name, chance):
        """Choose a period: one in which the step makes sense, if there is one."""
        known = [key for key, row in self.books.performance_period.items()
                 if row["code"] in PERIODS]  # fmt: skip
        key = chance.choice(self.sensible.get(name) or self.detours.get(name) or known)
        return key, self.books.performance_period[key]["code"]

    def who(self, role, chance, period=None):
        """Choose a person: mostly one with the role, often without another part in a period."""
        on, drawn = clock.today().isoformat(), chance.random()
        fit = {person for person, _ in self.books.holders(str(role), on)} & {*self.names}
        if period is not None and drawn < NEW_TO_IT:
            fit -= self.took_part(period, str(role))
        return chance.choice(sorted(fit if fit and drawn < WITH_THE_ROLE else self.names))

    def took_part(self, period, role):
        """Give who did something in a period that this role does not."""
        taken = laws_of_people.parts(self.books, period)
        own = laws_of_people.PARTS.get(role)
        return set().union(*(people for part, people in taken.items() if part != own))

    def send(self, name, person, path, **fields):
        """Send a form in somebody's name, and count what came of it; None where it crashed."""
        sent = {key.replace("__", "-"): value for key, value in fields.items()}
        try:
            answer = self.post(person, path, sent)
        except Killed:
            self.place.start()
            self.clients.clear()
            self.place.accepted["crash"] += 1
            return None
        done = answer.status_code == 303
        if not done and answer.status_code not in SAID_NO:
            said = words(answer.text)[:600]
            raise Broken(
                f"answers: {name} of {path} by {self.names[person]}: {answer.status} {said}"
            )
        (self.place.accepted if done else self.place.refused)[name] += 1
        return answer

    def post(self, person, path, sent):
        """Send it; whoever was signed out or is asked for a proof signs in and sends it again."""
        at = self.signed_in.get(person)
        if person not in self.clients or abs(clock.now() - at) > FRESH:
            self.sign_in(person)
        answer = self.posted(person, path, sent)
        if answer.status_code == 401 or "/login" in (answer.location or ""):
            self.sign_in(person)
            answer = self.posted(person, path, sent)
        return answer

    def posted(self, person, path, sent):
        """Send it as it is."""
        return self.clients[person].post(path, data={"csrf_token": self.place.form[1]} | sent)

    def sign_in(self, person):
        """Sign somebody in, without a password; that is a proof of who it is for some minutes."""
        waiting, self.place.crash_at = self.place.crash_at, ""
        client = self.place.app.test_client()
        if self.place.form is None:
            page = Browser(self.place.app)
            token = page.token()
            self.place.form = page.client.get_cookie("comanage-form").value, token
        client.set_cookie("comanage-form", self.place.form[0])
        with database.transaction() as session:
            visitor = Actor(None, "", address="127.0.0.1", request_id="machine")
            client.set_cookie(COOKIE, sign_in.begin(session, visitor, person))
        self.clients[person], self.signed_in[person] = client, clock.now()
        self.place.crash_at = waiting


def next_of(books, period, *, locked):
    """List the steps that come next in a period."""
    latest = books.latest(period)
    if locked:
        yield from _next_of_locked(books, period, latest)
        return
    standing = books.standing(period)
    states = {row["state"] for row in standing}
    if len(standing) < 2:
        yield "enter"
    if states & {"draft", "returned"}:
        yield from ("submit", "edit")
    elif "submitted" in states:
        yield "verify"
    elif len(standing) == 2:
        if latest is None or {row["id"] for row in standing} != books.used(latest["id"]):
            yield "calculate"
        elif latest["state"] in {"preliminary", "final"}:
            yield "finalize" if latest["state"] == "preliminary" else "approve"
        else:
            yield "correct"


def _next_of_locked(books, period, latest):
    if books.waiting(period):
        yield "reopen"
        return
    if latest["state"] == "approved":
        yield "release"
    own = {row["state"] for row in books.payment.values()
           if row["settlement_id"] == latest["id"] and row["amount_cents"] > 0}  # fmt: skip
    if own == {"paid"} or latest["state"] == "released":
        yield "ask_to_reopen"
    yield from (
        name for state, name in (("payable", "request"), ("requested", "pay")) if state in own
    )


def detours_of(books, period):
    """List the steps of a period that lead astray for a while, or back."""
    latest, own = books.latest(period), books.performance_period[period]["code"]
    states = {row["state"] for row in books.standing(period)}
    if "submitted" in states:
        yield "send_back"
    if latest and latest["state"] == "final":
        yield "send_settlement_back"
    if latest and latest["state"] == "approved":
        held = books.held(latest["id"])
        yield "lift_hold" if held else "hold"
    lines = [row for row in books.payment.values() if row["period"] == own]
    if any(row["amount_cents"] + books.recovered(row["id"]) < 0 for row in lines):
        yield "repay"
    if any(row["state"] != "payable" for row in lines):
        yield "payment_comes_back"
    if books.waiting(period):
        yield "leave_closed"
