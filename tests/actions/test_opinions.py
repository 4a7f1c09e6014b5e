"""Opinions of fair market value: recorded with their document, corrected by another, never changed."""

import json
from datetime import date

import pytest

from comanage import clock
from comanage.actions import opinions as act
from comanage.records.audit_entry import latest
from comanage.records.fmv_opinion import of_agreement, standing
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules.documents import DocumentKind
from comanage.rules.fair_value import opinion_on
from tests.actions.filing import NOW, make_filing, pdf

DAY = date(2027, 3, 1)


@pytest.fixture
def filing(session):
    with clock.fixed(NOW):
        yield make_filing(session)


def opinion(**changes):
    given = {
        "firm": "Alder Valuation", "opinion_on": date(2026, 11, 2), "valid_until": date(2028, 10, 31),
        "low_cents": 40_000_000, "high_cents": 55_000_000, "file_name": "opinion.pdf",
        "content": pdf("Opinion"),
    }  # fmt: skip
    return act.Given(**given | changes)


def test_an_opinion_caps_what_may_be_paid_and_lies_in_the_file(session, filing):
    made = act.record(session, filing.cora, filing.id, opinion())
    assert holding(session, filing.id, DAY).high_cents == 55_000_000
    assert (made.written.kind, made.written.for_all_parties) == (DocumentKind.FMV_OPINION, False)
    assert made.written.expires_on == made.valid_until
    entry = latest(session, limit=1)[0]
    assert (entry.act, entry.object_id) == ("agreement:opinion:record", made.id)
    assert json.loads(entry.after)["high in cents"] == 55_000_000


def test_a_wrong_opinion_is_corrected_once_and_stays(session, filing):
    wrong = act.record(session, filing.ada, filing.id, opinion(high_cents=99_000_000))
    act.record(session, filing.ada, filing.id, opinion(replaces=wrong.id))
    assert holding(session, filing.id, DAY).high_cents == 55_000_000
    assert len(of_agreement(session, filing.id)) == 2
    with pytest.raises(Faulty) as why:
        act.record(session, filing.ada, filing.id, opinion(replaces=wrong.id))
    assert [fault.place for fault in why.value.faults] == ["replaces"]


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"firm": ""}, ["firm"]),
        ({"opinion_on": None}, ["opinion_on"]),
        ({"opinion_on": date(2027, 4, 3)}, ["opinion_on"]),
        ({"valid_until": None}, ["valid_until"]),
        ({"valid_until": date(2026, 11, 1)}, ["valid_until"]),
        ({"content": b""}, ["file"]),
        ({"low_cents": None}, ["low"]),
        ({"low_cents": -1}, ["low"]),
        ({"high_cents": None}, ["high"]),
        ({"high_cents": 0}, ["high"]),
        ({"high_cents": 10**15}, ["high"]),
        ({"low_cents": 55_000_001}, ["high"]),
        ({"firm": "", "opinion_on": None, "content": b""}, ["firm", "opinion_on", "file"]),
    ],
)
def test_what_cannot_be_is_refused_all_at_once(session, filing, changes, places):
    with pytest.raises(Faulty) as why:
        act.record(session, filing.ada, filing.id, opinion(**changes))
    assert [fault.place for fault in why.value.faults] == places
    assert of_agreement(session, filing.id) == []


def test_a_leader_and_a_stranger_record_nothing(session, filing):
    with pytest.raises((NotAllowed, NotFound)):
        act.record(session, filing.leader, filing.id, opinion())
    with pytest.raises(NotFound):
        act.record(session, filing.stranger, filing.id, opinion())


def holding(session, agreement_id, day):
    """Give the opinion that holds on a day."""
    return opinion_on(standing(session, [agreement_id]).get(agreement_id, ()), day)
