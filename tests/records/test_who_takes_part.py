"""Who takes part in an agreement, and what is measured: figures and payments name them, so they stay."""

import pytest

from comanage.database import transaction
from comanage.records.measure import of_agreement as measures_of
from comanage.records.participant import of_agreement
from tests.makers import make_agreement, make_figure, make_group, make_scorecard
from tests.records.refused import inserting, refusal, replacing, rows, run

NEVER = {
    "measure_never_changed": "UPDATE measure SET code = 'another'",
    "measure_never_deleted": "DELETE FROM measure",
    "participant_never_deleted": "DELETE FROM participant",
}
OTHERWISE = ("group_id = 3", "code = 'ANOTHER'", "agreement_id = 2", "id = 99")

pytestmark = pytest.mark.trust("D10")


@pytest.fixture
def named(engine):
    """An agreement of two groups with a figure, and a third group in another agreement."""
    del engine
    with transaction() as session:
        groups = [make_group(session, code) for code in ("GRANITE", "COPPER")]
        agreement = make_agreement(session, groups=groups)
        make_scorecard(session, agreement)
        make_figure(session, agreement)
        make_agreement(session, "OTHER", groups=[make_group(session, "ASTER")])
        agreement.places = of_agreement(session, agreement.id)
        agreement.one_measure = next(iter(measures_of(session, agreement.id).values()))
    return agreement


@pytest.mark.parametrize(("name", "statement"), NEVER.items(), ids=NEVER)
def test_what_figures_and_payments_name_stays(engine, named, name, statement):
    assert refusal(engine, statement) == name


@pytest.mark.parametrize("change", OTHERWISE)
def test_no_place_in_an_agreement_goes_to_another_group(engine, named, change):
    """Terms name groups by their codes: whoever traded them would be paid what the other earned."""
    statement = f"UPDATE participant SET {change} WHERE id = :id"  # noqa: S608
    given = {"id": named.places[0].id}
    assert refusal(engine, statement, **given) == "participant_stays_the_same_group"


def test_a_group_that_leaves_is_told_so(engine, named):
    leaves = "UPDATE participant SET left_on = '2027-06-30' WHERE id = :id"
    assert run(engine, leaves, id=named.places[0].id) == 1


def test_none_gives_way_to_one_like_it(engine, named):
    copper, granite = named.places
    before = rows(engine, "participant"), rows(engine, "measure")
    for made, name in (
        (replacing(granite, group_id=3, code="X"), "participant_key"),
        (replacing(granite, id=99, group_id=3), "participant_code_once_an_agreement"),
        (replacing(granite, id=99, code="X"), "participant_group_once_an_agreement"),
        (inserting(copper, id=99, code="X"), "participant_group_once_an_agreement"),
        (replacing(named.one_measure, code="x"), "measure_key"),
        (replacing(named.one_measure, id=99), "measure_code_once_an_agreement"),
    ):
        assert refusal(engine, made) == name
    if engine.dialect.name == "postgresql":
        for table in ("participant", "measure"):
            assert refusal(engine, f"TRUNCATE {table} CASCADE").endswith("_never_emptied")
    assert (rows(engine, "participant"), rows(engine, "measure")) == before
