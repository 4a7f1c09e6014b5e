"""Hours as CSV: every entry a row, and nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from comanage.statements.exports.hours_csv import HOURS, HoursLine

AT = datetime(2027, 4, 2, 9, 30, tzinfo=UTC)
LINE = HoursLine(
    "ORTHO", "GRANITE", "Dr. Ann Ito", "2027-03", 7, date(2027, 3, 20), "COMMITTEE",
    Fraction(9, 4), "Agenda, minutes", AT, None, "", "yes", "payable", AT, "0" * 64, "Ada (approver)",
)  # fmt: skip


def rows(*lines):
    return list(csv.DictReader(io.StringIO(HOURS.write(lines).decode(), newline="")))


def test_an_entry_is_a_row_with_plain_numbers_and_iso_days():
    (row,) = rows(LINE)
    assert (row["hours"], row["day"], row["entered_at"]) == (
        "2.25", "2027-03-20", "2027-04-02T09:30:00Z",
    )  # fmt: skip
    assert (row["corrects"], row["entry"], row["stands"]) == ("", "7", "yes")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
@pytest.mark.parametrize("column", ["done", "reason", "physician", "approved_by"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(column, text):
    (row,) = rows(replace(LINE, **{column: text}))
    assert row[column] == f"'{text}"


def test_without_entries_the_heads_stand_alone():
    assert HOURS.write([]).decode().count("\r\n") == 1
