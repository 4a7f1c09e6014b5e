"""What everyone is told on a day, as a step of other tests."""

from datetime import datetime

from comanage import clock
from comanage.actions import deadlines, reminders
from comanage.records.person import Person
from tests.actions.settling import actor_of
from tests.makers import NOW


def at(day):
    """Hold the clock at the morning of a day."""
    return clock.fixed(datetime.combine(day, NOW.timetz()))


def told(session, actor, day=None):
    """Give what waits for a person, as the message of a day says it, with the roles held then."""
    with at(day or NOW.date()):
        session.expire_all()
        who = actor_of(session, session.get_one(Person, actor.person_id))
        return [str(line) for line in deadlines.of_person(session, who, clock.today())]


def kinds(session, actor, day=None):
    """Give the kinds of what waits for a person."""
    with at(day or NOW.date()):
        session.expire_all()
        who = actor_of(session, session.get_one(Person, actor.person_id))
        return [line.kind for line in deadlines.of_person(session, who, clock.today())]


def messages(session, keeper, day=None):
    """Give the messages of a day."""
    with at(day or NOW.date()):
        session.expire_all()
        return reminders.messages(session, keeper)
