"""A quarter on the command line: from an empty installation to the statements, and what is refused."""

import csv
import io
import json
import sys
from datetime import UTC, datetime

import openpyxl
import pytest
from sqlalchemy import select

from comanage import clock
from comanage import database as records
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry, last_of
from comanage.statements import press
from tests.cli.conftest import ADMIN, APPROVER, COMPLIANCE, VERIFIER, lock_scorecard

QUARTER = ("--agreement", "ORTHO", "--period", "2026-Q2")
WHY = ("--reason", "The pool was valued again.")


@pytest.fixture
def in_august():
    """A day before the last quarter of the agreement."""
    with clock.fixed(datetime(2026, 8, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def quarter(drafted, tmp_path):
    """The figures of one quarter as a file."""
    heading, *rows = drafted.figures.read_text().splitlines()
    file = tmp_path / "q2.csv"
    file.write_text("\n".join([heading, *(row for row in rows if row.startswith("2026-Q2"))]))
    return file


@pytest.fixture
def verified(drafted, quarter):
    """The same quarter, imported, submitted and verified."""
    drafted.run("import", quarter, *QUARTER, ADMIN)
    drafted.run("figures", "submit", *QUARTER, ADMIN)
    drafted.run("figures", "verify", *QUARTER, VERIFIER)
    return drafted


@pytest.fixture
def final(verified):
    """The same quarter, calculated and final."""
    verified.run("settlement", "calculate", *QUARTER, ADMIN)
    verified.run("settlement", "finalize", *QUARTER, ADMIN)
    return verified


def test_a_quarter_goes_from_a_file_to_statements_and_payouts(drafted, quarter, tmp_path):
    run = drafted.run
    assert "Figures: 15 new, 0 changed" in run("import", quarter, *QUARTER, ADMIN)
    assert run("figures", "submit", *QUARTER, ADMIN) == "15 figures were submitted.\n"
    assert run("figures", "verify", *QUARTER, VERIFIER) == "15 figures were verified.\n"
    assert run("settlement", "calculate", *QUARTER, ADMIN) == (
        "Settlement 1 of ORTHO 2026-Q2 is preliminary: $107,792.86 of $150,000.00 earned.\n"
    )
    assert "is final" in run("settlement", "finalize", *QUARTER, ADMIN)
    assert "is approved" in run("settlement", "approve", *QUARTER, APPROVER, "--number", 1)
    written = run("statement", "ORTHO", "2026-Q2", "--to", tmp_path / "out").splitlines()
    assert len(written) == 3  # of the agreement, and of each group
    for file in (tmp_path / "out").iterdir():
        assert file.read_bytes().startswith(b"%PDF-")
        assert str(file) in written
    for group in ((), ("GFBJ",)):
        book = tmp_path / f"book{len(group)}.xlsx"
        assert run("workbook", "ORTHO", "2026-Q2", *group, "--to", book) == f"{book}\n"
        names = openpyxl.load_workbook(book).defined_names
        payable = [name for name in names if name.startswith("Payable_")]
        assert payable == ["Payable_GFBJ"] if group else len(payable) == 2
    rows = list(csv.DictReader(io.StringIO(run("payouts"))))
    assert [row["payable"] for row in rows if row["group_code"] == "GFBJ"] == ["53896.43"]
    told = json.loads(run("payouts", "--format", "json", "--group", "GFBJ", "--state", "approved"))
    assert (told["format"], told["totals"]["payable"]) == ("comanage payouts 1", "53896.43")
    for narrowed in ("--agreement=X", "--state=released", "--service-line=X", "--period=2026-Q3"):
        assert json.loads(run("payouts", "--format", "json", narrowed))["rows"] == []
    assert "locked" in run("import", quarter, *QUARTER, ADMIN, status=1)
    assert "locked" in run("settlement", "calculate", *QUARTER, ADMIN, status=1)


def test_every_act_is_noted_with_the_person_and_the_command_line(final, engine):
    records.bind(engine)
    with records.reading() as session:
        entries = session.scalars(select(AuditEntry)).all()
    assert {entry.address for entry in entries} == {"command line"}
    assert all(entry.person_id for entry in entries)
    acts = {entry.act for entry in entries}
    assert {Act.FIGURES_IMPORTED, Act.FIGURE_VERIFIED, Act.SETTLEMENT_FINALIZED} <= acts
    assert len({entry.request_id for entry in entries}) > 5
    assert final.terms.is_file()


def test_what_is_shown_is_what_was_calculated_from_the_files_alone(final):
    files = (final.terms, final.figures, "--period", "2026-Q2")
    lines = final.run("settlement", "show", *QUARTER, "--lines")
    assert lines == final.run("settle", *files, "--lines")
    stored = final.run("settlement", "show", *QUARTER, "--json")
    assert f"[{stored.strip()}]" == final.run("settle", *files).strip()


def test_a_settlement_is_shown_line_by_line_with_its_reasons(final):
    shown = final.run("settlement", "show", *QUARTER, COMPLIANCE).splitlines()
    assert shown[0].startswith("Settlement 1 of ORTHO 2026-Q2 is final")
    at = shown.index("  Committee attendance: 50.0% of 5.0%, $3,750.00 of $7,500.00")
    assert shown[at + 1].strip() == "75.0% reached threshold (75.0%)"
    assert shown[-1] == "Tamarack Hand & Spine: 50%, $53,896.43"


def test_a_dry_run_says_what_it_would_do_and_stores_nothing(drafted, quarter):
    said = drafted.run("import", quarter, *QUARTER, ADMIN, "--dry-run")
    assert "15 new" in said
    assert said.endswith("Nothing was stored.\n")
    listed = drafted.run("figures", "list", *QUARTER).splitlines()
    assert len(listed) == 15
    assert all(line.endswith(": no figure") for line in listed)


def test_a_file_with_faults_says_all_of_them_and_stores_nothing(drafted, quarter):
    plain = quarter.read_text().replace(",171,192,", ",840,192,")
    quarter.write_text(plain.replace("27.5", "fast"))
    said = drafted.run("import", quarter, *QUARTER, ADMIN, status=1).splitlines()
    assert len(said) == 2
    assert all(line.startswith(f"{quarter}, row ") for line in said)
    assert all(line.endswith("no figure") for line in listed(drafted))


def test_the_template_comes_back_as_an_import(drafted, tmp_path):
    for kind in ("csv", "xlsx"):
        file = tmp_path / f"template.{kind}"
        drafted.run("figures", "template", *QUARTER, "--format", kind, "--to", file, ADMIN)
        said = drafted.run("import", file, *QUARTER, ADMIN, "--dry-run", status=1)
        assert "Give a value, or the reason why there is none." in said


def test_a_verifier_returns_one_figure_and_it_is_entered_again(drafted, quarter):
    run = drafted.run
    run("import", quarter, *QUARTER, ADMIN)
    run("figures", "submit", *QUARTER, ADMIN)
    back = ("--measure", "turnover", "--reason", "The log says 27.4.")
    assert run("figures", "return", *QUARTER, *back, VERIFIER) == "1 figure was returned.\n"
    assert "turnover: 27.5, returned" in listed(drafted)
    waits = run("settlement", "calculate", *QUARTER, ADMIN, status=1)
    assert "Room turnover: Its figure was sent back" in waits
    quarter.write_text(quarter.read_text().replace("27.5", "27.4"))
    assert "0 new, 1 changed" in run("import", quarter, *QUARTER, ADMIN)
    assert "turnover: 27.4, draft" in listed(drafted)


def test_one_measure_can_be_verified_by_itself(drafted, quarter):
    drafted.run("import", quarter, *QUARTER, ADMIN)
    drafted.run("figures", "submit", *QUARTER, ADMIN)
    drafted.run("figures", "verify", *QUARTER, "--measure", "home", VERIFIER)
    states = [line.rpartition(", ")[2] for line in listed(drafted)]
    assert (states.count("verified"), states.count("submitted")) == (1, 14)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        pytest.param(["figures", "verify", *QUARTER, ADMIN], "verify figures", id="no verifier"),
        pytest.param(["figures", "submit", *QUARTER, VERIFIER], "enter figures", id="no enterer"),
        pytest.param(
            ["figures", "submit", *QUARTER, COMPLIANCE], "enter figures", id="compliance only reads"
        ),
        pytest.param(
            ["figures", "submit", *QUARTER, ADMIN], "no figure of 2026-Q2 is a draft", id="no draft"
        ),
        pytest.param(
            ["figures", "submit", *QUARTER, "--as=x@larkspur.example"], "Nobody", id="no account"
        ),
        pytest.param(
            ["figures", "list", "--agreement", "ORTHO", "--period", "2031-Q1"],
            "no such performance period", id="no such period",
        ),
        pytest.param(
            ["figures", "list", "--agreement", "OTHER", "--period", "2026-Q1"],
            "There is no agreement OTHER.", id="no such agreement",
        ),
        pytest.param(["statement", "ORTHO", "2026-Q2"], "No statement", id="nothing was issued"),
        pytest.param(
            ["workbook", "ORTHO", "2026-Q2", "GFBJ"], "No statement of 2026-Q2 was issued for GFBJ.",
            id="no workbook",
        ),
        pytest.param(["settlement", "show", *QUARTER], "not been calculated", id="not calculated"),
        pytest.param(["settlement", "approve", *QUARTER, APPROVER], "not been", id="approve what"),
        pytest.param(["scorecard", "lock", "--agreement", "ORTHO", ADMIN], "locked", id="locked"),
    ],
)  # fmt: skip
def test_what_may_not_be_is_refused_in_a_sentence(drafted, command, sentence):
    assert sentence in drafted.run(*command, status=1)


def test_the_administrator_who_entered_cannot_approve(final):
    said = final.run("settlement", "approve", *QUARTER, ADMIN, status=1)
    assert "approve the settlement" in said
    said = final.run("settlement", "approve", *QUARTER, VERIFIER, status=1)
    assert "approve the settlement" in said


def test_an_amendment_is_a_new_version_and_the_old_one_stays(drafted, in_august, tmp_path):
    run = drafted.run
    assert run("scorecard", "next", *WHY, "--agreement", "ORTHO", ADMIN) == (
        "Version 2 of the scorecard of ORTHO was drafted.\n"
    )
    before = run("scorecard", "show", "--agreement", "ORTHO")
    amended = tmp_path / "amended.json"
    amended.write_text(drafted.terms.read_text().replace('"150000"', '"160000"'))
    run("scorecard", "load", amended, "--agreement", "ORTHO", ADMIN)
    assert run("scorecard", "show", "--agreement", "ORTHO") == before
    said = lock_scorecard(run, tmp_path, signed_on="2026-08-10")
    assert said.startswith("Version 2 of the scorecard of ORTHO is locked.\nThe SHA-256")
    assert run("scorecard", "show", "--agreement", "ORTHO") == before.replace("150000", "160000")


def test_measures_whose_codes_cannot_be_are_all_named_with_their_place(
    drafted, in_august, tmp_path
):
    drafted.run("scorecard", "next", *WHY, "--from", "2026-Q4", "--agreement", "ORTHO", ADMIN)
    wrong = tmp_path / "wrong.json"
    terms = drafted.terms.read_text()
    wrong.write_text(terms.replace('"ssi-sir"', '"ssi sir"').replace('"prom"', '"new"'))
    said = drafted.run("scorecard", "load", wrong, "--agreement", "ORTHO", ADMIN, status=1)
    words = "Give a code of letters, digits and hyphens, at most 24 characters."
    assert [line for line in said.splitlines() if "code: " in line] == [
        f"domain quality, measure ssi sir, code: {words}",
        "domain quality, measure new, code: The word new is taken. Choose another code.",
    ]


def test_a_scorecard_is_sent_back_and_nobody_locks_a_draft(drafted, in_august):
    run, at = drafted.run, ("--agreement", "ORTHO")
    run("scorecard", "next", *WHY, *at, ADMIN)
    assert "Check it first." in run("scorecard", "lock", *at, ADMIN, status=1)
    run("scorecard", "check", *at, ADMIN)
    assert "does not let you" in run("scorecard", "review", "--note", "x", *at, ADMIN, status=1)
    assert run("scorecard", "return", "--reason", "Name the registry.", *at, COMPLIANCE) == (
        "Version 2 of the scorecard of ORTHO is a draft again.\n"
    )


def test_the_exhibit_is_printed_from_the_check_on_and_noted(drafted, in_august, tmp_path, engine):
    run, at = drafted.run, ("--agreement", "ORTHO")
    said = run("scorecard", "exhibit", *at, "--to", tmp_path)
    assert said == f"{tmp_path / 'ORTHO-scorecard-1-exhibit.pdf'}\n"
    assert (tmp_path / "ORTHO-scorecard-1-exhibit.pdf").read_bytes().startswith(b"%PDF")
    run("scorecard", "next", *WHY, *at, ADMIN)
    assert "Version 2 is a draft" in run("scorecard", "exhibit", *at, status=1)
    again = run("scorecard", "exhibit", "--version", "1", "--a4", "--to", tmp_path, *at, ADMIN)
    assert again == said
    with records.reading() as session:
        assert last_of(session, Act.EXHIBIT_PRINTED).person.email == "admin@larkspur.example"


def test_a_payout_workbook_needs_a_file_to_write_to(drafted, tmp_path):
    assert "--to FILE" in drafted.run("payouts", "--format", "xlsx", status=2)
    drafted.run("payouts", "--format", "xlsx", "--to", tmp_path / "payouts.xlsx")
    assert (tmp_path / "payouts.xlsx").read_bytes().startswith(b"PK")


def listed(drafted):
    return drafted.run("figures", "list", *QUARTER).splitlines()


def test_without_pango_an_approval_is_refused_and_nothing_is_stored(final, tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    press._engine.cache_clear()
    said = final.run("settlement", "approve", *QUARTER, APPROVER, status=1)
    assert "Pango" in said
    assert "is final" in final.run("settlement", "show", *QUARTER)
    assert "ORTHO" not in final.run("payouts")
    monkeypatch.undo()
    assert "is approved" in final.run("settlement", "approve", *QUARTER, APPROVER)
