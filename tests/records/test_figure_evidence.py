"""Evidence of figures: only ever added, a file once a figure, and found for every version of one."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.records.figure_evidence import of_figure, of_period
from tests.makers import NOW, make_document, make_evidence, make_figure
from tests.records.refused import inserting, refusal, replacing, rows, without_help

FILE = "f" * 64


@pytest.fixture
def shown(settled):
    """The settled agreement with a file and a report as evidence of its verified figure."""
    with transaction() as session:
        made = SimpleNamespace(**vars(settled))
        made.file = make_document(session, b"measure,value\n")
        made.evidence = make_evidence(session, settled.figure, document=made.file)
        made.report = make_evidence(session, settled.figure)
    return made


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("figure_evidence_never_changed", "UPDATE figure_evidence SET note = 'another'"),
        ("figure_evidence_never_deleted", "DELETE FROM figure_evidence"),
    ],
)
def test_evidence_of_a_verified_figure_stays(engine, shown, name, statement):
    assert refusal(engine, statement) == name


def test_rows_do_not_give_way_to_others_or_to_emptying(engine, shown):
    before = rows(engine, "figure_evidence")
    if engine.dialect.name == "postgresql":
        told = refusal(engine, "TRUNCATE figure_evidence CASCADE")
        assert told == "figure_evidence_never_emptied"
    else:
        assert without_help(engine, replacing(shown.report)) == "figure_evidence_key"
    again = without_help(engine, replacing(shown.evidence, id=999))
    assert again == "figure_evidence_file_once_a_figure"
    assert rows(engine, "figure_evidence") == before


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("figure_evidence_has_a_name", {"name": ""}),
        ("figure_evidence_is_a_file_or_a_report", {"system": None}),
        ("figure_evidence_is_a_file_or_a_report", {"report": None}),
        ("figure_evidence_is_a_file_or_a_report", {"run_on": None}),
        ("figure_evidence_elsewhere_is_named_by_its_sha256", {"elsewhere_sha256": "abc"}),
    ],
)
def test_evidence_that_cannot_be_is_refused(engine, shown, name, changes):
    assert refusal(engine, inserting(shown.report, id=999, **changes)) == name


def test_evidence_is_not_both_a_file_and_a_report(engine, shown):
    both = inserting(
        shown.report, id=999, figure_id=shown.open_figure.id, document_sha256=shown.file.sha256
    )
    assert refusal(engine, both) == "figure_evidence_is_a_file_or_a_report"
    neither = {"system": None, "report": None, "run_on": None, "document_sha256": None}
    empty = inserting(shown.report, id=999, **neither)
    assert refusal(engine, empty) == "figure_evidence_is_a_file_or_a_report"
    elsewhere = inserting(
        shown.evidence, id=999, figure_id=shown.open_figure.id, elsewhere_sha256=FILE
    )
    assert refusal(engine, elsewhere) == "figure_evidence_elsewhere_is_named_by_its_sha256"


def test_evidence_is_found_for_every_version_of_a_figure(session, settled):
    first = make_figure(session, settled.agreement, measure="education", period="2027-Q2")
    of_first = make_evidence(session, first)
    later = make_figure(
        session, settled.agreement, measure="education", period="2027-Q2", replaces=first
    )
    of_later = make_evidence(session, later)
    elsewhere = make_evidence(session, settled.open_figure)
    assert (
        list(of_figure(session, later)) == list(of_figure(session, first)) == [of_first, of_later]
    )
    found = of_period(session, settled.open_period.id)
    assert found[first.measure_id, None] == [of_first, of_later]
    assert found[settled.open_figure.measure_id, None] == [elsewhere]


def test_what_was_added_after_the_figure_was_verified_says_so(session, settled):
    verified = settled.figure.verified_at
    early = make_evidence(session, settled.figure, added_at=verified - timedelta(hours=1))
    late = make_evidence(session, settled.figure, added_at=verified + timedelta(hours=1))
    unverified = make_evidence(session, settled.open_figure, added_at=NOW)
    assert (early.late, late.late, unverified.late) == (False, True, False)
