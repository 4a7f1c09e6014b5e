"""Evidence on the command line: added to a figure by its measure, listed, and refused in words."""

import pytest

from comanage.demo.health_system import FOLDER
from tests.cli.conftest import ADMIN, COMPLIANCE, VERIFIER
from tests.readers.pictures import png

QUARTER = ("--agreement", "ORTHO", "--period", "2026-Q2")
READMISSIONS = (*QUARTER, "--measure", "readmit-30")


@pytest.fixture
def entered(drafted, tmp_path):
    heading, *rows = (FOLDER / "orthopedics.csv").read_text().splitlines()
    file = tmp_path / "q2.csv"
    file.write_text("\n".join([heading, *(row for row in rows if row.startswith("2026-Q2"))]))
    drafted.run("import", file, *QUARTER, ADMIN)
    return drafted.run


def test_a_file_and_a_report_are_added_and_listed(entered, tmp_path):
    file = tmp_path / "readmissions.csv"
    file.write_text("measure,numerator,denominator\nreadmissions,7,205\n")
    said = entered("evidence", "add", file, *READMISSIONS, "--note", "Run 2026-07-02", ADMIN)
    assert said.startswith("readmissions.csv is evidence of figure ")
    report = ("--system", "Registry", "--report", "R-12", "--run-on", "2026-07-02")
    assert "Registry: R-12 is evidence" in entered(
        "evidence", "refer", *READMISSIONS, *report, ADMIN
    )
    listed = entered("evidence", "list", *QUARTER, COMPLIANCE)
    assert "  readmissions.csv, scanned, SHA-256 " in listed
    assert "  Registry: R-12, run on 2026-07-02, by Demo service-line administrator" in listed
    assert listed.count(": no evidence") == 14


@pytest.mark.trust("H4", "C9")
def test_what_may_not_come_in_is_refused_in_words(entered, tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text("mrn,ward\n4455667,N\n")
    said = entered("evidence", "add", file, *READMISSIONS, ADMIN, status=1)
    assert said.startswith("file: Row 1, column A: This looks like a medical record number.")
    assert "4455667" not in said
    picture = tmp_path / "board.png"
    picture.write_bytes(png())
    said = entered("evidence", "add", picture, *READMISSIONS, "--declare", ADMIN, status=1)
    assert "takes no pictures" in said
    said = entered("evidence", "add", file, *QUARTER, "--measure", "unknown", ADMIN, status=1)
    assert said == "There is no figure of unknown in 2026-Q2.\n"
    assert "does not let you enter figures" in entered(
        "evidence", "add", picture, *READMISSIONS, VERIFIER, status=1
    )


@pytest.mark.trust("H4", "H6")
@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        pytest.param("q2.csv", "2026-Q2,readmit-30,3.4,pt John Smithers called", "row 2, column note",
                     id="a note"),
        pytest.param("q2.csv", "# MRN 00123456\n2026-Q2,readmit-30,3.4,", "row 2: ", id="a comment"),
        pytest.param("patient_john_smithers.csv", "2026-Q2,readmit-30,3.4,", "The name of the file",
                     id="the name of the file"),
    ],
)  # fmt: skip
def test_an_import_about_a_patient_is_refused_and_not_repeated(
    entered, tmp_path, name, text, place
):
    file = tmp_path / name
    file.write_text(f"period,measure,value,note\n{text}\n")
    said = entered("import", file, *QUARTER, ADMIN, status=1).replace(str(file), "")
    assert place in said
    assert "looks like a" in said
    assert "mithers" not in said
    assert "00123456" not in said
    kept = entered("evidence", "add", file, *READMISSIONS, ADMIN, status=1).replace(str(file), "")
    assert "looks like a" in kept
    assert "mithers" not in kept


def test_the_setting_and_a_declaration_let_a_picture_in(entered, tmp_path, monkeypatch):
    monkeypatch.setenv("COMANAGE_PICTURES", "yes")
    picture = tmp_path / "board.png"
    picture.write_bytes(png())
    said = entered("evidence", "add", picture, *READMISSIONS, ADMIN, status=1)
    assert "Declare that it shows no patient data" in said
    entered("evidence", "add", picture, *READMISSIONS, "--declare", ADMIN)
    assert "board.png, declared, not scanned" in entered("evidence", "list", *QUARTER)
