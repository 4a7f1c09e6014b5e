"""Small counts on a sheet: words stand where they stood, and no amount moves."""

from dataclasses import replace

import pytest

from comanage.rules.settlement import settle
from comanage.rules.small_counts import withhold
from comanage.statements.sheet import sheet
from tests.statements.samples import FIGURES, Q1, TERMS

SMALL = {"ssi": "4 of 486"}


@pytest.fixture
def without():
    """The sample without its small counts, and its sheet."""
    found = withhold(TERMS, FIGURES, Q1.code)
    settlement = settle(TERMS, found.figures, Q1.code)
    return found, sheet(TERMS, settlement, withheld=found.of(Q1.code))


@pytest.mark.trust("H5")
def test_words_stand_where_small_counts_stood_and_no_amount_moves(without):
    found, printed = without
    before = sheet(TERMS, settle(TERMS, FIGURES, Q1.code))
    assert {one[2] for one in found.withheld} == set(SMALL)
    for was, now in zip(before.measures, printed.measures, strict=True):
        code = was.measure.code
        assert now.counts == ("fewer than 11" if code in SMALL else was.counts)
        assert (now.actual, now.level, now.possible, now.earned, now.worked) == (
            was.actual, was.level, was.possible, was.earned, was.worked,
        )  # fmt: skip
    assert replace(before, domains=(), steps=()) == replace(printed, domains=(), steps=())


@pytest.mark.trust("H5")
def test_no_step_of_the_trace_tells_a_small_count(without):
    _, printed = without
    before = repr(sheet(TERMS, settle(TERMS, FIGURES, Q1.code)))
    for counts in SMALL.values():
        assert counts in before
        assert counts not in repr(printed)


def test_nothing_is_left_out_where_nothing_is_said():
    settlement = settle(TERMS, FIGURES, Q1.code)
    assert sheet(TERMS, settlement) == sheet(TERMS, settlement, withheld={})
    (ssi,) = (one for one in sheet(TERMS, settlement).measures if one.measure.code == "ssi")
    assert ssi.counts == "4 of 486"
