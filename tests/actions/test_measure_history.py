"""The history of measures: what approved settlements say, without another query, up to a period."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from comanage.actions.measure_history import histories
from comanage.actions.results import of_result
from comanage.database import reading, transaction
from comanage.records import basis as bases
from comanage.records import settlement as settlements
from comanage.rules.numbers import exact
from tests.actions.quarters import CODES, MINUTES, make_year
from tests.actions.settling import without_layout
from tests.rules.worked import with_measure


@pytest.fixture(autouse=True)
def _quick(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)


def of(made, code, actor=None):
    """Give the histories that the page of a period is made from."""
    with reading() as session:
        view = of_result(session, actor or made.leader, made.id, code)
        return histories(view.course)


def test_a_measure_has_its_results_oldest_first_up_to_the_period():
    made = make_year()
    found = of(made, CODES[3])["turnover"]
    assert [(one.period, one.value) for one in found] == [
        *zip(CODES, map(exact, MINUTES), strict=True)
    ]
    assert [one.period for one in of(made, CODES[1])["turnover"]] == [*CODES[:2]]


def test_each_result_says_its_level_and_its_dollars_as_its_settlement_does():
    made = make_year(count=3)
    last = of(made, CODES[2])["turnover"][-1]
    assert (last.shown, last.level, last.place, last.levels) == ("30.5 min", "Threshold", 1, 3)
    with reading() as session:
        view = of_result(session, made.leader, made.id, CODES[2])
        line = next(one for one in view.shown.sheet.measures if one.measure.code == "turnover")
    assert (last.earned, last.possible) == (line.earned, line.possible)


def test_a_missing_result_stands_with_its_reason():
    made = make_year(count=2)
    first = of(made, CODES[1])["satisfaction"][0]
    assert (first.value, first.shown, first.absent) == (None, "–", "too few cases")


def test_a_result_counts_from_where_it_is_measured_as_now(monkeypatch):
    made = make_year(count=3)
    with reading() as session:
        records = [*settlements.standing_by_period(session, made.id).values()]
        older = SimpleNamespace(
            scorecard_id=0, scorecard=None, period=records[0].period, document=records[0].document
        )
        now = bases.terms_of(records[0].scorecard)
        monkeypatch.setattr(bases, "terms_of", lambda card: now if card else otherwise(now))
        found = histories([older, *records[1:]])
    assert [one.period for one in found["turnover"]] == [*CODES[1:3]]
    assert [one.period for one in found["readmit"]] == [*CODES[:3]]


def otherwise(terms):
    """Give terms by which the minutes between cases were measured otherwise."""
    (turnover,) = (each for _, each in terms.measures() if each.code == "turnover")
    return with_measure(terms, "turnover", definition=f"{turnover.definition} By another clock.")


def test_the_document_without_its_steps_says_the_same_results():
    made = make_year(count=1)
    with reading() as session:
        record = settlements.standing(
            session, next(iter(settlements.standing_by_period(session, made.id)))
        )
        whole, quick = bases.settled(record), bases.results(record)
    assert quick == replace(whole, steps=())


def test_it_takes_no_query_of_its_own(queries):
    made = make_year(count=3)
    with transaction() as session:
        view = of_result(session, made.leader, made.id, CODES[2])
        queries.clear()
        histories(view.course)
        assert [each for each in queries if each.startswith("SELECT")] == []
