"""Evidence: who may add what to which figure, what is noted, and that nothing of it goes away."""

import json
from datetime import date

import pytest

from comanage import clock
from comanage.actions import evidence as act
from comanage.actions import figures
from comanage.actions.evidence import Report
from comanage.database import transaction
from comanage.records.audit_entry import latest
from comanage.records.figure import Figure
from comanage.records.figure_evidence import of_figure
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules.signoff import FigureState
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.makers import NOW, make_actor, make_agreement, make_figure

TOTALS = b"measure,minutes\nturnover,27\n"
REPORT = Report("OR log", "Turnover by room", date(2027, 4, 2), "AB" * 32)


LATER = NOW.replace(month=6)


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(LATER):
        yield


@pytest.fixture
def ready(session):
    return make_ready(session, state=FigureState.SUBMITTED)


def add(
    session, ready, *, by=None, figure="turnover", name="turnover.csv", content=TOTALS, **given
):
    actor, one = by or ready.administrator, ready.figures[figure].id
    return act.attach_file(session, actor, ready.id, one, name=name, content=content, **given)


def test_a_file_is_added_under_its_name_and_noted(session, ready):
    made = add(session, ready, name="C:\\reports\\turnover.csv", remark=" Room 3 was closed. ")
    assert (made.name, made.note) == ("turnover.csv", "Room 3 was closed.")
    entry = latest(session)[0]
    assert (entry.act, entry.object_id, entry.agreement_id) == (
        "figure:evidence:add",
        made.id,
        ready.id,
    )
    told = json.loads(entry.after)
    assert told["figure"] == ready.figures["turnover"].id
    assert told["sha256"] == made.document_sha256
    assert "minutes" not in entry.after


def test_a_report_that_is_kept_elsewhere_is_named(session, ready):
    figure = ready.figures["turnover"]
    made = act.attach_report(session, ready.administrator, ready.id, figure.id, report=REPORT)
    assert (made.system, made.report, made.run_on) == (
        "OR log",
        "Turnover by room",
        date(2027, 4, 2),
    )
    assert made.elsewhere_sha256 == "ab" * 32
    assert json.loads(latest(session)[0].after)["system"] == "OR log"


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (Report("", "", None), ["system", "report", "run_on"]),
        (Report("Registry", "Readmissions", date(2099, 1, 1)), ["run_on"]),
        (Report("Registry", "Readmissions", date(2027, 4, 2), "abc"), ["sha256"]),
        (Report("Registry", "for 123-45-6789", date(2027, 4, 2)), ["report"]),
        (Report("Two\nlines", "Readmissions", date(2027, 4, 2)), ["system"]),
    ],
)
def test_what_is_wrong_with_a_report_stands_beside_its_field(session, ready, given, faults):
    figure = ready.figures["turnover"]
    with pytest.raises(Faulty) as why:
        act.attach_report(session, ready.administrator, ready.id, figure.id, report=given)
    assert [fault.place for fault in why.value.faults] == faults
    assert of_figure(session, figure) == []


def test_the_same_file_is_evidence_of_a_figure_once_and_of_several_figures(session, ready):
    first = add(session, ready)
    with pytest.raises(Faulty, match="1 thing") as why:
        add(session, ready, name="again.csv")
    assert why.value.faults[0].sentence == act.TWICE
    other = add(session, ready, figure="ssi", name="ssi.csv")
    assert other.document_sha256 == first.document_sha256
    assert other.name == "ssi.csv"


@pytest.mark.trust("H4", "H6")
@pytest.mark.parametrize(
    "given",
    [
        {"content": b"mrn,ward\n4455667,N\n"},
        {"remark": "see 123-45-6789"},
        {"name": "MRN_4455667.csv"},
    ],
)
def test_what_looks_like_a_person_is_refused_and_leaves_nothing(session, ready, given):
    before = [entry.id for entry in latest(session)]
    with pytest.raises(Faulty):
        add(session, ready, **given)
    assert of_figure(session, ready.figures["turnover"]) == []
    assert [entry.id for entry in latest(session)] == before


def test_a_verified_and_even_a_settled_figure_takes_more_and_keeps_what_it_has(engine, monkeypatch):
    without_layout(monkeypatch)
    with transaction() as session:
        ready = make_ready(session, state=FigureState.SUBMITTED)
        early = add(session, ready)
    with transaction() as session:
        ids = [figure.id for figure in ready.figures.values()]
        with clock.fixed(LATER.replace(day=20)):
            figures.verify(session, ready.verifier, ready.id, PERIOD, figure_ids=ids)
    finalized(ready)
    approved(ready)
    with clock.fixed(LATER.replace(day=25)), transaction() as session:
        late = add(session, ready, name="more.csv", content=TOTALS + b"starts,88\n")
        found = of_figure(session, session.get_one(Figure, ready.figures["turnover"].id))
        assert [each.id for each in found] == [early.id, late.id]
        assert [each.late for each in found] == [False, True]


@pytest.mark.parametrize("who", ["verifier", "approver", "compliance"])
def test_who_only_reads_figures_adds_nothing(session, ready, who):
    with pytest.raises(NotAllowed):
        add(session, ready, by=getattr(ready, who))


@pytest.mark.parametrize("who", ["leader", "stranger"])
def test_who_reads_no_figures_reads_no_evidence(session, ready, who):
    made = add(session, ready)
    with pytest.raises((NotAllowed, NotFound)):
        act.read(session, getattr(ready, who), ready.id, made.id)


@pytest.mark.trust("F6")
def test_reading_a_file_is_noted(session, ready):
    made = add(session, ready)
    name, document = act.read(session, ready.verifier, ready.id, made.id)
    assert (name, document.content) == ("turnover.csv", TOTALS)
    entry = latest(session)[0]
    assert (entry.act, entry.person_id) == ("figure:evidence:read", ready.verifier.person_id)


def test_a_figure_of_another_agreement_is_not_there(session, ready):
    other = make_figure(session, make_agreement(session, service_line=ready.line))
    with pytest.raises(NotFound, match="no such figure"):
        act.figure_of(session, ready.administrator, ready.id, other.id)
    with pytest.raises(NotFound):
        act.attach_report(session, ready.administrator, ready.id, other.id, report=REPORT)
    with pytest.raises(NotFound, match="no such file"):
        act.read(session, ready.verifier, ready.id, 999)


def test_a_report_has_no_file_to_read(session, ready):
    figure = ready.figures["turnover"]
    made = act.attach_report(session, ready.administrator, ready.id, figure.id, report=REPORT)
    with pytest.raises(NotFound, match="no such file"):
        act.read(session, ready.verifier, ready.id, made.id)
    assert make_actor(session)
