"""Approved months of hours, as tests of base fees start from them."""

from datetime import date
from types import SimpleNamespace

from comanage.database import transaction
from comanage.records.base_fee import BaseFeeLevel
from comanage.records.participant import of_agreement
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_attestation,
    make_base_fee,
    make_decision,
    make_duty,
    make_earned,
    make_entry,
    make_handed,
    make_person,
)


def approved_months():
    """Ann's March is approved and earned; Bo's March of the same group is approved only.

    Ada approved each, and Carla in Eva's stead.
    """
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session))
        made.own, made.second = of_agreement(session, made.agreement.id)
        for name in ("ann", "bo", "ada", "carla", "eva"):
            setattr(made, name, make_person(session))
        make_handed(session, made.eva.id, made.carla.id, Role.APPROVER)
        made.duty = make_duty(session, made.agreement, entered_on=date(2026, 12, 1))
        made.terms = make_base_fee(session, made.agreement)
        made.level = session.get_one(BaseFeeLevel, (made.terms.id, 1))
        made.attestation = approved(session, made, made.ann)
        made.payable = make_earned(session, made.attestation)
        made.waiting = approved(session, made, made.bo)
    return made


def attested(session, made, person, **given):
    entry = make_entry(session, made.duty, made.own, person, **given)
    return make_attestation(session, made.terms, entry)


def approved(session, made, person, **given):
    found = attested(session, made, person, **given)
    make_decision(session, found, made.ada)
    eva = getattr(made, "eva", None)
    make_decision(session, found, made.carla, level=2, for_id=eva.id if eva else None)
    return found
