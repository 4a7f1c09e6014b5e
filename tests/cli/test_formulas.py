"""What a spreadsheet would run: no text of a file that a command writes begins a formula."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from comanage.cli import main
from comanage.demo.health_system import FOLDER

RUNS = "=cmd|' /c calc'!A1"


@pytest.mark.trust("C6")
def test_no_code_of_a_terms_file_begins_a_formula_in_the_lines_of_a_settlement(tmp_path):
    told = json.loads((FOLDER / "orthopedics.json").read_text())
    plain = json.dumps(told).replace('"readmit-30"', json.dumps(RUNS))
    figures = (FOLDER / "orthopedics.csv").read_text().replace(",readmit-30,", f',"{RUNS}",')
    (tmp_path / "terms.json").write_text(plain)
    (tmp_path / "figures.csv").write_text(figures)
    done = CliRunner().invoke(
        main,
        ["settle", str(tmp_path / "terms.json"), str(tmp_path / "figures.csv"), "--period", "2026-Q2",
         "--lines"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert [row for row in rows for cell in row[:-1] if cell.startswith(("=", "+", "-", "@"))] == []
    assert f"'{RUNS}" in {row[3] for row in rows}
