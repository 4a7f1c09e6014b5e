"""Hours decided in another's stead: giver and taker are one to the database, each way round."""

from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.records.participant import of_agreement
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_attestation,
    make_base_fee,
    make_decision,
    make_duty,
    make_entry,
    make_handed,
    make_person,
)
from tests.records.refused import inserting, refusal

STEADS = {
    # whose part it is already: what refuses it, who decides on the second level, and for whom
    "the delegate of the physician": ("month_decision_not_on_own_hours", "carla", "ann"),
    "the physician, for another": ("month_decision_not_on_own_hours", "ann", "carla"),
    "the delegate of who decided": ("month_decision_by_another_a_level", "carla", "ada"),
    "who had it decided in their stead": ("month_decision_by_another_a_level", "eva", None),
    "another delegate of the same": ("month_decision_by_another_a_level", "carla", "eva"),
    "who decided, for another": ("month_decision_once_a_person", "ada", "carla"),
}


@pytest.fixture
def decided(engine):
    """Ann's March; Ada decided on the first of two levels, in Eva's stead."""
    del engine
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session))
        for name in ("ann", "ada", "carla", "eva"):
            setattr(made, name, make_person(session))
        own = of_agreement(session, made.agreement.id)[0]
        terms = make_base_fee(session, made.agreement, levels=(Role.ADMINISTRATOR, Role.APPROVER))
        entry = make_entry(session, make_duty(session, made.agreement), own, made.ann)
        made.attestation = make_attestation(session, terms, entry)
        make_handed(session, made.eva.id, made.ada.id, Role.ADMINISTRATOR)
        for taker, giver in (("carla", "ann"), ("ann", "carla"), ("carla", "ada"), ("carla", "eva"),
                             ("ada", "carla")):  # fmt: skip
            row = getattr(made, giver).id, getattr(made, taker).id
            make_handed(session, *row, Role.APPROVER)
        made.first = make_decision(session, made.attestation, made.ada, for_id=made.eva.id)
    return made


@pytest.mark.trust("B5")
@pytest.mark.parametrize(("name", "person", "giver"), STEADS.values(), ids=STEADS)
def test_giver_and_taker_are_not_two_people(engine, decided, name, person, giver):
    who = {"person_id": getattr(decided, person).id, "for_id": giver and getattr(decided, giver).id}
    statement = inserting(decided.first, id=999, level=2, role="approver", **who)
    assert refusal(engine, statement) == name


def test_somebody_new_decides_for_another(decided):
    with transaction() as session:
        giver = make_person(session, "Dora Finch")
        make_handed(session, giver.id, decided.carla.id, Role.APPROVER)
        made = make_decision(session, decided.attestation, decided.carla, level=2, for_id=giver.id)
        assert made.acted_as == "approver, for Dora Finch"
