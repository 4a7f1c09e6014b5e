"""Evidence on the pages: added by form, shown beside the figure, handed out to be saved."""

import io
import threading
from types import SimpleNamespace

import pytest

from comanage import clock, database
from comanage.actions import files
from comanage.database import reading, transaction
from comanage.readers import confined
from comanage.records.document import Document
from comanage.rules.signoff import FigureState
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.makers import NOW, make_document, make_evidence
from tests.pages.browser import Browser, errors, words
from tests.readers.pictures import png

TOTALS = b"measure,minutes\nturnover,27\n"
SSN = "123-45-6789"

LATER = NOW.replace(month=6)


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(LATER):
        yield


@pytest.fixture
def ready(app):
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction() as session:
        made = make_ready(session, state=FigureState.SUBMITTED)
    made.path = f"/agreements/{made.id}/evidence/figures/{made.figures['turnover'].id}"
    return made


def at(app, actor):
    return Browser(app, SimpleNamespace(id=actor.person_id))


def sends(app, ready, status=303, **fields):
    answer = at(app, ready.administrator).client.post(
        ready.path, data=fields, content_type="multipart/form-data"
    )
    assert answer.status_code == status, words(answer.text)
    return answer


def file(content=TOTALS, name="turnover.csv"):
    return io.BytesIO(content), name


def test_an_administrator_adds_a_file_and_a_report(app, ready):
    browser = at(app, ready.administrator)
    assert "There is no evidence of this figure yet." in words(browser.get(ready.path).text)
    sends(app, ready, file=file(), note="Room 3 was closed.")
    sends(app, ready, system="OR log", report="Turnover", run_on="2027-04-02")
    page = words(browser.get(ready.path).text)
    for said in ("turnover.csv", "Scanned", "Room 3 was closed.", "OR log: Turnover, 2 Apr 2027",
                 "Kept elsewhere", "Ada Marsh"):  # fmt: skip
        assert said in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Name the system, such as Registry."),
        ({"file": file(b"<html>", "a.html")}, "Choose a CSV file, an Excel workbook"),
        ({"system": "OR log", "report": "x", "run_on": "soon"}, "“soon” is not a date"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(app, ready, fields, sentence):
    answer = sends(app, ready, 422, **fields)
    assert any(sentence in said for said in errors(answer.text))


def documents():
    """Say how many files are kept."""
    with reading() as session:
        return session.query(Document).count()


def test_a_file_and_a_report_at_once_are_not_one_evidence(app, ready):
    before = documents()
    answer = sends(app, ready, 422, file=file(), system="OR log")
    assert errors(answer.text) == ["Choose a file, or name the report; send one after the other."]
    assert documents() == before


@pytest.mark.trust("H1")
def test_the_page_says_that_only_totals_belong_here(app, ready):
    page = words(at(app, ready.administrator).get(ready.path).text)
    assert page.count("Totals only, no patient data.") == 2  # at the file, and at the note


@pytest.mark.trust("H4")
def test_a_refused_file_is_named_by_its_place_and_not_shown_again(app, ready):
    answer = sends(app, ready, 422, file=file(f"note\nsee {SSN}\n".encode()))
    (said,) = errors(answer.text)
    assert said.startswith("Row 2, column A: This looks like a social security number.")
    assert SSN not in answer.text


@pytest.mark.trust("C9")
def test_a_picture_is_taken_where_the_setting_and_the_sender_say_so(app, ready):
    assert "declare" not in at(app, ready.administrator).get(ready.path).text
    assert (
        "takes no pictures" in sends(app, ready, 422, file=file(png(), "b.png"), declared="y").text
    )
    from_settings(app, pictures=True)
    assert (
        "I declare that it shows no patient data"
        in at(app, ready.administrator).get(ready.path).text
    )
    assert (
        "Declare that it shows no patient data"
        in sends(app, ready, 422, file=file(png(), "b.png")).text
    )
    sends(app, ready, file=file(png(), "b.png"), declared="y")
    assert "Declared, not scanned" in words(at(app, ready.verifier).get(ready.path).text)


def from_settings(app, *, pictures):
    app.config["PICTURES"] = pictures
    database.bind(app.extensions["engine"], pictures=pictures)


@pytest.mark.trust("C9")
def test_a_file_is_handed_out_to_be_saved_and_never_shown(app, ready):
    sends(app, ready, file=file(name="Übersicht Q1.csv"))
    answer = at(app, ready.verifier).get(f"/agreements/{ready.id}/evidence/1/file")
    assert answer.data == TOTALS
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    told = answer.headers["Content-Disposition"]
    assert told.startswith("attachment; filename")
    assert "bersicht%20Q1.csv" in told
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_reads_figures_sees_evidence_and_has_no_form(app, ready):
    sends(app, ready, file=file())
    for who in (ready.verifier, ready.compliance):
        page = at(app, who).get(ready.path).text
        assert "turnover.csv" in page
        assert "Add the evidence" not in page
    at(app, ready.leader).get(ready.path, 403)
    at(app, ready.stranger).get(ready.path, 403)


def test_evidence_stands_beside_the_figure_where_it_is_entered_and_verified(app, ready):
    with transaction() as session:
        figure = ready.figures["turnover"]
        for name in ("a.csv", "b.csv", "c.csv", "d.csv"):
            document = make_document(session, name.encode())
            make_evidence(session, figure, document=document, name=name)
    for who, path in ((ready.administrator, PERIOD), (ready.verifier, f"{PERIOD}/verify")):
        page = at(app, who).get(f"/agreements/{ready.id}/figures/{path}").text
        assert "a.csv , b.csv , c.csv , 1 more · Evidence" in words(page)
        assert "No evidence yet" in page
        assert f'href="{ready.path}"' in page


def test_the_settlement_lists_the_evidence_of_its_figures(app, ready, monkeypatch):
    without_layout(monkeypatch)
    path = f"/agreements/{ready.id}/settlements/{PERIOD}"
    with transaction() as session:
        for figure in ready.figures.values():
            figure = session.merge(figure)  # noqa: PLW2901
            figure.state = FigureState.VERIFIED
            figure.verified_by_id, figure.verified_at = (
                ready.verifier.person_id,
                figure.submitted_at,
            )
    finalized(ready)
    assert "No evidence was added to its figures" in words(at(app, ready.approver).get(path).text)
    sends(app, ready, file=file())
    page = words(at(app, ready.approver).get(path).text)
    assert "turnover.csv" in page
    assert "after it was verified" in page
    approved(ready)
    assert "turnover.csv" in words(at(app, ready.compliance).get(path).text)


def test_a_figure_that_is_no_figure_or_anothers_has_no_page(app, ready):
    at(app, ready.administrator).get(f"/agreements/{ready.id}/evidence/figures/999", 404)
    at(app, ready.administrator).get(f"/agreements/{ready.id}/evidence/9/file", 404)


@pytest.mark.trust("C13")
def test_a_file_that_finds_no_turn_is_told_so_and_nothing_is_kept(app, ready, monkeypatch):
    monkeypatch.setattr(confined, "PATIENCE", 0)
    monkeypatch.setattr(confined, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(files, "_looked", {})  # as if this process had never met the file
    before = documents()
    with confined._turns:
        answer = sends(app, ready, status=503, file=file(b"measure,minutes\nturnover,26\n"))
        assert confined.BUSY in words(answer.text)
        assert at(app, ready.administrator).get(ready.path).status_code == 200
    assert documents() == before
    sends(app, ready, file=file(b"measure,minutes\nturnover,26\n"))
