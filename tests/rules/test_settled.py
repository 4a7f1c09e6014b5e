"""Settled: what a settlement holds, and what counts as a difference between two."""

from dataclasses import replace

import pytest

from comanage.rules import canonical, settlement
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.numbers import exact
from comanage.rules.settled import UNNAMED, Settlement, differences
from comanage.rules.settlement import settle
from tests.rules.settling import PERIOD
from tests.rules.worked import FIGURES, TERMS

SETTLED = settle(TERMS, FIGURES, PERIOD)


@pytest.mark.parametrize(
    ("field", "named"),
    [("amounts", "printed quality"), ("changes", "changed 10 quality"), ("scorecards", "scored")],
)
def test_a_difference_may_lie_in_what_is_printed_or_scored(field, named):
    quality = replace(TERMS.domains[0], cap=exact("0.5"))
    settled = settle(replace(TERMS, domains=(quality, *TERMS.domains[1:])), FIGURES, PERIOD)
    (found, *_) = differences(settled, replace(settled, **{field: ()}))
    assert found.startswith(f"{named}: ")
    assert found.endswith(", not None")


def test_a_difference_may_lie_in_a_factor_whose_weight_moves_nothing():
    line = SETTLED.scorecard.domains[0].measures[0]
    domain = replace(
        SETTLED.scorecard.domains[0],
        measures=(replace(line, level="other"), *SETTLED.scorecard.domains[0].measures[1:]),
    )
    other = replace(SETTLED.scorecard, domains=(domain, *SETTLED.scorecard.domains[1:]))
    (found,) = differences(SETTLED, replace(SETTLED, scorecards=(other,)))
    assert found.startswith("scored: ")


def test_the_scorecard_of_the_service_line_stands_first_where_there_is_one():
    figures = [replace(one, participant=who) for one in FIGURES for who in ("north", "east")]
    own = settle(replace(TERMS, allocation=OwnScore()), (*FIGURES, *figures), PERIOD)
    assert own.scorecard.participant == ""
    with pytest.raises(LookupError, match="a scorecard of its own"):
        _ = replace(own, scorecards=own.scorecards[1:]).scorecard


def test_a_document_keeps_its_engine_when_the_engine_is_counted_up(monkeypatch):
    before = canonical.text(SETTLED)
    monkeypatch.setattr(settlement, "ENGINE", "3")
    after = canonical.text(settle(TERMS, FIGURES, PERIOD))
    engines = [canonical.read(Settlement, text)[0].engine for text in (before, after)]
    assert engines == ["2", "3"]
    assert '"engine"' not in before  # those that are stored keep their bytes and their hash


def test_what_a_document_without_an_engine_was_made_by_never_changes():
    assert UNNAMED == "2"
