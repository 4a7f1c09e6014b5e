"""Attested: what is earned when a person says that something is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.methods.attested import ATTESTED, Attested, earn, faults, sentence
from comanage.rules.methods.method import Reading
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

SHARE = Scale(Unit.FRACTION, Better.HIGHER)
PERCENT = Scale(Unit.PERCENT, Better.HIGHER)
COUNT = Scale(Unit.COUNT, Better.HIGHER)
WHOLE = Attested("the quality committee")
PARTLY = Attested("the quality committee", partial=True)


@pytest.mark.parametrize(
    ("terms", "scale", "value", "share"),
    [
        pytest.param(WHOLE, COUNT, "1", "1", id="done earns all"),
        pytest.param(WHOLE, COUNT, "0", "0", id="not done earns nothing"),
        pytest.param(WHOLE, PERCENT, "100", "1", id="in percent, 100 is done"),
        pytest.param(WHOLE, PERCENT, "99.9", "0", id="nearly done is not done"),
        pytest.param(WHOLE, PERCENT, "1", "0", id="in percent, 1 is not done"),
        pytest.param(PARTLY, PERCENT, "60", "0.6", id="where a part counts, it earns its share"),
        pytest.param(PARTLY, SHARE, "0.6", "0.6", id="a share is the share earned"),
        pytest.param(PARTLY, SHARE, "1", "1", id="where a part counts, all of it earns all"),
        pytest.param(WHOLE, COUNT, "3", "1", id="done more than once is done"),
    ],
)
def test_share_earned(terms, scale, value, share):
    assert earn(terms, Reading(exact(value), scale)).share == exact(share)


@pytest.mark.parametrize(
    ("terms", "value", "because", "level"),
    [
        (WHOLE, "100", "attested by the quality committee as done", "done"),
        (WHOLE, "0", "attested by the quality committee as not done", ""),
        (WHOLE, "60", "attested by the quality committee as 60% done, which is not all", ""),
        (PARTLY, "60", "attested by the quality committee as 60% done", ""),
    ],
)
def test_the_reason_names_who_attested_what(terms, value, because, level):
    earned = earn(terms, Reading(exact(value), PERCENT))
    assert (earned.because, earned.level) == (because, level)


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(WHOLE, COUNT) == (
        "100% when the quality committee attests it as done; nothing otherwise"
    )
    assert sentence(PARTLY, PERCENT) == "the share that the quality committee attests as done"


@pytest.mark.parametrize(
    ("terms", "scale", "places"),
    [
        pytest.param(WHOLE, COUNT, [], id="sound terms have no fault"),
        pytest.param(Attested(" "), COUNT, ["attested_by"], id="nobody attests"),
        pytest.param(WHOLE, Scale(Unit.HOURS, Better.HIGHER), ["unit"], id="hours are not done"),
        pytest.param(WHOLE, Scale(Unit.COUNT, Better.LOWER), ["better"], id="done is better"),
        pytest.param(PARTLY, COUNT, ["partial"], id="a count has no parts"),
    ],
)
def test_terms_that_cannot_mean_one_thing_are_faults(terms, scale, places):
    assert [fault.place for fault in faults(terms, scale)] == places


def test_a_wrong_unit_is_told_with_those_that_fit():
    (fault,) = faults(WHOLE, Scale(Unit.HOURS, Better.HIGHER))
    assert fault.sentence == "What is attested is a fraction, percent or count, not hours."


def test_no_level_is_drawn_since_done_is_no_place_on_a_scale():
    assert ATTESTED.levels(WHOLE) == ()


@given(st.fractions(0, 100), st.fractions(0, 100), st.booleans())
def test_more_done_never_earns_less(one, other, partial):
    terms = Attested("the quality committee", partial)
    less, more = sorted([one, other])
    shares = [earn(terms, Reading(value, PERCENT)).share for value in (less, more)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
