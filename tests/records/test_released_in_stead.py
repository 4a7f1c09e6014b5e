"""Releases, unlocks and decisions on hours in another's stead: the database knows for whom."""

import pytest
from sqlalchemy import text

from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.makers import NOW, make_handed, make_person, make_role, stored
from tests.records.earning import attested
from tests.records.paying import released
from tests.records.refused import inserting, refusal, replacing, run, stored_by
from tests.records.test_unlocks import unlock

DUTIES = (Role.ADMINISTRATOR, Role.APPROVER, Role.RELEASER, Role.COMPLIANCE)
DECIDE = (
    "UPDATE period_unlock SET {0}_by_id = :person, {0}_for_id = :giver, {0}_at = asked_at"
    " WHERE {0}_by_id IS NULL"
)
ACTS = {
    # what is refused with: the table and its columns of who acts and for whom
    "payment_release_says_for_whom": ("released_by_id", "for_id"),
    "period_unlock_asked_says_for_whom": ("asked_by_id", "asked_for_id"),
    "period_unlock_confirmed_says_for_whom": None,
    "period_unlock_refused_says_for_whom": None,
}
ONE_PERSON = {
    # who asked and for whom, who would decide and for whom
    "who asked": ("nia", None, "nia", None),
    "who had it asked": ("carl", "eva", "eva", None),
    "who asked for another": ("carl", "eva", "carl", "bob"),
    "the delegate of who asked": ("eva", None, "carl", "eva"),
    "another delegate of the same": ("carl", "eva", "dora", "eva"),
}
DECISIONS = {
    "confirmed": "period_unlock_by_two_people",
    "refused": "period_unlock_refused_by_another",
}


@pytest.fixture
def stead(settled):
    """Eva and Bob handed every duty to Carl and Dora, of whom Dora has roles of her own."""
    with transaction() as session:
        for name in ("bob", "carl", "dora", "eva", "lia", "nia"):
            setattr(settled, name, make_person(session, name.title()))
        for role in DUTIES:
            for taker in (settled.carl, settled.dora):
                for giver in (settled.eva, settled.bob):
                    make_handed(session, giver.id, taker.id, role)
            make_role(session, settled.dora, role)
    return settled


def one(stead, name):
    return getattr(stead, name).id if name else None


def asked(stead, person="nia", giver=None):
    """Ask to open the locked quarter; the row is not stored yet."""
    stead.asker = getattr(stead, person)
    made = unlock(stead)
    made.asked_for_id = one(stead, giver)
    return made


def doing(stead, name):
    """Prepare an act, and give what writes its SQL for whoever does it, and for whom."""
    if name.startswith("payment_release"):
        row = released(stead.settlement, stead.nia, id=999, of_rest=False)
    elif name.startswith("period_unlock_asked"):
        row = asked(stead)
    else:
        with transaction() as session:
            stored(session, asked(stead))
        sql = text(DECIDE.format("confirmed" if "confirmed" in name else "refused"))
        return lambda person, giver: sql.bindparams(
            person=one(stead, person), giver=one(stead, giver)
        )
    by, given = ACTS[name]
    return lambda person, giver: inserting(
        row, id=999, **{by: one(stead, person), given: one(stead, giver)}
    )


@pytest.mark.trust("B5")
@pytest.mark.parametrize("name", ACTS)
def test_whoever_acts_in_anothers_stead_says_so_and_truly(engine, stead, name):
    statement = doing(stead, name)
    for giver in (None, "lia"):
        assert refusal(engine, statement("carl", giver)) == name
    stored_by(engine, statement("carl", "bob"))


@pytest.mark.parametrize("name", ACTS)
def test_whoever_has_the_role_as_well_acts_for_themselves_or_for_another(engine, stead, name):
    statement = doing(stead, name)
    assert refusal(engine, statement("dora", "lia")) == name
    stored_by(engine, statement("dora", None))


@pytest.mark.parametrize("name", ACTS)
def test_nobody_acts_in_the_stead_of_themselves(engine, stead, name):
    says = name.replace("_says_for_whom", "_for_someone_else")
    assert says in {
        "payment_release_for_someone_else", "period_unlock_asked_for_someone_else",
        "period_unlock_confirmed_for_someone_else", "period_unlock_refused_for_someone_else",
    }  # fmt: skip
    assert refusal(engine, doing(stead, name)("dora", "dora")) == says


@pytest.mark.trust("B5", "E3")
@pytest.mark.parametrize(("by", "given_by", "person", "giver"), ONE_PERSON.values(), ids=ONE_PERSON)
@pytest.mark.parametrize(("decision", "name"), DECISIONS.items(), ids=DECISIONS)
def test_giver_and_taker_are_one_in_asking_and_deciding(
    engine, stead, by, given_by, person, giver, decision, name
):
    with transaction() as session:
        stored(session, asked(stead, by, given_by))
    sql, who = DECIDE.format(decision), {"person": one(stead, person), "giver": one(stead, giver)}
    assert refusal(engine, sql, **who) == name
    others = {"person": stead.dora.id, "giver": stead.bob.id}
    assert run(engine, sql, **others) == 1


@pytest.mark.parametrize("step", ["confirmed", "refused"])
def test_for_whom_an_unlock_was_decided_stands_beside_who_decided(engine, stead, step):
    with transaction() as session:
        stored(session, asked(stead, "carl", "eva"))
    lone = f"UPDATE period_unlock SET {step}_for_id = :giver"  # noqa: S608 - a word of this test
    assert refusal(engine, lone, giver=stead.bob.id) == f"period_unlock_names_who_{step}_it"
    other = "UPDATE period_unlock SET asked_for_id = :giver"
    assert refusal(engine, other, giver=stead.bob.id) == "period_unlock_never_changed"


def test_no_other_way_says_another_giver_of_an_unlock(engine, stead):
    with transaction() as session:
        made = stored(session, asked(stead, "carl", "eva"))
    changed = replacing(made, asked_for_id=stead.bob.id)
    assert refusal(engine, changed) in {"period_unlock_key", "period_unlock_one_a_settlement"}


@pytest.mark.trust("B4", "B5")
@pytest.mark.parametrize("part", ["enterer", "verifier", "approver"])
@pytest.mark.parametrize("in_stead", [False, True], ids=["by themselves", "through another"])
def test_whoever_had_another_part_in_a_period_releases_nothing_of_it(engine, stead, part, in_stead):
    """The release of what was held back has no signature; this holds it to the same."""
    who = getattr(stead, part)
    with transaction() as session:
        make_handed(session, who.id, stead.nia.id, Role.RELEASER)
    row = released(stead.settlement, stead.nia, id=999, of_rest=False)
    theirs = {"released_by_id": stead.nia.id, "for_id": who.id} if in_stead else {
        "released_by_id": who.id, "for_id": None,
    }  # fmt: skip
    assert refusal(engine, inserting(row, **theirs)) == "payment_release_by_another"
    stored_by(engine, inserting(row, released_by_id=stead.carl.id, for_id=stead.eva.id))


@pytest.mark.trust("B5")
def test_a_decision_on_hours_says_truly_for_whom_it_was_taken(engine, earned):
    with transaction() as session:
        other, taker = make_person(session), make_person(session)
        make_handed(session, other.id, taker.id, Role.ADMINISTRATOR)
        months = attested(session, earned, make_person(session))
    row = {
        "id": 999, "attestation_id": months.id, "level": 1, "decision": "approved", "reason": "",
        "printed_name": "Ada", "role": "service-line administrator", "meaning": "I approve",
        "content_hash": months.content_hash, "decided_at": NOW,
    }  # fmt: skip
    table = type(months).metadata.tables["month_decision"]
    for giver in (None, earned.eva.id):
        told = table.insert().values(**row, person_id=taker.id, for_id=giver)
        assert refusal(engine, told) == "month_decision_says_for_whom"
    stored_by(engine, table.insert().values(**row, person_id=taker.id, for_id=other.id))
