"""An agreement at work: the worked scorecard locked, and the people who enter and verify figures."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from comanage.access import Actor, Held
from comanage.actions.entries import Entry
from comanage.records import installation
from comanage.records.agreement import Agreement
from comanage.records.measure import Measure
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod
from comanage.records.person import Person, RoleHeld
from comanage.records.physician_group import PhysicianGroup
from comanage.records.service_line import ServiceLine
from comanage.rights import SECOND_FACTOR
from comanage.rules.figures import Figure
from comanage.rules.numbers import exact
from comanage.rules.signoff import Role
from tests.makers import make_factor, make_scorecard
from tests.rules.worked import TERMS

NOW = datetime(2027, 4, 2, 9, 30, tzinfo=UTC)
PERIOD = "2027-Q1"


def at_work(session, terms=TERMS, *, locked=True):
    """Store an agreement with its locked scorecard, and make its people."""
    session.add(
        installation.Installation(id=1, name="Larkspur Ridge", is_demo=False, created_at=NOW)
    )
    line = added(session, ServiceLine(code="ORTHO", name="Orthopedics"))
    made = SimpleNamespace(line=line, terms=terms)
    for role in (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.COMPLIANCE):
        setattr(made, role.name.lower(), someone(session, role.value.title(), role, line))
    made.colleague = someone(session, "Another Administrator", Role.ADMINISTRATOR, line)
    made.stranger = someone(session, "A Stranger", Role.ADMINISTRATOR,
                            added(session, ServiceLine(code="CARDIO", name="Cardiology")))  # fmt: skip
    made.agreement = added(
        session,
        Agreement(
            code="ORTHO-27", title="Orthopedic co-management", service_line_id=line.id,
            starts=date(2027, 1, 1), ends=date(2027, 12, 31), base_fee_cents=0,
            created_at=NOW, created_by_id=made.administrator.person_id,
        ),
    )  # fmt: skip
    made.id = made.agreement.id
    for named in terms.participants:
        group = added(session, PhysicianGroup(code=named.code, name=named.name))
        session.add(Participant(agreement_id=made.id, group_id=group.id, code=named.code))
    made.periods = [
        added(session, PerformancePeriod(agreement_id=made.id, code=each.code,
                                         starts=each.starts, ends=each.ends))
        for each in terms.periods
    ]  # fmt: skip
    session.add_all(Measure(agreement_id=made.id, code=each.code) for _, each in terms.measures())
    if locked:
        lock(session, made, terms)
    session.flush()
    return made


def lock(session, made, terms):
    """Bring a scorecard with these terms to its lock."""
    by = session.get_one(Person, made.administrator.person_id)
    make_scorecard(session, made.agreement, signed=terms, locked_by=by)


def someone(session, name, role, line=None):
    """Store a person with a role, and give the actor."""
    email = f"{name.lower().replace(' ', '.')}@larkspur.example"
    person = added(session, Person(email=email, name=name, password_hash="-", created_at=NOW))
    within = line.id if line is not None and role is Role.ADMINISTRATOR else None
    if role in SECOND_FACTOR:
        make_factor(session, person.id)
    added(session, RoleHeld(person_id=person.id, role=role, service_line_id=within, given_at=NOW))
    return Actor(person.id, name, (Held(role, within),))


def entry(measure, value=None, *, place="", participant="", period=PERIOD, **given):
    """Type one figure: numbers as text, and what else an Entry takes."""
    kept = {
        name: given.pop(name) for name in ("source", "note", "seen", "correcting") if name in given
    }
    numbers = {name: exact(text) if name != "absent" else text for name, text in given.items()}
    if value is not None:
        numbers["value"] = exact(value)
    figure = Figure(period, participant, measure, **numbers)
    return Entry(place or measure, figure, **({"source": "Registry"} | kept))


def added(session, record):
    """Store a record, so that it has its id."""
    session.add(record)
    session.flush()
    return record
