"""Second factors: what their rows may be, and what goes with them."""

import pytest

from comanage.database import transaction
from comanage.records import second_factor
from comanage.records.second_factor import RecoveryCode, SecondFactor
from tests.makers import NOW, make_factor, make_person, stored
from tests.records.refused import inserting, refusal


@pytest.fixture
def code(engine):
    """A recovery code of somebody with a second factor."""
    del engine
    with transaction() as session:
        person = make_person(session)
        make_factor(session, person.id)
        return stored(session, RecoveryCode(person_id=person.id, code_hash="0" * 64))


def test_a_step_before_1970_and_the_same_code_twice_are_refused(engine, code):
    below = "UPDATE second_factor SET last_step = -1"
    assert refusal(engine, below) == "second_factor_step_counts_from_zero"
    twice = inserting(code, id=code.id + 1)
    assert refusal(engine, twice) == "recovery_code_once_per_person_id_code_hash"


def test_a_used_code_is_not_among_the_unused_ones(engine, code):
    with transaction() as session:
        (found,) = second_factor.unused_codes(session, code.person_id)
        found.used_at = NOW
        assert second_factor.unused_codes(session, code.person_id) == []


def test_a_second_factor_goes_with_its_recovery_codes(engine, code):
    with transaction() as session:
        other = make_person(session)
        make_factor(session, other.id)
        second_factor.forget(session, code.person_id)
        assert session.get(SecondFactor, code.person_id) is None
        assert session.get(RecoveryCode, code.id) is None
        assert session.get(SecondFactor, other.id) is not None


def test_nothing_tells_a_secret_by_its_name(engine, code):
    with transaction() as session:
        factor = session.get_one(SecondFactor, code.person_id)
        assert repr(factor) == f"<SecondFactor of person {code.person_id}>"
        assert "0000" not in repr(code)
