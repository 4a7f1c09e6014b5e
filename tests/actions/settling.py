"""An agreement whose first quarter can be settled: everyone who acts, and verified figures."""

from types import SimpleNamespace

from comanage.access import Actor, held_by
from comanage.actions import approvals, exhibit_prints, payment_controls, statements
from comanage.actions import settlements as act
from comanage.database import transaction
from comanage.records.participant import of_agreement
from comanage.records.payment_control import Controls
from comanage.records.performance_period import by_code
from comanage.records.person import Person
from comanage.rules.signoff import FigureState, Role
from comanage.statements.carried import told
from comanage.statements.verdicts.recalculated import recalculated
from tests.makers import (
    make_actor,
    make_agreement,
    make_figure,
    make_group,
    make_installation,
    make_participant,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.statements import samples

PERIOD = "2027-Q1"
PEOPLE = {
    Role.ADMINISTRATOR: "Ada Marsh", Role.VERIFIER: "Ben Okafor", Role.APPROVER: "Carla Ruiz",
}  # fmt: skip


def make_ready(
    session,
    *,
    state=FigureState.VERIFIED,
    verifier_may_approve=False,
    terms=None,
    figures=samples.FIGURES,
    locked_at=None,
):
    """Make the agreement of tests/statements/samples.py, or of other terms of its groups."""
    terms = terms or samples.TERMS
    make_installation(session, name="Larkspur Ridge Medical Center")
    made = SimpleNamespace(period=PERIOD, line=make_service_line(session, "ORTHO"))
    for role, name in PEOPLE.items():
        actor = make_actor(session, role, person=make_person(session, name))
        setattr(made, role.name.lower(), actor)
    made.compliance = make_actor(session, Role.COMPLIANCE)
    made.agreement = make_agreement(
        session,
        "ORTHO",
        title="Orthopedic co-management",
        service_line=made.line,
        groups=[],
        verifier_may_approve=verifier_may_approve,
    )
    made.groups = {}
    for named in terms.participants:
        made.groups[named.code] = make_group(session, named.code, name=named.name)
        make_participant(session, made.agreement, made.groups[named.code], code=named.code)
    for name, code in (("leader", "GRANITE"), ("other_leader", "COPPER")):
        setattr(made, name, make_actor(session, Role.LEADER, group=made.groups[code]))
    made.stranger = make_actor(session, Role.LEADER)
    made.scorecard = make_scorecard(session, made.agreement, signed=terms, locked_at=locked_at)
    made.participants = {one.code: one for one in of_agreement(session, made.agreement.id)}
    made.figures = {}
    for value in figures:
        key = (value.participant, value.measure) if value.participant else value.measure
        made.figures[key] = make_value(session, made, value, state)
    made.id = made.agreement.id
    return made


def make_value(session, made, value, state=FigureState.VERIFIED, **given):
    """Store a figure of the samples as entered by the administrator."""
    people = {"entered_by": made.administrator, "verified_by": made.verifier}
    numbers = {
        name: getattr(value, name)
        for name in ("numerator", "denominator", "baseline", "absent")
        if getattr(value, name)
    }
    return make_figure(
        session, made.agreement, value.value, measure=value.measure, state=state,
        participant=made.participants.get(value.participant),
        **{name: SimpleNamespace(id=actor.person_id) for name, actor in people.items()},
        **numbers, **given,
    )  # fmt: skip


def without_layout(monkeypatch):
    """Write statements and exhibits as a line of text, where their look is not what is tested.

    The data of each are calculated again all the same, as whoever verifies it would.
    """
    written, form = [], statements.PDF

    def write(held):
        assert recalculated(held).differs == ()
        said = told(held)
        written.append(said)
        return f"%PDF {said.number} {said.payable}".encode()

    monkeypatch.setattr(
        statements, "PDF", type(form)(form.title, form.suffix, form.media_type, write)
    )
    monkeypatch.setattr(statements, "makers", lambda: "no layout")
    monkeypatch.setattr(
        exhibit_prints, "write", lambda said, paper: f"%PDF {said.file_name} {paper}".encode()
    )
    return written


def period_of(session, made):
    return by_code(session, made.id, PERIOD)


def calculated(ready):
    with transaction() as session:
        return act.calculate(session, ready.administrator, ready.id, PERIOD)


def finalized(ready):
    calculated(ready)
    with transaction() as session:
        return act.finalize(session, ready.administrator, ready.id, PERIOD, number=1)


def approved(ready, actor=None):
    with transaction() as session:
        return approvals.approve(session, actor or ready.approver, ready.id, PERIOD, number=1)


def correct(session, ready, measure, value, **given):
    """Enter and verify a figure that replaces the standing one."""
    people = {"entered_by": ready.administrator, "verified_by": ready.verifier} | given
    return make_figure(
        session, ready.agreement, value, measure=measure, state=FigureState.VERIFIED,
        replaces=ready.figures[measure],
        **{name: session.get_one(Person, actor.person_id) for name, actor in people.items()},
    )  # fmt: skip


def actor_of(session, person):
    """Give a person as the one who acts, with the roles held now."""
    return Actor(person.id, person.name, held_by(session, person.id))


def as_well(session, actor, role):
    """Give a person one more role."""
    person = session.get_one(Person, actor.person_id)
    make_role(session, person, role)
    return Actor(person.id, person.name, held_by(session, person.id))


def control(ready, **given):
    """Set the payment controls of an agreement."""
    with transaction() as session:
        return payment_controls.put(
            session, ready.compliance, ready.id, given=Controls(**given), reason="As agreed."
        )
