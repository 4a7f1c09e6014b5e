"""The small hospital of the machine: one agreement with tight caps, and people of one role or of many."""

from dataclasses import replace

from comanage.actions import groups
from comanage.database import transaction
from comanage.records.participant import of_agreement
from comanage.records.payment_control import PaymentControl
from comanage.records.person import Person
from comanage.records.physician_group import PhysicianGroup
from comanage.rules.allocations.fixed_shares import FixedShares, Share
from comanage.rules.funding.fixed import Fixed
from comanage.rules.numbers import exact
from comanage.rules.signoff import Role
from tests.makers import (
    NOW,
    make_actor,
    make_agreement,
    make_factor,
    make_group,
    make_installation,
    make_opinion,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
    make_signed,
    make_terms,
    stored,
)

EVERY_DUTY = (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.RELEASER)
PEOPLE = {
    # Whoever holds many roles is where the separation of duties is put to the test.
    "Ada": (Role.ADMINISTRATOR,),
    "Abe": (Role.ADMINISTRATOR,),
    "Ben": (Role.VERIFIER,),
    "Bea": (Role.VERIFIER,),
    "Carla": (Role.APPROVER,),
    "Cyd": (Role.APPROVER, Role.COMPLIANCE),
    "Rolf": (Role.RELEASER,),
    "Clara": (Role.COMPLIANCE,),
    "Mia": EVERY_DUTY,
    "Noa": EVERY_DUTY,
    "Lea": (Role.LEADER,),
    "Sam": (Role.SYSTEM,),
    "Sue": (Role.SYSTEM,),
    "Una": (),
}
MEASURES = ("screening", "education")
PERIODS = ("2027-Q1", "2027-Q2")
POOL = exact("100000.01")  # of each period; it cannot be divided into shares without a rest
TWO_APPROVE_ABOVE = 9_000_000  # cents, as all that follow
OPINION, WHOLE_CAP, YEAR_CAP = 12_000_000, 14_000_000, 17_000_000


def build():
    """Store the hospital, its people, and an agreement with a locked scorecard; nothing else."""
    with transaction() as session:
        make_installation(session)
        line = make_service_line(session, "ORTHO")
        made = [make_group(session, code) for code in ("GRANITE", "COPPER")]
        for name, roles in PEOPLE.items():
            person = make_person(session, name, email=f"{name.lower()}@riverbend.example")
            make_factor(session, person.id)
            for role in roles:
                group = made[0] if role is Role.LEADER else None
                make_role(session, person, role, group=group)
        _agree(session, line, made)


def people(session):
    """Give the ids of the people by their names."""
    return {row.name: row.id for row in session.query(Person) if row.name in PEOPLE}


def _agree(session, line, made):
    agreement = make_agreement(
        session, "ORTHO", title="Orthopedic co-management", service_line=line, groups=made,
        base_fee_cents=0,
    )  # fmt: skip
    shares = zip(of_agreement(session, agreement.id), ("0.625", "0.375"), strict=True)
    terms = replace(
        make_terms(session, agreement),
        funding=Fixed(POOL),
        allocation=FixedShares(tuple(Share(row.code, exact(share)) for row, share in shares)),
    )
    make_scorecard(session, agreement, signed=terms)
    make_signed(session, agreement)
    make_opinion(session, agreement, low_cents=1_000_000, high_cents=OPINION)
    control = PaymentControl(
        agreement_id=agreement.id, number=1, second_approval_above_cents=TWO_APPROVE_ABOVE,
        year_cap_cents=YEAR_CAP, lifetime_cap_cents=WHOLE_CAP, reason="As agreed.",
        set_by_id=agreement.created_by_id, set_at=NOW,
    )  # fmt: skip
    stored(session, control)
    keeper = make_actor(session, Role.SYSTEM, person=make_person(session, "The keeper"))
    for group in session.query(PhysicianGroup):
        groups.set_vendor_number(session, keeper, group.id, number=f"V-{group.code}")
