"""An agreement with duties and a base fee: its physicians, and everyone who approves their hours."""

from datetime import date
from types import SimpleNamespace

from comanage.actions import attesting, hours, month_decisions
from comanage.actions.hours import Worked
from comanage.records.base_fee import BaseFeeEarned
from comanage.records.participant import of_agreement
from comanage.records.physician_months import one
from comanage.records.time_entry import PhysicianMonth
from comanage.rules.months import read_month
from comanage.rules.signoff import Role
from tests.makers import (
    make_actor,
    make_agreement,
    make_base_fee,
    make_duty,
    make_group,
    make_installation,
    make_person,
    make_scorecard,
    make_service_line,
    make_signed,
)

MARCH = "2027-03"


def on_duty(session, *, base_fee_cents=24_000_000, **terms):
    """Store it; terms change those of the first group, which pay $180.00 an hour."""
    make_installation(session)
    made = SimpleNamespace(line=make_service_line(session, "ORTHO"))
    made.groups = [make_group(session, "GRANITE"), make_group(session, "COPPER")]
    made.agreement = make_agreement(
        session, "ORTHO-2027", title="Orthopedic co-management", service_line=made.line,
        groups=made.groups, base_fee_cents=base_fee_cents,
    )  # fmt: skip
    make_scorecard(session, made.agreement)
    made.id = made.agreement.id
    own, other = sorted(of_agreement(session, made.id), key=lambda each: each.group_id)
    made.own, made.other = own, other
    made.granite, made.copper = own.code, other.code
    made.ann = physician(session, made.groups[0], "Dr. Ann Ito")
    made.cas = physician(session, made.groups[0], "Dr. Cas Moro")
    made.bo = physician(session, made.groups[1], "Dr. Bo Lind")
    made.leader = make_actor(session, Role.LEADER, group=made.groups[0])
    for name, role in (
        ("administrator", Role.ADMINISTRATOR), ("approver", Role.APPROVER),
        ("verifier", Role.VERIFIER), ("compliance", Role.COMPLIANCE),
    ):  # fmt: skip
        setattr(made, name, make_actor(session, role, person=make_person(session, f"The {name}")))
    made.duty = make_duty(session, made.agreement, "COMMITTEE", name="Chair the committee")
    made.rounds = make_duty(session, made.agreement, "ROUNDS", name="Quality rounds")
    made.terms = make_base_fee(session, made.agreement, made.own, **terms)
    made.other_terms = make_base_fee(session, made.agreement, made.other)
    return made


def to_release(session):
    """Store it signed, with one approved month of work and a payment releaser."""
    made = on_duty(session)
    make_signed(session, made.agreement)
    made.releaser = make_actor(session, Role.RELEASER)
    log(session, made)
    through(session, made)
    return made


def physician(session, group, name):
    return make_actor(session, Role.PHYSICIAN, person=make_person(session, name), group=group)


def worked(made, minutes=90, *, day=date(2027, 3, 20), duty=None, own=None, done="Agenda, minutes"):
    return Worked(
        participant_id=(own or made.own).id, duty_id=(duty or made.duty).id, day=day,
        minutes=minutes, done=done,
    )  # fmt: skip


def log(session, made, minutes=90, *, who=None, **given):
    """Log work, and give the entry."""
    return hours.log(session, who or made.ann, worked(made, minutes, **given))[0]


def attest(session, made, *, who=None, month=MARCH, participant=None):
    """Look at a month, and sign it."""
    who, participant = who or made.ann, participant or made.granite
    page = attesting.page(session, who, made.id, participant, month=month)
    return attesting.attest(session, who, made.id, participant, month=month, seen=page.shown_hash)


def key(made, who=None, month=MARCH):
    return (made.granite, month, (who or made.ann).person_id)


def stands(session, made, who=None, month=MARCH):
    """Say where a month of the first group stands."""
    session.expire_all()
    asked = PhysicianMonth(made.own.id, (who or made.ann).person_id, read_month(month))
    return one(session, made.id, asked)


def earned(session):
    """List what was earned, in cents, in the order of approval."""
    return [row.cents for row in session.query(BaseFeeEarned).order_by(BaseFeeEarned.id)]


def approve(session, made, who, *, of=None):
    """Let somebody approve what a page showed."""
    seen = stands(session, made, of).attestation.content_hash
    return month_decisions.approve(session, who, made.id, key(made, of), seen=seen)


def send_back(session, made, who, reason="Which meeting?"):
    """Let somebody send Dr. Ito's month back."""
    seen = stands(session, made).attestation.content_hash
    month_decisions.send_back(session, who, made.id, key(made), seen=seen, reason=reason)


def through(session, made, *, of=None):
    """Attest a month, and have both levels approve it."""
    attest(session, made, who=of)
    approve(session, made, made.administrator, of=of)
    return approve(session, made, made.approver, of=of)
