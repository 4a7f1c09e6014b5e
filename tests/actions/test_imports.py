"""Imports: checked whole, shown, stored whole or not at all; nothing of a refused file is kept."""

import threading

import pytest
from sqlalchemy import select

from comanage.actions import figures, imports
from comanage.actions.imports import Kind
from comanage.database import transaction
from comanage.readers.figure_rows import read_given
from comanage.records.audit_entry import AuditEntry
from comanage.records.figure import Figure
from comanage.records.performance_period import PeriodState
from comanage.refusals import Conflict, Faulty, NotAllowed
from tests.actions.at_work import PERIOD, at_work, entry
from tests.readers import books

HEAD = "period,measure,value,numerator,denominator,absent,source,note\n"
GOOD = (
    f"{HEAD}2027-Q1,SCREENING,,412,486,,Registry,\n"
    "2027-Q1,INFECTIONS,0,,,,NHSN,\n2027-Q1,ON-TIME,,,,not submitted,,\n"
)


@pytest.fixture
def work(session):
    return at_work(session)


def check(session, work, text, name="q1.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return imports.dry_run(session, work.administrator, work.id, PERIOD, name=name, data=data)


def take(session, work, told):
    return imports.take(
        session, work.administrator, work.id, PERIOD, text=told.text, standing=told.standing
    )


def stored(session):
    return session.scalars(select(Figure).order_by(Figure.id)).all()


def test_a_check_says_what_would_change_and_stores_nothing(session, work):
    figures.enter(
        session, work.administrator, work.id, PERIOD,
        entries=[entry("INFECTIONS", "2"), entry("ON-TIME", absent="not submitted", source="")],
    )  # fmt: skip
    told = check(session, work, GOOD)
    assert told.faults == ()
    assert told.read_as == "CSV, parted by commas"
    assert [laid.entry.figure.measure for laid in told.new] == ["SCREENING"]
    assert [(laid.stands.value, laid.entry.figure.value) for laid in told.changed] == [(2, 0)]
    assert told.same == 1
    assert len(stored(session)) == 2


def test_what_was_checked_is_stored_as_drafts_and_noted_once_for_the_file(session, work):
    found = take(session, work, check(session, work, GOOD))
    assert [(figure.measure.code, figure.source) for figure in found] == [
        ("SCREENING", "Registry"), ("INFECTIONS", "NHSN"), ("ON-TIME", ""),
    ]  # fmt: skip
    acts = [each.act for each in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts == [*["figure:value:enter"] * 3, "figure:file:import"]


def test_a_workbook_from_the_template_goes_the_same_way(session, work):
    data = imports.template(
        session, work.administrator, work.id, period_code=PERIOD, kind=Kind.XLSX
    )
    told = check(session, work, data, "q1.xlsx")
    assert [fault.place for fault in told.faults] == [
        "row 2, column value", "row 3, column value", "row 4, column value",
    ]  # fmt: skip
    text = imports.template(session, work.administrator, work.id, period_code=PERIOD, kind=Kind.CSV)
    assert len(read_given("t.csv", text, work.terms)[0]) == 3


def test_a_file_with_one_fault_stores_nothing_and_has_no_text_to_store(session, work):
    told = check(session, work, GOOD.replace(",0,,,,NHSN", ",1O2,,,,NHSN"))
    assert [str(fault) for fault in told.faults] == [
        "row 3, column value: “1O2” is not a number. Give one such as 1234.5."
    ]
    assert told.text == ""
    assert (told.refused, len(told.new), told.same) == (1, 2, 0)
    with pytest.raises(Faulty):
        take(session, work, told)


def test_faults_of_the_file_and_of_the_period_come_back_in_the_order_of_the_rows(session, work):
    (first,) = figures.enter(
        session, work.administrator, work.id, PERIOD, entries=[entry("SCREENING", "80")]
    )
    figures.submit(session, work.administrator, work.id, PERIOD)
    told = check(
        session,
        work,
        f"{HEAD}2027-Q1,SCREENING,84,,,,R,\n2027-Q1,LOS,1,,,,,\n2027-Q2,ON-TIME,8,,,,,\n",
    )
    assert first.id
    assert [fault.place for fault in told.faults] == [
        "row 2", "row 3, column measure", "row 4, column period",
    ]  # fmt: skip
    assert "waits for a verifier" in told.faults[0].sentence
    assert "These are the figures of 2027-Q1" in told.faults[2].sentence


@pytest.mark.trust("H4")
def test_a_planted_social_security_number_is_kept_nowhere(session, work):
    for text, name in (
        (GOOD.replace("Registry", "see 123-45-6789"), "q1.csv"),
        (
            books.book(["period", "measure", "value", "ssn"], ["Q", "M", 1, "123-45-6789"]),
            "q1.xlsx",
        ),
        (GOOD, "123-45-6789.csv"),
    ):
        told = check(session, work, text, name)
        assert "looks like a social security number" in told.faults[0].sentence
        assert "6789" not in repr(told)
    with pytest.raises(Faulty) as refused:
        imports.take(
            session, work.administrator, work.id, PERIOD,
            text=GOOD.replace("Registry", "123-45-6789"), standing="",
        )  # fmt: skip
    assert "6789" not in repr(refused.value.faults)
    assert stored(session) == []
    assert session.scalars(select(AuditEntry)).all() == []


def test_a_percentage_that_was_probably_typed_as_a_share_is_asked_about(session, work):
    told = check(session, work, f"{HEAD}2027-Q1,SCREENING,0.85,,,,R,\n2027-Q1,INFECTIONS,1,,,,R,\n")
    assert [str(doubt) for doubt in told.doubts] == ["row 2: 0.85% is less than 1%. Is 85% meant?"]
    assert told.faults == ()


def test_a_figure_that_changed_after_the_check_keeps_the_file_from_being_stored(session, work):
    told = check(session, work, GOOD)
    figures.enter(session, work.colleague, work.id, PERIOD, entries=[entry("INFECTIONS", "2")])
    with pytest.raises(Conflict, match="changed after you checked"):
        take(session, work, told)
    assert len(stored(session)) == 1


def test_a_file_that_changes_nothing_is_not_stored_twice(session, work):
    take(session, work, check(session, work, GOOD))
    told = check(session, work, GOOD)
    assert (told.new, told.changed, told.same) == ((), (), 3)
    with pytest.raises(Conflict, match="changes nothing"):
        take(session, work, told)


def test_a_verified_figure_is_not_changed_by_a_file(session, work):
    take(session, work, check(session, work, GOOD))
    figures.submit(session, work.administrator, work.id, PERIOD)
    ids = [figure.id for figure in stored(session)]
    figures.verify(session, work.verifier, work.id, PERIOD, figure_ids=ids)
    assert check(session, work, GOOD).faults == ()
    told = check(session, work, GOOD.replace("412", "413"))
    assert [fault.place for fault in told.faults] == ["row 2"]
    assert "Correct" in told.faults[0].sentence


def test_a_locked_period_and_another_role_are_refused_before_the_file_is_read(session, work):
    with pytest.raises(NotAllowed):
        imports.dry_run(session, work.verifier, work.id, PERIOD, name="", data=b"")
    work.periods[0].state = PeriodState.LOCKED
    session.flush()
    with pytest.raises(Conflict, match="2027-Q1 is locked"):
        check(session, work, GOOD)


def test_a_heading_alone_is_no_import(session, work):
    assert [fault.sentence for fault in check(session, work, HEAD).faults] == [imports.NO_ROWS]


@pytest.mark.trust("D9")
@pytest.mark.usefixtures("engine")
def test_a_checked_file_that_is_stored_twice_at_once_is_stored_once():
    with transaction() as session:
        work = at_work(session)
        told = check(session, work, GOOD)
    start, ended = threading.Barrier(2), []

    def press():
        start.wait()
        try:
            with transaction() as session:
                take(session, work, told)
            ended.append("stored")
        except Conflict as refused:
            ended.append(refused.sentence)

    together = [threading.Thread(target=press) for _ in range(2)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert sorted(ended) == sorted(["stored", imports.CHANGED])
    with transaction() as session:
        assert len(stored(session)) == 3
